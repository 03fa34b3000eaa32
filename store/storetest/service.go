package storetest

import (
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// slowness is what a slow service takes for each answer. An operation needs
// about twenty.
const slowness = 5 * time.Millisecond

// Service is a Secret Service that can misbehave. It knows one collection and
// as much of the protocol as go-keyring speaks.
type Service struct {
	Bus *Bus

	t     testing.TB
	over  chan struct{} // closed when the test ends: what hangs, ends
	shown chan struct{} // closed by the first prompt
	stuck chan struct{} // one token for each call and each prompt that waits for nothing
	later chan struct{} // one token for each change that was made late

	mu      sync.Mutex
	conn    *dbus.Conn
	mode    Mode
	opened  bool // what a mode began without or locked, by a prompt that was answered
	prompts int
	asked   func() dbus.Variant // what the prompt is about
	calls   int                 // until onCall
	onCall  func()
	items   []secretItem
	last    int
}

type secretItem struct {
	path       dbus.ObjectPath
	attributes map[string]string
	value      []byte
	maker      dbus.Sender // the connection that it was made on
}

// matches reports whether an item has every attribute that is wanted. It may
// have others.
func (it secretItem) matches(wanted map[string]string) bool {
	for name, value := range wanted {
		if it.attributes[name] != value {
			return false
		}
	}
	return true
}

// FakeService starts a bus and a service on it that works until it is told
// otherwise. The environment points to them until the test ends.
func FakeService(t testing.TB) *Service {
	t.Helper()
	s := &Service{
		Bus:   StartBus(t),
		t:     t,
		over:  make(chan struct{}),
		shown: make(chan struct{}),
		stuck: make(chan struct{}, 16),
		later: make(chan struct{}, 16),
		mode:  Works,
	}
	t.Cleanup(func() { close(s.over) })
	s.start()
	return s
}

// Behave changes the service's ways. What a mode locks is locked.
func (s *Service) Behave(mode Mode) {
	if _, known := modes[mode]; !known {
		s.t.Fatalf("a service cannot behave like this: %s", mode)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode, s.opened = mode, false
}

// Restart ends the service and starts another one with the same items.
func (s *Service) Restart() {
	s.t.Helper()
	s.Vanish()
	for len(s.stuck)+len(s.later) > 0 { // Nobody waits for those any more.
		select {
		case <-s.stuck:
		case <-s.later:
		}
	}
	s.start()
}

// OnCall has do run before the nth call from now on is answered. The first is 1.
func (s *Service) OnCall(n int, do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls, s.onCall = n, do
}

// Plant puts an item there that another program made.
func (s *Service) Plant(attributes map[string]string, value string) {
	s.add(secretItem{attributes: attributes, value: []byte(value)}, false)
}

// Clear takes everything out.
func (s *Service) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = nil
}

// Items counts what is stored.
func (s *Service) Items() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.items)
}

// All are the values of everything that is stored.
func (s *Service) All() (values []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range s.items {
		values = append(values, string(it.value))
	}
	return values
}

// Values are what is stored under one of our items' names.
func (s *Service) Values(item string) (values []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range s.items {
		if it.matches(map[string]string{"service": "lpkeys", "username": item}) {
			values = append(values, string(it.value))
		}
	}
	return values
}

// Prompts counts the prompts that were shown.
func (s *Service) Prompts() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.prompts
}

// Prompted is closed when the first prompt has been shown.
func (s *Service) Prompted() <-chan struct{} { return s.shown }

// Stuck tells when a call or a prompt is not answered, as the mode has it.
func (s *Service) Stuck() <-chan struct{} { return s.stuck }

// AwaitLate waits until a change has been made for which nobody waited.
func (s *Service) AwaitLate() {
	s.t.Helper()
	select {
	case <-s.later:
	case <-time.After(started):
		s.t.Fatal("nothing was changed late")
	}
}

func (s *Service) start() {
	s.t.Helper()
	conn := s.Bus.Connect()
	s.mu.Lock()
	s.conn = conn
	paths := []dbus.ObjectPath{secretsPath, loginPath, otherPath, aliasPath, promptPath, sessionPath}
	for _, it := range s.items {
		paths = append(paths, it.path)
	}
	s.mu.Unlock()
	for _, path := range paths {
		if err := s.export(conn, path); err != nil {
			s.t.Fatal(err)
		}
	}
	reply, err := conn.RequestName(secretsName, dbus.NameFlagDoNotQueue)
	if err != nil || reply != dbus.RequestNameReplyPrimaryOwner {
		s.t.Fatalf("taking the name %s: reply %d, error %v", secretsName, reply, err)
	}
}

// connection is the one that the service has now.
func (s *Service) connection() *dbus.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn
}

// Vanish goes off the bus. What is about to be answered is not.
func (s *Service) Vanish() { s.connection().Close() }

// enter is the beginning of every call: it answers the ways, or hangs.
func (s *Service) enter() ways {
	s.mu.Lock()
	s.calls--
	do := s.onCall
	if s.calls != 0 {
		do = nil
	}
	s.mu.Unlock()
	if do != nil {
		do()
	}
	w := s.ways()
	if w.silent {
		s.stuck <- struct{}{}
		<-s.over
	}
	if w.slow {
		<-time.After(slowness)
	}
	return w
}

func (s *Service) ways() ways {
	s.mu.Lock()
	defer s.mu.Unlock()
	w := modes[s.mode]
	if s.opened {
		w.locked, w.none, w.itemLocked = false, false, false
	}
	return w
}

func (s *Service) find(wanted map[string]string) []dbus.ObjectPath {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []dbus.ObjectPath{}
	for _, it := range s.items {
		if it.matches(wanted) {
			found = append(found, it.path)
		}
	}
	return found
}

func (s *Service) add(it secretItem, replace bool) dbus.ObjectPath {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, other := range s.items {
		if replace && maps.Equal(other.attributes, it.attributes) {
			s.items[i].value = it.value
			return other.path
		}
	}
	s.last++
	it.path = dbus.ObjectPath(fmt.Sprintf("%s/%d", loginPath, s.last))
	s.items = append(s.items, it)
	_ = s.export(s.conn, it.path)
	return it.path
}

func (s *Service) item(path dbus.ObjectPath) (it secretItem, there bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, it := range s.items {
		if it.path == path {
			return it, true
		}
	}
	return secretItem{}, false
}

// guards reports whether an item is locked for a caller. What was made on a
// connection is open to it, as in KeePassXC.
func (s *Service) guards(w ways, path dbus.ObjectPath, from dbus.Sender) bool {
	it, there := s.item(path)
	return w.itemLocked && there && it.maker != from
}

func (s *Service) remove(path dbus.ObjectPath) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = slices.DeleteFunc(s.items, func(it secretItem) bool { return it.path == path })
}
