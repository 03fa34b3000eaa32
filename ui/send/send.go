// Package send sends signed requests for both faces, and says what came of them.
//
// [Sender.Send] sends exactly the request that it is given, signed at that moment,
// and [Sender.Try] picks one by itself that an account's key most likely may make.
// The rules are those of package domain's own requests: https, or http to this
// machine; no redirect is followed, no cookie kept; headers and body are bounded,
// every phase has a deadline and ends with the context. A request goes to a host of
// LivePerson's, or to one that a person allowed by name.
//
// A request is repeated only as LivePerson advises, each time signed anew. What
// was refused is examined: [Outcome.Findings] says why, most likely first. No
// outcome, error or progress holds a secret of the key.
package send

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/aim"
	"lpkeys/ui/judge"
)

// Accounts knows the keys, and keeps what came of using them; a [store.Store] does.
type Accounts interface {
	// UseKey may wait for a person to unlock a vault.
	UseKey(ctx context.Context, name string) (oauth.Credentials, store.Used, error)
	Record(u store.Used, a store.Attempt) error
}

// Sender sends requests. Its fields must not change after the first call; its
// methods may be called from any number of goroutines.
type Sender struct {
	Accounts Accounts
	Hosts    *domain.Client   // whose transport is used, and who knows LivePerson's hosts
	Now      func() time.Time // nil: time.Now
}

// Request is what is sent. Account, Method and URL have to be there.
type Request struct {
	Account store.Account
	Method  string
	URL     string // whole, as it is shown
	Form    string // a raw form body, which is signed
	Body    string // any other body
	Type    string // of Body, such as application/json

	Header  http.Header // further ones; not Authorization
	Allowed []string    // hosts beside LivePerson's
}

// Options say how one call sends. The zero value is the usual way.
type Options struct {
	// Progress hears of each phase, in the goroutine of the call.
	Progress func(Progress)
	// Once repeats nothing.
	Once bool
	// Allowed are hosts beside LivePerson's to which a request may be aimed.
	Allowed []string
	// Into takes the body in the place of [Outcome.Body]: up to [MostInto] octets,
	// and a quarter of an hour. Of one that is too long it has the beginning.
	Into io.Writer
}

const (
	// MostBody is what is read of a body, in octets.
	MostBody = 4 << 20
	// MostInto is what is read of one that goes into a file.
	MostInto = 1 << 30

	patience     = 90 * time.Second // one call with all its retries
	patienceInto = 15 * time.Minute
	perRequest   = 30 * time.Second // until the headers are there
)

// Send sends a request and says what came of it. Whatever LivePerson answers is an
// outcome; an error says that nothing was sent, or that no answer came:
// [*domain.InputError], [*oauth.InputError] and [*oauth.ConflictError] for what
// cannot be sent, [*HostError], [*NoAnswerError], those of Accounts.UseKey, and
// context.Canceled when the caller stopped.
func (s *Sender) Send(ctx context.Context, r Request, o Options) (Outcome, error) {
	p, err := s.prepare(r)
	if err != nil {
		return Outcome{}, err
	}
	o.tell(Progress{Phase: Unlocking})
	key, used, err := s.Accounts.UseKey(ctx, r.Account.Name)
	if err != nil {
		return Outcome{}, cmp.Or(ctx.Err(), err)
	}
	whole := patience
	if o.Into != nil {
		whole = patienceInto
	}
	// It begins here: a person who unlocks a vault has as long as the vault gives.
	bounded, cancel := context.WithTimeout(ctx, whole)
	defer cancel()
	got, err := s.persist(bounded, p, &key, o)
	if err != nil {
		return Outcome{}, cmp.Or(ctx.Err(), err)
	}
	out := p.outcome(got)
	if !out.Works() {
		o.tell(Progress{Phase: Examining})
		out.Findings = s.examine(ctx, p, got, key)
	}
	if ctx.Err() != nil {
		return Outcome{}, ctx.Err()
	}
	s.remember(used, out)
	return out, got.deliver(o.Into)
}

// prepared is a request that can be sent.
type prepared struct {
	Request
	host      domain.Host
	operation domain.Operation
	header    http.Header
}

// prepare judges a request before anybody is asked for a key.
func (s *Sender) prepare(r Request) (*prepared, error) {
	r.Method = strings.ToUpper(r.Method)
	host, err := s.guard(r)
	if err != nil {
		return nil, err
	}
	_, query, _ := strings.Cut(r.URL, "?")
	if aim.HoldsSignature(query) || aim.HoldsSignature(r.Form) {
		return nil, &domain.InputError{What: "the request", Problem: "holds an oauth_signature already, which no signature covers"}
	}
	p := &prepared{Request: r, host: host, operation: s.Operation(r.Method, r.URL, r.Allowed...)}
	if p.header, err = r.headers(cmp.Or(s.Hosts.UserAgent, "lpkeys")); err != nil {
		return nil, err
	}
	// A rehearsal with a key that is none finds what cannot be signed or sent.
	stand := oauth.NewSecret("stands for the key's")
	_, err = p.signed(context.Background(), &oauth.Credentials{ConsumerKey: "k", ConsumerSecret: stand, Token: "t", TokenSecret: stand}, s.now)
	return p, err
}

func (s *Sender) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}

// Operation is the one of the catalogue that a request is for, or the zero one. A
// host that somebody allowed by name stands in for LivePerson's.
func (s *Sender) Operation(method, url string, allowed ...string) domain.Operation {
	o, known := judge.Operation(s.Hosts, method, url)
	host := judge.Of(s.Hosts, url).Host
	named := func(name string) bool { return strings.EqualFold(name, host) }
	if _, rest, _ := strings.Cut(url, "://"); !known && slices.ContainsFunc(allowed, named) {
		if at := strings.IndexAny(rest, "/?#"); at >= 0 {
			o, _ = judge.OperationAt(method, rest[at:])
		}
	}
	return o
}

// Changes reports whether a request changes or destroys something, as the
// catalogue has it. One that it does not know changes something unless its method
// is GET or HEAD.
func (s *Sender) Changes(r Request) bool {
	if o := s.Operation(r.Method, r.URL, r.Allowed...); o.Name != "" {
		return o.Effect != domain.Reads
	}
	method := strings.ToUpper(r.Method)
	return method != http.MethodGet && method != http.MethodHead
}
