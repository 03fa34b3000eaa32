// Elsewhere these would reach the keyring of the person who runs them.

//go:build !darwin && !windows

package store_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zalando/go-keyring"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// attributes are what every program on go-keyring, ours among them, gives to an
// item.
func attributes(item string) map[string]string {
	return map[string]string{"service": "lpkeys", "username": item}
}

func TestKeyringLeavesAnotherProgramsItemAlone(t *testing.T) {
	s := storetest.FakeService(t)
	const item = "taken-abcdefgh"
	theirs := attributes(item)
	theirs["xdg:schema"] = "org.example.Theirs"
	s.Plant(theirs, "their secret")
	v := patient()
	if err := v.Put(t.Context(), item, storetest.Key(1)); !errors.Is(err, store.ErrExists) {
		t.Errorf("Put: got %v, want %v", err, store.ErrExists)
	}
	if _, err := v.Get(t.Context(), item); !errors.Is(err, store.ErrCorrupt) || strings.Contains(err.Error(), "their secret") {
		t.Errorf("Get: got %v, want %v and nothing of theirs", err, store.ErrCorrupt)
	}
	if got := s.Values(item); !slices.Equal(got, []string{"their secret"}) {
		t.Errorf("got %q, want what was there", got)
	}
}

func TestAProgramOnTheSameServiceAndUserLosesNothingToUs(t *testing.T) {
	storetest.Keyring(t)
	h := newHome(t)
	h.options.Vaults[store.KeyringVault] = patient()
	h.options.Rand = strings.NewReader(strings.Repeat("a", 1000)) // every name ends in the same letters
	first := h.open()
	add(t, first, "acme")
	item := itemOf(t, h, "acme")
	if err := first.Remove(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	if err := keyring.Set("lpkeys", item, "their secret"); err != nil {
		t.Fatal(err)
	}
	if _, err := first.Add(t.Context(), account("acme"), storetest.Key(2)); !errors.Is(err, store.ErrExists) {
		t.Errorf("Add: got %v, want %v", err, store.ErrExists)
	}
	want(t, "accounts", names(t, first), "")
	if got, err := keyring.Get("lpkeys", item); got != "their secret" || err != nil {
		t.Errorf("their item: got %q, %v, want what they put", got, err)
	}
}

// itemOf answers the name of an account's item.
func itemOf(t *testing.T, h *home, name string) string {
	t.Helper()
	_, after, _ := strings.Cut(h.read("accounts.json"), `"item": "`)
	item, _, there := strings.Cut(after, `"`)
	if !there || !strings.HasPrefix(item, name) {
		t.Fatalf("no item of %s in %s", name, h.read("accounts.json"))
	}
	return item
}

func TestKeyringForgetsEveryCopyOfAnItem(t *testing.T) {
	s := storetest.FakeService(t)
	v := patient()
	const item = "copied-abcdefgh"
	if err := v.Put(t.Context(), item, storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		s.Plant(attributes(item), s.Values(item)[0])
	}
	s.Plant(attributes("copied-abcdefgi"), "another")
	if key, err := v.Get(t.Context(), item); err != nil || !storetest.Equal(key, storetest.Key(1)) {
		t.Errorf("Get: got another key or %v", err)
	}
	if err := v.Forget(t.Context(), item); err != nil || len(s.Values(item)) != 0 {
		t.Errorf("Forget: got %v and left %d copies, want none", err, len(s.Values(item)))
	}
	if s.Items() != 1 {
		t.Error("another item went with the copies")
	}
}

func TestKeyringItemOutlivesTheService(t *testing.T) {
	k := storetest.Keyring(t)
	v := patient()
	for n, item := range []string{"first-abcdefgh", "second-abcdefgh"} {
		if err := v.Put(t.Context(), item, storetest.Key(n)); err != nil {
			t.Fatal(err)
		}
		k.Restart()
		if key, err := v.Get(t.Context(), item); err != nil || !storetest.Equal(key, storetest.Key(n)) {
			t.Errorf("%s after a restart: got another key or %v", item, err)
		}
	}
}

func TestARepairAsksNobodyEvenIfAPersonIsThere(t *testing.T) {
	for name, happens := range map[string]func(*storetest.Service){
		"the keyring guards the item": func(s *storetest.Service) { s.Behave(storetest.ItemLocked) },
		// A look takes two calls, so the look before it was content.
		"the keyring is locked between the look and the reading": func(s *storetest.Service) {
			s.OnCall(3, func() { s.Behave(storetest.Locked) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.FakeService(t)
			h := newHome(t)
			v := store.NewKeyring(store.KeyringOptions{Interactive: true, Deadline: time.Hour})
			h.options.Vaults[store.KeyringVault] = v
			s.Behave(storetest.Vanishes) // once it has kept the key
			cutShort := h.open()
			if _, err := cutShort.Add(t.Context(), account("acme"), storetest.Key(1)); !is[*store.UnfinishedError](err) {
				t.Fatalf("Add: got %v", err)
			}
			if err := cutShort.Close(); err != nil {
				t.Fatal(err)
			}
			s.Behave(storetest.Works)
			s.Restart()
			happens(s)
			again := h.open()
			want(t, "report", repair(t, again), "left alone acme")
			if n := s.Prompts(); n != 0 {
				t.Errorf("got %d prompts, want none", n)
			}
			s.Behave(storetest.Works)
			if err := again.Close(); err != nil {
				t.Fatal(err)
			}
			want(t, "report of the next one", repair(t, h.open()), "finished acme")
		})
	}
}
