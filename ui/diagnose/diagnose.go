// Package diagnose says why LivePerson refused a request: a list of findings, most
// likely first, each with what speaks for it and what to do next. It is a function
// of what is known about the request and its answer; it asks nobody, waits for
// nothing, and is given no secret.
//
// What LivePerson's answers mean is taken from its public pages, and from what
// people have reported of them. Where nobody knows, the finding says "may".
package diagnose

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
)

// Facts are what is known about a request that was sent, and its answer. Only
// Method, URL and Status have to be there.
type Facts struct {
	Method, URL string
	Account     domain.AccountID
	Name        string           // of the account, as commands name it; may be empty
	Operation   domain.Operation // of the catalogue; zero when it knows none
	Unsigned    bool             // whether the request went out without a signature

	Status int
	Header http.Header
	Body   string // its beginning will do
	Skew   domain.Skew
	Now    time.Time

	Service domain.Service // whose host it should be
	Host    string         // what the Domain API names for it now; empty when it is not known
	Strange bool           // none of the account's services lives at the URL's host

	Doubts  []string           // what looks odd about the key's values, told without them
	Echoed  bool               // the answer repeats what LivePerson signed
	Differs []oauth.Difference // and this is what differs there

	Instead string // another operation that the key may be tried with
}

// Finding is one reason why a request may have been refused. Its texts are clean
// and short, and begin in lower case, but for Next, which is a sentence without a
// full stop.
type Finding struct {
	Cause     Cause
	Certainty Certainty
	Text      string // what is wrong
	Evidence  string // what speaks for it
	Next      string // what to do; a command for it comes last, after a colon
}

// Certainty says how far a finding can be trusted.
type Certainty string

// The certainties.
const (
	Certain  Certainty = "certain"
	Likely   Certainty = "likely"
	Possible Certainty = "possible"
)

// Cause names a finding for programs. It never changes.
type Cause string

// The causes.
const (
	Clock          Cause = "clock"
	Nonce          Cause = "nonce-used"
	Header         Cause = "header-changed"
	Host           Cause = "host"
	Scheme         Cause = "http"
	Account        Cause = "account"
	Missing        Cause = "parameter-missing"
	OtherAuth      Cause = "other-authorisation"
	Permission     Cause = "permission"
	Address        Cause = "address-not-allowed"
	Shape          Cause = "value-shape"
	Secrets        Cause = "secrets"
	AppKey         Cause = "app-key"
	Token          Cause = "access-token"
	SignedElse     Cause = "signed-differently"
	EndOfLife      Cause = "end-of-life"
	TooMany        Cause = "too-many"
	Blocked        Cause = "blocked"
	Trouble        Cause = "liveperson-trouble"
	Redirected     Cause = "redirected"
	NotLivePerson  Cause = "not-liveperson"
	NotFound       Cause = "not-found"
	InvalidRequest Cause = "invalid-request"
	Unknown        Cause = "unknown"
)

// Causes are all that there are.
func Causes() []Cause {
	return []Cause{
		Clock, Nonce, Header, Host, Scheme, Account, Missing, OtherAuth, Permission, Address, Shape, Secrets, AppKey, Token,
		SignedElse, EndOfLife, TooMany, Blocked, Trouble, Redirected, NotLivePerson, NotFound, InvalidRequest, Unknown,
	}
}

// retired is when OAuth 1.0 has come to its end of life, as LivePerson's page has
// it: "until May 31st 2026".
var retired = time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)

const retiredOn = "31 May 2026"

// Of answers why the request was refused, most likely first; nothing for an
// answer that is none. Whatever else has a status gets at least one finding.
func Of(f Facts) []Finding {
	c := &sick{Facts: f, told: read(f.Header, f.Body)}
	c.scheme, c.host, c.path, c.query = takeApart(f.URL)
	for _, look := range looks {
		look(c)
	}
	if !c.keyless {
		for _, look := range looksAtTheKey {
			look(c)
		}
	}
	if len(c.found) == 0 && !c.fine() {
		c.add(1, Finding{Unknown, Possible, "LivePerson refused it, and nothing here says why", c.says(), c.page("See what the page of the API says about this status")})
	}
	slices.SortStableFunc(c.found, func(a, b weighed) int { return cmp.Compare(b.weight, a.weight) })
	var findings []Finding
	for _, w := range c.found[:min(len(c.found), most)] {
		findings = append(findings, tidy(w.Finding))
	}
	return findings
}

// most is as much as a person goes through.
const most = 7

// sick is a request under examination.
type sick struct {
	Facts
	told
	scheme, host, path, query string
	keyless                   bool // LivePerson did not want a key's signature
	found                     []weighed
}

// weighed is a finding with how likely it is, of a hundred.
type weighed struct {
	weight int
	Finding
}

func (c *sick) add(weight int, f Finding) {
	if weight > 0 {
		c.found = append(c.found, weighed{weight, f})
	}
}

// fine reports whether it was no refusal.
func (c *sick) fine() bool { return c.Status/100 == 2 || c.Status == http.StatusNotModified }

// refused reports whether it was about who asks.
func (c *sick) refused() bool {
	return c.Status == http.StatusUnauthorized || c.Status == http.StatusForbidden
}

// silent reports whether it was, and no word was said.
func (c *sick) silent() bool { return c.refused() && c.words == "" && c.problem == "" }

// about reports whether the status can be about the request itself.
func (c *sick) about() bool {
	return c.Status/100 == 4 && c.Status != http.StatusTooManyRequests && c.Status != 451
}

// pick is a weight that depends on whether something was said.
func pick(silent bool, ifSilent, otherwise int) int {
	if silent {
		return ifSilent
	}
	return otherwise
}

// takeApart reads a URL as the signer does, without judging it. The host has no
// usual port and no dot at its end.
func takeApart(url string) (scheme, host, path, query string) {
	url, _, _ = strings.Cut(url, "#")
	scheme, rest, _ := strings.Cut(url, "://")
	rest, query, _ = strings.Cut(rest, "?")
	host, path, _ = strings.Cut(rest, "/")
	scheme, host = strings.ToLower(scheme), strings.ToLower(host)
	if scheme == "https" {
		host = strings.TrimSuffix(host, ":443")
	}
	return scheme, strings.TrimSuffix(host, "."), "/" + path, query
}

func tidy(f Finding) Finding {
	f.Text, f.Evidence, f.Next = short(f.Text), short(f.Evidence), short(f.Next)
	return f
}

// short bounds what an answer or a URL brought along: a few lines of a terminal.
func short(text string) string {
	const longest = 400
	runes := []rune(domain.Clean(text[:min(len(text), 4*longest)]))
	if len(runes) <= longest {
		return string(runes)
	}
	return string(runes[:longest-1]) + "…"
}
