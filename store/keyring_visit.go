package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/zalando/go-keyring"
)

// visit is one operation's stay with the keyring.
type visit struct {
	ctx    context.Context
	ring   ring
	system *keyringSystem
	line   line
	closed error // why there is no collection to look into; nil when there is one
}

func (v *visit) put(item, framed string) error {
	if v.closed != nil {
		if err := v.system.create(v.ctx); err != nil {
			return err
		}
		v.closed = nil
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
