package compare

import (
	"cmp"
	"fmt"
	"strings"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// View draws what was found, or the field to paste into.
func (m Model) View(th theme.Theme) string {
	lines := m.lines(th)
	return strings.Join(lines[min(m.first, len(lines)):], "\n")
}

func (m Model) lines(th theme.Theme) []string {
	var lines []string
	switch m.state {
	case compared:
		lines = m.verdict(th)
	case comparing:
		lines = append(m.paragraph(th.Accent, "comparing"), m.paragraph(th.Muted, "fetching the key; your desktop may ask you to unlock it. esc stops")...)
	default:
		lines = m.ask(th)
	}
	lines = append(lines, "", th.Muted.Render(widget.Cut("The request, signed for "+domain.Clean(m.route.Account.Name), m.width)))
	r := m.route.Request
	lines = append(lines, m.folded(th.Muted, r.Method+" "+r.URL)...)
	if r.Form != "" {
		lines = append(lines, m.folded(th.Muted, r.Form)...)
	}
	return lines
}

// ask is the field, below what it is for if that leaves it in sight: typing cannot
// scroll.
func (m Model) ask(th theme.Theme) []string {
	lines := m.paragraph(th.Text, "Paste the Authorization header or the base string that is not right. A base string shows more. A line of a curl command will do.")
	if lines = append(lines, ""); len(lines) >= m.height {
		lines = nil
	}
	lines = append(lines, th.Accent.Render("> ")+m.field.View(th, max(1, m.width-2)))
	if p := m.field.Problem; p != "" {
		lines = append(lines, m.paragraph(th.Danger, "! "+p)...)
	}
	if m.words != nil {
		lines = append(lines, m.paragraph(th.Danger, "! "+m.words.Error)...)
		lines = append(lines, m.paragraph(th.Text, m.words.Hint)...)
	}
	return lines
}

// verdict is what was found, most telling first.
func (m Model) verdict(th theme.Theme) []string {
	if len(m.found) == 0 {
		return m.paragraph(th.Success, "= Theirs is right: a server that has this key takes it, if it is new and in time.")
	}
	title := "1 difference"
	if n := len(m.found); n > 1 {
		title = fmt.Sprintf("%d differences, the likeliest cause first", n)
	}
	lines := []string{th.Strong.Render(widget.Cut(title, m.width))}
	for i, d := range m.found {
		lines = append(lines, "")
		lines = append(lines, m.difference(th, i, d)...)
	}
	return lines
}

func (m Model) difference(th theme.Theme, i int, d oauth.Difference) []string {
	what := strings.TrimSpace(string(d.Part) + " " + d.Name)
	lines := m.paragraph(th.Danger, fmt.Sprintf("%d. %s: %s", i+1, domain.Clean(what), d.Cause))
	if d.Ours != "" || d.Theirs != "" {
		lines = append(lines, m.side(th, "ours", d.Ours)...)
		lines = append(lines, m.side(th, "theirs", d.Theirs)...)
	}
	return append(lines, m.paragraph(th.Text, domain.Clean(d.Advice))...)
}

const sideWidth = 9

func (m Model) side(th theme.Theme, label, text string) []string {
	var lines []string
	for _, part := range widget.Fold(cmp.Or(domain.Clean(text), "(nothing)"), max(1, m.width-sideWidth)) {
		lines = append(lines, th.Muted.Render(widget.Fit("  "+label, sideWidth))+th.Text.Render(part))
		label = ""
	}
	return lines
}

func (m Model) folded(style theme.Style, text string) []string {
	lines := widget.Fold(domain.Clean(text), m.width)
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return lines
}

func (m Model) paragraph(style theme.Style, text string) []string {
	return widget.Paragraph(style, text, m.width)
}
