// Elsewhere there is no bus, and a real keyring would be the person's own.

//go:build !darwin && !windows

package doctor

import (
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"lpkeys/store"
	"lpkeys/store/storetest"
	"lpkeys/ui/unlock"
)

func TestAKeyringThatIsMissingIsNoFailureToThoseWhoNeedNone(t *testing.T) {
	for _, c := range []struct {
		name   string
		vaults []store.VaultName
		person bool
		look   error
		check  string
		want   State
	}{
		{"nobody has a key yet", nil, false, store.ErrNoService, "keyring service", Failed},
		{"a key is in it", []store.VaultName{store.KeyringVault, store.FileVault}, false, store.ErrNoService, "keyring service", Failed},
		{"all keys are in the vault file", []store.VaultName{store.FileVault}, false, store.ErrNoService, "keyring service", Warning},
		{"no bus", nil, false, store.ErrNoBus, "session bus", Failed},
		{"no bus", nil, false, store.ErrNoBus, "keyring service", NotTried},
		{"no bus", nil, false, store.ErrNoBus, "keyring", NotTried},
		{"no bus", nil, false, store.ErrNoBus, "keyring trial", NotTried},
		{"locked, and nobody there", []store.VaultName{store.KeyringVault}, false, store.ErrLocked, "keyring", Failed},
		{"locked, and somebody there", []store.VaultName{store.KeyringVault}, true, store.ErrLocked, "keyring", Warning},
		{"locked, and somebody there", []store.VaultName{store.KeyringVault}, true, store.ErrLocked, "keyring service", OK},
		{"locked, and somebody there", []store.VaultName{store.KeyringVault}, true, store.ErrLocked, "keyring trial", NotTried},
		{"it never answers", nil, true, store.ErrTimedOut, "keyring service", Failed},
		{"it never answers", nil, true, store.ErrTimedOut, "keyring", NotTried},
	} {
		b := newBed(t)
		for i, vault := range c.vaults {
			b.add(vault, string(rune('a'+i)))
		}
		b.ring.look, b.Person = c.look, c.person
		if got, _, _ := strings.Cut(b.look(c.check), ": "); State(got) != c.want {
			t.Errorf("%s, %s: got %q, want %s", c.name, c.check, b.look(c.check), c.want)
		}
	}
}

// withKeyring gives the patient the keyring that the environment leads to.
func (b *bed) withKeyring() {
	b.Store.Vaults[store.KeyringVault] = store.NewKeyring(store.KeyringOptions{Deadline: time.Minute})
}

func (b *bed) wantAll(want map[string]string) {
	b.Helper()
	for check, beginning := range want {
		if got := b.look(check); !strings.HasPrefix(got, beginning) {
			b.Errorf("%s: got %q, want %q", check, got, beginning)
		}
	}
}

func TestOnARealKeyringTheTrialLeavesNothing(t *testing.T) {
	keyring := storetest.Keyring(t)
	b := newBed(t)
	b.withKeyring()
	b.add(store.KeyringVault, "acme")
	b.wantAll(map[string]string{
		"session bus": "ok: ", "keyring service": "ok: ", "keyring": "ok: it is open",
		"keyring trial": "ok: a test item was kept, read and forgotten in ", "keys": "ok: 1 key there and whole",
	})
	found := keyring.Search("service", "lpkeys")
	if !strings.Contains(found, "acme-") || strings.Contains(found, "doctor") {
		t.Error("the keyring holds something else than the account's item")
	}
}

func TestARealKeyringThatIsLockedIsNotAsked(t *testing.T) {
	keyring := storetest.Keyring(t)
	b := newBed(t)
	b.withKeyring()
	b.add(store.KeyringVault, "acme")
	keyring.Lock()
	b.wantAll(map[string]string{
		"session bus": "ok: ", "keyring service": "ok: ", "keyring": "failed: ",
		"keyring trial": "not tried: ", "keys": "not tried: 1 key in the keyring: ",
	})
}

func TestABusWithoutAKeyringIsToldFromNoBus(t *testing.T) {
	bus := storetest.StartBus(t)
	b := newBed(t)
	b.withKeyring()
	b.wantAll(map[string]string{"session bus": "ok: ", "keyring service": "failed: ", "keyring trial": "not tried: "})
	bus.Stop()
	b.wantAll(map[string]string{"session bus": "failed: ", "keyring service": "not tried: ", "keyring trial": "not tried: "})
}

func TestNoCheckPrompts(t *testing.T) {
	for mode, want := range map[storetest.Mode]string{
		storetest.Locked: "not tried: ", storetest.Empty: "not tried: ",
		storetest.Lies: "failed: ", storetest.AnotherValue: "failed: ",
	} {
		s := storetest.FakeService(t)
		s.Behave(mode)
		b := newBed(t)
		b.withKeyring()
		b.Person = true
		b.wantAll(map[string]string{"keyring trial": want})
		if s.Prompts() > 0 || s.Items() > 0 {
			t.Errorf("a service that %s: %d prompts, %d items", mode, s.Prompts(), s.Items())
		}
	}
}

// A pipe gives what it holds once, to whoever opens the vault with it. To open
// one that nobody writes to would wait for ever.
func TestAPipeThatAVariableNamesIsNotOpened(t *testing.T) {
	b := newBed(t)
	if err := unix.Mkfifo(b.path("pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Environ = []string{unlock.PassphraseVariable + "=" + b.path("pipe")}
	b.wantAll(map[string]string{"variables": "ok: 1 LPKEYS_ variable set"})
}
