package store_test

import (
	"context"
	"errors"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// An onlooker does something when a key is about to be read, once.
type onlooker struct {
	store.Vault
	about func() error
}

func (v *onlooker) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	if about := v.about; about != nil {
		v.about = nil
		if err := about(); err != nil {
			return oauth.Credentials{}, err
		}
	}
	return v.Vault.Get(ctx, item)
}

// To say that the key is lost would be a lie, and the advice to add it again.
func TestAKeyThatAnotherProcessTakesElsewhereWhileItIsReadIsFound(t *testing.T) {
	for what, change := range map[string]func(*store.Store) error{
		"replaces": func(s *store.Store) error { return errors.Join(changeOld(t.Context(), s), forget(t.Context(), s)) },
		"moves": func(s *store.Store) error {
			_, err := s.Move(t.Context(), "old", store.FileVault)
			return err
		},
		"removes": func(s *store.Store) error { return s.Remove(t.Context(), "old") },
		"loses":   nil,
	} {
		for which, read := range map[string]func(*store.Store) (oauth.Credentials, error){
			"reading": func(s *store.Store) (oauth.Credentials, error) { return s.Key(t.Context(), "old") },
			"copying": func(s *store.Store) (oauth.Credentials, error) {
				if _, err := s.Copy(t.Context(), "old", "copy"); err != nil {
					return oauth.Credentials{}, err
				}
				return s.Key(t.Context(), "copy")
			},
		} {
			t.Run(which+" what another "+what, func(t *testing.T) {
				h := newHome(t).withFile()
				other := h.open()
				add(t, other, "old", "other")
				keyring := &onlooker{Vault: h.vault}
				h.options.Vaults[store.KeyringVault] = keyring
				keyring.about = func() error { return change(other) }
				if change == nil {
					keyring.about = func() error { return h.vault.Forget(t.Context(), h.vault.items[0]) }
				}
				key, err := read(h.open())
				switch {
				case change == nil:
					if !errors.Is(err, store.ErrNotFound) {
						t.Errorf("got %v, want that it is not there", err)
					}
				case what == "removes":
					if !is[*store.NoAccountError](err) {
						t.Errorf("got %v, want that the account is not there", err)
					}
				case err != nil:
					t.Errorf("got %v", err)
				default:
					if n := map[string]int{"replaces": 9, "moves": 1}[what]; !storetest.Equal(key, storetest.Key(n)) {
						t.Errorf("got %v, want key %d", key, n)
					}
				}
			})
		}
	}
}

func TestAMoveOfAKeyThatAnotherProcessReplacesSaysSo(t *testing.T) {
	h := newHome(t).withFile()
	other := h.open()
	add(t, other, "old")
	keyring := &onlooker{Vault: h.vault}
	h.options.Vaults[store.KeyringVault] = keyring
	keyring.about = func() error { return errors.Join(changeOld(t.Context(), other), forget(t.Context(), other)) }
	s := h.open()
	if _, err := s.Move(t.Context(), "old", store.FileVault); err == nil || errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want that the account was changed", err)
	}
	wantKey(t, s, "old", 9)
	wantTruth(t, h)
}
