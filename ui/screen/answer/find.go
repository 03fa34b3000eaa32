package answer

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// find looks for a text in what is shown. The zero find looks for nothing.
type find struct {
	field widget.Field
	open  bool
	text  string // in small letters
	at    int    // the row that has it; -1 for none
}

type findMsg int

const (
	openFind findMsg = iota
	keepFind
	dropFind
	nextFind
	lastFind
)

// look answers the keys of the search.
func (m Model) look(msg tea.Msg) Model {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if m.find.open {
			m.find.field = m.find.field.Press(msg)
		}
	case tea.PasteMsg:
		if m.find.open {
			m.find.field = m.find.field.Insert(msg.Content)
		}
	case findMsg:
		switch msg {
		case openFind:
			m.find = find{field: widget.NewField("", "what to look for", 200).Focus(), open: true}
		case keepFind:
			m.find.open, m.find.text, m.find.at = false, strings.ToLower(m.find.field.Value()), m.first-1
			return m.jump(1)
		case dropFind:
			m.find = find{}
		case nextFind:
			return m.jump(1)
		case lastFind:
			return m.jump(-1)
		}
	}
	return m
}

// jump goes to the next row that has the text, or the one before, and round at
// the end.
func (m Model) jump(by int) Model {
	if m.find.text == "" || len(m.rows) == 0 {
		m.find = find{}
		return m
	}
	from := m.find.at
	for step := 1; step <= len(m.rows); step++ {
		at := ((from+by*step)%len(m.rows) + len(m.rows)) % len(m.rows)
		if strings.Contains(strings.ToLower(m.rows[at].text), m.find.text) {
			m.find.at, m.find.field.Problem = at, ""
			m.first = widget.Window(m.first, at, m.room(), len(m.rows))
			return m
		}
	}
	m.find.at, m.find.field.Problem = -1, "it is not in here"
	return m
}

func (f find) actions() []screen.Action {
	switch {
	case f.open:
		return []screen.Action{
			screen.Do([]string{"enter"}, "enter", "find", keepFind),
			screen.Do([]string{"esc"}, "esc", "cancel", dropFind),
		}
	case f.text != "":
		return []screen.Action{
			screen.Do([]string{"n"}, "n", "next", nextFind),
			screen.Do([]string{"N"}, "N", "the one before", lastFind).Quietly(),
			screen.Do([]string{"/"}, "/", "find", openFind),
		}
	default:
		return []screen.Action{screen.Do([]string{"/"}, "/", "find", openFind)}
	}
}

// view draws the line of the search, or nothing.
func (f find) view(th theme.Theme, width int) string {
	const sign = "/ "
	switch {
	case f.open:
		return th.Accent.Render(sign) + f.field.View(th, max(0, width-len(sign)))
	case f.field.Problem != "":
		return th.Warning.Render(widget.Cut("! "+f.text+": "+f.field.Problem, width))
	case f.text != "":
		return th.Muted.Render(widget.Cut(sign+f.text, width))
	default:
		return ""
	}
}
