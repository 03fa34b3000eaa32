package explain

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
)

// opened are the words for opening a vault in /d, after spoil had its way with its
// files. The index remembers the key file.
func opened(t *testing.T, passphrase string, spoil func(folder string) error) Words {
	t.Helper()
	folder := t.TempDir()
	v := store.NewSealed(store.SealedOptions{Dir: folder, WorkFactor: 1})
	if err := v.Create(t.Context(), oauth.NewSecret("CANARY right")); err != nil {
		t.Fatal(err)
	}
	sum, err := v.KeyFileSum()
	if err := errors.Join(err, spoil(folder)); err != nil {
		t.Fatal(err)
	}
	again := store.NewSealed(store.SealedOptions{Dir: folder, KnownSums: func() []string { return []string{sum} }})
	words := Of(again.Unlock(t.Context(), oauth.NewSecret(passphrase)))
	words.Error = strings.ReplaceAll(words.Error, folder, "/d")
	return words
}

// makingAnother are the words for making a vault in /d, where the key file of one
// that is gone still lies.
func makingAnother(t *testing.T) Words {
	t.Helper()
	v := store.NewSealed(store.SealedOptions{Dir: t.TempDir(), WorkFactor: 1})
	err := v.Create(t.Context(), oauth.NewSecret("CANARY right"))
	if err := errors.Join(err, os.Remove(filepath.Join(v.Dir, "vault.age"))); err != nil {
		t.Fatal(err)
	}
	words := Of(v.Create(t.Context(), oauth.NewSecret("CANARY other")))
	words.Error = strings.ReplaceAll(words.Error, v.Dir, "/d")
	return words
}

// cut shortens a file by its last octets, as a full disk does.
func cut(name string) func(string) error {
	return func(folder string) error {
		path := filepath.Join(folder, name)
		info, err := os.Stat(path)
		if err != nil {
			return err
		}
		return os.Truncate(path, info.Size()-9)
	}
}

// replaced puts the file of another vault in the place of this one's.
func replaced(t *testing.T, name string) func(string) error {
	return func(folder string) error {
		other := store.NewSealed(store.SealedOptions{Dir: t.TempDir(), WorkFactor: 1})
		if err := other.Create(t.Context(), oauth.NewSecret("CANARY other")); err != nil {
			return err
		}
		return os.Rename(filepath.Join(other.Dir, name), filepath.Join(folder, name))
	}
}

func TestEachWayNotToOpenTheVaultHasItsOwnSentence(t *testing.T) {
	for _, c := range []struct {
		got         Words
		error, code string
	}{
		{
			opened(t, "CANARY wrong", func(string) error { return nil }),
			"unlocking the vault: wrong passphrase", "wrong-passphrase",
		},
		{
			opened(t, "CANARY right", cut("vault-key.age")),
			"unlocking the vault: vault file /d/vault-key.age is damaged, and no passphrase can open it", "key-file-damaged",
		},
		{
			opened(t, "CANARY right", cut("vault.age")),
			"unlocking the vault: vault file /d/vault.age is damaged", "vault-damaged",
		},
		{
			opened(t, "CANARY right", replaced(t, "vault.age")),
			"unlocking the vault: vault file /d/vault.age was sealed with another key than this one", "vault-of-another-key",
		},
		{
			opened(t, "CANARY right", func(folder string) error { return os.Remove(filepath.Join(folder, "vault-key.age")) }),
			"unlocking the vault: vault file /d/vault-key.age is missing, and only the identity itself can open the vault without it", "key-file-missing",
		},
		{
			makingAnother(t),
			"creating the vault: vault file /d/vault-key.age does not open with this passphrase, and the vault.age that it belongs to is not there", "key-file-alone",
		},
	} {
		if c.got.Error != c.error || c.got.Code != c.code || c.got.Exit != VaultFailed {
			t.Errorf("got %+v, want %q, %s", c.got, c.error, c.code)
		}
		checkVoice(t, c.code, c.got)
	}
}
