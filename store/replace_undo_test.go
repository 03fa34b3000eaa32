package store_test

import (
	"errors"
	"testing"

	"lpkeys/store"
)

// An undo that brings back another key than the one before would go unnoticed.

func TestARefusedRemovalLeavesTheLastKeyToBeBroughtBack(t *testing.T) {
	for forgotten, key := range []int{3, 3, 3, 4} { // the number of keys that the vault forgets first
		h := newHome(t)
		s := h.open()
		add(t, s, "acme")
		for _, n := range []int{2, 3, 4} {
			replace(t, s, "acme", n)
		}
		h.vault.beforeForget = func(string) error {
			if len(h.vault.forgets) == forgotten {
				return store.ErrLocked
			}
			return nil
		}
		if err := s.Remove(t.Context(), "acme"); !errors.Is(err, store.ErrLocked) {
			t.Errorf("got %v", err)
		}
		h.vault.beforeForget = nil
		err := s.RestoreKey(t.Context(), "acme")
		if none := errors.Is(err, store.ErrNoOldKey); none != (key == 4) {
			t.Errorf("after %d keys were forgotten: got %v", forgotten, err)
		}
		wantKey(t, s, "acme", key)
		if err := s.ForgetRemoved(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantTruth(t, h)
	}
}

func TestNoOlderKeyIsBroughtBackForOneThatIsForgotten(t *testing.T) {
	for what, forgetting := range map[string]func(*store.Store) error{
		"at the end": func(s *store.Store) error { return s.ForgetRemoved(t.Context()) },
		"in a move": func(s *store.Store) error {
			_, err := s.Move(t.Context(), "acme", store.FileVault)
			return err
		},
	} {
		h := newHome(t).withFile()
		s := h.open()
		add(t, s, "acme")
		replace(t, s, "acme", 2)
		replace(t, s, "acme", 3)
		oldest := h.vault.items[0]
		h.vault.beforeForget = func(item string) error {
			if item == oldest {
				return store.ErrLocked
			}
			return nil
		}
		if err := forgetting(s); !is[*store.LeftoverError](err) {
			t.Errorf("%s: got %v", what, err)
		}
		if err := s.RestoreKey(t.Context(), "acme"); !errors.Is(err, store.ErrNoOldKey) {
			t.Errorf("%s: bringing the old key back: got %v", what, err)
		}
		wantKey(t, s, "acme", 3)
		h.vault.beforeForget = nil
		if err := s.ForgetRemoved(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantTruth(t, h)
	}
}
