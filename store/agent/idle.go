package agent

import (
	"sync"
	"time"
)

// idleness knows how long the agent may still go unused.
type idleness struct {
	mu    sync.Mutex
	limit time.Duration
	used  time.Time
}

func newIdleness(limit time.Duration) *idleness {
	return &idleness{limit: limit, used: time.Now()}
}

func (i *idleness) left() time.Duration {
	i.mu.Lock()
	defer i.mu.Unlock()
	now := time.Now()
	// The monotonic clock stands still while the machine sleeps, and the wall
	// clock can be set back: the later of the two counts.
	wall := now.Round(0).Sub(i.used.Round(0))
	return i.limit - max(now.Sub(i.used), wall)
}

func (i *idleness) use() {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.used = time.Now()
}

func (i *idleness) allow(limit time.Duration) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.limit, i.used = limit, time.Now()
}
