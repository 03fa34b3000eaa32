package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/zalando/go-keyring"
)

// mostCopies is how often one item may be in a keyring. Programs that join or
// copy keyrings leave several.
const mostCopies = 8

// visit is one operation's stay with the keyring.
type visit struct {
	ctx    context.Context
	item   string
	reads  bool // the item, which may be locked by itself
	person bool // who can be asked
	ring   ring
	system *keyringSystem
	line   line
	taken  func(framed string) error // what becomes of an item that is read; nil where more is to be done
	closed error                     // why there is no collection to look into; nil when there is one

	// told is set before the keyring is told to change something. An operation
	// that is over before that has changed nothing, and will not.
	told atomic.Bool
}

// readAtOnce reads the item if nobody has to be asked. What it fails of is found
// out by going in, unless no time is left for that.
func (v *visit) readAtOnce() (over bool, err error) {
	if v.taken == nil || v.system.read == nil {
		return false, nil
	}
	framed, err := v.system.read(v.ctx, v.item)
	if err == nil {
		err = v.taken(framed)
	}
	return err == nil || errors.Is(err, ErrTimedOut), err
}

// enter makes sure that the keyring would ask nobody, or that there is somebody
// to ask, and opens the line.
func (v *visit) enter() (leave func(), err error) {
	read := ""
	if v.reads {
		read = v.item
	}
	if err := v.system.look(v.ctx, read); err != nil {
		if err := v.ask(err); err != nil {
			return nil, err
		}
	}
	if v.line, err = v.system.connect(v.ctx); err != nil {
		return nil, err
	}
	return v.line.leave, nil
}

// ask has the person open what is closed.
func (v *visit) ask(closed error) error {
	switch {
	case !v.person:
		return closed
	case errors.Is(closed, errNoCollection):
		v.closed = closed
		return nil
	case errors.Is(closed, errItemLocked):
		return nil // go-keyring asks, on the connection for which the answer counts.
	case errors.Is(closed, ErrLocked):
		return v.system.unlock(v.ctx)
	default:
		return closed
	}
}

func (v *visit) put(framed string) error {
	if v.closed != nil {
		if err := v.system.create(v.ctx); err != nil {
			return err
		}
		v.closed = nil
	}
	switch _, err := v.get(); {
	case err == nil:
		return ErrExists
	case !errors.Is(err, ErrNotFound):
		return err
	}
	if err := v.tell(func() error { return v.ring.Set(keyringService, v.item, framed) }); err != nil {
		return err
	}
	// go-keyring answers success for a prompt that was dismissed.
	kept, err := v.get()
	switch {
	case errors.Is(err, ErrNotFound) && v.line.dismissed():
		return ErrDismissed
	case errors.Is(err, ErrNotFound):
		return fmt.Errorf("%w: the keyring answered success and kept nothing", ErrCorrupt)
	case err != nil:
		return unsettled(err)
	case kept != framed:
		return v.takeBack(fmt.Errorf("%w: the keyring kept something else than it was given", ErrCorrupt))
	}
	return nil
}

// takeBack removes what a Put has just made and nobody could use, and answers
// why.
func (v *visit) takeBack(why error) error {
	if v.forget() == nil {
		v.told.Store(false)
	}
	return why
}

func (v *visit) get() (framed string, err error) {
	err = v.step(func() error {
		framed, err = v.ring.Get(keyringService, v.item)
		return err
	})
	return framed, err
}

// forget removes every copy of the item.
func (v *visit) forget() error {
	for copies := range mostCopies {
		err := v.tell(func() error { return v.ring.Delete(keyringService, v.item) })
		if copies > 0 && errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		switch _, err := v.get(); {
		case errors.Is(err, ErrNotFound):
			return nil
		case err != nil:
			return unsettled(err)
		case v.line.dismissed():
			return ErrDismissed
		}
	}
	return fmt.Errorf("%w: the keyring answered success and still has the item", ErrCorrupt)
}

// tell makes a call that changes something.
func (v *visit) tell(call func() error) error {
	v.told.Store(true) // Before step looks whether the operation is over.
	return unlessRefused(v.step(call))
}

// step makes one call of go-keyring's. It makes none once the operation is over:
// an abandoned Put must not go on to write. Nor does it where no collection is
// open: go-keyring would find nothing there, and the item lie in a closed one.
func (v *visit) step(call func() error) error {
	if err := cmp.Or(v.ctx.Err(), v.closed); err != nil {
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
	case errors.Is(err, errMisread) && !v.line.open():
		return ErrNoBus
	case errors.Is(err, errMisread):
		return fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	return v.system.name(err)
}

// errMisread is unexported and tested for here alone.
var errMisread = errors.New("its answer was not understood")

// calmly recovers what go-keyring throws when its connection is closed while
// it waits for a prompt, or when an answer has a type that it does not expect.
// The panic's own words are dropped: nobody promises that they hold no secret.
func calmly(call func() error) (err error) {
	defer func() {
		if recover() != nil {
			err = errMisread
		}
	}()
	return call()
}

// unlessRefused passes on a change's error that is the keyring's own refusal.
// Where the answer was lost on its way, the change may have been made.
func unlessRefused(err error) error {
	for _, lost := range []error{ErrNoBus, ErrNoService, errMisread} {
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
