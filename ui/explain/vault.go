package explain

import (
	"context"
	"errors"
	"fmt"

	"lpkeys/store"
)

const (
	orFile = "or keep the key in the encrypted vault file"
	again  = "Give the account its key again, with the values that Conversational Cloud shows"

	byVault = " (--vault file)"
	byEdit  = ": lpkeys account edit NAME --key"
	byK     = ": K on the accounts screen"
)

var vaults = []struct {
	err   error
	words Words
}{
	{store.ErrNoBus, Words{Hint: "Run lpkeys in a desktop session, " + orFile, typed: byVault, Code: "no-session-bus"}},
	{store.ErrNoService, Words{Hint: "Start and unlock one, such as gnome-keyring-daemon --unlock --components=secrets, " + orFile, typed: byVault, Code: "no-keyring-service"}},
	{store.ErrFileLocked, Words{
		Hint:    "Open the vault file",
		typed:   ": lpkeys unlock asks for its passphrase, and LPKEYS_PASSPHRASE_FILE may name a file that holds it",
		pressed: " with its passphrase: sign on the preview, where u asks for it",
		Code:    "vault-file-locked",
	}},
	{store.ErrLocked, Words{Hint: "Unlock the keyring, by signing in to the desktop or in the keyring's own program, and try again", Code: "vault-locked"}},
	{store.ErrDismissed, Words{Hint: "Answer the keyring's prompt; where none appeared there is no desktop to show it: unlock the keyring elsewhere, " + orFile, typed: byVault, Code: "prompt-dismissed"}},
	{store.ErrTimedOut, Words{Hint: "Look for a prompt of your keyring behind other windows, and try again, " + orFile, typed: byVault, Code: "vault-timed-out"}},
	{store.ErrStuck, Words{Hint: "Restart lpkeys; what the earlier operation was to do may still be done", Code: "keyring-stuck"}},
	{store.ErrTooBig, Words{Hint: "Check that the four values are only the values; " + orFile, typed: byVault, Code: "key-too-big"}},
	{store.ErrNotFound, Words{Hint: again, typed: byEdit, pressed: byK, Code: "key-not-found"}},
	{store.ErrUnsupported, Words{Hint: "Use a newer lpkeys if one wrote it; " + orFile, typed: byVault, Code: "vault-unsupported"}},
	{store.ErrExists, Words{Hint: "Try again: each try draws a new item name", Code: "item-exists"}},
	{store.ErrWrongPassphrase, Words{Hint: "Try again with the passphrase that the vault file has now; nothing was changed", Code: "wrong-passphrase"}},
	{store.ErrNoVault, Words{
		Hint:    "It is made with the first account that is kept in it",
		typed:   ": lpkeys account add NAME --id ID --vault file",
		pressed: ": a on the accounts screen",
		Code:    "no-vault",
	}},
	{store.ErrVaultExists, Words{Hint: "Open it with its passphrase; a new one is made only where none is", Code: "vault-exists"}},
	{store.ErrIdentity, Words{Hint: "LPKEYS_IDENTITY_FILE must name a file that holds one line, AGE-SECRET-KEY-1 and what follows", Code: "invalid-identity"}},
	{store.ErrCorrupt, Words{Hint: again, typed: byEdit, pressed: byK, Code: "key-damaged"}},
}

// ofLeftover comes before the reason inside: that the change was made is the
// news.
func ofLeftover(err error) (Words, bool) {
	left, ok := errors.AsType[*store.LeftoverError](err)
	if !ok {
		return Words{}, false
	}
	var items []string
	for _, i := range left.Items {
		items = append(items, fmt.Sprintf("%s in %s", i.Name, Vault(i.Vault)))
	}
	return Words{
		Error: fmt.Sprintf("the change of account %q is made, but an old key may remain, %s: %s", left.Name, list(items, "and"), Of(left.Err).Error),
		Hint:  "A later start of lpkeys forgets it when the vault can be asked; until then the vault's own program shows it by that name",
		Exit:  VaultFailed,
		Code:  "old-key-remains",
	}, true
}

// Vault names a vault for people.
func Vault(name store.VaultName) string {
	switch name {
	case store.KeyringVault:
		return "the keyring"
	case store.FileVault:
		return "the vault file"
	default:
		return fmt.Sprintf("the vault %q", string(name))
	}
}

func ofVault(err error) (Words, bool) {
	if sealed, ok := errors.AsType[*store.SealedError](err); ok {
		return Words{Hint: sealedHint(sealed), Exit: VaultFailed, Code: sealedCode(sealed.Problem)}, true
	}
	for _, v := range vaults {
		if errors.Is(err, v.err) {
			v.words.Exit = VaultFailed
			return v.words, true
		}
	}
	return Words{}, false
}

func sealedCode(p store.SealedProblem) string {
	switch p {
	case store.KeyFileMissing:
		return "key-file-missing"
	case store.KeyFileAlone:
		return "key-file-alone"
	case store.KeyFileDamaged:
		return "key-file-damaged"
	case store.VaultFileMissing:
		return "vault-missing"
	case store.OtherKey:
		return "vault-of-another-key"
	default:
		return "vault-damaged"
	}
}

func sealedHint(e *store.SealedError) string {
	switch {
	case e.Problem == store.OtherKey:
		return "Open it with the passphrase or identity that it was made with; nothing was changed"
	case e.Problem == store.KeyFileChanged:
		return "Open the vault once; if its passphrase does not, put the file back from a backup"
	case e.Problem == store.KeyFileAlone:
		return "Put vault.age back beside it, or give the passphrase that it was made with; when neither can be found, move vault-key.age away, and a new one is made"
	case e.Previous != "":
		return copyBack(e.Previous, e.Path)
	case e.Problem == store.KeyFileMissing:
		return "Put the file back from a backup, or name the identity's file in LPKEYS_IDENTITY_FILE"
	default:
		return "Put the file back from a backup; nothing was changed"
	}
}

// ofUnfinished comes before the reason inside: that the account may be half
// there is the news.
func ofUnfinished(err error) (Words, bool) {
	unfinished, ok := errors.AsType[*store.UnfinishedError](err)
	if !ok {
		return Words{}, false
	}
	words := Words{
		Error: fmt.Sprintf("%s account %q was cut short: %s", doing(unfinished.Doing), unfinished.Name, Of(unfinished.Err).Error),
		Hint:  "Nothing is lost: the next start of lpkeys finishes it or undoes it",
		Exit:  VaultFailed,
		Code:  "unfinished",
	}
	if errors.Is(err, context.Canceled) {
		words.Exit = Interrupted
	}
	return words, true
}

func doing(state store.State) string {
	if state == store.Replacing {
		return "replacing the key of"
	}
	return string(state)
}
