package store

import (
	"context"
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
	// prompts. Otherwise what is locked is [ErrLocked] at once. A keyring that
	// asks about each change cannot be foreseen: it asks all the same.
	Interactive bool

	// Deadline ends an operation that the keyring does not answer. Zero means
	// five seconds, or two minutes when Interactive.
	Deadline time.Duration
}

// Keyring is the [Vault] in the operating system's keyring: the Secret Service
// on Linux (gnome-keyring, KeePassXC, KWallet), the login keychain on macOS, the
// Credential Manager on Windows. Each key is one item, of the service "lpkeys"
// and with the item's name as its user; its value is one line of JSON with the
// four values, a version and a checksum. Item names have 1 to 128 letters, digits
// and dashes, and no dash first: one of the systems would misread any other, so
// it is refused.
//
// No method waits longer than the deadline, and all of them return when their
// context ends. One operation runs at a time in a process; others wait for
// their turn within their own deadline. It is safe for use by several
// goroutines.
//
// It is to be expected that a keyring fails. Every failure is one of this
// package's named errors, or the context's own when the caller gave up, and none
// of them holds a secret:
//
//   - [ErrNoBus]: there is no session bus; none is started.
//   - [ErrNoService]: no keyring is on the bus, and the bus can start none.
//   - [ErrLocked]: it is locked, or holds no collection yet, or guards the item
//     by itself, and nobody could be asked.
//   - [ErrDismissed]: a person closed its prompt.
//   - [ErrTimedOut]: it did not answer. It may still do what it was told.
//   - [ErrStuck]: an earlier operation cannot be ended; see below.
//   - [ErrTooBig]: the key is longer than the system takes, which is 2560 bytes
//     on Windows and about 3000 on macOS.
//   - [ErrNotFound]: it is open, and the item is not there.
//   - [ErrExists]: the item is there already, and was left as it is.
//   - [ErrCorrupt]: it did not keep or give back what it was given.
//   - [ErrUnsupported]: it answered an error of its own, which is named, or what
//     nobody understands; or a newer lpkeys wrote the item.
//
// An operation that ends before the keyring was told to change anything, such as
// one whose prompt to unlock was not answered in time, has changed nothing and
// will not: a [Store] then goes back at once. After any other [ErrTimedOut] it
// leaves the matter to [Store.Repair].
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
// It never prompts, and answers within 500 ms. An item that the keyring guards by
// itself is found out by Get only.
func (k *Keyring) Look(ctx context.Context) error {
	return doing("looking at the keyring", k.system.within(ctx, lookPatience, func(ctx context.Context) error {
		return k.system.look(ctx, "")
	}))
}

// Put stores key under item and reads it back. An item that is there already
// is [ErrExists], whoever made it. What comes back other than it was put is
// removed again. Where a Secret Service has no collection yet, an interactive
// Put has it make one, which asks for a new password.
func (k *Keyring) Put(ctx context.Context, item string, key oauth.Credentials) error {
	what := "storing " + item + " in the keyring"
	framed, err := frame(key)
	if err != nil {
		return doing(what, err)
	}
	if err := k.system.limits.check(item, framed); err != nil {
		return doing(what, err)
	}
	return k.visit(ctx, what, &visit{item: item, reads: true}, func(v *visit) error { return v.put(framed) })
}

// Get returns the key stored under item: [ErrNotFound] when there is none,
// [ErrCorrupt] when what is there is not what was stored.
func (k *Keyring) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	found := make(chan oauth.Credentials, 1)
	v := &visit{item: item, reads: true, taken: func(framed string) error {
		key, err := unframe(framed)
		if err == nil {
			found <- key
		}
		return err
	}}
	err := k.visit(ctx, "reading "+item+" from the keyring", v, func(v *visit) error {
		framed, err := v.get()
		if err != nil {
			return err
		}
		return v.taken(framed)
	})
	if err != nil {
		return oauth.Credentials{}, err
	}
	return <-found, nil
}

// Forget removes item, and every copy of it that joining keyrings has made, and
// checks that it is gone: [ErrNotFound] when it was not there.
func (k *Keyring) Forget(ctx context.Context, item string) error {
	return k.visit(ctx, "removing "+item+" from the keyring", &visit{item: item}, (*visit).forget)
}

// visit runs one operation behind the guards: a sound name, alone in the
// process, a look first, a deadline.
func (k *Keyring) visit(ctx context.Context, what string, v *visit, operate func(*visit) error) error {
	if err := checkItem(v.item); err != nil {
		return err
	}
	deadline := k.deadline
	if v.person = k.person && !nobodyAsked(ctx); k.person && !v.person {
		deadline = min(deadline, patience)
	}
	v.ring, v.system = k.ring, k.system
	err := k.system.within(ctx, deadline, func(ctx context.Context) error {
		if err := k.system.take(ctx); err != nil {
			return err
		}
		defer func() { <-k.system.turn }()
		v.ctx = ctx
		if over, err := v.readAtOnce(); over {
			return err
		}
		leave, err := v.enter()
		if err != nil {
			return err
		}
		defer leave()
		return operate(v)
	})
	if err != nil && !v.told.Load() {
		err = untouched{err}
	}
	return doing(what, err)
}

func doing(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
