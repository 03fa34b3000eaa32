package form

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// The fields of the details, in order.
const (
	nameField = iota
	idField
	environmentField
)

// Details asks what an account is called, which one it is at LivePerson and what
// it is for.
type Details struct {
	Taken  []string // names of other accounts
	fields []widget.Field
	at     int
	before store.Account // what the form began with
}

const longestDetail = 200

// NewDetails is the form for an account that is new, or for changing one.
func NewDetails(a store.Account) Details {
	return newDetails(a,
		widget.NewField("Name", "what you call it here, such as acme-prod", longestDetail).Set(a.Name),
		widget.NewField("Account ID", "LivePerson's number, such as 12345678", longestDetail).Set(string(a.ID)),
		widget.NewField("Environment", "production, staging, test, or empty", longestDetail).Set(a.Environment))
}

// NewName asks for a name alone, for another account like this one.
func NewName(a store.Account) Details {
	f := newDetails(a, widget.NewField("New name", "such as "+a.Name+"-copy", longestDetail))
	f.before.Name = ""
	return f
}

func newDetails(a store.Account, fields ...widget.Field) Details {
	f := Details{fields: fields, before: a}
	f.fields[0] = f.fields[0].Focus()
	return f
}

// Unsaved reports whether the form says anything other than at its beginning.
func (f Details) Unsaved() bool {
	for i, before := range []string{f.before.Name, string(f.before.ID), f.before.Environment} {
		if i < len(f.fields) && f.fields[i].Value() != before {
			return true
		}
	}
	return false
}

// At is the field that has the cursor, from 1.
func (f Details) At() int { return f.at + 1 }

// Press gives the field under the cursor a key press.
func (f Details) Press(msg tea.KeyPressMsg) Details {
	return f.with(f.at, f.fields[f.at].Press(msg))
}

// Paste puts text into the field under the cursor.
func (f Details) Paste(text string) Details {
	return f.with(f.at, f.fields[f.at].Insert(strings.TrimSpace(text)))
}

// SetID fills in the account ID that came with a key.
func (f Details) SetID(id string) Details {
	field := f.fields[idField].Set(id)
	field.Problem = ""
	return f.with(idField, field)
}

func (f Details) with(i int, field widget.Field) Details {
	f.fields = append([]widget.Field(nil), f.fields...)
	f.fields[i] = field
	return f
}

// Move goes to a field further on, or back.
func (f Details) Move(by int) Details {
	return f.Focus((f.at+by+len(f.fields))%len(f.fields) + 1)
}

// Focus goes to a field, from 1; 0 stays.
func (f Details) Focus(field int) Details {
	if field < 1 || field > len(f.fields) {
		return f
	}
	f = f.with(f.at, f.fields[f.at].Blur())
	f.at = field - 1
	return f.with(f.at, f.fields[f.at].Focus())
}

// FocusID goes to the account ID, where it is asked for.
func (f Details) FocusID() Details { return f.Focus(idField + 1) }

// Enter goes to the next field, or past the last one when all are right.
func (f Details) Enter() (next Details, done bool) {
	last := f.at == len(f.fields)-1
	f = f.judged()
	for i := range f.fields {
		switch {
		case i > f.at: // Not reached yet: nothing is said about it.
			f.fields[i].Problem = ""
		case f.fields[i].Problem != "" && (last || i == f.at):
			return f.Focus(i + 1), false
		}
	}
	if last {
		return f, true
	}
	return f.Move(1), false
}

// judged puts beside each field what is wrong with it.
func (f Details) judged() Details {
	f.fields = append([]widget.Field(nil), f.fields...)
	for i := range f.fields {
		f.fields[i].Problem = f.problem(i)
	}
	return f
}

func (f Details) problem(field int) string {
	switch field {
	case nameField:
		return f.nameProblem()
	case idField:
		_, err := store.CleanID(strings.TrimSpace(f.fields[idField].Value()))
		return short(err)
	default:
		_, err := store.CleanEnvironment(f.fields[environmentField].Value())
		return short(err)
	}
}

func (f Details) nameProblem() string {
	name, err := store.CleanName(f.fields[nameField].Value())
	for _, taken := range f.Taken {
		if err == nil && strings.EqualFold(taken, name) && !strings.EqualFold(taken, f.before.Name) {
			return "there is an account of this name already"
		}
	}
	return short(err)
}

// short is the form of an error for beside a field.
func short(err error) string {
	var name *store.NameError
	var input *domain.InputError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &name):
		return name.Problem
	case errors.As(err, &input):
		return input.Problem
	default:
		return explain.OnScreen(err).Error
	}
}

// Account is the account of the beginning with what the form says, cleaned. What
// [Details.Enter] has not taken yet may be empty.
func (f Details) Account() store.Account {
	a := f.before
	a.Name, _ = store.CleanName(f.fields[nameField].Value())
	if len(f.fields) > 1 {
		a.ID, _ = store.CleanID(strings.TrimSpace(f.fields[idField].Value()))
		a.Environment, _ = store.CleanEnvironment(f.fields[environmentField].Value())
	}
	return a
}

// Lines draw the form.
func (f Details) Lines(th theme.Theme, width int) []Line {
	const labels = len("Environment")
	var lines []Line
	for i, field := range f.fields {
		l := Labelled(th, field.Label, labels, i == f.at, field.View(th, max(1, width-labels-markWidth)))
		l.Field = i + 1
		lines = append(lines, l)
		if field.Problem != "" {
			lines = append(lines, below(th.Danger, "! "+field.Problem, i+1, labels, width)...)
		}
	}
	return lines
}
