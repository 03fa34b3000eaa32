package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"filippo.io/age"

	"lpkeys/oauth"
)

// Create makes an empty vault under a passphrase and unlocks it. It takes as
// long as scrypt does. A vault that is there already is [ErrVaultExists], and
// one that was lost is a [SealedError] that names the generation before it.
//
// A key file alone is what a Create that was cut short leaves; it is taken over
// when passphrase opens it. Otherwise it is left alone, as a [SealedError]: a copy
// of its vault may be elsewhere.
func (v *Sealed) Create(ctx context.Context, passphrase oauth.Secret) error {
	made := false
	err := v.create(ctx, func() (oauth.Secret, error) {
		half, err := v.exists(keyFileName)
		if err != nil {
			return oauth.Secret{}, err
		}
		if !half {
			made = true
			return v.makeKeyFile(ctx, passphrase)
		}
		identity, err := v.openKeyFile(passphrase)
		if errors.Is(err, ErrWrongPassphrase) {
			err = &SealedError{Path: v.path(keyFileName), Problem: KeyFileAlone}
		}
		return identity, err
	})
	if err != nil && made {
		err = errors.Join(err, v.unmakeKeyFile(ctx))
	}
	return doing("creating the vault", err)
}

// unmakeKeyFile takes back a key file whose vault could not be written, on a full
// disk perhaps: nothing is under it, and the next try may be with another
// passphrase.
func (v *Sealed) unmakeKeyFile(ctx context.Context) error {
	return v.locked(context.WithoutCancel(ctx), func() error {
		if there, err := v.present(); err != nil || there {
			return err
		}
		return ignoreMissing(v.FS.Remove(v.path(keyFileName)))
	})
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
		there, err := v.present()
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

func (v *Sealed) makeKeyFile(ctx context.Context, passphrase oauth.Secret) (oauth.Secret, error) {
	generated, err := age.GenerateX25519Identity()
	if err != nil {
		return oauth.Secret{}, fmt.Errorf("making an identity: %w", err)
	}
	identity := oauth.NewSecret(generated.String())
	file, err := seal([]byte(identity.Reveal()), passphrase, v.WorkFactor)
	if err == nil {
		err = ctx.Err() // Who gave up during scrypt did not choose this passphrase.
	}
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
	if known := v.KnownSums(); errors.Is(err, ErrWrongPassphrase) && (len(known) == 0 || slices.Contains(known, sumOf(file))) {
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
