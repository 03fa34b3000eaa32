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

// settling answers a wait until whatever works for a keyring from now on has
// ended, and its connections and goroutines with it.
func settling(t *testing.T, b *storetest.Bus) (settled func()) {
	t.Helper()
	gone := b.Guests()
	before := goroutines()
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
			for _, stack := range left(before, goroutines()) {
				t.Errorf("a goroutine was left behind:\n%s", stack)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("something still works for a keyring")
		}
	}
}
