// Package unlock opens the sealed vault at the moment when a key is needed, and
// not before: a [Vault] is a store.Vault that is opened by its own first use.
//
// What opens it comes from a file that the environment names, or from a person,
// and is held nowhere here. Which of them was wrong is named, never what it
// held.
package unlock

import (
	"context"
	"errors"

	"lpkeys/oauth"
	"lpkeys/store"
)

// Opener opens a sealed vault, or creates one that is not there yet.
type Opener interface {
	// Open leaves the vault open, or says why not: [store.ErrLocked] or
	// [store.ErrNoVault] when it has nothing to open it with.
	Open(ctx context.Context, sealed *store.Sealed) error

	// OpenWith is Open with a passphrase that a person has just given.
	OpenWith(ctx context.Context, sealed *store.Sealed, passphrase oauth.Secret) error

	// Unattended reports whether Open asks nobody.
	Unattended() bool
}

// Vault is the sealed vault behind an opener. It may be used from several
// goroutines: those that meet a locked vault wait for one Open.
type Vault struct {
	sealed *store.Sealed
	opener Opener
	turn   chan struct{}
}

// New returns a vault that is opened when it is used.
func New(sealed *store.Sealed, opener Opener) *Vault {
	return &Vault{sealed: sealed, opener: opener, turn: make(chan struct{}, 1)}
}

// Look answers nil when the vault is open, or would be without asking anybody.
func (v *Vault) Look(ctx context.Context) error {
	err := v.sealed.Look(ctx)
	if errors.Is(err, store.ErrLocked) && v.opener.Unattended() {
		return nil
	}
	return err
}

// Put keeps a key, in a new vault if there is none yet; see [store.Vault]. A
// caller that cannot tell an opener that was stopped from a Put that was should
// call [Vault.Ready] first.
func (v *Vault) Put(ctx context.Context, item string, key oauth.Credentials) error {
	put := func() error { return v.sealed.Put(ctx, item, key) }
	err := put()
	if errors.Is(err, store.ErrNoVault) {
		return v.retry(ctx, put)
	}
	return v.unlocked(ctx, err, put)
}

// Get reads a key; see [store.Vault].
func (v *Vault) Get(ctx context.Context, item string) (key oauth.Credentials, err error) {
	get := func() error {
		key, err = v.sealed.Get(ctx, item)
		return err
	}
	return key, v.unlocked(ctx, get(), get)
}

// Forget removes a key; see [store.Vault].
func (v *Vault) Forget(ctx context.Context, item string) error {
	forget := func() error { return v.sealed.Forget(ctx, item) }
	return v.unlocked(ctx, forget(), forget)
}

// Ready opens the vault, or creates it, unless that was done already. Errors
// are those of the opener.
func (v *Vault) Ready(ctx context.Context) error {
	return v.ready(ctx, func(ctx context.Context, sealed *store.Sealed) error {
		if sealed.Look(ctx) == nil {
			return nil
		}
		return v.opener.Open(ctx, sealed)
	})
}

// OpenWith opens the vault, or creates it, with a passphrase that a person has
// just given. The passphrase is tried even if the vault is open already: who
// gave a wrong one must not believe in it. It takes about a second, and cannot
// be cut short in the middle.
func (v *Vault) OpenWith(ctx context.Context, passphrase oauth.Secret) error {
	return v.ready(ctx, func(ctx context.Context, sealed *store.Sealed) error {
		return v.opener.OpenWith(ctx, sealed, passphrase)
	})
}

// Status says whether the vault is there and open; see [store.Sealed.Status].
func (v *Vault) Status() (store.SealedStatus, error) { return v.sealed.Status() }

func (v *Vault) ready(ctx context.Context, open func(context.Context, *store.Sealed) error) error {
	select {
	case v.turn <- struct{}{}:
		defer func() { <-v.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	return open(ctx, v.sealed)
}

// unlocked tries again what a locked vault refused.
func (v *Vault) unlocked(ctx context.Context, err error, operate func() error) error {
	if errors.Is(err, store.ErrLocked) {
		return v.retry(ctx, operate)
	}
	return err
}

func (v *Vault) retry(ctx context.Context, operate func() error) error {
	if err := v.Ready(ctx); err != nil {
		return err
	}
	return operate()
}
