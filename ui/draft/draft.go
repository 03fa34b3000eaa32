// Package draft is a request while a person makes it: a method, where it goes,
// and its parameters one by one, each of which can be changed without touching a
// URL. What nobody changes stays as it was typed, octet by octet.
package draft

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/ui/aim"
)

// Draft is a request in the making. Its methods answer a draft of their own. The
// zero Draft is empty.
type Draft struct {
	Method      string
	Operation   domain.Operation // of the catalogue, when it is one's
	Service     domain.Service   // on whose host; "" when the URL was typed whole
	Origin      string           // scheme and host; "" until the service's host is known
	Params      []Param          // as they stand in the URL, then those of the form
	Body        string           // any body but a form: it is not signed
	ContentType string           // of Body
	path        string           // names in braces stand for parameters
	fragment    string           // with its sign
}

// Of is an operation of the catalogue as a draft.
func Of(o domain.Operation) Draft {
	d := Draft{
		Method: o.Method, Operation: o, Service: o.Service, path: o.Path, Params: holes(o.Path),
		Body: o.Body, ContentType: o.ContentType,
	}
	for _, q := range o.Queries() {
		d.Params = append(d.Params, known(q))
	}
	if strings.HasPrefix(o.ContentType, formType) {
		d.Params, d.Body = append(d.Params, pairs(InForm, o.Body)...), ""
	}
	return d
}

const formType = "application/x-www-form-urlencoded"

// Parse reads what [aim] takes: a whole URL, SERVICE:/path or the name of an
// operation. The method of an operation replaces method. Blanks inside are
// percent-encoded, as a URL has none. Errors are aim's.
func Parse(method, text string) (Draft, error) {
	text = escapedBlanks(strings.TrimSpace(text))
	if text != "" && aim.IsName(text) {
		t, err := aim.Find(text)
		return Of(t.Operation), err
	}
	t, err := aim.Parse(text)
	if err != nil {
		return Draft{}, err
	}
	d := Draft{Method: method, Service: t.Service}
	rest := t.Path
	if t.Whole != "" {
		scheme, after, _ := strings.Cut(t.Whole, "://")
		end := len(after)
		if i := strings.IndexAny(after, "/?#"); i >= 0 {
			end = i
		}
		d.Origin, rest = scheme+"://"+after[:end], after[end:]
	}
	if i := strings.IndexByte(rest, '#'); i >= 0 {
		rest, d.fragment = rest[:i], rest[i:]
	}
	path, query, _ := strings.Cut(rest, "?")
	d.path, d.Params = path, append(holes(path), pairs(InQuery, query)...)
	return d, nil
}

// At is the draft on a host of its service's.
func (d Draft) At(host string) Draft {
	d.Origin = "https://" + host
	return d
}

// Edited is the draft with another URL, or what else [Parse] takes. What the new
// one shares with the old stays known: its operation, its service, its form.
func (d Draft) Edited(text string) (Draft, error) {
	next, err := Parse(d.Method, text)
	if err != nil {
		return d, err
	}
	if next.Origin == "" && next.Service == d.Service {
		next.Origin = d.Origin
	}
	if next.Operation.Name != "" {
		return next, nil
	}
	for _, p := range d.Params {
		if p.Place == InForm {
			next.Params = append(next.Params, p)
		}
	}
	next.Body, next.ContentType = d.Body, d.ContentType
	if next.Service == "" && next.Origin == d.Origin {
		next.Service = d.Service
	}
	if d.Operation.Name != "" && next.Service == d.Operation.Service {
		next = next.known(d.Operation)
	}
	if next.Operation.Name == "" && d.Body == d.Operation.Body {
		next.Body, next.ContentType = "", "" // It was an example for another request.
	}
	return next, nil
}

// Timed fills in the span of time that an operation leaves open: the last day.
func (d Draft) Timed(now time.Time) Draft {
	for name, at := range map[string]time.Time{"fromMillis": now.Add(-24 * time.Hour), "toMillis": now} {
		millis := strconv.FormatInt(at.UnixMilli(), 10)
		d.Body = strings.ReplaceAll(d.Body, "{"+name+"}", millis)
		for i, p := range d.Params {
			if p.hole == "{"+name+"}" && p.Value == "" {
				d = d.Set(i, millis)
			}
		}
	}
	return d
}

// Known is the draft as one of an operation: what its URL wants is marked, and
// what it lacks is listed. It stays as it is when the path is not that
// operation's as the catalogue writes it.
func (d Draft) Known(o domain.Operation) Draft {
	if d.Operation.Name == o.Name || d.Method != o.Method {
		return d
	}
	return d.known(o)
}

func (d Draft) known(o domain.Operation) Draft {
	values, fit := matched(o.Path, d.path)
	if !fit {
		return d
	}
	rest := slices.DeleteFunc(slices.Clone(d.Params), func(p Param) bool { return p.Place == InPath })
	d.Operation, d.path, d.Params = o, o.Path, append(values, rest...)
	at := len(values)
	for _, q := range o.Queries() {
		mark := func(p Param) bool { return p.Place == InQuery && p.Name == q.Name }
		if i := slices.IndexFunc(d.Params, mark); i >= 0 {
			d.Params[i].Required, d.Params[i].Listed = q.Required, true
			continue
		}
		absent := known(q)
		absent.Sent = false
		for at < len(d.Params) && d.Params[at].Place == InQuery {
			at++
		}
		d.Params = slices.Insert(d.Params, at, absent)
	}
	if d.ContentType == "" {
		d.ContentType = o.ContentType
	}
	return d
}

// By is the draft with another method, which makes it nobody's operation.
func (d Draft) By(method string) Draft {
	if d.Operation.Name == "" || d.Operation.Method == method {
		d.Method = method
		return d
	}
	d.Method, d.Operation = method, domain.Operation{}
	d.Params = slices.DeleteFunc(slices.Clone(d.Params), func(p Param) bool { return p.Place != InPath && !p.Sent })
	for i := range d.Params {
		if d.Params[i].Place != InPath {
			d.Params[i].Required, d.Params[i].Listed = false, false
		}
	}
	return d
}

// URL is the URL for an account, or SERVICE:/path as long as the service's host
// is not known. Names in braces that have no value stay.
func (d Draft) URL(id domain.AccountID) string {
	if d.Origin == "" && d.Service == "" {
		return ""
	}
	origin := d.Origin
	if origin == "" {
		origin = string(d.Service) + ":"
	}
	return strings.ReplaceAll(origin+d.Path(), domain.AccountPlaceholder, string(id)) + d.fragment
}

// Text is the URL as a person edits it.
func (d Draft) Text() string { return d.URL(domain.AccountPlaceholder) }

// Path is the URL from its path on, with every value that there is.
func (d Draft) Path() string {
	path := d.path
	for _, p := range d.Params {
		if p.Place == InPath && p.Value != "" {
			path = strings.ReplaceAll(path, "{"+p.Name+"}", p.written())
		}
	}
	if query := d.joined(InQuery); query != "" {
		path += "?" + query
	}
	return path
}

// Form is the body when it is a form.
func (d Draft) Form() string { return d.joined(InForm) }

func (d Draft) joined(place Place) string {
	var parts []string
	for _, p := range d.Params {
		if p.Place == place && p.Sent {
			parts = append(parts, p.written())
		}
	}
	return strings.Join(parts, "&")
}

// Set gives a parameter a value, and sends it.
func (d Draft) Set(i int, value string) Draft {
	d.Params = slices.Clone(d.Params)
	p := &d.Params[i]
	if p.Sent && p.Value == value {
		return d
	}
	p.Value, p.Sent, p.raw = value, true, ""
	return d
}

// Add is the draft with one more parameter, and where that stands.
func (d Draft) Add(place Place, name, value string) (Draft, int) {
	i := len(d.Params)
	if place == InQuery {
		i = 0
		for i < len(d.Params) && d.Params[i].Place != InForm {
			i++
		}
	}
	d.Params = slices.Insert(slices.Clone(d.Params), i, Param{Place: place, Name: name, Value: value, Sent: true})
	return d, i
}

// Remove takes a parameter out of the request. What the catalogue lists stays in
// the table, and what the path holds loses its value.
func (d Draft) Remove(i int) Draft {
	d.Params = slices.Clone(d.Params)
	switch p := &d.Params[i]; {
	case p.Place == InPath:
		p.Value, p.raw = "", ""
	case p.Listed:
		p.Sent, p.raw = false, ""
	default:
		d.Params = slices.Delete(d.Params, i, i+1)
	}
	return d
}

// Lacks names the parameters without which there is no URL to sign.
func (d Draft) Lacks() []string {
	var names []string
	for _, p := range d.Params {
		if p.Empty() {
			names = append(names, p.Name)
		}
	}
	return names
}

// matched takes the values out of a path that a template makes.
func matched(template, path string) (values []Param, fit bool) {
	wanted, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(wanted) != len(got) {
		return nil, false
	}
	for i, part := range wanted {
		name, opened := strings.CutPrefix(part, "{")
		name, closed := strings.CutSuffix(name, "}")
		switch {
		case part == got[i] && part == domain.AccountPlaceholder:
		case part == domain.AccountPlaceholder:
			return nil, false // Some account's own: no longer a template.
		case opened && closed && part == got[i]:
			values = append(values, Param{Place: InPath, Name: name, Required: true, Listed: true})
		case opened && closed && got[i] != "":
			values = append(values, Param{
				Place: InPath, Name: name, Value: decoded(got[i], url.PathUnescape), raw: got[i],
				Required: true, Listed: true, Sent: true,
			})
		case part != got[i]:
			return nil, false
		}
	}
	return values, true
}
