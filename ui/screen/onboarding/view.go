package onboarding

import (
	"lpkeys/ui/form"
	"lpkeys/ui/theme"
)

// View draws the step. What does not fit scrolls, or keeps the field under
// the cursor in sight.
func (m Model) View(th theme.Theme) string {
	lines := m.lines(th)
	return form.Join(lines, form.Shown(lines, m.field(), m.first, m.height))
}

// field is the one that has the cursor, 0 in a step without any.
func (m Model) field() int {
	switch m.step {
	case details:
		return m.details.At()
	case key:
		return m.key.At()
	default:
		return 0
	}
}

func (m Model) lines(th theme.Theme) []form.Line {
	switch m.step {
	case welcome:
		return m.aired(m.welcomeLines(th))
	case guide:
		return m.guideLines(th)
	case details:
		lines := append(m.details.Lines(th, m.width), form.Line{})
		return m.aired(append(lines, form.Text(th.Muted, "An account marked production carries its mark on every screen.", m.width)...))
	case key:
		return m.aired(m.key.Lines(th, m.width))
	default:
		return m.aired(m.reviewLines(th))
	}
}

// aired has a blank line at the top where there is room for it.
func (m Model) aired(lines []form.Line) []form.Line {
	if m.height < 16 {
		return lines
	}
	return append([]form.Line{{}}, lines...)
}
