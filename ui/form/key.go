package form

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/explain"
	"lpkeys/ui/paste"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// The four values, in LivePerson's order.
var keyFields = []paste.Field{paste.AppKey, paste.Secret, paste.AccessToken, paste.AccessTokenSecret}

// Key takes the four values, one by one or in one paste. What is typed is never
// drawn.
type Key struct {
	Doubts  []string // what looks odd
	fields  [4]widget.Secret
	at      int
	report  []string // what a paste brought, what was cleaned
	Problem string   // why the last paste, or the key as it is, cannot be taken
}

// NewKey is the form without any value.
func NewKey() Key {
	var f Key
	for i, field := range keyFields {
		f.fields[i] = widget.NewSecret(string(field), "type it, or paste all four at once",
			func(value string) string { return paste.Shape(field, value) })
	}
	f.fields[0] = f.fields[0].Focus()
	return f
}

// IsZero reports whether no value was given yet.
func (f Key) IsZero() bool { return f.given() == 0 }

func (f Key) given() (n int) {
	for _, field := range f.fields {
		if !field.IsZero() {
			n++
		}
	}
	return n
}

// Held says how many values were given.
func (f Key) Held() string {
	if n := f.given(); n < len(f.fields) {
		return fmt.Sprintf("%d of 4 values are held", n)
	}
	return "the four values are held"
}

// Dropped is the form without its values, which are gone, and says so.
func (f Key) Dropped() Key {
	empty := f.IsZero()
	for i := range f.fields {
		f.fields[i] = f.fields[i].Set(oauth.Secret{})
	}
	f = NewKey()
	if !empty {
		f.Doubts = []string{"the values were dropped while lpkeys was suspended: paste them again"}
	}
	return f
}

// At is the field that has the cursor, from 1.
func (f Key) At() int { return f.at + 1 }

// Press gives the field under the cursor a key press.
func (f Key) Press(msg tea.KeyPressMsg) Key {
	f.Problem, f.report, f.Doubts = "", nil, nil
	f.fields[f.at] = f.fields[f.at].Press(msg)
	return f
}

// Move goes to a field further on, or back.
func (f Key) Move(by int) Key { return f.Focus((f.at+by+len(f.fields))%len(f.fields) + 1) }

// Focus goes to a field, from 1; 0 stays.
func (f Key) Focus(field int) Key {
	if field < 1 || field > len(f.fields) {
		return f
	}
	f.fields[f.at] = f.fields[f.at].Blur()
	f.at = field - 1
	f.fields[f.at] = f.fields[f.at].Focus()
	return f
}

// Paste takes one value into the field under the cursor, or several into their
// own. What a text with labels lacks is named, and what it has is kept. An account
// ID that comes along must be id, unless that is empty.
func (f Key) Paste(text string, id domain.AccountID) (next Key, found string) {
	f.Problem, f.report, f.Doubts = "", nil, nil
	if !paste.Several(text) {
		f.fields[f.at] = f.fields[f.at].Set(oauth.Secret{}).Insert(text)
		return f, ""
	}
	v, err := paste.Parse(text)
	var missing *paste.MissingError
	switch {
	case err != nil && !(errors.As(err, &missing) && missing.Labelled):
		f.Problem = explain.OnScreen(err).Whole()
		return f, ""
	case id != "" && v.AccountID != "" && v.AccountID != string(id):
		f.Problem = "this key is marked as another account's than the account ID you gave. Paste the key of that account, or go back and mend the ID"
		return f, ""
	}
	return f.take(v), v.AccountID
}

// take puts what was pasted into its fields and says how far that leads.
func (f Key) take(v paste.Values) Key {
	found := 0
	for i, value := range []oauth.Secret{
		oauth.NewSecret(v.AppKey), v.Secret, oauth.NewSecret(v.AccessToken), v.AccessTokenSecret,
	} {
		if !value.IsZero() {
			f.fields[i] = f.fields[i].Set(value)
			found++
		}
	}
	f.Doubts = v.Warnings
	news := "all four values are in"
	if found < len(f.fields) {
		news = fmt.Sprintf("%d of 4 values were in it", found)
	}
	for i, field := range f.fields {
		if field.IsZero() {
			f.report = append([]string{news + "; next: " + string(keyFields[i])}, v.Cleaned...)
			return f.Focus(i + 1)
		}
	}
	f.report = append([]string{news}, v.Cleaned...)
	return f.Focus(len(f.fields))
}

// Enter goes to the next empty field, or on when all four are in.
func (f Key) Enter() (next Key, done bool) {
	f.fields[f.at] = f.fields[f.at].Blur().Focus()
	for step := range f.fields {
		i := (f.at + step) % len(f.fields)
		if f.fields[i].IsZero() {
			if i == f.at {
				f.Problem = string(keyFields[i]) + " is empty: type or paste it"
			}
			return f.Focus(i + 1), false
		}
	}
	var bad *oauth.CredentialError
	if err := f.Credentials().Validate(); errors.As(err, &bad) {
		f.Problem = explain.OnScreen(err).Whole()
		return f.Focus(fieldOf(bad.Field)), false
	}
	f.Doubts = f.doubts()
	return f, true
}

// doubts is what looks odd about the four values, without repeating them.
// Nothing else checks a key before it is used.
func (f Key) doubts() []string {
	values := map[paste.Field]string{}
	for i, field := range keyFields {
		values[field] = f.fields[i].Value().Reveal()
	}
	return paste.Doubts(values)
}

func fieldOf(f oauth.Field) int {
	for i, field := range []oauth.Field{oauth.FieldConsumerKey, oauth.FieldConsumerSecret, oauth.FieldToken, oauth.FieldTokenSecret} {
		if f == field {
			return i + 1
		}
	}
	return 0
}

// Credentials are the four values in OAuth's words. App key and access token
// are sent in the clear with every request; they are masked in the form all
// the same, since people take them for secrets.
func (f Key) Credentials() oauth.Credentials {
	return oauth.Credentials{
		ConsumerKey:    f.fields[0].Value().Reveal(),
		ConsumerSecret: f.fields[1].Value(),
		Token:          f.fields[2].Value().Reveal(),
		TokenSecret:    f.fields[3].Value(),
	}
}

// Lines draw the form: the fields, and below them what came of the last paste.
func (f Key) Lines(th theme.Theme, width int) []Line {
	const labels = len("Access token secret")
	room := max(1, width-labels-markWidth)
	var lines []Line
	for i, field := range f.fields {
		said, style := field.Note, th.Warning
		if field.Problem != "" {
			said, style = "! "+field.Problem, th.Danger
		}
		if room < 50 { // What is said about the value would be cut beside it.
			field.Note, field.Problem = "", ""
		} else {
			said = ""
		}
		l := Labelled(th, field.Label, labels, i == f.at, field.View(th, room))
		l.Field = i + 1
		lines = append(lines, l)
		if said != "" {
			lines = append(lines, below(style, said, i+1, labels, width)...)
		}
	}
	return append(append(lines, Line{}), f.news(th, width)...)
}

// news says what came of the last paste, or what to do.
func (f Key) news(th theme.Theme, width int) []Line {
	var lines []Line
	switch {
	case f.Problem != "":
		lines = Text(th.Danger, "! "+f.Problem, width)
	case len(f.report) > 0:
		lines = Text(th.Success, "✓ "+strings.ReplaceAll(strings.Join(f.report, "; "), ".;", ";"), width)
	case len(f.Doubts) == 0:
		lines = Text(th.Muted, "Paste all four at once: in this order, or with labels (\"App key: ...\"). Nothing is ever shown.", width)
	}
	for _, d := range f.Doubts {
		if !f.noted(d) {
			lines = append(lines, Text(th.Warning, "! "+d, width)...)
		}
	}
	return lines
}

// noted reports whether a doubt stands beside its field already.
func (f Key) noted(doubt string) bool {
	return slices.ContainsFunc(f.fields[:], func(field widget.Secret) bool {
		return field.Note != "" && doubt == field.Label+": "+field.Note+"."
	})
}
