// Package unlock opens the sealed vault at the moment when a key is needed, and
// not before: a [Vault] is a store.Vault that is opened by its own first use,
// unless an agent holds it open for several programs.
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

// Vault is the sealed vault: open here, or as an agent gives it, or opened for
// the purpose. It may be used from several goroutines: those that meet a locked
// vault wait for one Open.
type Vault struct {
	sealed *store.Sealed
	agent  store.Vault // nil: there is none to ask
	opener Opener
	turn   chan struct{}
}

// New returns a vault that is opened when it is used and no agent holds it open.
func New(sealed *store.Sealed, agent store.Vault, opener Opener) *Vault {
	return &Vault{sealed: sealed, agent: agent, opener: opener, turn: make(chan struct{}, 1)}
}

// Look answers nil when the vault is open, or would be without asking anybody.
func (v *Vault) Look(ctx context.Context) error {
	err := v.sealed.Look(ctx)
	if errors.Is(err, store.ErrLocked) && (v.shared(ctx) || v.opener.Unattended()) {
		return nil
	}
	return err
}

// Put keeps a key, in a new vault if there is none yet; see [store.Vault]. A
// caller that cannot tell an opener that was stopped from a Put that was should
// call [Vault.Ready] first.
func (v *Vault) Put(ctx context.Context, item string, key oauth.Credentials) error {
	put := func(vault store.Vault) error { return vault.Put(ctx, item, key) }
	err := v.use(ctx, put)
	if errors.Is(err, store.ErrNoVault) {
		return v.retry(ctx, put)
	}
	return err
}

// Get reads a key; see [store.Vault].
func (v *Vault) Get(ctx context.Context, item string) (key oauth.Credentials, err error) {
	err = v.use(ctx, func(vault store.Vault) error {
		key, err = vault.Get(ctx, item)
		if vault == v.agent && errors.Is(err, store.ErrTimedOut) {
			return store.ErrFileLocked // It died over the question, which can be asked again.
		}
		return err
	})
	return key, err
}

// Forget removes a key; see [store.Vault].
func (v *Vault) Forget(ctx context.Context, item string) error {
	return v.use(ctx, func(vault store.Vault) error { return vault.Forget(ctx, item) })
}

// Ready opens the vault, or creates it, unless that was done already, here or by
// an agent. Errors are those of the opener.
func (v *Vault) Ready(ctx context.Context) error {
	if v.agent != nil && patiently(ctx, v.agent) == nil {
		return nil
	}
	_, err := v.Identity(ctx)
	return err
}

// patiently looks again when a busy machine made an agent miss the time for a
// look. Nobody should be asked for a passphrase because of that.
func patiently(ctx context.Context, agent store.Vault) (err error) {
	const looks = 5
	for range looks {
		if err = agent.Look(ctx); !errors.Is(err, store.ErrTimedOut) {
			break
		}
	}
	return err
}

// Identity opens the vault here, or creates it, unless that was done already,
// and answers what opens it: for an agent to hold. Errors are those of the
// opener.
func (v *Vault) Identity(ctx context.Context) (identity oauth.Secret, err error) {
	err = v.ready(ctx, func(ctx context.Context, sealed *store.Sealed) error {
		if sealed.Look(ctx) != nil {
			if err := v.opener.Open(ctx, sealed); err != nil {
				return err
			}
		}
		identity, err = sealed.Identity()
		return err
	})
	return identity, err
}

// SetPassphrase gives the vault, which is open here, another passphrase, and
// opens it with that one to see that it fits; see [store.Sealed.SetPassphrase].
// It takes twice as long as scrypt does.
func (v *Vault) SetPassphrase(ctx context.Context, passphrase oauth.Secret) error {
	if err := v.sealed.SetPassphrase(ctx, passphrase); err != nil {
		return err
	}
	return v.OpenWith(context.WithoutCancel(ctx), passphrase)
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

// shared reports whether an agent holds the vault open.
func (v *Vault) shared(ctx context.Context) bool {
	return v.agent != nil && v.agent.Look(ctx) == nil
}

// use operates on the vault where it is open already: here, else at an agent.
// Where it is open nowhere, it is opened here.
func (v *Vault) use(ctx context.Context, operate func(store.Vault) error) error {
	if v.agent != nil && v.sealed.Look(ctx) != nil {
		if err := operate(v.agent); !errors.Is(err, store.ErrLocked) {
			return err
		}
	}
	err := operate(v.sealed)
	if errors.Is(err, store.ErrLocked) {
		return v.retry(ctx, operate)
	}
	return err
}

func (v *Vault) retry(ctx context.Context, operate func(store.Vault) error) error {
	if _, err := v.Identity(ctx); err != nil {
		return err
	}
	return operate(v.sealed)
}
