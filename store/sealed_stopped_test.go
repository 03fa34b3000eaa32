package store_test

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
)

// impatient is a disk whose person gives up just before scrypt begins its work,
// which nothing cuts short.
type impatient struct {
	store.OS
	giveUp context.CancelFunc
}

func (d impatient) Lstat(name string) (fs.FileInfo, error) {
	if filepath.Base(name) == "vault-key.age" {
		d.giveUp()
	}
	return d.OS.Lstat(name)
}

func TestACreateThatWasGivenUpChoosesNoPassphrase(t *testing.T) {
	dir := t.TempDir()
	ctx, giveUp := context.WithCancel(t.Context())
	stopped := store.NewSealed(store.SealedOptions{Dir: dir, WorkFactor: 1, FS: impatient{giveUp: giveUp}})
	if err := stopped.Create(ctx, oauth.NewSecret("alpha")); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, want context.Canceled", err)
	}
	if status, err := stopped.Status(); err != nil || status != store.NoVault {
		t.Fatalf("the vault is %v (%v), want none", status, err)
	}
	if err := stopped.Create(t.Context(), oauth.NewSecret("bravo")); err != nil {
		t.Fatal(err)
	}
	again := store.NewSealed(store.SealedOptions{Dir: dir, WorkFactor: 1})
	if err := again.Unlock(t.Context(), oauth.NewSecret("bravo")); err != nil {
		t.Errorf("the passphrase that was chosen does not open the vault: %v", err)
	}
}
