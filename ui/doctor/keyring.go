package doctor

import (
	"context"
	"errors"
	"time"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

// missing is how bad it is to have no keyring: those who keep their keys in the
// vault file need none.
func (v *visit) missing() State {
	if v.keptIn(store.KeyringVault) > 0 || v.keptIn(store.FileVault) == 0 {
		return Failed
	}
	return Warning
}

func (v *visit) bus(_ context.Context, n *Notes) {
	if err := v.keyring(); errors.Is(err, store.ErrNoBus) {
		n.fail(v.missing(), "", err)
	}
	n.or("it answers")
}

func (v *visit) service(_ context.Context, n *Notes) {
	switch err := v.keyring(); {
	case err == nil, errors.Is(err, store.ErrLocked):
		n.Add(OK, "it answers", "")
	case errors.Is(err, store.ErrNoBus):
		n.Add(NotTried, "there is no session bus", "")
	default:
		n.fail(v.missing(), "", err)
	}
}

func (v *visit) lock(_ context.Context, n *Notes) {
	err := v.keyring()
	locked := errors.Is(err, store.ErrLocked)
	switch {
	case err == nil:
		n.Add(OK, "it is open", "")
	case locked && v.Person:
		n.fail(Warning, "", err)
	case hasBus && !locked:
		n.Add(NotTried, "there is none that answers", "")
	default:
		n.fail(v.missing(), "", err)
	}
}

func (v *visit) trial(ctx context.Context, n *Notes) {
	if v.keyring() != nil {
		n.Add(NotTried, "the keyring is not open, and nobody is asked to open it", "")
		return
	}
	began := time.Now()
	left, err := store.Try(ctx, v.vault(store.KeyringVault))
	if err == nil {
		n.Add(OK, "a test item was kept, read and forgotten in "+explain.Took(time.Since(began)), "")
		return
	}
	about := ""
	if left != "" {
		about = "the test item " + left + ", which is no key, may be left: "
	}
	n.fail(v.missing(), about, err)
}
