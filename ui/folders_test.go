package ui

import (
	"path/filepath"
	"testing"

	"lpkeys/store"
)

// pinned is a world with two accounts, in a folder whose account is the second.
func pinned(t *testing.T, w *world) {
	t.Helper()
	w.keep(t, 0, store.KeyringVault)
	w.keep(t, 1, store.KeyringVault)
	if err := w.store.SetFolder("/srv/acme", "demo-prod"); err != nil {
		t.Fatal(err)
	}
	w.asked.Here = func() (string, error) { return filepath.FromSlash("/srv/acme/deep"), nil }
}

func TestTheScreensSayThatTheFolderChose(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		pinned(t, w)
		d := w.open(t, 80, 24)
		d.Want("demo-prod  PRODUCTION   90000002  keyring  folder acme")
	})
}

func TestAFolderWithoutItsAccountPutsNoneInForceOnTheScreens(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		pinned(t, w)
		if err := w.store.Remove(t.Context(), "demo-prod"); err != nil {
			t.Fatal(err)
		}
		d := w.open(t, 80, 24)
		d.Want("folder /srv/acme: settings file", "line 3", "Choose another in that folder")
		d.Lack("in force")
	})
}
