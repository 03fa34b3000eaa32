package store_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestMemoryKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Vault { return store.NewMemory() })
}

func TestSealedKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Vault {
		v := sealedIn(t.TempDir(), nil)
		if err := v.Create(t.Context(), passphrase); err != nil {
			t.Fatal(err)
		}
		return v
	})
}

func TestSealedFilesShowNothingAndAreThePersonsAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	v := sealedIn(dir, nil)
	if err := v.Create(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	for _, item := range []string{"acme-abcdefgh", "acme-abcdefgi"} {
		if err := v.Put(t.Context(), item, storetest.Key(1)); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, file := range files {
		names = append(names, file.Name())
		info, err := file.Info()
		if err != nil {
			t.Fatal(err)
		}
		if mode := info.Mode(); mode != 0o600 {
			t.Errorf("%s: got mode %v, want a plain file with 0600", file.Name(), mode)
		}
		text, err := os.ReadFile(filepath.Join(dir, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, shown := range []string{storetest.Canary, storetest.Key(1).Token, "acme", "AGE-SECRET-KEY"} {
			if strings.Contains(string(text), shown) {
				t.Errorf("%s: has %q in it", file.Name(), shown)
			}
		}
	}
	if got, want := strings.Join(names, " "), "vault-key.age vault.age vault.age.previous vault.lock"; got != want {
		t.Errorf("got files %s, want %s", got, want)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder: got %v, %v, want 0700", info.Mode(), err)
	}
}
