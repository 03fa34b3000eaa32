package diagnose

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"lpkeys/domain"
)

// looks are all that is looked for, in a request and in who makes it.
var (
	looks = []func(*sick){
		redirected, notLivePerson, tooMany, blocked, trouble, otherAuth, scheme, account, host, missing, notFound, invalid,
	}
	looksAtTheKey = []func(*sick){
		clock, nonce, header, signedElse, shape, secrets, appKey, token, endOfLife, permission, address,
	}
)

// Statuses that mean one thing whoever asked.

func redirected(c *sick) {
	if c.Status/100 != 3 || c.fine() {
		return
	}
	where := "it does not say where"
	if to, err := url.Parse(c.Header.Get("Location")); err == nil && to.Host != "" {
		where = "it points to the host " + to.Host
	}
	c.add(100, Finding{Redirected, Certain, "the answer points elsewhere, which is not followed: a signature is for one URL alone",
		fmt.Sprintf("status %d; %s", c.Status, where), "Look at the URL, and write the one that answers itself"})
}

func notLivePerson(c *sick) {
	switch {
	case c.Status == http.StatusProxyAuthRequired:
		c.add(100, Finding{NotLivePerson, Certain, "a proxy on the way wants a password of its own", "status 407", "Give HTTPS_PROXY with it, or go another way"})
	case c.told.page && (c.fine() || c.refused()):
		c.add(78, Finding{NotLivePerson, Likely, "something else may have answered in LivePerson's place, such as a proxy or a login page",
			"the answer is a page for people", "Open the host in a browser on this machine, and look who answers"})
	}
}

func tooMany(c *sick) {
	if c.Status != http.StatusTooManyRequests {
		return
	}
	evidence, next := "status 429", "Wait a minute, send one request at a time, and try again"
	if wait := domain.RetryAfter(c.Header); wait > 0 {
		evidence += fmt.Sprintf("; LivePerson asks to wait %v", wait.Round(time.Second))
		next = fmt.Sprintf("Wait %v, send one request at a time, and try again", wait.Round(time.Second))
	}
	if _, note, found := strings.Cut(c.Operation.Note, "429 means "); found {
		note, _, _ = strings.Cut(note, ".")
		evidence += "; for this operation it means " + note
	}
	c.add(100, Finding{TooMany, Certain, "too many requests; it says nothing against the key", evidence, next})
}

func blocked(c *sick) {
	if c.Status == http.StatusUnavailableForLegalReasons {
		c.add(100, Finding{Blocked, Certain, "LivePerson has blocked the account or the user", "status 451", "Open a case with LivePerson's support: no request of yours can change it"})
	}
}

func trouble(c *sick) {
	if c.Status >= 500 {
		c.add(100, Finding{Trouble, Certain, "LivePerson has trouble of its own; it says nothing against the key", c.says(), "Try again in a few minutes"})
	}
}

// What the request itself has wrong.

func scheme(c *sick) {
	if c.scheme == "http" && c.about() {
		c.add(88, Finding{Scheme, Certain, "the request went over http, and LivePerson signs https", "the URL begins with http://", "Write https://"})
	}
}

func account(c *sick) {
	named := accountIn(c.Operation, c.path)
	if named != "" && c.Account != "" && named != string(c.Account) && c.about() {
		c.add(90, Finding{Account, Certain, "the URL is about another account than the key's",
			fmt.Sprintf("the path names %s, and the account is %s", named, c.Account), "Write {accountId} there, or choose that account: --account, or ctrl+o on the screens"})
	}
}

func host(c *sick) {
	if !c.about() {
		return
	}
	const next = "Look the host up anew, and send it there: "
	switch wrong := c.code == 6 || c.mentions("invalid account id"); {
	case c.Host != "" && c.host != c.Host:
		c.add(86, Finding{Host, Likely, "the host is not the one that serves this account",
			fmt.Sprintf("the Domain API names %s for %s now, and the request went to %s", c.Host, c.Service, c.host), next + "lpkeys resolve --refresh" + c.named("--account=") + " " + string(c.Service)})
	case c.Strange:
		c.add(pick(wrong, 84, 55), Finding{Host, Possible, "the host may not be one of this account's",
			"none of the services that the Domain API lists for the account is at " + c.host, next + "lpkeys resolve" + c.named("--account=")})
	case wrong:
		c.add(70, Finding{Host, Possible, "the host may not serve this account", c.says(), next + "lpkeys resolve --refresh" + c.named("--account=")})
	}
}

// missing looks for what the catalogue has as required.
func missing(c *sick) {
	weight := map[int]int{400: 90, 404: 60, 401: 45, 403: 45, 422: 80}[c.Status]
	given, _ := url.ParseQuery(c.query) // What does not parse is not there.
	for _, q := range c.Operation.Queries() {
		value, there := "", given.Has(q.Name)
		if there {
			value = given.Get(q.Name)
		}
		example := q.Name + "=" + q.Value
		switch {
		case q.Required && value == "":
			c.add(weight, Finding{Missing, Likely, "the query lacks " + q.Name + ", which LivePerson requires",
				"the catalogue has " + example + " for " + c.Operation.Name, "Add " + example + " to the URL"})
		case q.Required && q.Name == "v" && value != q.Value && c.Status == http.StatusBadRequest:
			c.add(weight-20, Finding{Missing, Possible, "the version may not be one that this operation has",
				"the query has v=" + value + ", and LivePerson's page " + example, "Write " + example})
		}
	}
}

func notFound(c *sick) {
	if c.Status == http.StatusNotFound || c.Status == http.StatusMethodNotAllowed || c.Status == http.StatusGone {
		c.add(40, Finding{NotFound, Likely, "there is nothing by this method and path; it says nothing against the key", c.says(),
			c.page("Compare method and path with LivePerson's page, upper and lower case too")})
	}
}

func invalid(c *sick) {
	if c.about() && !c.refused() && c.Status != http.StatusNotFound && c.Status != http.StatusMethodNotAllowed && c.Status != http.StatusGone &&
		c.Status != http.StatusProxyAuthRequired {
		c.add(50, Finding{InvalidRequest, Likely, "LivePerson does not take the request as it is; it says nothing against the key", c.says(),
			c.page("Compare query, body and content type with LivePerson's page")})
	}
}

// page adds the address of LivePerson's page, when the catalogue has one.
func (c *sick) page(next string) string {
	if c.Operation.Docs == "" {
		return next
	}
	return next + ": " + c.Operation.Docs
}
