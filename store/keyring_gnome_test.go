package store_test

import (
	"errors"
	"strings"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestKeyringKeepsTheContractOnGnomeKeyring(t *testing.T) {
	storetest.Keyring(t)
	storetest.Run(t, func(t *testing.T) store.Vault { return store.NewKeyring(store.KeyringOptions{}) })
}

func TestKeyringItemIsSeenByOtherProgramsUntilItIsForgotten(t *testing.T) {
	k := storetest.Keyring(t)
	const item = "acme-prod-abcdefgh"
	if err := store.NewKeyring(store.KeyringOptions{}).Put(t.Context(), item, storetest.Key(1)); err != nil {
		t.Fatal(err)
	}

	found := k.Search("service", "lpkeys")
	for _, want := range []string{item, storetest.Canary, storetest.Key(1).Token} {
		if !strings.Contains(found, want) {
			t.Errorf("secret-tool: got\n%s\nwant %s in it", found, want)
		}
	}

	restarted := store.NewKeyring(store.KeyringOptions{})
	got, err := restarted.Get(t.Context(), item)
	if err != nil || !storetest.Equal(got, storetest.Key(1)) {
		t.Errorf("Get: got another key or %v", err)
	}
	if err := restarted.Forget(t.Context(), item); err != nil {
		t.Fatal(err)
	}
	if found := k.Search("service", "lpkeys"); strings.Contains(found, item) {
		t.Errorf("secret-tool: got\n%s\nwant nothing after Forget", found)
	}
}

func TestKeyringLockedOffATerminalIsSaidAtOnce(t *testing.T) {
	k := storetest.Keyring(t)
	v := store.NewKeyring(store.KeyringOptions{})
	const item = "locked-abcdefgh"
	if err := v.Put(t.Context(), item, storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	k.Lock()
	_, got := v.Get(t.Context(), item)
	for what, err := range map[string]error{
		"Look":   v.Look(t.Context()),
		"Get":    got,
		"Put":    v.Put(t.Context(), "other-abcdefgh", storetest.Key(2)),
		"Forget": v.Forget(t.Context(), item),
	} {
		if !errors.Is(err, store.ErrLocked) {
			t.Errorf("%s: got %v, want %v", what, err, store.ErrLocked)
		}
	}
}

func TestKeyringLockedWithNobodyToAskIsDismissed(t *testing.T) {
	k := storetest.Keyring(t)
	k.Lock()
	v := store.NewKeyring(store.KeyringOptions{Interactive: true})
	// There is no display, so gnome-keyring gives its own prompt up.
	_, err := v.Get(t.Context(), "locked-abcdefgh")
	if !errors.Is(err, store.ErrDismissed) {
		t.Errorf("Get: got %v, want %v", err, store.ErrDismissed)
	}
}
