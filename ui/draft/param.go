package draft

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"lpkeys/domain"
	"lpkeys/ui/aim"
)

// Place is where a parameter stands.
type Place int

// The places.
const (
	InPath Place = iota
	InQuery
	InForm
)

func (p Place) String() string { return [...]string{"path", "query", "form"}[p] }

// Param is one parameter of a draft.
type Param struct {
	Place    Place
	Name     string // decoded
	Value    string // decoded
	Required bool   // LivePerson says so, or the path has no room without it
	Listed   bool   // in the catalogue: it stays in sight when it is not sent
	Sent     bool   // it is in the request
	hole     string // the name in braces that stands for the value
	raw      string // as it was typed, while nobody changed it
}

// Empty reports whether a value has to be put in before there is a URL.
func (p Param) Empty() bool {
	return p.Value == "" && (p.Place == InPath || p.Sent && p.hole != "")
}

// Problem says what is wrong with the parameter, or "".
func (p Param) Problem() string {
	switch {
	case p.Empty():
		return "needs a value"
	case p.Place == InPath && (p.Value == "." || p.Value == ".."):
		return "is a path of its own"
	case p.Required && !p.Sent:
		return "is required by LivePerson and not sent"
	case p.Required && p.Value == "":
		return "is required by LivePerson and empty"
	case p.Sent && p.Name == "":
		return "has no name"
	case p.Sent && p.Name == "oauth_signature":
		return "is a signature already, and lpkeys puts its own into the header"
	case p.Sent && headerHas[p.Name]:
		return "is made by lpkeys, in the header"
	case p.raw != "" && !strings.Contains(p.raw, "{") && badEscape(p.raw):
		return `has a "%" without two hex digits`
	default:
		return ""
	}
}

// Bad reports whether the problem keeps the request from being signed.
func (p Param) Bad() bool {
	return p.Empty() || p.Place == InPath && (p.Value == "." || p.Value == "..") ||
		p.Sent && (p.Name == "oauth_signature" || headerHas[p.Name])
}

// headerHas are the parameters that the header will hold.
var headerHas = map[string]bool{
	"oauth_consumer_key": true, "oauth_token": true, "oauth_nonce": true, "oauth_timestamp": true,
	"oauth_signature_method": true, "oauth_version": true,
}

// written is the parameter as the URL or the form holds it.
func (p Param) written() string {
	switch {
	case p.raw != "":
		return p.raw
	case p.Place == InPath:
		// As the catalogue's own values are written.
		return strings.ReplaceAll(url.QueryEscape(p.Value), "+", "%20")
	case p.Value == "" && p.hole != "":
		return escaped(p.Place, p.Name) + "=" + p.hole
	default:
		return escaped(p.Place, p.Name) + "=" + escaped(p.Place, p.Value)
	}
}

func escaped(place Place, text string) string {
	text = url.QueryEscape(text)
	if place == InForm {
		return text
	}
	return strings.ReplaceAll(text, "+", "%20")
}

// escapedBlanks is text with its blanks percent-encoded. At its end they would
// else be lost to whoever edits it.
func escapedBlanks(text string) string {
	if !strings.ContainsFunc(text, unicode.IsSpace) {
		return text
	}
	var b strings.Builder
	for rest := text; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		if unicode.IsSpace(r) {
			b.WriteString(url.PathEscape(rest[:size]))
		} else {
			b.WriteString(rest[:size])
		}
		rest = rest[size:]
	}
	return b.String()
}

// known is a parameter of the catalogue's.
func known(q domain.Query) Param {
	p := Param{Place: InQuery, Name: q.Name, Value: q.Value, Required: q.Required, Listed: true, Sent: !q.Optional}
	if aim.Placeholder(q.Value) == q.Value && q.Value != "" {
		p.Value, p.hole = "", q.Value
	} else {
		p.raw = q.Name + "=" + q.Value
		p.Value = decoded(q.Value, url.QueryUnescape)
	}
	if q.Optional {
		p.raw = ""
	}
	return p
}

// pairs reads a query or a form. Nothing between two ampersands is nothing.
func pairs(place Place, text string) []Param {
	var params []Param
	for raw := range strings.SplitSeq(text, "&") {
		if raw == "" {
			continue
		}
		name, value, _ := strings.Cut(raw, "=")
		p := Param{Place: place, Name: decoded(name, url.QueryUnescape), Sent: true, raw: raw}
		if value != "" && value == aim.Placeholder(value) && value != domain.AccountPlaceholder {
			p.hole, p.raw = value, ""
		} else {
			p.Value = decoded(value, url.QueryUnescape)
		}
		params = append(params, p)
	}
	return params
}

// holes are the names in braces that a path has, the account's own left out.
func holes(path string) []Param {
	var params []Param
	for rest := path; ; {
		hole := aim.Placeholder(rest)
		if hole == "" {
			return params
		}
		_, rest, _ = strings.Cut(rest, hole)
		name := strings.Trim(hole, "{}")
		known := func(p Param) bool { return p.Name == name }
		if hole != domain.AccountPlaceholder && !slices.ContainsFunc(params, known) {
			params = append(params, Param{Place: InPath, Name: name, Required: true, Listed: true, Sent: true})
		}
	}
}

// decoded is what is meant by text, or text itself where it is not to be
// decoded.
func decoded(text string, decode func(string) (string, error)) string {
	if plain, err := decode(text); err == nil {
		return plain
	}
	return text
}

func badEscape(raw string) bool {
	_, err := url.PathUnescape(raw)
	return err != nil
}
