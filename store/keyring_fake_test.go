// Elsewhere these would reach the keyring of the person who runs them.

//go:build !darwin && !windows

package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestKeyringKeepsTheContractOnAFakeService(t *testing.T) {
	storetest.FakeService(t)
	storetest.Run(t, func(t *testing.T) store.Vault { return patient() })
}

func TestKeyringNamesEveryWayAServiceFails(t *testing.T) {
	for _, c := range []struct {
		mode             storetest.Mode
		person           bool
		put, get, forget error
		changes          bool // Put adds an item; Forget takes one, if it is not locked
		hangs            bool // until the deadline
	}{
		{mode: storetest.Works, changes: true},
		{mode: storetest.Silent, put: store.ErrTimedOut, get: store.ErrTimedOut, forget: store.ErrTimedOut, hangs: true},
		{mode: storetest.HangsOnChange, put: store.ErrTimedOut, forget: store.ErrTimedOut, hangs: true},
		// The change was made and its answer lost, which a caller must not take for
		// a refusal.
		{mode: storetest.Vanishes, put: store.ErrTimedOut, forget: store.ErrTimedOut, changes: true},
		{mode: storetest.Locked, put: store.ErrLocked, get: store.ErrLocked, forget: store.ErrLocked},
		{mode: storetest.Locked, person: true, put: store.ErrTimedOut, get: store.ErrTimedOut, forget: store.ErrTimedOut, hangs: true},
		{mode: storetest.UnlockDismissed, person: true, put: store.ErrDismissed, get: store.ErrDismissed, forget: store.ErrDismissed},
		{mode: storetest.UnlockAnswered, person: true, changes: true},
		{mode: storetest.OddPrompt, person: true, put: store.ErrUnsupported, get: store.ErrUnsupported, forget: store.ErrTimedOut},
		{mode: storetest.ChangeDismissed, put: store.ErrDismissed, forget: store.ErrDismissed},
		{mode: storetest.Lies, put: store.ErrCorrupt, forget: store.ErrCorrupt},
		{mode: storetest.AnotherValue, put: store.ErrCorrupt, get: store.ErrCorrupt, changes: true},
		{mode: storetest.Empty, put: store.ErrLocked, get: store.ErrLocked, forget: store.ErrLocked},
		// Only Put makes a collection: another one, which is closed, may have the item.
		{mode: storetest.Empty, person: true, put: store.ErrTimedOut, get: store.ErrLocked, forget: store.ErrLocked, hangs: true},
		{mode: storetest.NoneAndDismissed, person: true, put: store.ErrDismissed, get: store.ErrLocked, forget: store.ErrLocked},
		{mode: storetest.NoCollection, person: true, get: store.ErrLocked, forget: store.ErrLocked, changes: true},
	} {
		name := "a service that " + string(c.mode)
		if c.person {
			name += ", before a person"
		}
		begin := func(t *testing.T) (*storetest.Service, *store.Keyring, func()) {
			s := storetest.FakeService(t)
			settled := settling(t, s.Bus)
			v := patient()
			if err := v.Put(t.Context(), "kept-abcdefgh", storetest.Key(1)); err != nil {
				t.Fatal(err)
			}
			s.Behave(c.mode)
			o := store.KeyringOptions{Interactive: c.person, Deadline: time.Minute}
			if c.hangs {
				o.Deadline = 200 * time.Millisecond
			}
			return s, store.NewKeyring(o), settled
		}
		check := func(t *testing.T, s *storetest.Service, err, want error, items int) {
			t.Helper()
			if !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
			if err != nil && strings.Contains(err.Error(), storetest.Canary) {
				t.Errorf("got %v, want no secret in it", err)
			}
			if got := s.Items(); got != items {
				t.Errorf("got %d items afterwards, want %d", got, items)
			}
		}
		t.Run(name+", Put", func(t *testing.T) {
			s, v, settled := begin(t)
			items := 1
			if c.changes {
				items = 2
			}
			check(t, s, v.Put(t.Context(), "new-abcdefgh", storetest.Key(2)), c.put, items)
			settled()
		})
		t.Run(name+", Get", func(t *testing.T) {
			s, v, settled := begin(t)
			key, err := v.Get(t.Context(), "kept-abcdefgh")
			check(t, s, err, c.get, 1)
			if err == nil && !storetest.Equal(key, storetest.Key(1)) {
				t.Error("got another key than was put")
			}
			settled()
		})
		t.Run(name+", Forget", func(t *testing.T) {
			s, v, settled := begin(t)
			items := 1
			if c.changes && c.forget != store.ErrLocked {
				items = 0
			}
			check(t, s, v.Forget(t.Context(), "kept-abcdefgh"), c.forget, items)
			settled()
		})
	}
}

func TestKeyringLookNeverPrompts(t *testing.T) {
	for mode, want := range map[storetest.Mode]error{
		storetest.Works:  nil,
		storetest.Locked: store.ErrLocked,
		storetest.Empty:  store.ErrLocked,
	} {
		t.Run("a service that "+string(mode), func(t *testing.T) {
			s := storetest.FakeService(t)
			s.Behave(mode)
			v := store.NewKeyring(store.KeyringOptions{Interactive: true})
			if err := storetest.Look(t, v); !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
			if n := s.Prompts(); n != 0 {
				t.Errorf("got %d prompts, want none", n)
			}
		})
	}
}

func TestKeyringLookGivesASilentServiceUp(t *testing.T) {
	s := storetest.FakeService(t)
	settled := settling(t, s.Bus)
	s.Behave(storetest.Silent)
	v := store.NewKeyring(store.KeyringOptions{Interactive: true, Deadline: time.Hour})
	if err := v.Look(t.Context()); !errors.Is(err, store.ErrTimedOut) {
		t.Errorf("got %v, want %v", err, store.ErrTimedOut)
	}
	settled()
}

func TestKeyringCallerWhoGivesUpWaitsNoLonger(t *testing.T) {
	s := storetest.FakeService(t)
	s.Behave(storetest.Locked)
	settled := settling(t, s.Bus)
	ctx, cancel := context.WithCancel(t.Context())
	prompted := s.Prompted()
	go func() {
		<-prompted
		cancel()
	}()
	v := store.NewKeyring(store.KeyringOptions{Interactive: true, Deadline: time.Hour})
	if _, err := v.Get(ctx, "kept-abcdefgh"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	settled()
}

// lateRing is go-keyring on a machine so busy that its Get begins when the
// operation is over and the connection closed.
type lateRing struct {
	service *storetest.Service
	giveUp  context.CancelFunc
}

func (r lateRing) Set(string, string, string) error { return keyring.ErrNotFound }

func (r lateRing) Delete(string, string) error { return keyring.ErrNotFound }

func (r lateRing) Get(service, user string) (string, error) {
	shared, err := dbus.SessionBus()
	if err != nil {
		return "", err
	}
	r.service.Behave(storetest.Silent)
	r.giveUp()
	<-shared.Context().Done()
	return keyring.Get(service, user)
}

func TestKeyringCallThatBeginsAfterItsTimeIsEndedToo(t *testing.T) {
	s := storetest.FakeService(t)
	settled := settling(t, s.Bus)
	ctx, cancel := context.WithCancel(t.Context())
	v := store.NewKeyringOver(store.KeyringOptions{Deadline: time.Hour}, lateRing{s, cancel})
	if _, err := v.Get(ctx, "kept-abcdefgh"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	settled()
}

func TestKeyringWhoseBusDiesBehindAPromptHasNoBus(t *testing.T) {
	s := storetest.FakeService(t)
	s.Behave(storetest.Locked)
	go func() {
		<-s.Prompted()
		s.Bus.Stop()
	}()
	v := store.NewKeyring(store.KeyringOptions{Interactive: true, Deadline: time.Minute})
	if _, err := v.Get(t.Context(), "kept-abcdefgh"); !errors.Is(err, store.ErrNoBus) {
		t.Errorf("got %v, want %v", err, store.ErrNoBus)
	}
}

func TestKeyringWithoutABusStartsNone(t *testing.T) {
	bin := t.TempDir()
	mark := filepath.Join(bin, "started")
	script := "#!/bin/sh\ntouch " + mark + "\n"
	if err := os.WriteFile(filepath.Join(bin, "dbus-launch"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	t.Setenv("DISPLAY", "")
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	for name, address := range map[string]string{
		"an address of nothing": "unix:path=" + filepath.Join(bin, "bus"),
		"no address":            "",
		"an automatic address":  "autolaunch:",
		"a malformed address":   "bus",
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
			v := patient()
			_, get := v.Get(t.Context(), "any-abcdefgh")
			for what, err := range map[string]error{
				"Look":   storetest.Look(t, v),
				"Get":    get,
				"Put":    v.Put(t.Context(), "any-abcdefgh", storetest.Key(1)),
				"Forget": v.Forget(t.Context(), "any-abcdefgh"),
			} {
				if !errors.Is(err, store.ErrNoBus) {
					t.Errorf("%s: got %v, want %v", what, err, store.ErrNoBus)
				}
			}
			if _, err := os.Stat(mark); err == nil {
				t.Error("dbus-launch was started")
			}
		})
	}
}

func TestKeyringFindsTheBusWhereTheSystemPutsIt(t *testing.T) {
	s := storetest.FakeService(t)
	t.Setenv("XDG_RUNTIME_DIR", s.Bus.Folder())
	for _, address := range []string{"", "autolaunch:"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		before := s.Items()
		err := patient().Put(t.Context(), fmt.Sprintf("found-%d", len(address)), storetest.Key(1))
		if got := s.Items() - before; err != nil || got != 1 {
			t.Errorf("address %q: got %v and %d new items, want one", address, err, got)
		}
	}
}

func TestKeyringOnABusWithoutAServiceSaysSo(t *testing.T) {
	storetest.StartBus(t)
	v := store.NewKeyring(store.KeyringOptions{Interactive: true})
	if err := storetest.Look(t, v); !errors.Is(err, store.ErrNoService) {
		t.Errorf("Look: got %v, want %v", err, store.ErrNoService)
	}
	if err := v.Put(t.Context(), "any-abcdefgh", storetest.Key(1)); !errors.Is(err, store.ErrNoService) {
		t.Errorf("Put: got %v, want %v", err, store.ErrNoService)
	}
}

func TestKeyringServiceThatTheBusCanStartIsStarted(t *testing.T) {
	storetest.Need(t, "gnome-keyring-daemon", "gnome-keyring")
	bus := storetest.StartBus(t)
	bus.Offer("/usr/bin/env gnome-keyring-daemon --start --foreground --components=secrets")
	v := patient()
	// Nobody has given it a password, so it has no keyring yet.
	err := v.Put(t.Context(), "any-abcdefgh", storetest.Key(1))
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), "none has been made yet") {
		t.Errorf("got %v, want %v for want of a keyring", err, store.ErrLocked)
	}
}

func TestKeyringServiceThatCannotBeStartedIsNoService(t *testing.T) {
	bus := storetest.StartBus(t)
	bus.Offer("/bin/false")
	v := patient()
	if err := storetest.Look(t, v); !errors.Is(err, store.ErrNoService) {
		t.Errorf("got %v, want %v", err, store.ErrNoService)
	}
}

// patient is a keyring vault whose deadline no busy machine reaches.
func patient() *store.Keyring {
	return store.NewKeyring(store.KeyringOptions{Deadline: time.Minute})
}

// settling answers a wait until whatever works for a keyring from now on has
// ended, and its connections with it.
func settling(t *testing.T, b *storetest.Bus) (settled func()) {
	t.Helper()
	gone := b.Guests()
	return func() {
		t.Helper()
		ended := make(chan struct{})
		go func() {
			store.AwaitKeyring()
			close(ended)
		}()
		select {
		case <-ended:
			gone()
		case <-time.After(20 * time.Second):
			t.Fatal("something still works for a keyring")
		}
	}
}
