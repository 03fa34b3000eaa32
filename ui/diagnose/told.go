package diagnose

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"lpkeys/domain"
)

// told is what an answer says about itself.
type told struct {
	problem string // of OAuth Problem Reporting, such as signature_invalid
	words   string // all of it, clean and short; empty when there are none
	code    int    // LivePerson's own number
	page    bool   // it is a page for people
}

// read takes the body in each of the forms that LivePerson's services have, and
// the header that OAuth Problem Reporting has for the same.
func read(header http.Header, body string) told {
	const longest = 64 << 10
	body = strings.TrimSpace(body[:min(len(body), longest)])
	t := told{words: domain.RefusalText(body), page: IsPage(header, body)}
	if form, err := url.ParseQuery(body); err == nil {
		t.problem = form.Get("oauth_problem") + form.Get("lp_problem")
	}
	if t.problem == "" {
		t.problem = challenge(header)
	}
	if t.words == "" {
		t.words = t.problem
	}
	t.code = codeOf(body)
	return t
}

// IsPage reports whether an answer is a page for people.
func IsPage(header http.Header, body string) bool {
	body = strings.ToLower(strings.TrimSpace(body[:min(len(body), 256)]))
	return strings.HasPrefix(header.Get("Content-Type"), "text/html") || strings.HasPrefix(body, "<!doctype html") || strings.HasPrefix(body, "<html")
}

// challenge is the problem that a WWW-Authenticate header names.
func challenge(header http.Header) string {
	for _, value := range header.Values("WWW-Authenticate") {
		_, rest, found := strings.Cut(value, `oauth_problem="`)
		if problem, _, closed := strings.Cut(rest, `"`); found && closed {
			return strings.Trim(problem, " ")
		}
	}
	return ""
}

// codeOf is the number in a refusal that is JSON, wherever LivePerson has it.
func codeOf(body string) int {
	type numbers struct {
		InternalCode, Code, ErrorCode json.RawMessage
	}
	var refusal struct {
		numbers
		Error, Body json.RawMessage
	}
	if json.Unmarshal([]byte(body), &refusal) != nil {
		return 0
	}
	inner := func(raw json.RawMessage) (n numbers) {
		_ = json.Unmarshal(raw, &n) // What is no object has no number.
		return n
	}
	for _, n := range []numbers{inner(refusal.Error), inner(refusal.Body), refusal.numbers} {
		for _, raw := range []json.RawMessage{n.InternalCode, n.ErrorCode, n.Code} {
			if code, err := strconv.Atoi(strings.Trim(string(raw), `"`)); err == nil {
				return code
			}
		}
	}
	return 0
}

// says is what LivePerson's words are as evidence, or that there are none.
func (c *sick) says() string {
	if c.words == "" {
		return "LivePerson answers " + strconv.Itoa(c.Status) + " without a word"
	}
	return "LivePerson answers " + strconv.Itoa(c.Status) + ": " + c.words
}

// mentions reports whether LivePerson's words hold one of these.
func (c *sick) mentions(words ...string) bool {
	text := strings.ToLower(c.words)
	for _, word := range words {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// isProblem reports whether the problem is one of these.
func (c *sick) isProblem(problems ...string) bool {
	return slices.Contains(problems, c.problem)
}
