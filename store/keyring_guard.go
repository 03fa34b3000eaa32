package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"
)

const (
	keyringService = "lpkeys"

	// A look is promised within 500 ms: this, and the moment of grace.
	lookPatience = 400 * time.Millisecond

	// grace is how long an operation that is over may take to notice.
	grace = 100 * time.Millisecond
)

// errNoCollection is a Secret Service without a default collection: none was
// ever made, or, in KeePassXC, no database is open. As nobody can tell those
// apart, nothing in it may be called missing.
var errNoCollection = fmt.Errorf("%w: no keyring is open in it, or none has been made yet", ErrLocked)

// ring is the part of go-keyring that a vault needs. Its Get and Delete answer
// [keyring.ErrNotFound] for an item that is not there.
type ring interface {
	Set(service, user, value string) error
	Get(service, user string) (string, error)
	Delete(service, user string) error
}

type goKeyring struct{}

func (goKeyring) Set(service, user, value string) error { return keyring.Set(service, user, value) }

func (goKeyring) Get(service, user string) (string, error) { return keyring.Get(service, user) }

func (goKeyring) Delete(service, user string) error { return keyring.Delete(service, user) }

// keyringSystem is what the guards know about an operating system's keyring.
type keyringSystem struct {
	// turn holds one token while an operation runs. go-keyring has one
	// connection for the whole process, so the turn belongs to the process.
	turn chan struct{}

	limits limits

	// look answers nil when the keyring would ask nobody, and never asks.
	look func(context.Context) error

	// create makes a Secret Service's default collection, asking the person.
	create func(context.Context) error

	// connect opens the line that go-keyring is about to use. When the context
	// ends, the line is cut, and with it the call that waits on it.
	connect func(context.Context) (line, error)

	// name turns an error of go-keyring's into one of ours.
	name func(error) error
}

// line is go-keyring's way to the keyring, as far as it can be held.
type line interface {
	// dismissed says that a prompt was closed without an answer.
	dismissed() bool

	// open says that nobody has closed it.
	open() bool

	leave()
}

// noLine is for systems where go-keyring keeps no connection.
type noLine struct{}

func (noLine) dismissed() bool { return false }

func (noLine) open() bool { return true }

func (noLine) leave() {}

// within runs operate until it ends, ctx ends, or limit has passed, and then
// answers within a moment of grace. What goes on after that can only be an
// operating system's call that cannot be ended.
func within(ctx context.Context, limit time.Duration, operate func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := make(chan error, 1)
	go func() {
		if err := ctx.Err(); err != nil {
			done <- err
			return
		}
		done <- operate(ctx)
	}()
	select {
	case err := <-done:
		return overdue(ctx, err)
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		return overdue(ctx, err)
	case <-time.After(grace):
		return overdue(ctx, ctx.Err())
	}
}

// overdue names the failure of an operation whose context has ended: whatever
// it says then, that is why.
func overdue(ctx context.Context, err error) error {
	switch {
	case err == nil || ctx.Err() == nil:
		return err
	case errors.Is(ctx.Err(), context.Canceled):
		return context.Canceled
	default:
		return ErrTimedOut
	}
}

// visit is one operation's stay with the keyring.
type visit struct {
	ctx    context.Context
	ring   ring
	system *keyringSystem
	line   line
	first  bool // there is no collection to put an item into yet
}

func (v *visit) put(item, framed string) error {
	if v.first {
		if err := v.system.create(v.ctx); err != nil {
			return err
		}
	}
	switch _, err := v.get(item); {
	case err == nil:
		return ErrExists
	case !errors.Is(err, ErrNotFound):
		return err
	}
	if err := v.step(func() error { return v.ring.Set(keyringService, item, framed) }); err != nil {
		return unlessRefused(err)
	}
	// go-keyring answers success for a prompt that was dismissed.
	kept, err := v.get(item)
	switch {
	case errors.Is(err, ErrNotFound) && v.line.dismissed():
		return ErrDismissed
	case errors.Is(err, ErrNotFound):
		return fmt.Errorf("%w: the keyring answered success and kept nothing", ErrCorrupt)
	case err != nil:
		return unsettled(err)
	case kept != framed:
		return fmt.Errorf("%w: the keyring kept something else than it was given", ErrCorrupt)
	}
	return nil
}

func (v *visit) get(item string) (framed string, err error) {
	err = v.step(func() error {
		framed, err = v.ring.Get(keyringService, item)
		return err
	})
	return framed, err
}

func (v *visit) forget(item string) error {
	if err := v.step(func() error { return v.ring.Delete(keyringService, item) }); err != nil {
		return unlessRefused(err)
	}
	switch _, err := v.get(item); {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return unsettled(err)
	case v.line.dismissed():
		return ErrDismissed
	}
	return fmt.Errorf("%w: the keyring answered success and still has the item", ErrCorrupt)
}

// step makes one call of go-keyring's. It makes none once the operation is
// over: an abandoned Put must not go on to write.
func (v *visit) step(call func() error) error {
	if err := v.ctx.Err(); err != nil {
		return err
	}
	err := calmly(call)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, keyring.ErrNotFound):
		return ErrNotFound
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return ErrTooBig
	case errors.Is(err, keyring.ErrUnsupportedPlatform):
		return ErrUnsupported
	case v.line.dismissed():
		return ErrDismissed
	case errors.Is(err, errPanicked) && !v.line.open():
		return ErrNoBus
	case errors.Is(err, errPanicked):
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	return v.system.name(err)
}

// errPanicked is unexported and tested for here alone.
var errPanicked = errors.New("go-keyring did not understand its answer")

// calmly recovers what go-keyring throws when its connection is closed while
// it waits for a prompt, or when an answer has a type that it does not expect.
// The panic's own words are dropped: nobody promises that they hold no secret.
func calmly(call func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errPanicked
		}
	}()
	return call()
}

// unlessRefused passes on a change's error that is the keyring's own refusal.
// Where the answer was lost on its way, the change may have been made.
func unlessRefused(err error) error {
	for _, lost := range []error{ErrNoBus, ErrNoService, errPanicked} {
		if errors.Is(err, lost) {
			return unsettled(err)
		}
	}
	return err
}

// unsettled says that a change was sent and nobody knows what became of it. A
// bare [ErrNoBus] would promise that nothing was changed.
func unsettled(err error) error {
	return fmt.Errorf("%w: %w", ErrTimedOut, err)
}
