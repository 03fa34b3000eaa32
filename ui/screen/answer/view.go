package answer

import (
	"fmt"
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/explain"
	"lpkeys/ui/send"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

var turns = []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"}

// View draws what was sent, what came of it, and the part of the answer that is
// looked at.
func (m Model) View(th theme.Theme) string {
	lines := m.head(th)
	if m.state != answered {
		return strings.Join(lines, "\n")
	}
	lines = m.cut(lines)
	// One row more than fits, so that the frame says that there is more.
	for i := m.first; i < min(m.first+m.room()+1, len(m.rows)); i++ {
		lines = append(lines, m.row(th, i))
	}
	return strings.Join(lines, "\n")
}

// cut is as much of the head as has room. Its last line stays, in which one types what
// to look for or sees which part this is; what stands above it gives way.
func (m Model) cut(head []string) []string {
	room := m.headHeight()
	if len(head) <= room || room == 1 && !m.find.open {
		return head[:min(len(head), room)]
	}
	return append(head[:room-1:room-1], head[len(head)-1])
}

func (m Model) row(th theme.Theme, i int) string {
	r := m.rows[i]
	if i == m.find.at && m.find.text != "" && !m.find.open {
		return th.Selected.Render(r.text)
	}
	if r.tone == keyed {
		if key, rest, found := strings.Cut(r.text, `":`); found && strings.HasPrefix(strings.TrimLeft(key, " "), `"`) {
			return th.Accent.Render(key+`"`) + th.Text.Render(":"+rest)
		}
	}
	return r.tone.style(th).Render(r.text)
}

// headHeight is the room above the part: all that it wants, if half of the
// screen is left.
func (m Model) headHeight() int {
	want := len(m.head(theme.Theme{}))
	return min(want, max(1, m.height/2))
}

// room is the number of rows of the part that fit.
func (m Model) room() int { return max(1, m.height-m.headHeight()) }

// head says what was sent and what came of it.
func (m Model) head(th theme.Theme) []string {
	switch m.state {
	case asking:
		return append(m.paragraph(th.Warning, m.question), append([]string{""}, m.sent(th)...)...)
	case busy:
		words := turns[m.spin%len(turns)] + " " + explain.Phase(m.progress, m.services.Now())
		return append(m.paragraph(th.Accent, words), append([]string{""}, m.sent(th)...)...)
	case failed:
		lines := m.paragraph(th.Danger, "✗ "+m.words.Error+".")
		hint := m.words.Hint
		if m.locked {
			hint = "u asks for its passphrase"
		}
		lines = append(lines, m.paragraph(th.Text, hint+".")...)
		return append(lines, append([]string{""}, m.sent(th)...)...)
	}
	lines := m.verdict(th)
	lines = append(lines, th.Muted.Render(widget.Cut(m.facts(), m.width)))
	if wrong := explain.Clock(m.out.Skew); wrong != "" && m.out.Works() {
		lines = append(lines, m.paragraph(th.Warning, "! "+wrong)...)
	}
	if line := m.find.view(th, m.width); line != "" {
		return append(lines, line)
	}
	return append(lines, m.tabs(th))
}

func (m Model) verdict(th theme.Theme) []string {
	said := explain.Sent(m.out)
	switch m.out.Verdict() {
	case send.Works:
		return m.paragraph(th.Success, "✓ "+said+".")
	case send.Refused:
		return m.paragraph(th.Danger, "✗ "+said+".")
	default:
		return m.paragraph(th.Warning, "! "+said+".")
	}
}

// facts are status, time, size and how often it was sent.
func (m Model) facts() string {
	what := m.out.Named()
	if m.out.Operation.Name != "" {
		what = m.out.Method + " " + what
	}
	facts := fmt.Sprintf("%s · %d · %s · %s", domain.Clean(what), m.out.Status, explain.Took(m.out.Took), explain.Octets(m.out.Size))
	if m.out.Tries > 1 {
		facts += fmt.Sprintf(" · try %d", m.out.Tries)
	}
	return facts
}

// tabs names the parts, the one that is seen in brackets.
func (m Model) tabs(th theme.Theme) string {
	var names []string
	for _, p := range m.parts() {
		if p == m.part {
			names = append(names, th.Selected.Render("["+p.name()+"]"))
		} else {
			names = append(names, th.Muted.Render(" "+p.name()+" "))
		}
	}
	return widget.Cut(strings.Join(names, " "), m.width)
}

// sent is the request, as far as it is known.
func (m Model) sent(th theme.Theme) []string {
	if m.request.Method == "" {
		return m.paragraph(th.Muted, "lpkeys picks a request that only reads, of a service that this account has.")
	}
	var lines []string
	for _, l := range widget.Fold(m.request.Method+" "+domain.Clean(m.request.URL), m.width) {
		lines = append(lines, th.Text.Render(l))
	}
	if text := m.request.Body + m.request.Form; text != "" {
		for _, l := range widget.Fold(domain.Clean(text), m.width) {
			lines = append(lines, th.Muted.Render(l))
		}
	}
	return lines
}

func (m Model) paragraph(style theme.Style, text string) []string {
	return widget.Paragraph(style, text, m.width)
}
