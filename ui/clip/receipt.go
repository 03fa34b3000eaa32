package clip

import (
	"fmt"
	"time"
)

// A Receipt says what is known about a copy. It holds nothing of the text but,
// for the terminal's route, the escape sequence.
type Receipt struct {
	Route Route

	// Confirmed means that somebody who keeps the text has said so.
	Confirmed bool

	// Escape, when it is not empty, must be written to the terminal by the
	// caller, in one write. Nothing is copied before that. It holds the text.
	Escape string

	// UntilExit means that the copy is gone when this process ends.
	UntilExit bool

	// ClearAt is when the copy is due to be cleared. It is zero when the copy
	// cannot be cleared.
	ClearAt time.Time

	keep   time.Duration
	mark   []byte
	number uint64 // of the copies of one Clipboard
}

// Before reports whether the copy was made before another of the same Clipboard,
// which has taken its place then.
func (r Receipt) Before(other Receipt) bool { return r.number < other.number }

// Clearable reports whether [Clipboard.Clear] can do anything about the copy.
func (r Receipt) Clearable() bool { return !r.ClearAt.IsZero() }

// Place names what of the copy can be cleared.
func (r Receipt) Place() string {
	if r.Route == Tmux {
		return "the tmux buffer"
	}
	return "the clipboard"
}

// Words says in a few words what happened.
func (r Receipt) Words() string {
	switch r.Route {
	case Tmux:
		return "copied to the tmux buffer " + buffer + ", and sent to your terminal (cannot confirm)"
	case Desktop:
		return "copied"
	case Terminal:
		return "sent to your terminal (cannot confirm)"
	default:
		return "nothing was copied"
	}
}

// Lasting says in a sentence how long the copy lasts.
func (r Receipt) Lasting() string {
	switch r.Route {
	case Tmux:
		return fmt.Sprintf("The tmux buffer is deleted after %v; the terminal's clipboard cannot be cleared from here.", r.keep)
	case Desktop:
		return fmt.Sprintf("The copy is cleared after %v.", r.keep)
	case Terminal:
		return "The terminal's clipboard cannot be cleared from here."
	default:
		return ""
	}
}

// An Outcome is what became of a copy that was to be cleared.
type Outcome string

const (
	// Cleared means that the copy was still there and is gone.
	Cleared Outcome = "cleared"
	// Replaced means that somebody has copied something else since.
	Replaced Outcome = "replaced"
	// CannotClear means that this route cannot be cleared.
	CannotClear Outcome = "cannot clear"
)
