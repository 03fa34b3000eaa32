// Package demo is a LivePerson in a box: made-up accounts in three regions, a
// Domain API that knows them, and a server behind every host it names that
// answers every operation of the catalogue, once it has verified what
// authorises it. What it refuses, it refuses in LivePerson's words; there is an
// account for each common reason.
//
// Nothing of it exists outside the process. Its hosts end in .invalid, which
// RFC 6761 keeps from ever being registered, so a command copied from the demo
// reaches nobody, and [Box.Transport] opens no connection. The keys are made up
// and can be told at sight.
package demo

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"lpkeys/domain"
)

const (
	// Domain is the one that all of the demo's hosts lie in.
	Domain = "lpkeys-demo.invalid"
	// APIAddress is the address of the Domain API, LivePerson's own: in the
	// box it leads no further than the box.
	APIAddress = domain.DefaultBaseURL

	// Window is how far a timestamp may be from the box's clock, either way.
	// LivePerson does not document its own.
	Window = 5 * time.Minute
)

// Box is a LivePerson in a box. Make one with [New]. Latency may be set before
// the box is first used; everything else may happen at any time, from any number
// of goroutines.
type Box struct {
	// Latency is how long every answer takes.
	Latency time.Duration

	accounts []account
	hosts    map[string]place
	nonces   nonces
	trouble  trouble
	moving   moving
}

// New makes a box that answers at once.
func New() *Box { return &Box{accounts: madeUp(), hosts: hosts()} }

// Client is a client of the box's Domain API, to which the demo's domain is
// LivePerson's.
func (b *Box) Client() *domain.Client {
	return &domain.Client{HTTP: b.Transport(), Domains: []string{Domain}}
}

// Fail makes the next answers a failure: as many as times says, or all of them
// when it is negative. status is one of HTTP's, of which 429 asks for a second of
// patience, or 0 for a connection that breaks.
func (b *Box) Fail(status, times int) { b.trouble.set(status, times) }

// Handler answers requests for the box's service hosts, by their Host header,
// and takes everything else for the Domain API, so that it can be served under
// any address. It waits for Latency or until the request's context ends.
func (b *Box) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if b.serve(w, req) != nil {
			panic(http.ErrAbortHandler) // which is how a handler breaks its connection
		}
	})
}

// errBroken is a connection that was told to break.
var errBroken = errors.New("the connection broke")

// serve answers, unless nobody waits any more or the connection is to break.
func (b *Box) serve(w http.ResponseWriter, req *http.Request) error {
	if err := b.wait(req.Context()); err != nil {
		return err
	}
	if status, failing := b.trouble.next(); failing {
		return fail(w, status)
	}
	if req.Body != nil {
		req.Body = io.NopCloser(io.LimitReader(req.Body, longestBody))
	}
	at, ok := b.hosts[hostOnly(req.Host)]
	if !ok || at.service == domainAPI {
		b.serveDomainAPI(w, req)
		return nil
	}
	b.serveService(w, req, at)
	return nil
}

// longestBody bounds what is read of a request; nothing in the catalogue is as
// long.
const longestBody = 1 << 20

func (b *Box) wait(ctx context.Context) error {
	if b.Latency <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(b.Latency)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// moving is where the account lives whose hosts are about to change: where they
// were to who asks for the first time, and from then on where they are.
type moving struct {
	mu    sync.Mutex
	asked bool
}

// before is where those hosts were.
const before = "EMEA"

func (m *moving) region(all bool, now string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.asked {
		return now
	}
	m.asked = all
	return before
}

// trouble is what the next answers are instead.
type trouble struct {
	mu            sync.Mutex
	status, times int
}

func (t *trouble) set(status, times int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.status, t.times = status, times
}

func (t *trouble) next() (status int, failing bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.times > 0 {
		t.times--
		return t.status, true
	}
	return t.status, t.times < 0
}

func fail(w http.ResponseWriter, status int) error {
	switch status {
	case 0:
		return errBroken
	case http.StatusTooManyRequests:
		tooMany(w)
	default:
		refuse(w, status, http.StatusText(status), 0)
	}
	return nil
}
