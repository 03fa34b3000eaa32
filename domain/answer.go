package domain

import (
	"fmt"
	"time"
)

// Answer is the host of one service, and how it is known.
type Answer struct {
	Host Host
	Origin
}

// List is every service of an account, and how it is known.
type List struct {
	Entries []Entry
	Origin
}

// Entry is one service of an account and its host.
type Entry struct {
	Service Service
	Host    Host
}

// Origin says how an answer is known.
type Origin struct {
	Source Source
	// At is when LivePerson gave the answer, by this machine's clock.
	At time.Time
	// Failure is why nothing newer could be had; nil when the answer is as new
	// as it was to be.
	Failure *Error
	// Skew was measured with the answer; it is not known of one from the disk.
	Skew Skew
}

// Stale reports whether a newer answer was wanted and could not be had.
func (o Origin) Stale() bool { return o.Failure != nil }

// Age is how old the answer is at a time; never negative.
func (o Origin) Age(now time.Time) time.Duration {
	// Without its monotonic part, which stands still while a laptop sleeps.
	return max(0, now.Round(0).Sub(o.At))
}

// Source is where an answer was found.
type Source int

const (
	// Network: LivePerson gave it just now.
	Network Source = iota + 1
	// Memory: LivePerson gave it to this client earlier.
	Memory
	// Disk: LivePerson gave it to an earlier run of the program.
	Disk
)

func (s Source) String() string {
	switch s {
	case Network:
		return "network"
	case Memory:
		return "memory"
	case Disk:
		return "disk"
	default:
		return fmt.Sprintf("Source(%d)", int(s))
	}
}
