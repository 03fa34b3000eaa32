// Package operations is the screen on which one of a service's operations is
// chosen.
package operations

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Model is the list of operations.
type Model struct {
	operations []domain.Operation
	list       screen.List
	width      int
	height     int
}

// New returns the list of the route's operations, of which there is at least
// one.
func New(r nav.Operations) Model {
	return Model{operations: r.Of, list: screen.List{Cursor: max(0, r.Chosen)}, width: 80, height: 20}
}

// Init starts nothing.
func (m Model) Init() tea.Cmd { return nil }

type chooseMsg struct{}

// Update answers keys.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case screen.Move:
		m.list.Cursor += int(msg)
	case screen.Click:
		return m.click(msg.Line)
	case chooseMsg:
		return m, nav.PopAndTell(nav.Chosen{Operation: m.list.Cursor})
	}
	m.list = m.list.Within(len(m.operations), m.listHeight())
	return m, nil
}

// click moves to a row, and chooses it when the cursor is there already.
func (m Model) click(line int) (screen.Model, tea.Cmd) {
	list, there, again := m.list.At(line, len(m.operations))
	if !there || line >= m.listHeight() {
		return m, nil
	}
	m.list = list
	if again {
		return m.Update(chooseMsg{})
	}
	return m, nil
}

// Title names the screen.
func (m Model) Title() string { return "operations" }

// Typing is never so: there is no text field.
func (m Model) Typing() bool { return false }

// Actions are the keys of the list.
func (m Model) Actions() []screen.Action {
	return append([]screen.Action{
		screen.Do([]string{"enter"}, "enter", "choose", chooseMsg{}),
		screen.Do([]string{"esc", "h", "left"}, "esc", "back", nav.PopMsg{}),
	}, screen.Moves(m.listHeight())...)
}

// detailHeight is the room for a few words about the operation under the
// cursor.
func (m Model) detailHeight() int {
	switch {
	case m.height < 6:
		return 0
	case m.height < 14:
		return 3
	case m.height < 20:
		return 6
	default:
		return 8
	}
}

func (m Model) listHeight() int { return max(1, m.height-m.detailHeight()) }

// View draws the operations and, if there is room, more about the one under the
// cursor.
func (m Model) View(th theme.Theme) string {
	lines := make([]string, 0, m.height)
	nameWidth := 0
	for _, o := range m.operations {
		nameWidth = max(nameWidth, widget.Width(short(o)))
	}
	nameWidth = min(nameWidth, max(8, m.width/2))
	for i := m.list.First; i < min(m.list.First+m.listHeight(), len(m.operations)); i++ {
		lines = append(lines, m.row(th, i, nameWidth))
	}
	if m.detailHeight() > 0 {
		for len(lines) < m.listHeight() {
			lines = append(lines, "")
		}
		detail := m.detail(th)
		lines = append(lines, detail[:min(len(detail), m.detailHeight())]...)
	}
	return strings.Join(lines, "\n")
}

// short is the operation's name below its service.
func short(o domain.Operation) string { return strings.TrimPrefix(o.Name, string(o.Service)+".") }

func (m Model) row(th theme.Theme, i, nameWidth int) string {
	o := m.operations[i]
	pointer, style := "  ", th.Text
	if i == m.list.Cursor {
		pointer, style = "> ", th.Selected
	}
	left := th.Accent.Render(pointer) + style.Render(widget.Fit(o.Method, 7)+widget.Fit(short(o), nameWidth)) + "  "
	room := m.width - widget.Width(left)
	switch {
	case o.Effect == domain.Destroys:
		return left + th.Danger.Render(widget.Cut("! "+o.Title, room))
	case !o.Auth.Signed():
		return left + th.Muted.Render(widget.Cut("not signed: "+o.Title, room))
	default:
		return left + th.Text.Render(widget.Cut(o.Title, room))
	}
}

// detail says more about the operation under the cursor, after a blank line.
func (m Model) detail(th theme.Theme) []string {
	o := m.operations[m.list.Cursor]
	text := fmt.Sprintf("%s %s, authorised by %s.", o.Name, o.Effect, o.Auth)
	if o.Permission != "" && o.Auth.Signed() {
		text += " The key needs " + o.Permission + "."
	}
	body := ""
	if o.Body != "" {
		body = "Its body, for example: " + o.Body
	}
	lines := []string{""}
	for _, part := range []string{text, o.Note, body, o.Docs} {
		if part == "" {
			continue
		}
		for _, l := range widget.Wrap(part, m.width) {
			lines = append(lines, th.Muted.Render(l))
		}
	}
	return lines
}
