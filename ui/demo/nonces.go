package demo

import (
	"sync"
	"time"
)

// mostNonces bounds what is remembered. Only keys of the box's own can add to it.
const mostNonces = 10_000

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
		if time.Since(at) > Window || len(n.seen) >= mostNonces {
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
