package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
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

// errItemLocked is an item that the keyring gives only to whom a person allows
// it, though its collection is open. KeePassXC can guard each of its items so.
var errItemLocked = fmt.Errorf("%w: a person is asked before this key is given out", ErrLocked)

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

	// look answers nil when the keyring would ask nobody before it gives out an
	// item, which may be "" for none. It never asks itself.
	look func(ctx context.Context, item string) error

	// read reads an item if nobody has to be asked for it, faster than a look and
	// go-keyring. It never asks. Nil where there is no faster way.
	read func(ctx context.Context, item string) (framed string, err error)

	// unlock has the person unlock a Secret Service's collection.
	unlock func(context.Context) error

	// create makes a Secret Service's default collection, asking the person.
	create func(context.Context) error

	// connect opens the line that go-keyring is about to use. When the context
	// ends, the line is cut, and with it the call that waits on it.
	connect func(context.Context) (line, error)

	// name turns an error of go-keyring's into one of ours.
	name func(error) error

	// due is when the one who has the turn must be done, in Unix nanoseconds.
	due atomic.Int64

	// atWork are the goroutines of operations, for tests to wait for.
	atWork sync.WaitGroup
}

// take takes the turn, unless ctx ends before. Where a connection hangs that
// nothing can end, the turn never comes.
func (s *keyringSystem) take(ctx context.Context) error {
	select {
	case s.turn <- struct{}{}:
	case <-ctx.Done():
		if ctx.Err() == context.DeadlineExceeded && time.Now().UnixNano() > s.due.Load() {
			return ErrStuck
		}
		return ctx.Err()
	}
	if end, limited := ctx.Deadline(); limited {
		s.due.Store(end.Add(grace).UnixNano())
	}
	return nil
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
func (s *keyringSystem) within(ctx context.Context, limit time.Duration, operate func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	done := make(chan error, 1)
	s.atWork.Go(func() {
		if err := ctx.Err(); err != nil {
			done <- err
			return
		}
		done <- operate(ctx)
	})
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
	case err == nil || ctx.Err() == nil || errors.Is(err, ErrStuck):
		return err
	case errors.Is(ctx.Err(), context.Canceled):
		return context.Canceled
	default:
		return ErrTimedOut
	}
}
