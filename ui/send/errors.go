package send

import (
	"context"
	"errors"
	"fmt"
)

// NoAnswerError says that no whole answer came, and why.
type NoAnswerError struct {
	Host   string
	Status int // of an answer whose body broke off; 0 otherwise
	Err    error

	partly bool // some of the body went to where it cannot be taken back from
}

func (e *NoAnswerError) Error() string {
	if errors.Is(e.Err, context.DeadlineExceeded) {
		return "no answer in time from " + e.Host
	}
	if e.Status != 0 {
		return fmt.Sprintf("the answer from %s (status %d) broke off: %v", e.Host, e.Status, e.Err)
	}
	return fmt.Sprintf("no answer from %s: %v", e.Host, e.Err)
}

// Unwrap gives what went wrong on the way.
func (e *NoAnswerError) Unwrap() error { return e.Err }

// HostError says that a host is not LivePerson's and was not allowed by name:
// nothing was sent.
type HostError struct{ Host string }

func (e *HostError) Error() string {
	return fmt.Sprintf("the host %q is not LivePerson's, and nothing is sent there", e.Host)
}

// ErrNothingToTry says that none of an account's services has a request that is
// safe to try.
var ErrNothingToTry = errors.New("none of the account's services has a known request that is safe to try")
