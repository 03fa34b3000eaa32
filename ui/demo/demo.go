// Package demo is a LivePerson in a box: two made-up accounts, a Domain API
// that knows them, and a server behind every host it names that verifies
// signatures for real and refuses them in LivePerson's words.
//
// Nothing of it exists outside the process. Its hosts end in .invalid, which
// RFC 6761 keeps from ever being registered, so a command copied from the demo
// reaches nobody, and [Box.Transport] opens no connection. The keys are made up
// and can be told at sight.
package demo

import (
	"context"
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

// Box is a LivePerson in a box. Make one with [New]. Its fields may be set
// before it is first used.
type Box struct {
	// Latency is how long every answer takes.
	Latency time.Duration

	accounts []account
	nonces   nonces
}

// New makes a box that answers at once.
func New() *Box { return &Box{accounts: madeUp()} }

// Client is a client of the box's Domain API, to which the demo's domain is
// LivePerson's.
func (b *Box) Client() *domain.Client {
	return &domain.Client{HTTP: b.Transport(), Domains: []string{Domain}}
}

// Handler answers requests for the box's service hosts, by their Host header,
// and takes everything else for the Domain API, so that it can be served under
// any address. It waits for Latency or until the request's context ends.
func (b *Box) Handler() http.Handler { return http.HandlerFunc(b.serve) }

func (b *Box) serve(w http.ResponseWriter, req *http.Request) {
	if b.wait(req.Context()) != nil {
		return
	}
	if place, ok := b.find(req.Host); ok {
		b.serveService(w, req, place)
		return
	}
	b.serveDomainAPI(w, req)
}

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

// nonces remembers those that were used within the window; older ones are
// refused for their timestamp.
type nonces struct {
	mu   sync.Mutex
	seen map[use]time.Time
}

type use struct{ consumerKey, token, nonce string }

func (n *nonces) firstUse(consumerKey, token, nonce string, at time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for u, at := range n.seen {
		if time.Since(at) > Window {
			delete(n.seen, u)
		}
	}
	u := use{consumerKey, token, nonce}
	if _, used := n.seen[u]; used {
		return false
	}
	if n.seen == nil {
		n.seen = make(map[use]time.Time)
	}
	n.seen[u] = at
	return true
}
