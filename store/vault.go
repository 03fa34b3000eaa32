package store

import (
	"context"
	"errors"
	"fmt"

	"lpkeys/oauth"
)

// A Vault keeps keys, one item for each account, under item names that the
// index made. It may be used from several goroutines at once.
//
// Every error is one of the named errors below, a [FileError], a [SealedError]
// or the context's own, perhaps wrapped. None of them holds a part of a key.
type Vault interface {
	// Look answers nil when the vault could be used now without asking
	// anybody. It changes nothing, never prompts and returns within 500 ms.
	Look(ctx context.Context) error

	// Put keeps a key and reads it back before it answers. An item that is
	// there already is left as it is: [ErrExists].
	//
	// When Put refuses with a named error, a [FileError] or a [SealedError],
	// nothing was kept. After [ErrTimedOut], [ErrNotPutBack], any other
	// [ErrCorrupt], an error of the context or one without a name, the item may be
	// there or still arrive, unless a [Keyring] was not told yet.
	Put(ctx context.Context, item string, key oauth.Credentials) error

	// Get reads a key. It may prompt, and so wait for a person.
	Get(ctx context.Context, item string) (oauth.Credentials, error)

	// Forget removes an item and checks that it is gone. It answers
	// [ErrNotFound] when the item was not there.
	Forget(ctx context.Context, item string) error
}

// A VaultName says which vault holds a key.
type VaultName string

// The vaults of this version.
const (
	KeyringVault VaultName = "keyring" // the operating system's keyring
	FileVault    VaultName = "file"    // the sealed file in the data folder
)

// What a vault can answer instead of a key.
var (
	// ErrNoBus means that there is no session bus to reach a keyring on.
	ErrNoBus = errors.New("no session bus is running")

	// ErrNoService means that the bus is there and no keyring answers on it.
	ErrNoService = errors.New("no keyring service is running")

	// ErrLocked means that the vault is locked and nobody could be asked.
	ErrLocked = errors.New("the vault is locked")

	// ErrFileLocked is the [ErrLocked] of the sealed vault, which is opened in
	// another way than a keyring.
	ErrFileLocked = fmt.Errorf("%w", ErrLocked)

	// ErrDismissed means that a person closed the vault's prompt.
	ErrDismissed = errors.New("the prompt was dismissed")

	// ErrTimedOut means that the vault did not answer before the deadline.
	ErrTimedOut = errors.New("the vault did not answer in time")

	// ErrStuck means that an earlier operation should have ended and still has the
	// keyring. Only a restart of the program frees it.
	ErrStuck = errors.New("an earlier operation is still waiting for the keyring")

	// ErrTooBig means that the key does not fit into an item of the vault.
	ErrTooBig = errors.New("the key is too big for the vault")

	// ErrNotFound means that the vault answered and the item is not there.
	ErrNotFound = errors.New("the key is not in the vault")

	// ErrUnsupported means that this build or this system has no such vault.
	ErrUnsupported = errors.New("the vault is not supported here")

	// ErrCorrupt means that the vault gave back something other than a whole
	// key as it was put.
	ErrCorrupt = errors.New("the stored key is damaged")

	// ErrExists means that an item of that name is there and was left alone.
	ErrExists = errors.New("an item of that name is in the vault already")

	// ErrWrongPassphrase means that the sealed vault did not open with it.
	ErrWrongPassphrase = errors.New("wrong passphrase")

	// ErrNoVault means that the sealed vault has not been created yet.
	ErrNoVault = errors.New("the vault has not been created yet")
)

// untouched marks a failure that came before the vault was told to change
// anything, whatever it is otherwise.
type untouched struct{ error }

func (e untouched) Unwrap() error { return e.error }

// changedNothing reports whether err, from Put or Forget, promises that the
// vault is as it was and that nothing is still on its way.
func changedNothing(err error) bool {
	if before := new(untouched); errors.As(err, before) {
		return true
	}
	for _, unclear := range []error{ErrTimedOut, ErrNotPutBack, context.Canceled, context.DeadlineExceeded} {
		if errors.Is(err, unclear) {
			return false
		}
	}
	var file *FileError
	var sealed *SealedError
	if errors.As(err, &file) || errors.As(err, &sealed) {
		return true
	}
	for _, refusal := range []error{
		ErrNoBus, ErrNoService, ErrLocked, ErrDismissed, ErrStuck, ErrTooBig,
		ErrUnsupported, ErrExists, ErrWrongPassphrase, ErrNoVault,
	} {
		if errors.Is(err, refusal) {
			return true
		}
	}
	return false
}
