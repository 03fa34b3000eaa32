// Package aim reads what a person types for the URL of a request, in a command
// and on a screen: a whole URL, a service and a path on the host that serves it,
// or the name of an operation of the catalogue. It asks nobody.
package aim

import (
	"maps"
	"net/url"
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/paste"
)

// Target is a request's URL as it was typed: whole, or a service and a path on
// the host that serves it. That of an operation has its path once it is filled.
type Target struct {
	Whole     string
	Service   domain.Service
	Path      string
	Operation domain.Operation
}

// Error says why what was typed is no target. It repeats nothing of it: a URL's
// query can hold a secret.
type Error struct {
	Problem string
	Hint    string // what to write instead
}

func (e *Error) Error() string { return e.Problem }

// Hint says what a target may be.
const Hint = "Write a whole URL, the name of an operation, or SERVICE:/path such as 'msgHist:/messaging_history/api/account/{accountId}/conversations/search'"

// IsName reports whether text can only be the name of an operation: it is
// neither a URL nor a path.
func IsName(text string) bool { return !strings.ContainsAny(text, ":/") }

// Parse reads a whole URL or SERVICE:/path. The error is an [*Error] or a
// [*domain.InputError].
func Parse(text string) (Target, error) {
	before, after, found := strings.Cut(text, ":")
	scheme := strings.EqualFold(before, "https") || strings.EqualFold(before, "http")
	host, _, _ := strings.Cut(text, "/")
	switch {
	case found && strings.HasPrefix(after, "//"):
		return Target{Whole: text}, nil
	case !found && strings.Contains(host, "."):
		return Target{}, &Error{"the URL does not begin with https://", "Write https:// before it"}
	case !found || scheme || !strings.HasPrefix(after, "/"):
		return Target{}, &Error{"the URL is neither whole nor SERVICE:/path", Hint}
	}
	service, err := Service(before)
	return Target{Service: service, Path: after}, err
}

// Service reads the name of a service, which has not the shape of a value of a key:
// such a name would be sent and shown. The error is a [*domain.InputError].
func Service(text string) (domain.Service, error) {
	service, err := domain.ParseService(text)
	if err == nil && paste.IsValue(text) {
		return "", &domain.InputError{What: "service name", Problem: "reads as a value of a key: nobody is asked for it"}
	}
	return service, err
}

// Find is the target of an operation of the catalogue. The error is a
// [*domain.UnknownOperationError].
func Find(name string) (Target, error) {
	operation, err := domain.Find(name)
	if err != nil {
		return Target{}, err
	}
	return Target{Service: operation.Service, Operation: operation}, nil
}

// Fill puts the account ID in, and into an operation's URL the values for its
// names in braces. What is still a template then is an [*Error], or of an
// operation what [domain.Operation.Fill] makes of it.
func (t Target) Fill(id domain.AccountID, values map[string]string) (Target, error) {
	if t.Operation.Name != "" {
		given := map[string]string{"accountId": string(id)}
		maps.Copy(given, values)
		path, err := t.Operation.Fill(given)
		if err == nil {
			t.Path = path
		}
		return t, err
	}
	t.Whole = strings.ReplaceAll(t.Whole, domain.AccountPlaceholder, string(id))
	t.Path = strings.ReplaceAll(t.Path, domain.AccountPlaceholder, string(id))
	if left := Placeholder(t.Whole + t.Path); left != "" {
		return t, &Error{"the URL still holds " + left, "Put a value in its place; " + domain.AccountPlaceholder + " alone is filled in"}
	}
	return t, nil
}

// Placeholder is the first name in braces with its braces, or "". In the
// catalogue's GraphQL, "…" stands for what is wanted.
func Placeholder(text string) string {
	const longest, wanted = 32, "{…}"
	if strings.Contains(text, wanted) {
		return wanted
	}
	for {
		_, rest, found := strings.Cut(text, "{")
		if !found {
			return ""
		}
		name, _, closed := strings.Cut(rest, "}")
		if closed && name != "" && len(name) <= longest && strings.Trim(name, letters) == "" {
			return "{" + name + "}"
		}
		text = rest
	}
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// OtherAccount is the account ID that a URL names in its path, when that is
// another than id.
func OtherAccount(target string, id domain.AccountID) string {
	path, _, _ := strings.Cut(target, "#")
	path, _, _ = strings.Cut(path, "?")
	_, rest, _ := strings.Cut(path, "/account/")
	named, _, _ := strings.Cut(rest, "/")
	if named == string(id) || named == "" || strings.Trim(named, "0123456789") != "" {
		return ""
	}
	return named
}

// HoldsSignature reports whether a query or a form has a signature of its own,
// which no signature covers.
func HoldsSignature(pairs string) bool {
	pairs, _, _ = strings.Cut(pairs, "#")
	for pair := range strings.SplitSeq(pairs, "&") {
		name, _, _ := strings.Cut(pair, "=")
		if decoded, err := url.QueryUnescape(name); err == nil && decoded == "oauth_signature" {
			return true
		}
	}
	return false
}
