package services

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/screen"
)

// The columns of a row: the pointer, and the box with a blank behind it.
const (
	pointerWidth = 2
	boxWidth     = 4
)

// click goes to a row; on its box it ticks it, and where the cursor is already
// it does what enter does.
func (m Model) click(at screen.Click) (Model, tea.Cmd) {
	line := at.Line
	if m.fieldShown() {
		line--
	}
	list, there, again := m.list.At(line, m.listHeight())
	if !there || at.Column >= m.listWidth() || m.naming || m.copying {
		return m, nil
	}
	m.list, m.opening = list, ""
	switch {
	case pointerWidth <= at.Column && at.Column < pointerWidth+boxWidth:
		return m.tick()
	case again && !m.job.Running():
		return m.resolve(m.wanted(), time.Time{})
	}
	return m, nil
}
