package explain

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/send"
)

// ofSending explains why nothing was sent, or nothing came back.
func ofSending(err error) (Words, bool) {
	if e, ok := errors.AsType[*send.HostError](err); ok {
		words := Words{Error: e.Error(), Hint: "If you know that host, allow it: --allow-host " + e.Host, Exit: Misused, Code: "host-not-allowed"}
		var hosts domain.Client
		if _, err := hosts.Host(e.Host); err != nil && !send.Loopback(e.Host) {
			words.Hint = "Send it to one of LivePerson's hosts, or to one that has a whole name, such as bot.example.com"
		}
		return words, true
	}
	if e, ok := errors.AsType[*send.BodyError](err); ok {
		return Words{Error: e.Error(), typed: "Give it with --data, such as " + e.Example, pressed: "Type it on the preview, where b edits it, such as " + e.Example, Exit: Misused, Code: "body-missing"}, true
	}
	e, ok := errors.AsType[*send.NoAnswerError](err)
	if !ok {
		return Words{}, false
	}
	words := Words{Error: e.Error(), Hint: "Check the network and HTTPS_PROXY, and try again", Exit: Unresolved, Code: "no-answer"}
	if _, bad := errors.AsType[*tls.CertificateVerificationError](err); bad {
		words.Hint = otherAuthority
	} else if errors.Is(err, context.DeadlineExceeded) {
		words.Hint = "Try again; if it lasts, ask for less at once"
	}
	return words, true
}

// Sent is what came of a request, in a sentence that can follow the name of an
// account.
func Sent(o *send.Outcome) string {
	who := cmp.Or(domain.Clean(o.Foreign), "LivePerson")
	switch {
	case o.Proves():
		return fmt.Sprintf("the key works: %s answered %s (status %d)", who, domain.Clean(o.Named()), o.Status)
	case o.Works() && o.Operation.Name == "":
		return fmt.Sprintf("%s answered with status %d; whether it looked at the key is not known for this request", who, o.Status)
	case o.Works():
		return fmt.Sprintf("answered with status %d; that says nothing about the key, which is not asked for here", o.Status)
	case o.Verdict() == send.Trouble:
		return fmt.Sprintf("%s has trouble of its own (status %d)", who, o.Status)
	case o.Verdict() == send.Unclear:
		return fmt.Sprintf("it may not be LivePerson who answered (status %d)", o.Status)
	case len(o.Findings) > 0:
		return fmt.Sprintf("%s refused it (status %d): %s", who, o.Status, o.Findings[0].Text)
	default:
		return fmt.Sprintf("%s refused it (status %d)", who, o.Status)
	}
}

// Refusal is an outcome that does not work as an error: of LivePerson's trouble and
// of somebody else's answer, that there was none.
func Refusal(o *send.Outcome) Words {
	w := Words{Error: Sent(o), Exit: Refused, Code: "refused"}
	if v := o.Verdict(); v != send.Refused {
		w.Exit, w.Code = Unresolved, "no-answer"
	}
	if len(o.Findings) > 0 {
		w.Hint = o.Findings[0].Next
	}
	return w
}

// Octets is a size in its largest unit.
func Octets(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d B", n)
	case n < 1000_000:
		return fmt.Sprintf("%.1f kB", float64(n)/1000)
	default:
		return fmt.Sprintf("%.1f MB", float64(n)/1000_000)
	}
}

// Took is how long something took.
func Took(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// Phase says what a request that is being sent waits for.
func Phase(p send.Progress, now time.Time) string {
	switch p.Phase {
	case send.Finding:
		return "looking the host up"
	case send.Unlocking:
		return "reading the key"
	case send.Reading:
		return fmt.Sprintf("reading the answer (status %d)", p.Status)
	case send.Examining:
		return "finding out why"
	case send.Pausing:
		r := p.Retry
		why := fmt.Sprintf("status %d", r.Status)
		if r.Status == 0 {
			why = tidy(r.Err.Error())
		}
		return why + "; " + Retrying(domain.Retry{Number: r.Number, Of: r.Of, At: r.At}, now)
	default:
		return "waiting for the answer"
	}
}

// Attempt is one line of an account's history: "12 min ago, msgHist.conversations.search
// (status 200)". It is empty when there was none.
func Attempt(a store.Attempt, now time.Time) string {
	if a.At.IsZero() {
		return ""
	}
	text := fmt.Sprintf("%s, %s (status %d", Ago(max(0, now.Sub(a.At))), domain.Clean(a.Operation), a.Status)
	if a.Cause != "" {
		text += ": " + domain.Clean(a.Cause)
	}
	return text + ")"
}
