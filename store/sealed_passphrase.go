package store

import (
	"context"
	"errors"
	"fmt"

	"lpkeys/oauth"
)

// SetPassphrase puts the identity of an unlocked vault under another
// passphrase. It rewrites the key file and nothing else, whole or not at all,
// and makes one where a machine had brought its identity. It takes as long as
// scrypt does. A copy of the old key file opens with the old passphrase as
// before.
//
// Whoever calls it has asked for the old passphrase, or does not need to:
// with the identity, everything is open anyway.
func (v *Sealed) SetPassphrase(ctx context.Context, passphrase oauth.Secret) error {
	return doing("changing the passphrase of the vault", v.setPassphrase(ctx, passphrase))
}

func (v *Sealed) setPassphrase(ctx context.Context, passphrase oauth.Secret) error {
	identity, err := v.unlocked()
	if err != nil {
		return err
	}
	file, err := seal([]byte(identity.Reveal()), passphrase, v.WorkFactor)
	if err != nil {
		return err
	}
	return v.locked(ctx, func() error {
		if _, _, err := v.read(identity); err != nil {
			return err // A vault of another key would lose its own.
		}
		return v.replaceKeyFile(file)
	})
}

func (v *Sealed) replaceKeyFile(file []byte) error {
	before, err := v.KeyFileSum()
	if err != nil && !errors.Is(err, ErrNoVault) {
		return err
	}
	sum := sumOf(file)
	if err := v.Announce(before, sum); err != nil {
		return err
	}
	if err := writeFile(v.FS, v.path(keyFileName), file); err != nil {
		return err
	}
	after, err := v.KeyFileSum()
	if err != nil {
		return unsettled(err)
	}
	if after != sum {
		return fmt.Errorf("%w: the key file holds something else than was written", ErrCorrupt)
	}
	return nil
}
