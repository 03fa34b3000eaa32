// Package operations is the screen on which an operation of the catalogue is
// chosen, one of a service's or one of all.
package operations

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/widget"
)

// Model is the list of operations, below the APIs that offer them.
type Model struct {
	operations []domain.Operation
	several    bool     // of more than one service
	texts      []string // what a filter looks through
	list       screen.Grouped
	filter     screen.Filter
	names      int // cells that the widest name takes
	titles     int // and the widest title
	width      int
	height     int
}

// New returns the list of the route's operations, of which there is at least
// one.
func New(r nav.Operations) Model {
	m := Model{operations: r.Of, width: 80, height: 20}
	for _, o := range r.Of {
		m.several = m.several || o.Service != r.Of[0].Service
		m.texts = append(m.texts, strings.ToLower(strings.Join([]string{
			o.Name, o.Method, o.Title, o.API, o.Path,
		}, " ")))
		m.names = max(m.names, widget.Width(short(o)))
		m.titles = max(m.titles, widget.Width(o.Title))
	}
	m = m.shown()
	m.list = m.list.To(r.Chosen)
	return m
}

// shown lists what the filter keeps.
func (m Model) shown() Model {
	m.list = m.list.Showing(len(m.operations),
		func(i int) bool { return m.filter.Keeps(m.texts[i]) },
		func(a, b int) bool {
			return m.operations[a].API == m.operations[b].API && m.operations[a].Service == m.operations[b].Service
		})
	return m
}

// Init starts nothing.
func (m Model) Init() tea.Cmd { return nil }

type chooseMsg struct{}

// Update answers keys and clicks.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	var ours bool
	if m.filter, ours = m.filter.Update(msg); ours {
		m = m.shown()
		m.list = m.list.Within(m.listHeight())
		return m, nil
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case screen.Move:
		m.list = m.list.Moved(msg, m.listHeight())
	case screen.Click:
		return m.click(msg)
	case chooseMsg:
		return m.choose()
	}
	m.list = m.list.Within(m.listHeight())
	return m, nil
}

func (m Model) choose() (screen.Model, tea.Cmd) {
	i, ok := m.list.Row()
	if !ok {
		return m, nil
	}
	return m, nav.PopAndTell(nav.Chosen{Operation: i})
}

// click moves to a row, and chooses it when the cursor is there already.
func (m Model) click(at screen.Click) (screen.Model, tea.Cmd) {
	line := at.Line
	if m.filter.Shown() {
		line--
	}
	list, there, again := m.list.At(line, m.listHeight())
	if !there || at.Column >= m.listWidth() {
		return m, nil
	}
	m.list = list.Within(m.listHeight())
	if again {
		return m.choose()
	}
	return m, nil
}

// Title names the screen.
func (m Model) Title() string { return "operations" }

// Typing is so while letters go into the filter.
func (m Model) Typing() bool { return m.filter.Typing() }

// Actions are the keys of the list.
func (m Model) Actions() []screen.Action {
	none := ""
	if len(m.list.Rows()) == 0 {
		none = "no operation is shown: esc shows all"
	}
	choose := screen.Do([]string{"enter"}, "enter", "choose", chooseMsg{}).Unless(none)
	back := screen.Do([]string{"esc", "h", "left"}, "esc", "back", nav.PopMsg{})
	switch {
	case m.filter.Typing():
		return append(m.filter.Actions(), screen.Arrows(m.listHeight())...)
	case m.filter.Narrows():
		return slices.Concat([]screen.Action{choose}, m.filter.Actions(), screen.Moves(m.listHeight()))
	default:
		return slices.Concat([]screen.Action{choose, back}, m.filter.Actions(), screen.Moves(m.listHeight()))
	}
}
