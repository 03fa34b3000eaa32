package storetest

import (
	"fmt"
	"maps"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// A Mode is a way in which a Secret Service behaves.
type Mode string

// The ways of a [Service]. Each prompt belongs to the one call that is named.
const (
	Works            Mode = "works"
	Silent           Mode = "answers nothing"
	HangsOnChange    Mode = "does not answer when it is to change"
	Vanishes         Mode = "changes what it is told to and goes off the bus"
	Locked           Mode = "is locked, and its prompt is never answered"
	UnlockDismissed  Mode = "is locked, and its prompt is dismissed"
	UnlockAnswered   Mode = "is locked, and its prompt is answered"
	ChangeDismissed  Mode = "asks before each change, and is dismissed"
	Lies             Mode = "answers success and changes nothing"
	AnotherValue     Mode = "gives back another value"
	OddPrompt        Mode = "is locked, and its prompt ends in a way nobody knows"
	NoCollection     Mode = "has no collection, and its prompt for one is answered"
	NoneAndDismissed Mode = "has no collection, and its prompt for one is dismissed"
	Empty            Mode = "has no collection, and its prompt for one is never answered"
)

const (
	serviceInterface    = "org.freedesktop.Secret.Service"
	collectionInterface = "org.freedesktop.Secret.Collection"
	itemInterface       = "org.freedesktop.Secret.Item"
	sessionInterface    = "org.freedesktop.Secret.Session"
	promptInterface     = "org.freedesktop.Secret.Prompt"
	propertiesInterface = "org.freedesktop.DBus.Properties"

	aliasPath   = dbus.ObjectPath("/org/freedesktop/secrets/aliases/default")
	promptPath  = dbus.ObjectPath("/org/freedesktop/secrets/prompt/p1")
	sessionPath = dbus.ObjectPath("/org/freedesktop/secrets/session/s1")
	nowhere     = dbus.ObjectPath("/")
)

// Service is a Secret Service that can misbehave. It knows one collection and
// as much of the protocol as go-keyring speaks.
type Service struct {
	Bus *Bus

	conn *dbus.Conn
	over chan struct{} // closed when the test ends: what hangs, ends

	shown chan struct{} // closed by the first prompt

	mu      sync.Mutex
	mode    Mode
	made    bool // the collection that a mode began without
	opened  bool // by a prompt that was answered
	prompts int
	items   map[dbus.ObjectPath]secretItem
	last    int
}

type secretItem struct {
	attributes map[string]string
	value      []byte
}

// Secret is a value as the protocol carries it.
type Secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// FakeService starts a bus and a service on it that works until it is told
// otherwise. The environment points to them until the test ends.
func FakeService(t testing.TB) *Service {
	t.Helper()
	bus := StartBus(t)
	s := &Service{
		Bus:   bus,
		conn:  bus.Connect(),
		over:  make(chan struct{}),
		shown: make(chan struct{}),
		mode:  Works,
		items: make(map[dbus.ObjectPath]secretItem),
	}
	t.Cleanup(func() { close(s.over) })
	for _, object := range []struct {
		value any
		path  dbus.ObjectPath
		name  string
	}{
		{service{s}, secretsPath, serviceInterface},
		{properties{s, nowhere}, secretsPath, propertiesInterface},
		{collection{s}, loginPath, collectionInterface},
		{properties{s, loginPath}, loginPath, propertiesInterface},
		{collection{s}, aliasPath, collectionInterface},
		{prompt{s}, promptPath, promptInterface},
		{session{s}, sessionPath, sessionInterface},
	} {
		if err := s.conn.Export(object.value, object.path, object.name); err != nil {
			t.Fatal(err)
		}
	}
	reply, err := s.conn.RequestName(secretsName, dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("taking the name %s: reply %d, error %v", secretsName, reply, err)
	}
	return s
}

// Behave changes the service's ways. A mode that is locked locks it.
func (s *Service) Behave(mode Mode) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode, s.made, s.opened = mode, false, false
}

// Items counts what is stored.
func (s *Service) Items() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.items)
}

// Prompts counts the prompts that were shown.
func (s *Service) Prompts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.prompts
}

// Prompted is closed when the first prompt has been shown.
func (s *Service) Prompted() <-chan struct{} { return s.shown }

// enter is the beginning of every call: it answers the mode, or hangs.
func (s *Service) enter(hang ...Mode) Mode {
	s.mu.Lock()
	mode := s.mode
	s.mu.Unlock()
	for _, m := range append(hang, Silent) {
		if mode == m {
			<-s.over
		}
	}
	return mode
}

func (s *Service) locked() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch s.mode {
	case Locked, UnlockDismissed, UnlockAnswered, OddPrompt:
		return !s.opened
	}
	return false
}

func (s *Service) hasCollection() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch s.mode {
	case NoCollection, NoneAndDismissed, Empty:
		return s.made
	}
	return true
}

type properties struct {
	s    *Service
	path dbus.ObjectPath
}

func (p properties) Get(_, name string) (dbus.Variant, *dbus.Error) {
	p.s.enter()
	switch {
	case name == "Locked":
		return dbus.MakeVariant(p.s.locked()), nil
	case name == "Collections" && p.s.hasCollection():
		return dbus.MakeVariant([]dbus.ObjectPath{loginPath}), nil
	case name == "Collections":
		return dbus.MakeVariant([]dbus.ObjectPath{}), nil
	}
	return dbus.Variant{}, dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", nil)
}

type service struct{ s *Service }

func (o service) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	o.s.enter()
	return dbus.MakeVariant(""), sessionPath, nil
}

func (o service) ReadAlias(string) (dbus.ObjectPath, *dbus.Error) {
	o.s.enter()
	if o.s.hasCollection() {
		return loginPath, nil
	}
	return nowhere, nil
}

func (o service) Unlock(wanted []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	o.s.enter()
	if o.s.locked() {
		return []dbus.ObjectPath{}, promptPath, nil
	}
	return wanted, nowhere, nil
}

func (o service) CreateCollection(map[string]dbus.Variant, string) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	o.s.enter()
	return nowhere, promptPath, nil
}

type collection struct{ s *Service }

func (o collection) CreateItem(about map[string]dbus.Variant, secret Secret, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	switch mode := o.s.enter(HangsOnChange); mode {
	case ChangeDismissed:
		return nowhere, promptPath, nil
	case Lies:
		return loginPath + "/0", nowhere, nil
	case Vanishes:
		defer o.s.conn.Close() // before the answer, after the change
	}
	attributes, _ := about[itemInterface+".Attributes"].Value().(map[string]string)
	return o.s.add(attributes, secret.Value), nowhere, nil
}

func (s *Service) add(attributes map[string]string, value []byte) dbus.ObjectPath {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last++
	path := dbus.ObjectPath(fmt.Sprintf("%s/%d", loginPath, s.last))
	s.items[path] = secretItem{attributes, value}
	_ = s.conn.Export(item{s, path}, path, itemInterface)
	return path
}

func (o collection) SearchItems(wanted map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	o.s.enter()
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	found := []dbus.ObjectPath{}
	for path, it := range o.s.items {
		if maps.Equal(it.attributes, wanted) {
			found = append(found, path)
		}
	}
	return found, nil
}

type item struct {
	s    *Service
	path dbus.ObjectPath
}

func (o item) GetSecret(session dbus.ObjectPath) (Secret, *dbus.Error) {
	mode := o.s.enter()
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	it, there := o.s.items[o.path]
	if !there {
		return Secret{}, dbus.NewError("org.freedesktop.Secret.Error.NoSuchObject", nil)
	}
	value := it.value
	if mode == AnotherValue {
		value = []byte("another value")
	}
	return Secret{Session: session, Parameters: []byte{}, Value: value, ContentType: "text/plain"}, nil
}

func (o item) Delete() (dbus.ObjectPath, *dbus.Error) {
	switch mode := o.s.enter(HangsOnChange); mode {
	case ChangeDismissed:
		return promptPath, nil
	case Lies:
		return nowhere, nil
	case Vanishes:
		defer o.s.conn.Close() // before the answer, after the change
	}
	o.s.mu.Lock()
	defer o.s.mu.Unlock()
	delete(o.s.items, o.path)
	return nowhere, nil
}

type session struct{ s *Service }

func (o session) Close() *dbus.Error {
	o.s.enter()
	return nil
}

type prompt struct{ s *Service }

func (o prompt) Prompt(string) *dbus.Error {
	mode := o.s.enter()
	o.s.mu.Lock()
	if o.s.prompts++; o.s.prompts == 1 {
		close(o.s.shown)
	}
	o.s.opened = mode == UnlockAnswered
	o.s.made = mode == NoCollection
	o.s.mu.Unlock()
	const completed = promptInterface + ".Completed"
	switch mode {
	case Locked, Empty:
		// A person who is somewhere else.
	case UnlockAnswered:
		_ = o.s.conn.Emit(promptPath, completed, false, dbus.MakeVariant([]dbus.ObjectPath{loginPath}))
	case NoCollection:
		_ = o.s.conn.Emit(promptPath, completed, false, dbus.MakeVariant(loginPath))
	case OddPrompt:
		_ = o.s.conn.Emit(promptPath, completed, "perhaps")
	default:
		_ = o.s.conn.Emit(promptPath, completed, true, dbus.MakeVariant(""))
	}
	return nil
}
