package onboarding

import (
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// View draws the step. What does not fit scrolls, or keeps the field under
// the cursor in sight.
func (m Model) View(th theme.Theme) string {
	lines := m.lines(th)
	first := m.first
	if m.Typing() {
		first = widget.Window(0, m.cursorLine(lines), m.height, len(lines))
	}
	first = max(0, min(first, len(lines)-m.height))
	return strings.Join(lines[first:], "\n")
}

func (m Model) lines(th theme.Theme) []string {
	switch m.step {
	case welcome:
		return m.welcomeLines(th)
	case guide:
		return m.guideLines(th)
	case details:
		return m.detailsLines(th)
	case key:
		return m.keyLines(th)
	case passphrase:
		return m.passphraseLines(th)
	default:
		return m.reviewLines(th)
	}
}

// pointer marks the field that has the cursor.
const pointer = "> "

// labelWidths leave room for the longest label of a step.
var labelWidths = map[step]int{
	details: len("> Account ID  ") + 2, key: len("> Access token secret  "),
	passphrase: len("> Passphrase  ") + 2, review: len("  Environment  ") + 1,
}

func (m Model) fieldWidth() int { return max(1, m.width-labelWidths[m.step]) }

// labelled puts a label beside a field.
func (m Model) labelled(th theme.Theme, label string, here bool, field string) string {
	mark, style := "  ", th.Muted
	if here {
		mark, style = pointer, th.Selected
	}
	return th.Accent.Render(mark) + style.Render(widget.Fit(label, labelWidths[m.step]-2)) + field
}

// beside wraps a sentence below a field, in the field's own column.
func (m Model) beside(style theme.Style, s string) []string {
	indent := strings.Repeat(" ", labelWidths[m.step])
	lines := widget.Wrap(domain.Clean(s), m.fieldWidth())
	for i := range lines {
		lines[i] = indent + style.Render(lines[i])
	}
	return lines
}

// cursorLine is the line below the one that is marked, so that on a small
// screen the field and what is wrong with it are in sight.
func (m Model) cursorLine(lines []string) int {
	for i, l := range lines {
		if strings.Contains(l, pointer) {
			return min(i+1, len(lines)-1)
		}
	}
	return 0
}

// text wraps a sentence to the screen.
func (m Model) text(style theme.Style, s string) []string {
	lines := widget.Wrap(domain.Clean(s), m.width)
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return lines
}
