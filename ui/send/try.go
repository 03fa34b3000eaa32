package send

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
)

// Choices are the operations that can be tried without changing anything and
// without asking for a value, of the services that an account has: those that its
// key most likely may call come first. That is the catalogue's order, which begins
// with what most keys were made for; what needs a permission that is written down
// comes before what does not.
func Choices(services []domain.Entry) []domain.Operation {
	var choices []domain.Operation
	for _, api := range domain.Catalogue() {
		for _, o := range api.Operations {
			if triable(o) && has(services, o, api) {
				choices = append(choices, o)
			}
		}
	}
	slices.SortStableFunc(choices, func(a, b domain.Operation) int { return likelihood(a) - likelihood(b) })
	return choices
}

// likelihood is lower for what a key more likely may call.
func likelihood(o domain.Operation) int {
	switch {
	case o.Permission != "" && o.Body == "" && o.Method == "POST":
		return 2 // LivePerson's page shows no body, and so it may be refused for that.
	case o.Permission != "":
		return 0
	default:
		return 1
	}
}

func triable(o domain.Operation) bool {
	if o.Effect != domain.Reads || !o.Auth.Signed() {
		return false
	}
	_, err := fill(o, store.Account{ID: "1"}, nil, time.Now())
	return err == nil
}

func has(services []domain.Entry, o domain.Operation, api domain.API) bool {
	return slices.ContainsFunc(services, func(e domain.Entry) bool {
		return e.Service == o.Service || slices.Contains(api.Also, e.Service)
	})
}

// users is what most keys may read that may not read conversations.
const users = "accountConfigReadOnly.users.list"

// instead names another operation for which a key needs another permission.
func instead(services []domain.Entry, than domain.Operation) (name string) {
	for _, o := range Choices(services) {
		if o.Service == than.Service || o.Permission == than.Permission || o.Permission == "" {
			continue
		}
		if name == "" || o.Name == users {
			name = o.Name
		}
	}
	return name
}

// Try sends the first of the [Choices] that an account has. Errors are those of
// [Sender.Aim] and [Sender.Send], and [ErrNothingToTry].
func (s *Sender) Try(ctx context.Context, a store.Account, o Options) (Outcome, error) {
	r, err := s.First(ctx, a, o)
	if err != nil {
		return Outcome{}, err
	}
	return s.Send(ctx, r, o)
}

// First is the request that [Sender.Try] sends, for a face that shows it before.
func (s *Sender) First(ctx context.Context, a store.Account, o Options) (Request, error) {
	o.tell(Progress{Phase: Finding})
	list, err := s.Hosts.All(ctx, a.ID, o.finding())
	if err != nil {
		return Request{}, err
	}
	choices := Choices(list.Entries)
	if len(choices) == 0 {
		return Request{}, ErrNothingToTry
	}
	return s.Aim(ctx, a, choices[0], nil, o)
}

// Aim makes the request of an operation: its host is looked up, and its names in
// braces take the account ID, a span of the last minute, and the values that are
// given. Errors are those of [domain.Client.Locate] and [domain.Operation.Fill],
// [*BodyError] and [*domain.ForeignHostError].
func (s *Sender) Aim(ctx context.Context, a store.Account, op domain.Operation, values map[string]string, o Options) (Request, error) {
	r, err := fill(op, a, values, s.now())
	if err != nil {
		return Request{}, err
	}
	r.Allowed = o.Allowed
	o.tell(Progress{Phase: Finding})
	answer, err := s.Hosts.Locate(ctx, a.ID, op.Service, o.finding())
	if err != nil {
		return Request{}, err
	}
	r.URL = "https://" + answer.Host.Name + r.URL
	return r, answer.Host.Guard(r.Allowed...)
}

// fill is the request without scheme and host.
func fill(op domain.Operation, a store.Account, values map[string]string, now time.Time) (Request, error) {
	given := map[string]string{
		"accountId":  string(a.ID),
		"fromMillis": strconv.FormatInt(now.Add(-time.Minute).UnixMilli(), 10),
		"toMillis":   strconv.FormatInt(now.UnixMilli(), 10),
	}
	maps.Copy(given, values)
	target, err := op.Fill(given)
	if err != nil {
		return Request{}, err
	}
	r := Request{Account: a, Method: op.Method, URL: target}
	body, err := fillBody(op, given)
	if op.ContentType == formType {
		r.Form = body
	} else {
		r.Body, r.Type = body, op.ContentType
	}
	return r, err
}

const formType = "application/x-www-form-urlencoded"

// BodyError says that the body of an operation has to be given.
type BodyError struct {
	Operation string
	Example   string
}

func (e *BodyError) Error() string { return e.Operation + " needs a body" }

// fillBody fills in the example of a body, if nothing but times is open in it.
func fillBody(op domain.Operation, given map[string]string) (string, error) {
	body := op.Body
	for _, name := range []string{"fromMillis", "toMillis"} {
		body = strings.ReplaceAll(body, "{"+name+"}", given[name])
	}
	if holdsName(body) {
		return "", &BodyError{op.Name, op.Body}
	}
	return body, nil
}

// holdsName reports whether a name in braces is left in a body.
func holdsName(body string) bool {
	for {
		_, rest, found := strings.Cut(body, "{")
		if !found {
			return false
		}
		name, _, closed := strings.Cut(rest, "}")
		if closed && name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
			return true
		}
		body = rest
	}
}
