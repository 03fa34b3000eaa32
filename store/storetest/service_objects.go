package storetest

import (
	"fmt"

	"github.com/godbus/dbus/v5"
)

const (
	serviceInterface    = "org.freedesktop.Secret.Service"
	collectionInterface = "org.freedesktop.Secret.Collection"
	itemInterface       = "org.freedesktop.Secret.Item"
	sessionInterface    = "org.freedesktop.Secret.Session"
	promptInterface     = "org.freedesktop.Secret.Prompt"
	propertiesInterface = "org.freedesktop.DBus.Properties"

	otherPath   = dbus.ObjectPath("/org/freedesktop/secrets/collection/other")
	aliasPath   = dbus.ObjectPath("/org/freedesktop/secrets/aliases/default")
	promptPath  = dbus.ObjectPath("/org/freedesktop/secrets/prompt/p1")
	sessionPath = dbus.ObjectPath("/org/freedesktop/secrets/session/s1")
	nowhere     = dbus.ObjectPath("/")
)

// Secret is a value as the protocol carries it.
type Secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

// export shows the object of a path to the bus.
func (s *Service) export(conn *dbus.Conn, path dbus.ObjectPath) error {
	object, name := any(item{s, path}), itemInterface
	switch path {
	case secretsPath:
		object, name = service{s}, serviceInterface
	case loginPath, otherPath, aliasPath:
		object, name = collection{s}, collectionInterface
	case promptPath:
		object, name = prompt{s}, promptInterface
	case sessionPath:
		object, name = session{s}, sessionInterface
	}
	if err := conn.Export(object, path, name); err != nil {
		return err
	}
	return conn.Export(properties{s, path}, path, propertiesInterface)
}

type properties struct {
	s    *Service
	path dbus.ObjectPath
}

func (p properties) Get(of, name string, from dbus.Sender) (dbus.Variant, *dbus.Error) {
	w := p.s.enter()
	switch {
	case w.odd:
		return dbus.MakeVariant("odd"), nil
	case name == "Locked" && of == itemInterface:
		return dbus.MakeVariant(p.s.guards(w, p.path, from)), nil
	case name == "Locked":
		return dbus.MakeVariant(w.locked), nil
	case name == "Collections" && w.none:
		return dbus.MakeVariant([]dbus.ObjectPath{}), nil
	case name == "Collections":
		return dbus.MakeVariant([]dbus.ObjectPath{w.collection()}), nil
	}
	return dbus.Variant{}, dbus.NewError("org.freedesktop.DBus.Error.UnknownProperty", nil)
}

func (w ways) collection() dbus.ObjectPath {
	if w.renamed {
		return otherPath
	}
	return loginPath
}

type service struct{ s *Service }

func (o service) OpenSession(string, dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	o.s.enter()
	return dbus.MakeVariant(""), sessionPath, nil
}

func (o service) ReadAlias(string) (dbus.ObjectPath, *dbus.Error) {
	w := o.s.enter()
	if w.none || w.noDefault {
		return nowhere, nil
	}
	return w.collection(), nil
}

func (o service) Unlock(wanted []dbus.ObjectPath, from dbus.Sender) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	w := o.s.enter()
	if !w.locked && !o.s.guards(w, wanted[0], from) {
		return wanted, nowhere, nil
	}
	return []dbus.ObjectPath{}, o.s.ask(func() dbus.Variant {
		o.s.open()
		return dbus.MakeVariant(wanted)
	}), nil
}

func (o service) CreateCollection(map[string]dbus.Variant, string) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	o.s.enter()
	return nowhere, o.s.ask(func() dbus.Variant {
		o.s.open()
		return dbus.MakeVariant(loginPath)
	}), nil
}

func (s *Service) open() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.opened = true
}

type collection struct{ s *Service }

func (o collection) CreateItem(about map[string]dbus.Variant, secret Secret, replace bool, from dbus.Sender) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	w := o.s.enter()
	if w.full {
		return nowhere, nowhere, dbus.NewError("org.freedesktop.DBus.Error.LimitsExceeded", nil)
	}
	attributes, _ := about[itemInterface+".Attributes"].Value().(map[string]string)
	made := nowhere
	prompt := o.s.change(w, from, func() dbus.Variant {
		made = o.s.add(secretItem{attributes: attributes, value: secret.Value, maker: from}, replace)
		return dbus.MakeVariant(made)
	})
	return made, prompt, nil
}

func (o collection) SearchItems(wanted map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	o.s.enter()
	return o.s.find(wanted), nil
}

type item struct {
	s    *Service
	path dbus.ObjectPath
}

func (o item) GetSecret(session dbus.ObjectPath) (Secret, *dbus.Error) {
	w := o.s.enter()
	it, there := o.s.item(o.path)
	if !there {
		return Secret{}, dbus.NewError("org.freedesktop.Secret.Error.NoSuchObject", nil)
	}
	if w.another {
		it.value = []byte("another value")
	}
	return Secret{Session: session, Parameters: []byte{}, Value: it.value, ContentType: "text/plain"}, nil
}

func (o item) Delete(from dbus.Sender) (dbus.ObjectPath, *dbus.Error) {
	return o.s.change(o.s.enter(), from, func() dbus.Variant {
		o.s.remove(o.path)
		return dbus.MakeVariant("")
	}), nil
}

// change makes a change in the service's way, and answers its prompt.
func (s *Service) change(w ways, from dbus.Sender, make func() dbus.Variant) dbus.ObjectPath {
	if w.asks {
		return s.ask(make)
	}
	s.end(w.change, from, make)
	return nowhere
}

type session struct{ s *Service }

func (o session) Close() *dbus.Error {
	o.s.enter()
	return nil
}

type prompt struct{ s *Service }

// ask makes a prompt about what is to be done.
func (s *Service) ask(about func() dbus.Variant) dbus.ObjectPath {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = about
	return promptPath
}

func (o prompt) Prompt(_ string, from dbus.Sender) *dbus.Error {
	w := o.s.enter()
	o.s.mu.Lock()
	if o.s.prompts++; o.s.prompts == 1 {
		close(o.s.shown)
	}
	about := o.s.asked
	o.s.mu.Unlock()
	if w.prompt == hangs { // A person who is somewhere else.
		o.s.stuck <- struct{}{}
		return nil
	}
	go o.s.complete(w.prompt, from, about)
	return nil
}

func (s *Service) complete(how ending, from dbus.Sender, about func() dbus.Variant) {
	said := []any{how == refused, dbus.MakeVariant("")}
	switch how {
	case garbled:
		said = []any{"perhaps"}
	case done, late:
		s.end(how, from, func() dbus.Variant {
			said[1] = about()
			return dbus.Variant{}
		})
	}
	_ = s.connection().Emit(promptPath, promptInterface+".Completed", said...)
}

// end makes a change, or does not, and lets it be known, or not.
func (s *Service) end(how ending, from dbus.Sender, make func() dbus.Variant) {
	switch how {
	case done:
		make()
	case hangs:
		s.stuck <- struct{}{}
		<-s.over
	case late:
		s.stuck <- struct{}{}
		if s.leaves(string(from)) {
			make()
			s.later <- struct{}{}
		}
	case vanishes:
		make()
		s.Vanish()
	case vanished:
		s.Vanish()
	case pretended:
	default:
		panic(fmt.Sprintf("a change cannot end like this: %d", how))
	}
}

// leaves waits until a caller is off the bus, and reports whether it is before
// the test ends.
func (s *Service) leaves(caller string) bool {
	conn := s.connection()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	defer conn.RemoveSignal(signals)
	if conn.AddMatchSignal(dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, caller)) != nil {
		return false
	}
	var here bool
	if err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, caller).Store(&here); err != nil {
		return false
	}
	for here {
		select {
		case signal, open := <-signals:
			if !open {
				return false
			}
			here = signal.Name != "org.freedesktop.DBus.NameOwnerChanged" || signal.Body[0] != caller
		case <-s.over:
			return false
		}
	}
	return true
}
