package explain

import (
	"fmt"
	"time"

	"lpkeys/domain"
)

// Retrying says when the next try follows, for beside a look-up that waits.
func Retrying(r domain.Retry, now time.Time) string {
	when := ""
	if left := r.At.Sub(now); left > 0 {
		// Rounded up, so that it never says 0 s.
		when = " in " + span(left+time.Second-1)
	}
	return fmt.Sprintf("retrying%s (%d of %d)", when, r.Number, r.Of)
}

// Ago is the age of an answer.
func Ago(age time.Duration) string {
	if age < time.Second {
		return "just now"
	}
	return span(age) + " ago"
}

// span is a time in its largest unit, rounded down.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", d/time.Hour)
	default:
		return fmt.Sprintf("%d days", d/(24*time.Hour))
	}
}

// Stale says of a host, or several, how old they are and why nothing newer came.
func Stale(what string, o domain.Origin, now time.Time) string {
	return fmt.Sprintf("%s may be out of date, from %s: %s", what, Ago(o.Age(now)), Of(o.Failure).Error)
}

// tolerance is how far off a clock may be. LivePerson documents none of its own.
const tolerance = time.Minute

// Clock warns of a clock by which signatures may be refused; it is empty when
// the clock is right or nobody knows.
func Clock(s domain.Skew) string {
	if !s.Passes(tolerance) {
		return ""
	}
	way := "ahead of"
	if s.Ahead < 0 {
		way = "behind"
	}
	return fmt.Sprintf("the clock of this machine is %s %s LivePerson's; signatures may be refused for their timestamp", span(s.Ahead.Abs().Round(time.Minute)), way)
}
