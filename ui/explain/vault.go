package explain

import (
	"context"
	"errors"
	"fmt"

	"lpkeys/store"
)

const (
	orFile = "or keep the key in the encrypted vault file (--vault file)"
	again  = "Give the account its key again, with the values that Conversational Cloud shows: lpkeys account edit NAME --key"
)

var vaults = []struct {
	err        error
	hint, code string
}{
	{store.ErrNoBus, "Run lpkeys in a desktop session, " + orFile, "no-session-bus"},
	{store.ErrNoService, "Start and unlock one, such as gnome-keyring-daemon --unlock --components=secrets, " + orFile, "no-keyring-service"},
	{store.ErrFileLocked, "Open the vault file: lpkeys unlock asks for its passphrase, and LPKEYS_PASSPHRASE_FILE may name a file that holds it", "vault-file-locked"},
	{store.ErrLocked, "Unlock the keyring, by signing in to the desktop or in the keyring's own program, and try again", "vault-locked"},
	{store.ErrDismissed, "Answer the keyring's prompt; where none appeared there is no desktop to show it: unlock the keyring elsewhere, " + orFile, "prompt-dismissed"},
	{store.ErrTimedOut, "Look for a prompt of your keyring behind other windows, and try again, " + orFile, "vault-timed-out"},
	{store.ErrStuck, "Restart lpkeys; what the earlier operation was to do may still be done", "keyring-stuck"},
	{store.ErrTooBig, "Check that the four values are only the values; " + orFile, "key-too-big"},
	{store.ErrNotFound, again, "key-not-found"},
	{store.ErrUnsupported, "Use a newer lpkeys if one wrote it; " + orFile, "vault-unsupported"},
	{store.ErrExists, "Try again: each try draws a new item name", "item-exists"},
	{store.ErrWrongPassphrase, "Try again with the passphrase that the vault file has now; nothing was changed", "wrong-passphrase"},
	{store.ErrNoVault, "It is made with the first account that is kept in it: lpkeys account add NAME --id ID --vault file", "no-vault"},
	{store.ErrVaultExists, "Open it with its passphrase; a new one is made only where none is", "vault-exists"},
	{store.ErrIdentity, "LPKEYS_IDENTITY_FILE must name a file that holds one line, AGE-SECRET-KEY-1 and what follows", "invalid-identity"},
	{store.ErrCorrupt, again, "key-damaged"},
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
			return Words{Hint: v.hint, Exit: VaultFailed, Code: v.code}, true
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
