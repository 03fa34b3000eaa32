package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lpkeys/oauth"
)

const (
	// An operation whose prompt nobody can answer is over after five seconds;
	// one that a person may be typing a password into gets two minutes.
	patience       = 5 * time.Second
	personPatience = 2 * time.Minute
)

// KeyringOptions says how a [Keyring] treats the person in front of it. The
// zero value is for programs that nobody watches.
type KeyringOptions struct {
	// Interactive means that a person can see and answer the keyring's own
	// prompt: a locked keyring then asks to be unlocked. Otherwise a locked
	// keyring is [ErrLocked] at once.
	Interactive bool

	// Deadline ends an operation that the keyring does not answer. Zero means
	// five seconds, or two minutes when Interactive.
	Deadline time.Duration
}

// Keyring keeps keys in the operating system's keyring: the Secret Service on
// Linux, the login keychain on macOS, the Credential Manager on Windows. The
// service is "lpkeys" and the user is the item's name.
//
// No method waits longer than the deadline, and all of them return when their
// context ends. One operation runs at a time in a process; others wait for
// their turn within their own deadline. It is safe for use by several
// goroutines.
//
// Every failure is one of this package's named errors, or the context's own
// when the caller gave up. None of them holds a secret. After [ErrTimedOut] the
// keyring may still carry out what it was asked.
//
// One thing cannot be ended: a bus that takes go-keyring's own connection and
// never greets it. That operation times out and keeps the turn; those behind it
// answer [ErrStuck] until the program is started again.
type Keyring struct {
	ring     ring
	system   *keyringSystem
	person   bool
	deadline time.Duration
}

// NewKeyring returns the vault in this system's keyring. It touches nothing
// until it is used.
func NewKeyring(o KeyringOptions) *Keyring {
	return newKeyring(o, goKeyring{}, native)
}

func newKeyring(o KeyringOptions, r ring, s *keyringSystem) *Keyring {
	k := &Keyring{ring: r, system: s, person: o.Interactive, deadline: o.Deadline}
	if k.deadline == 0 {
		k.deadline = patience
		if k.person {
			k.deadline = personPatience
		}
	}
	return k
}

// Look answers nil when the keyring could be used now without asking anybody.
// It never prompts, and answers within 500 ms.
func (k *Keyring) Look(ctx context.Context) error {
	return doing("looking at the keyring", k.system.within(ctx, lookPatience, k.system.look))
}

// Put stores key under item and reads it back. An item that is there already
// is [ErrExists], whoever made it. Where a Secret Service has no collection
// yet, an interactive Put has it make one, which asks for a new password.
func (k *Keyring) Put(ctx context.Context, item string, key oauth.Credentials) error {
	what := "storing " + item + " in the keyring"
	framed, err := frame(key)
	if err != nil {
		return doing(what, err)
	}
	if err := k.system.limits.check(item, framed); err != nil {
		return doing(what, err)
	}
	return k.visit(ctx, what, item, func(v *visit) error {
		return v.put(item, framed)
	})
}

// Get returns the key stored under item: [ErrNotFound] when there is none,
// [ErrCorrupt] when what is there is not what was stored.
func (k *Keyring) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	found := make(chan oauth.Credentials, 1)
	err := k.visit(ctx, "reading "+item+" from the keyring", item, func(v *visit) error {
		framed, err := v.get(item)
		if err != nil {
			return err
		}
		key, err := unframe(framed)
		found <- key
		return err
	})
	if err != nil {
		return oauth.Credentials{}, err
	}
	return <-found, nil
}

// Forget removes item and checks that it is gone: [ErrNotFound] when it was
// not there.
func (k *Keyring) Forget(ctx context.Context, item string) error {
	return k.visit(ctx, "removing "+item+" from the keyring", item, func(v *visit) error {
		return v.forget(item)
	})
}

// visit runs one operation behind the guards: a sound name, alone in the
// process, a look first, a deadline.
func (k *Keyring) visit(ctx context.Context, what, item string, operate func(*visit) error) error {
	if err := checkItem(item); err != nil {
		return err
	}
	return doing(what, k.system.within(ctx, k.deadline, func(ctx context.Context) error {
		if err := k.system.take(ctx); err != nil {
			return err
		}
		defer func() { <-k.system.turn }()
		return k.enter(ctx, operate)
	}))
}

func (k *Keyring) enter(ctx context.Context, operate func(*visit) error) error {
	v := &visit{ctx: ctx, ring: k.ring, system: k.system}
	switch err := k.system.look(ctx); {
	case err == nil:
	case k.person && errors.Is(err, errNoCollection):
		v.closed = err
	case k.person && errors.Is(err, ErrLocked):
		// go-keyring asks to unlock, and the person sees it.
	default:
		return err
	}
	line, err := k.system.connect(ctx)
	if err != nil {
		return err
	}
	defer line.leave()
	v.line = line
	return operate(v)
}

func doing(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
