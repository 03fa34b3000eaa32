package demo

import (
	"sync"
	"time"
)

// mostNonces bounds what is remembered. Only keys of the box's own can add to it.
const mostNonces = 10_000

// nonces remembers those that were used for as long as their timestamp is taken:
// one from the window's far end is taken for two windows. They lie in two halves,
// of which the older goes when the newer is full or old.
type nonces struct {
	mu           sync.Mutex
	newer, older map[use]bool
	since        time.Time // the newer half is filled
}

type use struct{ consumerKey, token, nonce string }

func (n *nonces) firstUse(consumerKey, token, nonce string, _ time.Time) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if time.Since(n.since) > 2*Window || len(n.newer) >= mostNonces/2 {
		n.newer, n.older, n.since = make(map[use]bool), n.newer, time.Now()
	}
	u := use{consumerKey, token, nonce}
	if n.newer[u] || n.older[u] {
		return false
	}
	n.newer[u] = true
	return true
}
