package onboarding

import (
	"errors"
	"fmt"
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

// keyForm takes the four values, one by one or in one paste.
type keyForm struct {
	fields  [4]widget.Secret
	at      int
	report  []string // what a paste brought, what was cleaned
	doubts  []string
	problem string
}

func newKey() keyForm {
	var f keyForm
	for i, field := range keyFields {
		f.fields[i] = widget.NewSecret(string(field), "type it, or paste all four at once",
			func(value string) string { return paste.Shape(field, value) })
	}
	f.fields[0] = f.fields[0].Focus()
	return f
}

func (f keyForm) isZero() bool {
	for _, field := range f.fields {
		if !field.IsZero() {
			return false
		}
	}
	return true
}

// dropped is the form without its values.
func (f keyForm) dropped() keyForm {
	empty := f.isZero()
	for i := range f.fields {
		f.fields[i] = f.fields[i].Set(oauth.Secret{})
	}
	f = newKey()
	if !empty {
		f.doubts = []string{"the four values were dropped while lpkeys was suspended: paste them again"}
	}
	return f
}

func (f keyForm) press(msg tea.KeyPressMsg) keyForm {
	f.problem, f.report, f.doubts = "", nil, nil
	f.fields[f.at] = f.fields[f.at].Press(msg)
	return f
}

func (f keyForm) move(by int) keyForm { return f.moveTo((f.at + by + len(f.fields)) % len(f.fields)) }

func (f keyForm) moveTo(i int) keyForm {
	f.fields[f.at] = f.fields[f.at].Blur()
	f.at = i
	f.fields[f.at] = f.fields[f.at].Focus()
	return f
}

// paste takes one value into the field under the cursor, or several into
// their own. What a text with labels lacks is named, and what it has is kept.
func (f keyForm) paste(text string, id domain.AccountID) keyForm {
	f.problem, f.report, f.doubts = "", nil, nil
	if !paste.Several(text) {
		f.fields[f.at] = f.fields[f.at].Set(oauth.Secret{}).Insert(text)
		return f
	}
	v, err := paste.Parse(text)
	var missing *paste.MissingError
	if err != nil && !(errors.As(err, &missing) && missing.Labelled) {
		w := explain.Of(err)
		f.problem = w.Error + ". " + w.Hint
		return f
	}
	if v.AccountID != "" && v.AccountID != string(id) {
		f.problem = "this key is marked as another account's than the account ID you gave. Paste the key of that account, or go back and mend the ID"
		return f
	}
	return f.take(v, missing)
}

// take puts what was pasted into its fields and says how far that leads.
func (f keyForm) take(v paste.Values, missing *paste.MissingError) keyForm {
	found := 0
	for i, value := range []oauth.Secret{
		oauth.NewSecret(v.AppKey), v.Secret, oauth.NewSecret(v.AccessToken), v.AccessTokenSecret,
	} {
		if !value.IsZero() {
			f.fields[i] = f.fields[i].Set(value)
			found++
		}
	}
	f.doubts = v.Warnings
	f.report = append([]string{"all four values are in"}, v.Cleaned...)
	if missing == nil {
		return f.moveTo(len(f.fields) - 1)
	}
	f.report = append([]string{fmt.Sprintf("%d of 4 values were in it", found)}, v.Cleaned...)
	for i, field := range f.fields {
		if field.IsZero() {
			return f.moveTo(i)
		}
	}
	return f.moveTo(len(f.fields) - 1)
}

// enter goes to the next empty field, or on when all four are in.
func (f keyForm) enter() (keyForm, bool) {
	f.fields[f.at] = f.fields[f.at].Blur().Focus()
	for step := range f.fields {
		i := (f.at + step) % len(f.fields)
		if f.fields[i].IsZero() {
			if i == f.at {
				f.problem = string(keyFields[i]) + " is empty: type or paste it"
			}
			return f.moveTo(i), false
		}
	}
	var bad *oauth.CredentialError
	if err := f.credentials().Validate(); errors.As(err, &bad) {
		w := explain.Of(err)
		f.problem = w.Error + ". " + w.Hint
		return f.moveTo(indexOf(bad.Field)), false
	}
	f.doubts = f.doubtsNow()
	return f, true
}

// doubtsNow is what looks odd about the four values, without repeating them.
// Nothing else checks a key before it is used.
func (f keyForm) doubtsNow() []string {
	values := map[paste.Field]string{}
	for i, field := range keyFields {
		values[field] = f.fields[i].Value().Reveal()
	}
	return paste.Doubts(values)
}

func indexOf(f oauth.Field) int {
	for i, field := range []oauth.Field{oauth.FieldConsumerKey, oauth.FieldConsumerSecret, oauth.FieldToken, oauth.FieldTokenSecret} {
		if f == field {
			return i
		}
	}
	return 0
}

// credentials are the four values in OAuth's words. App key and access token
// are sent in the clear with every request; they are masked in the form all
// the same, since people take them for secrets.
func (f keyForm) credentials() oauth.Credentials {
	return oauth.Credentials{
		ConsumerKey:    f.fields[0].Value().Reveal(),
		ConsumerSecret: f.fields[1].Value(),
		Token:          f.fields[2].Value().Reveal(),
		TokenSecret:    f.fields[3].Value(),
	}
}

func (m Model) keyLines(th theme.Theme) []string {
	lines := m.keyNews(th)
	lines = append(lines, "")
	for i, field := range m.key.fields {
		lines = append(lines, m.labelled(th, field.Label, i == m.key.at, field.View(th, m.fieldWidth())))
	}
	return lines
}

// keyNews says what came of the last paste, or what to do.
func (m Model) keyNews(th theme.Theme) []string {
	var lines []string
	switch {
	case m.key.problem != "":
		lines = m.text(th.Danger, "! "+m.key.problem)
	case len(m.key.report) > 0:
		lines = m.text(th.Success, "✓ "+strings.ReplaceAll(strings.Join(m.key.report, "; "), ".;", ";"))
	default:
		lines = m.text(th.Muted, "Paste all four at once: four lines in this order, or lines such as \"App key: ...\". Nothing typed here is ever shown.")
	}
	for _, d := range m.key.doubts {
		lines = append(lines, m.text(th.Warning, "! "+d)...)
	}
	return lines
}
