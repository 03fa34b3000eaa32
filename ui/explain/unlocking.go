package explain

import (
	"errors"
	"io/fs"

	"lpkeys/ui/unlock"
)

// ofUnlocking is about the file that the environment named for the vault.
func ofUnlocking(err error) (Words, bool) {
	source, ok := errors.AsType[*unlock.SourceError](err)
	if !ok {
		return Words{}, false
	}
	words := Words{
		Error: source.Error(),
		Hint:  "Name a file that holds the passphrase of the vault file in its first line",
		Exit:  VaultFailed,
		Code:  "passphrase-file",
	}
	if source.Variable == unlock.IdentityVariable {
		words.Hint = "Name a file that holds the identity of the vault file, AGE-SECRET-KEY-1 and what follows"
		words.Code = "identity-file"
	}
	if errors.Is(source, fs.ErrPermission) {
		words.Hint = "Give yourself the right to read that file"
	}
	return words, true
}
