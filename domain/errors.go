package domain

import (
	"fmt"
	"strings"
	"time"
)

// InputError tells what is wrong with something a person gave: an account ID,
// a service name, a host name, an API address. It never repeats what was given.
type InputError struct {
	What    string // what it should have been, "account ID"
	Problem string // what is wrong with it, as the rest of the sentence
}

func (e *InputError) Error() string { return e.What + " " + e.Problem }

// Kind says which way a look-up failed.
type Kind int

const (
	// UnknownAccount: LivePerson knows no such account, or gives it no service.
	UnknownAccount Kind = iota + 1
	// UnknownService: the account is known and has no service of this name.
	UnknownService
	// Refused: LivePerson understood the question and will not answer it.
	Refused
	// RateLimited: too many questions; Error.RetryAfter may say how long to wait.
	RateLimited
	// Unavailable: no answer came, or LivePerson says that it is out of order.
	Unavailable
	// Malformed: an answer came that is not one the Domain API documents.
	Malformed
	// NotAHost: the answer names something that is not a bare host name.
	NotAHost
)

func (k Kind) String() string {
	switch k {
	case UnknownAccount:
		return "unknown account"
	case UnknownService:
		return "unknown service"
	case Refused:
		return "refused"
	case RateLimited:
		return "rate limited"
	case Unavailable:
		return "unavailable"
	case Malformed:
		return "malformed answer"
	case NotAHost:
		return "not a host name"
	default:
		return fmt.Sprintf("Kind(%d)", int(k))
	}
}

// Error is every failure of [Client.Resolve] and [Client.All], apart from
// arguments that cannot be asked about ([*InputError]) and a caller who stopped
// (context.Canceled, as it is).
type Error struct {
	Kind        Kind
	Account     AccountID
	Service     Service       // empty when every service was asked for
	Status      int           // of the HTTP answer; 0 when there was none
	Detail      string        // what came, cleaned and short; may be empty
	Suggestions []Service     // for UnknownService: likely spellings, best first
	Has         []Service     // for UnknownService: what the account has, sorted; nil when not known
	RetryAfter  time.Duration // for RateLimited: as LivePerson asks; 0 when it does not say
	API         string        // the API address, when it is not LivePerson's own
	Err         error         // what stopped the call, such as a network error; may be nil
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("resolving ")
	if e.Service != "" {
		b.WriteString(string(e.Service) + " of ")
	}
	b.WriteString("account " + string(e.Account))
	if e.API != "" {
		b.WriteString(" at " + e.API)
	}
	b.WriteString(": " + e.Kind.String())
	if e.Status != 0 {
		fmt.Fprintf(&b, " (status %d)", e.Status)
	}
	if e.Detail != "" {
		b.WriteString(": " + e.Detail)
	}
	return b.String()
}

// Unwrap gives what stopped the call. errors.Is finds
// context.DeadlineExceeded in it when the time ran out.
func (e *Error) Unwrap() error { return e.Err }

// ForeignHostError is a host outside LivePerson's own domains, which nobody
// allowed by name.
type ForeignHostError struct{ Host Host }

func (e *ForeignHostError) Error() string { return "host " + e.Host.Name + " is not LivePerson's" }
