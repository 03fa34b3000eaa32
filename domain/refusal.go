package domain

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// read turns an HTTP answer into what it says.
func (q question) read(r reply, domains []string) (answer, *Error) {
	switch {
	case r.status == http.StatusOK && len(r.body) > maxBody:
		return answer{}, q.fail(Malformed, r.status, "more than 4 MiB")
	case r.status == http.StatusOK:
		return q.decode(r.body, domains)
	}
	failure := q.fail(kindOf(r.status), r.status, refusalText(r.body))
	switch {
	case isProblemForm(strings.TrimSpace(r.body)) && failure.Kind == UnknownAccount:
		// 401 means a wrong account where nobody signs, but this one says that
		// a signature was expected.
		failure.Kind = Refused
	case r.status/100 == 3:
		failure.Detail = redirectText(r.header)
	}
	failure.RetryAfter = RetryAfter(r.header)
	return answer{}, failure
}

// kindOf judges a status other than 200.
func kindOf(status int) Kind {
	switch {
	case status == http.StatusBadRequest, status == http.StatusUnauthorized, status == http.StatusNotFound:
		// LivePerson's page has "invalid site" under 401 and bad parameters
		// under 400; the account is all that can be wrong with ours.
		return UnknownAccount
	case status == http.StatusTooManyRequests:
		return RateLimited
	case status == http.StatusRequestTimeout, status >= 500:
		return Unavailable
	case status >= 400:
		return Refused
	default:
		return Malformed
	}
}

// wireError is an error in either JSON form: an object of its own, or the
// fields of the answer. Each is kept as it is written.
type wireError struct{ fault, message, internal, code, status string }

// read takes the value of a field that is one of its own.
func (e *wireError) read(s *scanner, name string) bool {
	switch name {
	case "error":
		e.fault = s.raw()
	case "message":
		e.message = s.raw()
	case "internalCode":
		e.internal = s.raw()
	case "internalErrorCode":
		e.code = s.raw()
	case "responseStatus":
		e.status = s.raw()
	default:
		return false
	}
	return true
}

// parseError reads an error that is JSON; others have no field.
func parseError(text string) (e wireError) {
	s := scanner{text: text}
	problem := s.document(func(name string) {
		if !e.read(&s, name) {
			s.skip()
		}
	})
	if problem != "" {
		return wireError{}
	}
	return e
}

// kind judges an error that came with status 200, by the status it names.
func (e wireError) kind() Kind {
	switch scalar(e.inner().status) {
	case "BAD_REQUEST":
		return kindOf(http.StatusBadRequest)
	case "UNAUTHORIZED":
		return kindOf(http.StatusUnauthorized)
	case "NOT_FOUND":
		return kindOf(http.StatusNotFound)
	case "TOO_MANY_REQUESTS":
		return kindOf(http.StatusTooManyRequests)
	case "INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE":
		return kindOf(http.StatusInternalServerError)
	default:
		return Refused
	}
}

// words are the message, with LivePerson's number for it.
func (e wireError) words() string {
	e = e.inner()
	words := scalar(e.message)
	if words == "" {
		words = scalar(e.fault)
	}
	code := scalar(e.internal)
	if code == "" {
		code = scalar(e.code)
	}
	if code != "" {
		words = strings.TrimSpace(words + " (internal code " + code + ")")
	}
	return words
}

// inner is the error object when the error has one of its own.
func (e wireError) inner() wireError {
	if isObject(e.fault) {
		return parseError(e.fault)
	}
	return e
}

func isObject(raw string) bool { return strings.HasPrefix(raw, "{") }

// scalar is a JSON string, number or true as text. Null, false, objects and
// arrays say nothing.
func scalar(raw string) string {
	switch {
	case raw == "" || strings.IndexByte("{[fn", raw[0]) >= 0:
		return ""
	case raw[0] == '"':
		s := scanner{text: raw}
		return s.string()
	default:
		return raw
	}
}

// RefusalText is what the body of a refusal says, in whichever form it came:
// cleaned and short, and empty when it says nothing.
func RefusalText(body string) string { return brief(refusalText(body)) }

func refusalText(body string) string {
	body = strings.TrimSpace(body)
	if text := notJSON(body); body == "" || text != "" {
		return text
	}
	if words := parseError(body).words(); words != "" {
		return words
	}
	return body
}

// notJSON says what a body is that is plainly something else, its blanks taken
// away.
func notJSON(body string) string {
	switch {
	case strings.HasPrefix(body, "<"):
		return "an HTML page"
	case isProblemForm(body):
		return problemText(body)
	default:
		return ""
	}
}

// isProblemForm recognises OAuth Problem Reporting, LivePerson's own variant
// included: oauth_problem=signature_invalid&oauth_problem_advice=...
func isProblemForm(body string) bool {
	return strings.HasPrefix(body, "oauth_problem") || strings.HasPrefix(body, "lp_problem")
}

func problemText(body string) string {
	// A pair that does not parse is left out; the others still count.
	form, _ := url.ParseQuery(body)
	problem := form.Get("oauth_problem") + form.Get("lp_problem")
	advice := form.Get("oauth_problem_advice") + form.Get("lp_problem_advice")
	if advice == "" {
		return problem
	}
	return problem + ": " + advice
}

func redirectText(header http.Header) string {
	location, err := url.Parse(header.Get("Location"))
	if err != nil || location.Host == "" {
		return "it redirects, which is not followed"
	}
	return "it redirects to " + brief(location.Host) + ", which is not followed"
}

// RetryAfter reads both forms of RFC 9110 §10.2.3, a date by the server's own
// clock. A server may not make us wait longer than a day.
func RetryAfter(header http.Header) time.Duration {
	const longest = 24 * time.Hour
	now, err := http.ParseTime(header.Get("Date"))
	if err != nil {
		now = time.Now()
	}
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, longest)
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), longest)
	}
	return 0
}
