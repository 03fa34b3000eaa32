// Package palette is the screen on which one of many things is found by typing
// a part of its name: a command, or an account to switch to.
package palette

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/event"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Row is one thing that can be chosen.
type Row struct {
	Words      string // what it is found by
	Aside      string // more about it
	Key        string // what could be pressed instead; may be empty
	Off        string // why it cannot be chosen now; "" when it can
	Production bool   // an account that is marked so
	Msg        tea.Msg
}

// Model is the list and what was typed.
type Model struct {
	title  string
	empty  string // said when there is nothing to choose from
	rows   []Row
	shown  []int // of rows, as the filter leaves them
	filter screen.Filter
	list   screen.List
	width  int
	height int
}

// New returns the list, the cursor on the first row.
func New(title, empty string, rows []Row) Model {
	m := Model{title: title, empty: empty, rows: rows, width: 80, height: 20}
	m.filter, _ = m.filter.Update(screen.OpenFilter())
	return m.narrowed()
}

// Init starts nothing.
func (m Model) Init() tea.Cmd { return nil }

type chooseMsg struct{}

// Update narrows the list and moves in it.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case screen.Move:
		m.list.Cursor += int(msg)
	case screen.Click:
		return m.click(msg.Line - m.headHeight())
	case chooseMsg:
		return m.choose()
	case tea.KeyPressMsg, tea.PasteMsg:
		m.filter, _ = m.filter.Update(msg)
		m.list = screen.List{}
		m = m.narrowed()
	}
	m.list = m.list.Within(len(m.shown), m.listHeight())
	return m, nil
}

func (m Model) narrowed() Model {
	m.shown = nil
	for i, r := range m.rows {
		if m.filter.Keeps(r.Words + " " + r.Aside + " " + r.Key) {
			m.shown = append(m.shown, i)
		}
	}
	return m
}

func (m Model) click(line int) (screen.Model, tea.Cmd) {
	list, there, again := m.list.At(line, len(m.shown))
	if !there {
		return m, nil
	}
	m.list = list
	if again {
		return m.choose()
	}
	return m, nil
}

func (m Model) choose() (screen.Model, tea.Cmd) {
	r, there := m.here()
	switch {
	case !there:
		return m, nil
	case r.Off != "":
		return m, event.Say(event.Warning, r.Words+": "+r.Off)
	}
	return m, nav.PopAndTell(r.Msg)
}

func (m Model) here() (Row, bool) {
	if len(m.shown) == 0 {
		return Row{}, false
	}
	return m.rows[m.shown[m.list.Cursor]], true
}

// headHeight is the room for what was typed, and for a line between it and the rows.
func (m Model) headHeight() int { return min(2, m.height/2) }

func (m Model) listHeight() int { return max(1, m.height-m.headHeight()) }

// View draws what was typed and the rows that are left.
func (m Model) View(th theme.Theme) string {
	lines := []string{m.filter.View(th, m.width), ""}[:m.headHeight()]
	if len(m.shown) == 0 {
		say := m.empty
		if len(m.rows) > 0 {
			say = "Nothing here is found by that. Try another word, or fewer."
		}
		return strings.Join(append(lines, widget.Paragraph(th.Text, say, m.width)...), "\n")
	}
	wide := 0
	for _, i := range m.shown {
		wide = max(wide, widget.Width(m.rows[i].Words))
	}
	for at := m.list.First; at < min(m.list.First+m.listHeight(), len(m.shown)); at++ {
		lines = append(lines, m.row(th, m.rows[m.shown[at]], wide, at == m.list.Cursor))
	}
	return strings.Join(lines, "\n")
}

// row draws the words, what is said beside them, and the key at the end.
func (m Model) row(th theme.Theme, r Row, wide int, here bool) string {
	pointer, style := "  ", th.Text
	switch {
	case here:
		pointer, style = "> ", th.Selected
	case r.Off != "":
		style = th.Muted
	}
	key := r.Key
	room := m.width - widget.Width(pointer)
	if widget.Width(key)+2 > room/2 {
		key = ""
	}
	room -= widget.Width(key)
	aside := r.Aside
	if r.Off != "" {
		aside = "(" + r.Off + ")"
	}
	aside = th.Muted.Render(aside)
	if r.Production {
		mark := th.Production.Render(" PRODUCTION ")
		wide = min(wide, room-widget.Width(mark)-2)
		aside = mark + "  " + aside
	}
	words := style.Render(widget.Cut(r.Words, room))
	if left := room - wide - 2; left > 11 && aside != "" {
		words = style.Render(widget.Fit(r.Words, wide)) + "  " + widget.Cut(aside, left-1)
	}
	return th.Accent.Render(pointer) + widget.Fit(words, room) + th.Accent.Render(key)
}

// Title names the screen.
func (m Model) Title() string { return m.title }

// Typing is always so: letters narrow the list.
func (m Model) Typing() bool { return true }

// Actions choose and close.
func (m Model) Actions() []screen.Action {
	nothing := ""
	if len(m.shown) == 0 {
		nothing = "nothing is left to choose"
	}
	return append([]screen.Action{
		screen.Do([]string{"enter"}, "enter", "choose", chooseMsg{}).Unless(nothing),
		screen.Do([]string{"esc"}, "esc", "close", nav.PopMsg{}),
	}, screen.Moves(m.listHeight())...)
}
