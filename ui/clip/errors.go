package clip

import (
	"errors"
	"fmt"
)

var (
	// ErrEmpty means that there was nothing to copy.
	ErrEmpty = errors.New("copying: there is nothing to copy")

	// ErrNoAnswer means that the desktop or tmux did not answer in time. The
	// text may still arrive there.
	ErrNoAnswer = errors.New("copying: no answer from the clipboard")

	// ErrByHand means that the process which holds a copy was started by
	// somebody else than us.
	ErrByHand = errors.New("holding a copy: lpkeys starts this by itself")

	// ErrDesktop means that the desktop's clipboard refused.
	ErrDesktop = errors.New("copying: the desktop's clipboard refused")
)

// An UnavailableError says why no clipboard can be reached.
type UnavailableError struct{ Reason string }

func (e *UnavailableError) Error() string { return "copying: no clipboard: " + e.Reason }

// A TooLongError means that the route would cut or drop the text.
type TooLongError struct {
	Route Route
	Size  int // in bytes
	Limit int
}

func (e *TooLongError) Error() string {
	return fmt.Sprintf("copying: %d bytes, where the route over the %s takes %d", e.Size, e.Route, e.Limit)
}

// A TmuxError carries what tmux said. Its Detail comes from outside.
type TmuxError struct {
	Detail string
	Err    error
}

func (e *TmuxError) Error() string {
	if e.Detail == "" {
		return fmt.Sprintf("copying: tmux: %v", e.Err)
	}
	return "copying: tmux: " + e.Detail
}

func (e *TmuxError) Unwrap() error { return e.Err }
