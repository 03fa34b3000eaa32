package domain

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
	case isProblemForm(r.body) && failure.Kind == UnknownAccount:
		// 401 means a wrong account where nobody signs, but this one says that
		// a signature was expected.
		failure.Kind = Refused
	case r.status/100 == 3:
		failure.Detail = redirectText(r.header)
	}
	failure.RetryAfter = retryAfter(r.header, time.Now())
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
// fields of the answer.
type wireError struct {
	Error    json.RawMessage `json:"error"`
	Message  json.RawMessage `json:"message"`
	Internal json.RawMessage `json:"internalCode"`
	Code     json.RawMessage `json:"internalErrorCode"`
	Status   json.RawMessage `json:"responseStatus"`
}

// kind judges an error that came with status 200, by the status it names.
func (e wireError) kind() Kind {
	switch scalar(e.inner().Status) {
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

// text is the message, with LivePerson's number for it.
func (e wireError) text() string {
	e = e.inner()
	text := scalar(e.Message)
	if text == "" {
		text = scalar(e.Error)
	}
	code := scalar(e.Internal)
	if code == "" {
		code = scalar(e.Code)
	}
	if code != "" {
		text = strings.TrimSpace(text + " (internal code " + code + ")")
	}
	return text
}

// inner is the error object when the error has one of its own.
func (e wireError) inner() wireError {
	var own wireError
	if !isObject(e.Error) || json.Unmarshal(e.Error, &own) != nil {
		return e
	}
	return own
}

func isObject(raw json.RawMessage) bool { return len(raw) > 0 && raw[0] == '{' }

// scalar is a JSON string, number or true as text. Null, false, objects and
// arrays say nothing.
func scalar(raw json.RawMessage) string {
	var s string
	switch {
	case len(raw) == 0 || bytes.ContainsAny(raw[:1], "{[f"):
		return ""
	case json.Unmarshal(raw, &s) == nil:
		return s
	default:
		return string(raw)
	}
}

// refusalText is what a refusal says, in whichever form it came.
func refusalText(body []byte) string {
	body = bytes.TrimSpace(body)
	var e wireError
	switch {
	case len(body) == 0:
		return ""
	case isProblemForm(body):
		return problemText(body)
	case body[0] == '<':
		return "an HTML page"
	case json.Unmarshal(body, &e) == nil && e.text() != "":
		return e.text()
	default:
		return string(body)
	}
}

// isProblemForm recognises OAuth Problem Reporting, LivePerson's own variant
// included: oauth_problem=signature_invalid&oauth_problem_advice=...
func isProblemForm(body []byte) bool {
	return bytes.HasPrefix(body, []byte("oauth_problem")) || bytes.HasPrefix(body, []byte("lp_problem"))
}

func problemText(body []byte) string {
	// A pair that does not parse is left out; the others still count.
	form, _ := url.ParseQuery(string(body))
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

// retryAfter reads both forms of RFC 9110 §10.2.3. A server may not make us
// wait longer than a day.
func retryAfter(header http.Header, now time.Time) time.Duration {
	const longest = 24 * time.Hour
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, longest)
	}
	if at, err := http.ParseTime(value); err == nil {
		return min(max(at.Sub(now), 0), longest)
	}
	return 0
}

// notJSON names a body that is plainly something else.
func notJSON(body []byte) string {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return "an empty body"
	case body[0] == '<':
		return "an HTML page"
	case isProblemForm(body):
		return problemText(body)
	default:
		return ""
	}
}

// jsonProblem says where JSON went wrong without repeating it.
func jsonProblem(err error) string {
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Sprintf("it is not JSON (at byte %d)", syntax.Offset)
	}
	if field, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return fmt.Sprintf("its field %q holds a JSON %s", field.Field, field.Value)
	}
	return "it is not JSON"
}
