package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"lpkeys/oauth"
)

const (
	keyFileName       = "vault-key.age"
	vaultFileName     = "vault.age"
	previousVaultName = "vault.age.previous"
	vaultLockName     = "vault.lock"
)

// SealedOptions are what a [Sealed] works with.
type SealedOptions struct {
	Dir string // the data folder; made when the vault is created
	FS  FS     // nil: the machine's

	// KnownSums answers what [Sealed.KeyFileSum] may be, none when nobody
	// remembers. With it, a damaged key file is not taken for a wrong passphrase.
	// Nil: nobody remembers.
	KnownSums func() []string

	// Announce is told the sum of the key file, "" for none, and that of the one
	// which is about to take its place, so that KnownSums has both if the change
	// is cut short. Its error keeps the old one. Nil: nobody remembers.
	Announce func(now, next string) error

	// WorkFactor is scrypt's for the passphrase, as a power of two. Zero is
	// age's own default, about a second; less is for tests alone.
	WorkFactor int

	LockWait time.Duration // how long a change waits for another process; 0: five seconds
}

// Sealed is the vault for machines without a keyring: two age files.
//
// vault-key.age holds one random age identity under the person's passphrase.
// vault.age holds all keys as one JSON, in an age passphrase file whose
// passphrase is that identity's text, "AGE-SECRET-KEY-1...". So stock age opens
// both, one after the other, and authenticates them. A machine may bring the
// identity itself; then there is no key file.
//
// A new Sealed is locked: use [Sealed.Unlock] or [Sealed.UnlockIdentity]. The
// methods of [Vault] read vault.age anew each time, and those that change it
// do so under a lock and whole or not at all, so that several processes may
// use one vault. The generation before is kept beside it; after a Forget that
// generation has been relieved of the item too. It is safe for use by several
// goroutines.
//
// Errors about the files themselves are a [SealedError] or a [FileError].
type Sealed struct {
	SealedOptions

	turn     chan struct{} // held by the goroutine that has the lock, or is the next to get it
	mu       sync.Mutex
	identity oauth.Secret // zero while locked
}

// NewSealed returns the vault in a folder, locked. It touches nothing until it
// is used.
func NewSealed(o SealedOptions) *Sealed {
	if o.FS == nil {
		o.FS = OS{}
	}
	if o.KnownSums == nil {
		o.KnownSums = func() []string { return nil }
	}
	if o.Announce == nil {
		o.Announce = func(string, string) error { return nil }
	}
	if o.LockWait == 0 {
		o.LockWait = 5 * time.Second
	}
	return &Sealed{SealedOptions: o, turn: make(chan struct{}, 1)}
}

// A SealedStatus says whether a sealed vault can be used.
type SealedStatus string

// The states of a sealed vault.
const (
	NoVault        SealedStatus = "no vault" // nothing has been created here
	SealedLocked   SealedStatus = "locked"
	SealedUnlocked SealedStatus = "unlocked"
)

// Status looks for the files, and opens none of them. A vault that was lost is a
// [SealedError].
func (v *Sealed) Status() (SealedStatus, error) {
	there, err := v.present()
	switch {
	case err != nil:
		return "", err
	case !there:
		return NoVault, nil
	case v.held().IsZero():
		return SealedLocked, nil
	}
	return SealedUnlocked, nil
}

// Look answers nil when the vault is unlocked, else [ErrNoVault] or
// [ErrLocked].
func (v *Sealed) Look(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	status, err := v.Status()
	if err != nil {
		return err
	}
	switch status {
	case SealedUnlocked:
		return nil
	case SealedLocked:
		return ErrFileLocked
	default:
		return ErrNoVault
	}
}

// Lock forgets the identity.
func (v *Sealed) Lock() { v.hold(oauth.Secret{}) }

// Identity is what an unlocked vault was opened with, for the process that is to
// hold it open: [ErrLocked] or [ErrNoVault] when there is none.
func (v *Sealed) Identity() (oauth.Secret, error) { return v.unlocked() }

// Check reads an unlocked vault as it is on disk now. Errors are those of
// [Sealed.Unlock], [ErrWrongPassphrase] left out: a vault that another identity
// opens is a [SealedError], and one that is gone is [ErrNoVault].
func (v *Sealed) Check(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	identity, err := v.unlocked()
	if err == nil {
		_, _, err = v.read(identity)
	}
	return doing("looking into the vault", err)
}

// KeyFileSum is the SHA-256 of the key file, in hex, for the index to remember
// and [SealedOptions] to bring back. [ErrNoVault] when there is no key file.
func (v *Sealed) KeyFileSum() (string, error) {
	file, err := readFile(v.FS, v.path(keyFileName), longestKeyFile)
	if errors.Is(err, fs.ErrNotExist) {
		return "", ErrNoVault
	}
	if err != nil {
		return "", err
	}
	return sumOf(file), nil
}

func sumOf(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:])
}

// locked runs change while no other process or goroutine changes the vault.
// Goroutines queue up: who only looked again and again for the lock of the file
// might never find it free.
func (v *Sealed) locked(ctx context.Context, change func() error) error {
	waiting, cancel := context.WithTimeout(ctx, v.LockWait)
	defer cancel()
	path := v.path(vaultLockName)
	select {
	case v.turn <- struct{}{}:
		defer func() { <-v.turn }()
	case <-waiting.Done():
		return lockEnded(waiting, path)
	}
	lock, err := lockFile(waiting, v.FS, path)
	if err != nil {
		return err
	}
	defer func(lock io.Closer) { _ = lock.Close() }(lock)
	if err := ctx.Err(); err != nil {
		return err
	}
	return change()
}

func (v *Sealed) path(name string) string { return filepath.Join(v.Dir, name) }

func (v *Sealed) exists(name string) (bool, error) {
	_, err := v.FS.Lstat(v.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, fileError("looking at", v.path(name), err)
}

// present reports whether there is a vault. vault.age is never gone while a
// generation before it is there, unless it was lost: then a new one must not
// take its place. That generation is looked for first, since another process
// may be making both.
func (v *Sealed) present() (bool, error) {
	previous, err := v.exists(previousVaultName)
	if err != nil {
		return false, err
	}
	there, err := v.exists(vaultFileName)
	if err == nil && previous && !there {
		err = v.problem(VaultFileMissing)
	}
	return there, err
}

func (v *Sealed) held() oauth.Secret {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.identity
}

func (v *Sealed) hold(identity oauth.Secret) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.identity = identity
}
