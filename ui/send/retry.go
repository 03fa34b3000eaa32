package send

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
)

// Retry tells that a request will be sent again, signed anew.
type Retry struct {
	Number int       // of the request that follows; the first retry is 1
	Of     int       // how many there may be
	At     time.Time // when it will be sent
	Status int       // what came before; 0 when no answer did
	Err    error     // why none did
}

// The pauses are those of package domain: LivePerson's advice after a 5xx and a
// 429 that does not say how long to wait, and shorter ones where nobody was
// reached.
var (
	patientPauses = [...]time.Duration{5 * time.Second, 10 * time.Second, 15 * time.Second}
	networkPauses = [...]time.Duration{time.Second, 2 * time.Second, 4 * time.Second}
)

// persist sends until an answer counts.
func (s *Sender) persist(ctx context.Context, p *prepared, key *oauth.Credentials, o Options) (*got, error) {
	for number := 1; ; number++ {
		o.tell(Progress{Phase: Sending, Attempt: number})
		g, err := s.attempt(ctx, p, key, o)
		if g != nil {
			g.tries = number
		}
		if ctx.Err() != nil {
			return g, err
		}
		r, again := s.plan(number, p, g, err)
		deadline, _ := ctx.Deadline()
		if !again || o.Once || r.At.After(deadline) {
			return g, err
		}
		o.tell(Progress{Phase: Pausing, Attempt: number, Retry: r})
		if !pass(ctx, r.At) {
			return nil, &NoAnswerError{Host: p.host.Name, Err: context.Cause(ctx)}
		}
	}
}

// plan decides whether the same request may fare better in a while.
func (s *Sender) plan(number int, p *prepared, g *got, err error) (Retry, bool) {
	r := Retry{Number: number, Of: len(patientPauses), Err: err}
	if number > r.Of {
		return r, false
	}
	pause := networkPauses[number-1]
	if g != nil {
		r.Status, pause = g.status, patientPauses[number-1]
	}
	switch {
	case !p.repeatable():
		return r, false
	case g == nil:
		if !mayPass(err) {
			return r, false
		}
	case g.status == http.StatusTooManyRequests:
		if asked := domain.RetryAfter(g.header); asked > 0 {
			pause = asked
		}
	case g.status < 500:
		return r, false
	}
	jitter := rand.Float64
	if s.Hosts.Jitter != nil {
		jitter = s.Hosts.Jitter
	}
	r.At = time.Now().Add(pause + time.Duration(jitter()*float64(pause)/4))
	return r, true
}

// repeatable reports whether it does no harm to do it twice.
func (p *prepared) repeatable() bool {
	if p.operation.Name != "" {
		return p.operation.Effect == domain.Reads
	}
	return p.Method == http.MethodGet || p.Method == http.MethodHead
}

// mayPass reports whether what kept an answer from coming may be over in a while.
func mayPass(err error) bool {
	failure, ok := errors.AsType[*NoAnswerError](err)
	if !ok || failure.partly {
		return false
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return false
	}
	// This is how crypto/tls tells of the other side's alert.
	operation, ok := errors.AsType[*net.OpError](err)
	return !ok || operation.Op != "remote error"
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
