package domain

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"time"
)

// Retry tells that a request failed and that another will follow.
type Retry struct {
	Number int       // of the request that follows; the first retry is 1
	Of     int       // how many retries there may be
	At     time.Time // when it will be made
	Err    *Error    // how the request before it failed
}

// The pauses before the retries. After a 5xx, and a 429 that does not say how
// long to wait, they are LivePerson's advice. Where nobody was reached, nobody
// is spared by waiting so long.
var (
	patientPauses = []time.Duration{5 * time.Second, 10 * time.Second, 15 * time.Second}
	networkPauses = []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}
)

// plan decides whether another request may help, and when it is due.
func (c *Client) plan(number int, failure *Error) (r Retry, ok bool) {
	pauses := patientPauses
	if failure.Status == 0 {
		pauses = networkPauses
	}
	if !mayPass(failure) || number > len(pauses) {
		return Retry{}, false
	}
	pause := pauses[number-1]
	if failure.RetryAfter > 0 {
		pause = failure.RetryAfter
	}
	// Later, never earlier: what LivePerson asks for is the least.
	pause += time.Duration(c.jitter() * float64(pause) / 4)
	return Retry{Number: number, Of: len(pauses), At: time.Now().Add(pause), Err: failure}, true
}

func (c *Client) jitter() float64 {
	if c.Jitter == nil {
		return rand.Float64()
	}
	return c.Jitter()
}

// mayPass reports whether the same request may fare better in a while.
func mayPass(failure *Error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](failure); ok {
		return false
	}
	// This is how crypto/tls tells of the other side's alert: it takes neither our
	// versions of TLS nor what else we have to offer.
	if operation, ok := errors.AsType[*net.OpError](failure); ok && operation.Op == "remote error" {
		return false
	}
	return failure.Kind == Unavailable || failure.Kind == RateLimited
}

// hopeless reports whether a caller gains nothing by waiting for the retry.
func (o Options) hopeless(ctx context.Context, r Retry) bool {
	deadline, bounded := ctx.Deadline()
	tooLate := bounded && r.At.After(deadline)
	return r.At.After(time.Now()) && (o.Once || tooLate)
}

// pass lets time go by. It reports false, at once, when ctx ends first.
func pass(ctx context.Context, until time.Time) bool {
	timer := time.NewTimer(time.Until(until))
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
