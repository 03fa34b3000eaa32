package cli

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
	"lpkeys/ui/explain"
	"lpkeys/ui/unlock"
)

// withFile gives a desk a vault file beside its keyring, locked, with the
// account "boxed" in it, and a person who thinks for a while before they type
// its passphrase.
func (d *desk) withFile(t *testing.T, thinks time.Duration) (folder string) {
	t.Helper()
	phrase := oauth.NewSecret(storetest.Canary + " phrase")
	folder = t.TempDir()
	sealed := store.NewSealed(store.SealedOptions{Dir: folder, WorkFactor: 1})
	if err := sealed.Create(t.Context(), phrase); err != nil {
		t.Fatal(err)
	}
	opener := unlock.Sources{Getenv: d.env.Getenv, Ask: func(ctx context.Context, q unlock.Question) (oauth.Secret, error) {
		if q.New {
			return oauth.Secret{}, errors.New("a new vault file was about to be made")
		}
		<-time.After(thinks)
		return phrase, nil
	}}
	file := unlock.New(sealed, nil, opener)
	data := t.TempDir()
	d.env.Open = func(Face) (*Backend, error) {
		s, err := store.Open(store.Options{
			Paths:  store.Paths{Data: data},
			Vaults: map[store.VaultName]store.Vault{store.KeyringVault: d.ring, store.FileVault: file},
		})
		return &Backend{Store: s, Keyring: d.ring, File: file}, err
	}
	if code := d.run(t.Context(), fourLines, "account", "add", "boxed", "--id", "12345678", "--from", "-", "--vault", "file", "--no-check"); code != explain.Done {
		t.Fatalf("adding: exit %d, told %s", code, d.told.get())
	}
	sealed.Lock()
	return folder
}

func TestMovingOutOfALockedFileWaitsForItsPassphraseAndNotForTheKeyring(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, store.NewMemory())
		d.withFile(t, time.Minute)
		d.env.Terminal = Terminals{In: true, Out: true, Err: true}
		if code := d.run(t.Context(), "", "account", "move", "boxed", "--vault", "keyring"); code != explain.Done {
			t.Fatalf("exit %d, told %s", code, d.told.get())
		}
		if told := d.told.get(); strings.Contains(told, "waiting for the keyring") || !strings.Contains(told, "in the keyring now") {
			t.Errorf("told %q", told)
		}
	})
}

func TestMovingOutOfAFileThatIsGoneMakesNoOther(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	folder := d.withFile(t, 0)
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	d.env.Terminal = Terminals{In: true, Out: true, Err: true}
	code := d.run(t.Context(), "", "account", "move", "boxed", "--vault", "keyring")
	if told := d.told.get(); code != explain.VaultFailed || !strings.Contains(told, store.ErrNoVault.Error()) {
		t.Errorf("exit %d, told %q", code, told)
	}
}

func TestAPlanSaysWhatStandsInTheWayOfAMove(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	folder := d.withFile(t, 0)
	nobody, person := Terminals{}, Terminals{In: true, Out: true, Err: true}
	for _, tt := range []struct {
		look error
		by   Terminals
		want string
		code int
	}{
		{store.ErrLocked, person, "the keyring would have to be opened first: ", explain.Done},
		{store.ErrLocked, nobody, "the keyring would have to be opened first: ", explain.VaultFailed},
		{store.ErrNoBus, person, "the keyring cannot be used as it is: ", explain.VaultFailed},
		{store.ErrNoBus, nobody, "the keyring cannot be used as it is: ", explain.VaultFailed},
	} {
		look, want := tt.look, tt.want
		d.ring, d.env.Terminal = slowRing{store.NewMemory(), look}, tt.by
		code := d.run(t.Context(), "", "account", "move", "boxed", "--vault", "keyring", "--dry-run")
		if out := d.out.get(); code != tt.code || !strings.Contains(out, want+look.Error()) || !strings.Contains(out, "the vault file would have to be opened first: ") {
			t.Errorf("exit %d, printed %q, told %q", code, out, d.told.get())
		}
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	d.ring = store.NewMemory()
	d.run(t.Context(), fourLines, "account", "add", "ringed", "--id", "12345678", "--from", "-", "--no-check")
	for _, tt := range []struct {
		args string
		by   Terminals
		want string
		code int
	}{
		{"boxed --vault keyring", person, "the vault file cannot be used as it is: ", explain.VaultFailed},
		{"ringed --vault file", person, "the vault file would be made first", explain.Done},
		{"ringed --vault file", nobody, "the vault file would be made first", explain.VaultFailed},
	} {
		d.env.Terminal = tt.by
		code := d.run(t.Context(), "", append([]string{"account", "move", "--dry-run"}, strings.Fields(tt.args)...)...)
		if code != tt.code || !strings.Contains(d.out.get(), tt.want) {
			t.Errorf("%s: exit %d, printed %q, told %q, want %q and exit %d", tt.args, code, d.out.get(), d.told.get(), tt.want, tt.code)
		}
	}
}
