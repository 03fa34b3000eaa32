package onboarding

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

// The fields of the second form, in order.
const (
	nameField = iota
	idField
	environmentField
	detailCount
)

// detailsForm asks what the account is called, which one it is at LivePerson
// and what it is for.
type detailsForm struct {
	fields [detailCount]widget.Field
	at     int
	taken  []string
}

func newDetails() detailsForm {
	f := detailsForm{fields: [detailCount]widget.Field{
		widget.NewField("Name", "what you call it here, such as acme-prod", 200),
		widget.NewField("Account ID", "LivePerson's number, such as 12345678", 200),
		widget.NewField("Environment", "production, staging, test, or empty", 200),
	}}
	f.fields[0] = f.fields[0].Focus()
	return f
}

func (f detailsForm) isZero() bool {
	for _, field := range f.fields {
		if field.Value() != "" {
			return false
		}
	}
	return true
}

func (f detailsForm) press(msg tea.KeyPressMsg) detailsForm {
	f.fields[f.at] = f.fields[f.at].Press(msg)
	return f
}

func (f detailsForm) paste(text string) detailsForm {
	f.fields[f.at] = f.fields[f.at].Insert(strings.TrimSpace(text))
	return f
}

func (f detailsForm) move(by int) detailsForm {
	return f.moveTo((f.at + by + detailCount) % detailCount)
}

func (f detailsForm) moveTo(i int) detailsForm {
	f.fields[f.at] = f.fields[f.at].Blur()
	f.at = i
	f.fields[f.at] = f.fields[f.at].Focus()
	return f
}

// enter goes to the next field, or past the last one when all are right.
func (f detailsForm) enter() (detailsForm, bool) {
	f = f.judged()
	if f.at < detailCount-1 {
		f = f.clear(f.at + 1)
		if f.fields[f.at].Problem != "" {
			return f, false
		}
		return f.moveTo(f.at + 1), false
	}
	for i := range f.fields {
		if f.fields[i].Problem != "" {
			return f.moveTo(i), false
		}
	}
	return f, true
}

// clear takes back what was said about fields not reached yet.
func (f detailsForm) clear(from int) detailsForm {
	for i := from; i < detailCount; i++ {
		f.fields[i].Problem = ""
	}
	return f
}

// judged puts beside each field what is wrong with it.
func (f detailsForm) judged() detailsForm {
	name, err := store.CleanName(f.fields[nameField].Value())
	f.fields[nameField].Problem = problem(err)
	if err == nil {
		for _, taken := range f.taken {
			if strings.EqualFold(taken, name) {
				f.fields[nameField].Problem = "there is an account of this name already"
			}
		}
	}
	_, err = domain.ParseAccountID(strings.TrimSpace(f.fields[idField].Value()))
	f.fields[idField].Problem = problem(err)
	_, err = store.CleanEnvironment(f.fields[environmentField].Value())
	f.fields[environmentField].Problem = problem(err)
	return f
}

// problem is the short form for beside a field.
func problem(err error) string {
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
		return explain.Of(err).Error
	}
}

// account is what the form says, cleaned; it has been judged before.
func (f detailsForm) account() store.Account {
	name, _ := store.CleanName(f.fields[nameField].Value())
	id, _ := domain.ParseAccountID(strings.TrimSpace(f.fields[idField].Value()))
	environment, _ := store.CleanEnvironment(f.fields[environmentField].Value())
	return store.Account{Name: name, ID: id, Environment: environment, Kind: store.OAuth1}
}

func (m Model) detailsLines(th theme.Theme) []string {
	lines := []string{""}
	for i, field := range m.details.fields {
		lines = append(lines, m.labelled(th, field.Label, i == m.details.at, field.View(th, m.fieldWidth())))
		if field.Problem != "" {
			lines = append(lines, m.beside(th.Danger, "! "+field.Problem)...)
		}
	}
	lines = append(lines, "")
	return append(lines, m.text(th.Muted, "An account marked production carries its mark on every screen.")...)
}
