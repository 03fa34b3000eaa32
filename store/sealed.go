package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"filippo.io/age"

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

	// KnownSum answers what [Sealed.KeyFileSum] said when the key file was
	// written, or "" when nobody remembers. With it, a damaged key file is not
	// taken for a wrong passphrase. Nil: nobody remembers.
	KnownSum func() string

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

	mu       sync.Mutex
	identity oauth.Secret // zero while locked
}

// NewSealed returns the vault in a folder, locked. It touches nothing until it
// is used.
func NewSealed(o SealedOptions) *Sealed {
	if o.FS == nil {
		o.FS = OS{}
	}
	if o.KnownSum == nil {
		o.KnownSum = func() string { return "" }
	}
	if o.LockWait == 0 {
		o.LockWait = 5 * time.Second
	}
	return &Sealed{SealedOptions: o}
}

// A SealedStatus says whether a sealed vault can be used.
type SealedStatus string

// The states of a sealed vault.
const (
	NoVault        SealedStatus = "no vault" // nothing has been created here
	SealedLocked   SealedStatus = "locked"
	SealedUnlocked SealedStatus = "unlocked"
)

// Status looks for the files, and opens none of them.
func (v *Sealed) Status() (SealedStatus, error) {
	there, err := v.exists(vaultFileName)
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
		return ErrLocked
	default:
		return ErrNoVault
	}
}

// Create makes an empty vault under a passphrase and unlocks it. It takes as
// long as scrypt does. A vault that is there already is [ErrVaultExists].
//
// A key file without a vault is what a Create that was cut short leaves, or all
// that is left of a lost vault; it is taken over when passphrase opens it, and
// otherwise left alone.
func (v *Sealed) Create(ctx context.Context, passphrase oauth.Secret) error {
	return doing("creating the vault", v.create(ctx, func() (oauth.Secret, error) {
		half, err := v.exists(keyFileName)
		if err != nil {
			return oauth.Secret{}, err
		}
		if half {
			return v.openKeyFile(passphrase)
		}
		return v.makeKeyFile(passphrase)
	}))
}

// CreateIdentity makes an empty vault for a machine that brings its identity,
// and unlocks it. The text is as in [Sealed.UnlockIdentity].
func (v *Sealed) CreateIdentity(ctx context.Context, text oauth.Secret) error {
	return doing("creating the vault", v.create(ctx, func() (oauth.Secret, error) {
		return parseIdentity(text)
	}))
}

func (v *Sealed) create(ctx context.Context, obtain func() (oauth.Secret, error)) error {
	if err := v.FS.Mkdir(v.Dir); err != nil {
		return fileError("creating", v.Dir, err)
	}
	return v.locked(ctx, func() error {
		there, err := v.exists(vaultFileName)
		if err != nil {
			return err
		}
		if there {
			return ErrVaultExists
		}
		identity, err := obtain()
		if err != nil {
			return err
		}
		if err := v.write(identity, contents{}, nil); err != nil {
			return err
		}
		v.hold(identity)
		return nil
	})
}

// Unlock opens the vault with the person's passphrase, until [Sealed.Lock]. It
// takes as long as scrypt does. A passphrase that does not fit is
// [ErrWrongPassphrase].
func (v *Sealed) Unlock(ctx context.Context, passphrase oauth.Secret) error {
	return doing("unlocking the vault", v.unlock(ctx, func() (oauth.Secret, error) {
		return v.openKeyFile(passphrase)
	}))
}

// UnlockIdentity opens the vault with the text of an age identity file: one
// X25519 identity, and perhaps comments. Anything else is [ErrIdentity].
func (v *Sealed) UnlockIdentity(ctx context.Context, text oauth.Secret) error {
	return doing("unlocking the vault", v.unlock(ctx, func() (oauth.Secret, error) {
		return parseIdentity(text)
	}))
}

func (v *Sealed) unlock(ctx context.Context, obtain func() (oauth.Secret, error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	status, err := v.Status()
	if err != nil {
		return err
	}
	if status == NoVault {
		return ErrNoVault
	}
	identity, err := obtain()
	if err != nil {
		return err
	}
	if _, _, err := v.read(identity); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	v.hold(identity)
	return nil
}

// Lock forgets the identity.
func (v *Sealed) Lock() { v.hold(oauth.Secret{}) }

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

func (v *Sealed) makeKeyFile(passphrase oauth.Secret) (oauth.Secret, error) {
	generated, err := age.GenerateX25519Identity()
	if err != nil {
		return oauth.Secret{}, fmt.Errorf("making an identity: %w", err)
	}
	identity := oauth.NewSecret(generated.String())
	file, err := seal([]byte(identity.Reveal()), passphrase, v.WorkFactor)
	if err != nil {
		return oauth.Secret{}, err
	}
	return identity, writeFile(v.FS, v.path(keyFileName), file)
}

func (v *Sealed) openKeyFile(passphrase oauth.Secret) (oauth.Secret, error) {
	path := v.path(keyFileName)
	file, err := readFile(v.FS, path, longestKeyFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return oauth.Secret{}, &SealedError{Path: path, Problem: KeyFileMissing}
	case errors.Is(err, ErrTooLong):
		return oauth.Secret{}, &SealedError{Path: path, Problem: KeyFileDamaged}
	case err != nil:
		return oauth.Secret{}, err
	}
	text, err := unseal(file, passphrase)
	if errors.Is(err, ErrWrongPassphrase) && (v.KnownSum() == "" || v.KnownSum() == sumOf(file)) {
		return oauth.Secret{}, err
	}
	if err == nil {
		var identity oauth.Secret
		if identity, err = parseIdentity(oauth.NewSecret(string(text))); err == nil {
			return identity, nil
		}
	}
	return oauth.Secret{}, &SealedError{Path: path, Problem: KeyFileDamaged}
}

// locked runs change while no other process or goroutine changes the vault.
func (v *Sealed) locked(ctx context.Context, change func() error) error {
	waiting, cancel := context.WithTimeout(ctx, v.LockWait)
	defer cancel()
	lock, err := lockFile(waiting, v.FS, v.path(vaultLockName))
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
