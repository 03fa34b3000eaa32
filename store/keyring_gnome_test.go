// Elsewhere these would reach the keyring of the person who runs them.

//go:build !darwin && !windows

package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestKeyringKeepsTheContractOnGnomeKeyring(t *testing.T) {
	storetest.Keyring(t)
	storetest.Run(t, func(t *testing.T) store.Vault { return patient() })
}

func TestNoSecretReachesAFileOrAnErrorFromTheKeyring(t *testing.T) {
	storetest.Keyring(t)
	h := newHome(t)
	h.vault.Vault = patient()
	noSecretLeaves(t, h)
}

func TestKeyringItemIsSeenByOtherProgramsUntilItIsForgotten(t *testing.T) {
	k := storetest.Keyring(t)
	const item = "acme-prod-abcdefgh"
	if err := patient().Put(t.Context(), item, storetest.Key(1)); err != nil {
		t.Fatal(err)
	}

	found := k.Search("service", "lpkeys")
	for _, want := range []string{item, storetest.Canary, storetest.Key(1).Token} {
		if !strings.Contains(found, want) {
			t.Errorf("secret-tool: got\n%s\nwant %s in it", found, want)
		}
	}

	restarted := patient()
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
	v := patient()
	const item = "locked-abcdefgh"
	if err := v.Put(t.Context(), item, storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	k.Lock()
	_, got := v.Get(t.Context(), item)
	for what, err := range map[string]error{
		"Look":   storetest.Look(t, v),
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
	v := store.NewKeyring(store.KeyringOptions{Interactive: true, Deadline: time.Minute})
	// There is no display, so gnome-keyring gives its own prompt up.
	_, err := v.Get(t.Context(), "locked-abcdefgh")
	if !errors.Is(err, store.ErrDismissed) {
		t.Errorf("Get: got %v, want %v", err, store.ErrDismissed)
	}
}

func BenchmarkKeyringGet(b *testing.B) {
	storetest.Keyring(b)
	v := patient()
	if err := v.Put(b.Context(), "bench-abcdefgh", storetest.Key(1)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := v.Get(b.Context(), "bench-abcdefgh"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKeyringPutAndForget(b *testing.B) {
	storetest.Keyring(b)
	v := patient()
	for b.Loop() {
		if err := v.Put(b.Context(), "bench-abcdefgh", storetest.Key(1)); err != nil {
			b.Fatal(err)
		}
		if err := v.Forget(b.Context(), "bench-abcdefgh"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKeyringLook(b *testing.B) {
	storetest.Keyring(b)
	v := patient()
	for b.Loop() {
		if err := storetest.Look(b, v); err != nil {
			b.Fatal(err)
		}
	}
}
