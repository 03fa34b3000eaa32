package explain_test

import (
	"testing"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

func TestAVaultIsNamedAndWhatIsOddInItsNameIsShown(t *testing.T) {
	for name, want := range map[store.VaultName]string{
		store.KeyringVault: "the keyring",
		store.FileVault:    "the vault file",
		"floppy":           `the vault "floppy"`,
		"\x1b[31mfloppy":   `the vault "\x1b[31mfloppy"`,
	} {
		if got := explain.Vault(name); got != want {
			t.Errorf("%q is named %s, want %s", string(name), got, want)
		}
	}
}
