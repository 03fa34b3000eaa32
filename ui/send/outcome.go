package send

import (
	"net/http"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/diagnose"
)

// Outcome is what came of a request. It holds no secret.
type Outcome struct {
	Account   store.Account
	Method    string
	URL       string
	Operation domain.Operation // of the catalogue; zero when it knows none

	// Foreign is the host when it is not LivePerson's, but was allowed by name.
	Foreign string

	At     time.Time
	Took   time.Duration // of the last request, to the end of its body
	Tries  int           // how many requests it took
	Status int
	Proto  string // such as HTTP/2.0
	Header http.Header
	Body   string // octets as they came; at most [MostBody], or the beginning with Options.Into
	Size   int64  // of all that was read
	Cut    bool   // there is more than was read
	Skew   domain.Skew

	// Steps is how the signature came about, without the key.
	Steps *oauth.Explanation

	// Findings say why it was refused, most likely first; none when it works.
	Findings []diagnose.Finding
}

// Verdict is what an outcome says about the request.
type Verdict string

// The verdicts.
const (
	Works   Verdict = "works"   // LivePerson did what was asked
	Refused Verdict = "refused" // LivePerson will not do it
	Trouble Verdict = "trouble" // LivePerson cannot at the moment
	Unclear Verdict = "unclear" // it may not have been LivePerson who answered
)

// Verdict judges the answer.
func (o *Outcome) Verdict() Verdict {
	switch {
	case o.Status >= 500:
		return Trouble
	case o.Status >= 400:
		return Refused
	case !o.fine() || o.isPage():
		return Unclear
	default:
		return Works
	}
}

// Works reports whether LivePerson did what was asked.
func (o *Outcome) Works() bool { return o.Verdict() == Works }

// Proves reports whether it works, and shows by that that the key does: the
// operation is one for which a signature is looked at.
func (o *Outcome) Proves() bool {
	return o.Works() && o.Operation.Auth.Signed()
}

func (o *Outcome) fine() bool { return o.Status/100 == 2 || o.Status == http.StatusNotModified }

// isPage reports whether a page for people came where data was asked for.
func (o *Outcome) isPage() bool {
	return o.Operation.Auth != domain.NothingRequired && diagnose.IsPage(o.Header, o.Body)
}

// Named is the operation in a word, for a list: its name, or method and host.
func (o *Outcome) Named() string {
	if o.Operation.Name != "" {
		return o.Operation.Name
	}
	_, rest, _ := strings.Cut(o.URL, "://")
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		rest = rest[:end]
	}
	return o.Method + " " + rest
}

func (p *prepared) outcome(g *got) Outcome {
	steps := *g.steps
	steps.SigningKey = oauth.Secret{}
	foreign := ""
	if !p.host.LivePerson {
		foreign = p.host.Name
	}
	return Outcome{
		Account: p.Account, Method: p.Method, URL: p.URL, Operation: p.operation, Foreign: foreign,
		At: g.at, Took: g.took, Tries: g.tries, Status: g.status, Proto: g.proto, Header: g.header,
		Body: g.body, Size: g.size, Cut: g.cut, Skew: g.skew, Steps: &steps,
	}
}

// remember keeps what says something about the key.
func (s *Sender) remember(u store.Used, o Outcome) {
	a := store.Attempt{At: o.At, Operation: o.Named(), Status: o.Status}
	switch {
	case o.Verdict() == Refused && len(o.Findings) > 0:
		a.Cause = string(o.Findings[0].Cause)
	case !o.Proves():
		return
	}
	_ = s.Accounts.Record(u, a) // Nobody has to hear of it.
}

// Phase is what a call is doing.
type Phase int

// The phases, in their order.
const (
	Finding   Phase = iota + 1 // asking the Domain API for a host
	Unlocking                  // reading the key, for which a vault may ask a person
	Sending                    // connecting, and waiting for the answer
	Reading                    // reading the answer's body
	Pausing                    // before the next try; Progress.Retry says why and until when
	Examining                  // finding out why it was refused
)

// Progress tells how far a call is.
type Progress struct {
	Phase   Phase
	Attempt int   // of Sending and Pausing, the first is 1
	Status  int   // of Reading
	Retry   Retry // of Pausing
}

func (o Options) tell(p Progress) {
	if o.Progress != nil {
		o.Progress(p)
	}
}

// finding are the options of a look-up, whose pauses are told like others.
func (o Options) finding() domain.Options {
	return domain.Options{Once: o.Once, OnRetry: func(r domain.Retry) {
		o.tell(Progress{Phase: Pausing, Retry: Retry{Number: r.Number, Of: r.Of, At: r.At, Status: r.Err.Status, Err: r.Err}})
	}}
}
