package preview

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
)

// wide is where the header has room beside the request.
const wide = 120

func (m Model) beside() bool { return m.width >= wide }

// gutter is between the two.
const gutter = " │ "

func (m Model) requestWidth() int {
	if m.beside() {
		return (m.width - 3) / 2
	}
	return m.width
}

func (m Model) headerWidth() int {
	if m.beside() {
		return m.width - 3 - m.requestWidth()
	}
	return m.width
}

// move goes through the parameters, and through what is written below them.
func (m Model) move(by screen.Move) Model {
	switch {
	case m.Typing(): // The field stays with its row.
		m.first += int(by)
		return m.bounded()
	case m.pane == onHeader && m.explaining():
		m.cursor = screen.List{Cursor: m.cursor}.Moved(by, len(steps(*m.made)), 1).Cursor
		return m
	case m.pane == onHeader && m.beside():
		m.below += int(by)
		return m.bounded()
	case m.pane == onHeader:
		m.first += int(by)
		return m.bounded()
	}
	return m.moveRow(int(by))
}

// moveRow moves the cursor of the table. Beyond its ends it scrolls, so that
// everything can be read with two keys.
func (m Model) moveRow(by int) Model {
	last := max(0, len(m.draft.Params)-1)
	_, rows := m.requestLines(theme.Theme{})
	above := len(rows) > 0 && rows[min(m.row, len(rows)-1)] < m.first
	switch {
	case by > 0 && m.row >= last, by < 0 && (m.row == 0 || above), len(rows) == 0:
		m.first += by
		return m.bounded()
	}
	m.row = max(0, min(m.row+by, last))
	return m.inSight()
}

// inSight scrolls to what is edited, or to the row under the cursor.
func (m Model) inSight() Model {
	lines, rows := m.requestLines(theme.Theme{})
	at := 0
	switch {
	case m.editing == onURL:
		at = len(m.target(theme.Theme{})) - len(m.typedProblem(theme.Theme{})) - 1
	case m.editing == onBody, m.editing == onQuery, m.editing == onForm:
		at = m.fieldLine(lines)
	case m.pane == onHeader || len(rows) == 0:
		return m.bounded()
	default:
		at = rows[m.row]
		if m.row == 0 && !m.Typing() {
			at = min(at, m.first) // What stands above the first comes with it.
			if rows[0] < m.height {
				at = 0
			}
		}
	}
	if at < m.first {
		m.first = at
	}
	if at >= m.first+m.height {
		m.first = at - m.height + 1
	}
	return m.bounded()
}

// fieldLine is the last line but for problems: a field for something new stands
// below all that is there.
func (m Model) fieldLine(lines []string) int { return len(lines) - 1 }

// shown scrolls to the pane that keys move in.
func (m Model) shown() Model {
	if m.beside() || m.explaining() {
		return m.bounded()
	}
	request, _ := m.requestLines(theme.Theme{})
	m.first = 0
	if m.pane == onHeader {
		m.first = len(request) + 1
	}
	return m.bounded()
}

// bounded keeps what is seen within what there is.
func (m Model) bounded() Model {
	request, header := m.columns(theme.Theme{})
	m.first = max(0, min(m.first, len(request)-m.height))
	m.below = max(0, min(m.below, len(header)-m.height))
	return m
}

// click goes to what was clicked. A parameter that has the cursor is edited.
func (m Model) click(at screen.Click) (screen.Model, tea.Cmd) {
	if m.Typing() {
		return m, nil
	}
	switch {
	case m.beside() && at.Column > m.requestWidth():
		m.pane = onHeader
		if m.explaining() {
			return m.clickStep(at.Line), nil
		}
		return m, nil
	case !m.beside() && m.explaining():
		return m.clickStep(at.Line), nil
	}
	_, rows := m.requestLines(theme.Theme{})
	for i, line := range rows {
		if line != at.Line+m.first {
			continue
		}
		again := i == m.row && m.pane == onRequest
		m.pane, m.row = onRequest, i
		if again {
			return m.edit(onValue).inSight(), nil
		}
	}
	return m, nil
}

func (m Model) clickStep(line int) Model {
	height := m.height
	if m.beside() && m.height >= heightForBoth {
		header := len(m.header(theme.Theme{})) + 1
		line, height = line-header, height-header
	}
	_, list := m.explanation(theme.Theme{}, height)
	if height >= 12 {
		line-- // the heading
	}
	if list, there, _ := list.At(line, len(steps(*m.made))); there {
		m.cursor = list.Cursor
	}
	return m
}
