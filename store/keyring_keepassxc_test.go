// Elsewhere these would reach the keyring of the person who runs them.

//go:build !darwin && !windows

package store_test

import (
	"errors"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestKeyringKeepsTheContractOnKeePassXC(t *testing.T) {
	storetest.OpenKeePassXC(t, false)
	storetest.Run(t, func(t *testing.T) store.Vault { return patient() })
}

func TestKeyringThatWouldAskAboutTheItemIsLockedWhenNobodyIsThere(t *testing.T) {
	storetest.OpenKeePassXC(t, true)
	v := patient()
	const item = "guarded-abcdefgh"
	if err := v.Put(t.Context(), item, storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	if _, err := v.Get(t.Context(), item); !errors.Is(err, store.ErrLocked) {
		t.Errorf("Get: got %v, want %v", err, store.ErrLocked)
	}
	if err := v.Forget(t.Context(), item); err != nil {
		t.Errorf("Forget: got %v, want nil: KeePassXC asks for reading only", err)
	}
}
