package preview

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/draft"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/judge"
	"lpkeys/ui/screen"
	"lpkeys/ui/widget"
)

// editing says what the text field holds.
type editing int

const (
	nowhere editing = iota
	onURL
	onBody
	onValue // of the row
	onQuery // a new parameter
	onForm
)

type (
	editMsg   struct{ what editing }
	nextMsg   struct{}
	acceptMsg struct{}
	cancelMsg struct{}
	removeMsg struct{}
	methodMsg struct{}
)

// longest is more than any URL or body that a person writes.
const longest = 8192

// change answers what changes the request.
func (m Model) change(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case editMsg:
		m = m.edit(msg.what)
	case nextMsg:
		return m.next()
	case acceptMsg:
		return m.accept()
	case cancelMsg:
		m.editing, m.problem = nowhere, nil
	case removeMsg:
		return m.become(m.draft.Remove(m.row))
	case methodMsg:
		i := slices.Index(methods, m.draft.Method)
		return m.become(m.draft.By(methods[(i+1)%len(methods)]))
	}
	return m.inSight(), nil
}

var methods = []string{"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"}

// edit puts the cursor into a field.
func (m Model) edit(what editing) Model {
	if what == onValue && len(m.draft.Params) == 0 {
		return m
	}
	m.editing, m.problem, m.pane = what, nil, onRequest
	m.explains = m.explains && m.beside() // Nobody types unseen.
	switch what {
	case onURL:
		m.field = widget.NewField("URL", "https://HOST/path, SERVICE:/path or an operation's name", longest).Tight()
	case onBody:
		m.field = widget.NewField("Body", `{"name":"value"}, sent but not signed`, longest)
	case onValue:
		m.field = widget.NewField(m.draft.Params[m.row].Name, "its value, as it is: no escapes", longest)
	default:
		m.field = widget.NewField("", "name=value, as they are: no escapes", longest)
	}
	m.field = m.field.Set(m.before()).Focus()
	return m
}

// before is what the field held when editing began.
func (m Model) before() string {
	switch m.editing {
	case onURL:
		return m.draft.Text()
	case onBody:
		return m.draft.Body
	case onValue:
		return m.draft.Params[m.row].Value
	default:
		return ""
	}
}

// paste says when the URL is another than what was pasted.
func (m Model) paste(text string) (screen.Model, tea.Cmd) {
	if !m.Typing() {
		return m, nil
	}
	m.field, m.problem = m.field.Insert(text), nil
	if m.editing != onURL || !m.field.Joined {
		return m.inSight(), nil
	}
	return m.inSight(), event.Say(event.Note, "the blanks and line breaks in what was pasted are left out")
}

// accept takes what was typed into the request, unless it cannot be meant.
func (m Model) accept() (screen.Model, tea.Cmd) {
	text := m.field.Value()
	next := m.draft
	switch m.editing {
	case onURL:
		var err error
		if text = strings.TrimSpace(text); text != next.Text() {
			if next, err = next.Edited(text); err != nil {
				w := explain.OnScreen(err)
				m.problem = &w
				return m.inSight(), nil
			}
		}
	case onBody:
		if next.Body = strings.TrimSpace(text); next.ContentType == "" {
			next.ContentType = "application/json"
		}
	case onValue:
		next = next.Set(m.row, text)
	case onQuery, onForm:
		if name, value, _ := strings.Cut(text, "="); name != "" {
			place := draft.InQuery
			if m.editing == onForm {
				place = draft.InForm
			}
			next, m.row = next.Add(place, name, value)
		}
	}
	m.editing = nowhere
	return m.become(next)
}

// next takes the value in and goes on to the next one.
func (m Model) next() (screen.Model, tea.Cmd) {
	if m.editing != onValue || m.row+1 >= len(m.draft.Params) {
		return m.accept()
	}
	m.draft = m.draft.Set(m.row, m.field.Value())
	m.row++
	m.made = nil // Of another request by now.
	return m.edit(onValue).inSight(), nil
}

// become makes d the request, and signs it. It is no longer what was insisted
// on.
func (m Model) become(d draft.Draft) (screen.Model, tea.Cmd) {
	old := m.request()
	d = d.Timed(m.now())
	if op, known := judge.Operation(m.services.Locator, d.Method, d.URL(m.account.ID)); known {
		d = d.Known(op)
	}
	if d.Operation.Name != m.draft.Operation.Name {
		m.row, m.first = 0, 0
	}
	if d.Service != m.draft.Service {
		m.operations = operationsOf(d.Service)
	}
	m.draft = d
	m.row = max(0, min(m.row, len(d.Params)-1))
	if m.request() == old && m.made != nil {
		return m.inSight(), nil // Nothing that is signed has changed.
	}
	m.insisted = false
	next, cmd := m.begin(toShow)
	return next.(Model).inSight(), cmd
}
