package domain

import (
	"net/http"
	"time"
)

// Skew is how far the clock of this machine is from LivePerson's. The zero Skew
// is not known.
type Skew struct {
	// Ahead is negative when the clock here is behind.
	Ahead time.Duration
	// Within is how far Ahead may be wrong, either way.
	Within time.Duration
}

// Known reports whether the skew was measured.
func (s Skew) Known() bool { return s.Within > 0 }

// Passes reports whether the clock is certainly further off than limit.
func (s Skew) Passes(limit time.Duration) bool { return s.Ahead.Abs()-s.Within > limit }

// secondsOnly is half of what HTTP's Date leaves out.
const secondsOnly = time.Second / 2

// MeasureSkew compares the clock with an answer's Date. The server may have written
// it at any time between the request and the answer, so half of that is added
// to the doubt. An answer with an Age comes from a cache on the way, and its
// Date is older than that (RFC 9111 §5.1).
func MeasureSkew(header http.Header, asked, answered time.Time) Skew {
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil || header.Get("Age") != "" {
		return Skew{}
	}
	half := answered.Sub(asked) / 2
	return Skew{Ahead: asked.Round(0).Add(half).Sub(date.Add(secondsOnly)), Within: half + secondsOnly}
}
