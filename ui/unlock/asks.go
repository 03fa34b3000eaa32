package unlock

import (
	"errors"

	"lpkeys/store"
)

// Asks reports whether a person's passphrase would help against err: the vault
// is locked, or to be made. Where the environment names a file that should open
// it, that file is at fault.
func Asks(err error) bool {
	var source *SourceError
	return (errors.Is(err, store.ErrNoVault) || errors.Is(err, store.ErrLocked)) && !errors.As(err, &source)
}
