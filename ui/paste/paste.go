// Package paste turns what people paste into the values of a LivePerson API
// key. It knows LivePerson's own labels and the ones other tools print, cleans
// what a copy drags along, and says what it removed, what is missing and what
// looks odd.
//
// It never guesses between two readings and never echoes a value: its errors
// and warnings name fields and lines only.
package paste

import (
	"errors"
	"strings"

	"lpkeys/oauth"
)

// A Field is one value of a key, in LivePerson's words.
type Field string

// The four values in the order in which LivePerson shows them, and the account
// ID that often travels with them.
const (
	AppKey            Field = "App key"
	Secret            Field = "Secret"
	AccessToken       Field = "Access token"
	AccessTokenSecret Field = "Access token secret"
	AccountID         Field = "Account ID"
)

// Limit is the most bytes that [Parse] looks at.
const Limit = 64 << 10

// keyFields is LivePerson's order, which four lines without labels follow.
var keyFields = []Field{AppKey, Secret, AccessToken, AccessTokenSecret}

// Values is what was found in a paste. A value that was not there is zero.
type Values struct {
	AppKey            string
	Secret            oauth.Secret
	AccessToken       string
	AccessTokenSecret oauth.Secret

	// AccountID is cleaned but not checked: that is package domain's word.
	AccountID string

	// Cleaned tells, a sentence for each field, what was removed around and
	// inside the values.
	Cleaned []string

	// Warnings tells what looks odd. None of it is a reason to refuse.
	Warnings []string
}

// Key is the four values as OAuth names them. It is not checked.
func (v Values) Key() oauth.Credentials {
	return oauth.Credentials{
		ConsumerKey: v.AppKey, ConsumerSecret: v.Secret,
		Token: v.AccessToken, TokenSecret: v.AccessTokenSecret,
	}
}

// Parse finds the four values in four lines in LivePerson's order, or in lines
// of "label: value" in any order, where ":", "=" or a tab separates.
//
// Its errors are [ErrTooLarge], [ErrEmpty], [*MissingError], [*DuplicateError],
// [*AmbiguousError] and [*ValueError]. With a MissingError the values that were
// found come along, so that a form can keep them.
func Parse(text string) (Values, error) {
	if len(text) > Limit {
		return Values{}, ErrTooLarge
	}
	lines := split(text)
	if len(lines) == 0 {
		return Values{}, ErrEmpty
	}
	read := readBare
	if anyLabel(lines) {
		read = readLabelled
	}
	found, err := read(lines)
	if err != nil {
		return Values{}, err
	}
	return found.values()
}

// Several reports whether the text is more than a single value, so that a form
// knows a paste of everything from one that belongs into the current field.
func Several(text string) bool {
	if len(text) > Limit {
		return true
	}
	lines := split(text)
	return len(lines) > 1 || anyLabel(lines)
}

// A pasted is one value as it stood in the text.
type pasted struct {
	field Field
	line  int
	text  string
}

// A finding is what a reader of one format hands on.
type finding struct {
	pasted   []pasted
	labelled bool
	leftOut  int // lines that are neither a value nor a part of one
}

func (f finding) values() (Values, error) {
	var v Values
	clean := make(map[Field]string, len(f.pasted))
	for _, p := range f.pasted {
		if _, twice := clean[p.field]; twice {
			return Values{}, &DuplicateError{Field: p.field, Line: p.line}
		}
		value, removed := Clean(p.text)
		if err := p.check(value); err != nil {
			return Values{}, err
		}
		clean[p.field] = value
		if len(removed) > 0 {
			v.Cleaned = append(v.Cleaned, string(p.field)+": removed "+list(removed)+".")
		}
	}
	v.AppKey = clean[AppKey]
	v.Secret = oauth.NewSecret(clean[Secret])
	v.AccessToken = clean[AccessToken]
	v.AccessTokenSecret = oauth.NewSecret(clean[AccessTokenSecret])
	v.AccountID = clean[AccountID]
	v.Warnings = Doubts(clean)
	if f.leftOut > 0 {
		v.Warnings = append(v.Warnings, count(f.leftOut, "line")+" without a known label left out.")
	}
	return v, f.missing(clean)
}

func (f finding) missing(clean map[Field]string) error {
	var missing []Field
	for _, field := range keyFields {
		if clean[field] == "" {
			missing = append(missing, field)
		}
	}
	if missing == nil {
		return nil
	}
	return &MissingError{Fields: missing, Labelled: f.labelled}
}

func (p pasted) check(value string) error {
	if problem := problemOf(value); problem != "" {
		return &ValueError{Field: p.field, Line: p.line, Problem: problem}
	}
	// A blank inside a key is a wrapped line or a slip of the mouse; a blank
	// inside anything else is more likely a sentence.
	if hasInnerBlank(p.text) && (p.field == AccountID || Shape(p.field, value) != "") {
		return &ValueError{Field: p.field, Line: p.line, Problem: "holds blanks between its characters"}
	}
	return nil
}

// Key reports whether text reads as a key or as a labelled part of one, so that
// it must not land where it would be shown. An address is none.
func Key(text string) bool {
	if strings.Contains(text, "://") || !Several(text) {
		return false
	}
	v, err := Parse(text)
	var missing *MissingError
	switch {
	case errors.As(err, &missing):
		return v.AppKey != "" || v.AccessToken != "" || !v.Secret.IsZero() || !v.AccessTokenSecret.IsZero()
	case errors.Is(err, ErrEmpty), errors.Is(err, ErrTooLarge):
		return false
	default:
		return true
	}
}
