package reveal

import (
	"fmt"

	"lpkeys/store"
	"lpkeys/ui/form"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// labels are LivePerson's words, in LivePerson's order.
var labels = [4]string{"App key", "Secret", "Access token", "Access token secret"}

// mask has one length for every value.
const mask = "••••••••"

// View draws the values, each on lines of its own where it can be marked, and how
// long they stay.
func (m Model) View(th theme.Theme) string {
	lines := m.lines(th)
	return form.Join(lines, m.firstOf(lines))
}

func (m Model) firstOf(lines []form.Line) int {
	return form.Shown(lines, m.cursor+1, 0, m.height)
}

func (m Model) lines(th theme.Theme) []form.Line {
	lines := m.head(th)
	switch m.state {
	case reading:
		lines = append(lines, form.Text(th.Accent, "reading the key …", m.width)...)
		if m.account.Vault == store.KeyringVault {
			lines = append(lines, form.Text(th.Muted, "The keyring may ask you to unlock it, in a window of its own; esc stops the wait.", m.width)...)
		}
		return lines
	case failed:
		return append(lines, form.Failure(th, "", m.failure, m.width)...)
	case shown, hidden:
	}
	for i := range labels {
		lines = append(lines, m.value(th, i)...)
	}
	return lines
}

// head says whose key it is and how long it stays: in one line where there is no
// room for more.
func (m Model) head(th theme.Theme) []form.Line {
	lines := []form.Line{form.Whose(th, m.account, m.width)}
	switch {
	case m.crowded():
		return nil
	case m.state == shown:
		lines = append(lines, form.Line{Text: m.countdown(th)})
	case m.state == hidden:
		lines = append(lines, form.Line{Text: th.Muted.Render(widget.Cut("hidden: "+m.why, m.width))})
	case m.state == reading, m.state == failed:
	}
	if m.height >= 12 {
		lines = append(lines, form.Line{})
	}
	return lines
}

// crowded says that four values over two lines each leave none for anything else:
// the countdown stands beside a label then.
func (m Model) crowded() bool {
	if m.state != shown || m.height >= 12 {
		return false
	}
	for _, v := range m.values {
		if len(v.Reveal()) > m.room() {
			return true
		}
	}
	return false
}

// room is what is left for a value beside its label.
func (m Model) room() int { return m.width - labelWidth - len(">   ") }

const labelWidth = len("Access token secret")

func (m Model) countdown(th theme.Theme) string {
	return th.Warning.Render(widget.Cut(fmt.Sprintf("hidden in %d s", m.left), m.width))
}

// value is one of the four, beside its label or below it, folded and never cut.
func (m Model) value(th theme.Theme, i int) []form.Line {
	here := i == m.cursor
	if m.state != shown {
		return []form.Line{m.of(i, form.Labelled(th, labels[i], labelWidth, here, th.Text.Render(mask)).Text)}
	}
	text := m.values[i].Reveal()
	if len(text) <= m.room() {
		return []form.Line{m.of(i, form.Labelled(th, labels[i], labelWidth, here, th.Strong.Render(text)).Text)}
	}
	beside := ""
	if i == 0 && m.crowded() {
		beside = m.countdown(th)
	}
	lines := []form.Line{m.of(i, form.Labelled(th, labels[i], labelWidth, here, beside).Text)}
	for _, l := range widget.Fold(text, m.width) {
		lines = append(lines, m.of(i, th.Strong.Render(l)))
	}
	return lines
}

func (m Model) of(i int, text string) form.Line { return form.Line{Text: text, Field: i + 1} }

// valueAt is the value that a line shows, or the one under the cursor.
func (m Model) valueAt(line int) int {
	lines := m.lines(theme.Theme{})
	if field := form.FieldAt(lines, m.firstOf(lines), line); field > 0 {
		return field - 1
	}
	return m.cursor
}
