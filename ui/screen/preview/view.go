package preview

import (
	"fmt"
	"strings"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/explain"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// line is one line of the explanation: a heading, or text to be folded.
type line struct {
	heading bool
	text    string
}

// read turns an explanation into lines, without its key.
func read(e *oauth.Explanation) []line {
	lines := []line{{true, "Parameters, as they are sorted"}}
	for _, p := range e.Parameters {
		var text strings.Builder
		text.WriteString(fmt.Sprintf("%-5s %s", p.Source, domain.Clean(p.Encoded)))
		for _, n := range p.Notes {
			text.WriteString("  (" + domain.Clean(n) + ")")
		}
		lines = append(lines, line{text: text.String()})
	}
	lines = append(lines, line{true, "Base URI"}, line{text: domain.Clean(e.BaseURI)})
	for _, n := range e.Notes {
		lines = append(lines, line{text: "  " + domain.Clean(n)})
	}
	return append(lines,
		line{true, "Base string"}, line{text: domain.Clean(e.BaseString)},
		line{true, "Signing key"}, line{text: "secret & access token secret, each encoded [redacted]"},
		line{true, "Signature (" + string(e.Method) + ")"}, line{text: e.Signature},
	)
}

// View draws the request, the header and, on request, the explanation. What
// does not fit scrolls.
func (m Model) View(th theme.Theme) string {
	lines := m.lines(th)
	first := max(0, min(m.first, len(lines)-m.height))
	return strings.Join(lines[first:], "\n")
}

func (m Model) lines(th theme.Theme) []string {
	lines := m.target(th)
	lines = append(lines, "")
	switch {
	case m.job.Running():
		lines = append(lines, th.Accent.Render("signing")+th.Muted.Render("  fetching the key; your desktop may ask you to unlock it. esc stops"))
	case m.failure != nil:
		lines = append(lines, m.paragraph(th.Danger, m.failure.Error)...)
		hint := m.failure.Hint
		if m.locked {
			hint = "u asks for its passphrase"
		}
		lines = append(lines, m.paragraph(th.Text, hint)...)
	case m.obstacle() != "":
		lines = append(lines, m.paragraph(th.Warning, m.obstacle())...)
		if err := m.unwanted(); err != nil {
			lines = append(lines, m.paragraph(th.Text, explain.Of(err).Hint)...)
		}
	case m.shown != nil:
		lines = append(lines, m.header(th)...)
	}
	return lines
}

func (m Model) target(th theme.Theme) []string {
	label := func(s string) string { return th.Muted.Render(widget.Fit(s, 11)) }
	room := max(1, m.width-11)
	var lines []string
	if op, ok := m.operation(); ok {
		of := ""
		if len(m.operations) > 1 {
			of = fmt.Sprintf("  (%d of %d)", m.chosen+1, len(m.operations))
		}
		lines = append(lines, label("Operation")+th.Strong.Render(widget.Cut(op.Name, room-widget.Width(of)))+th.Muted.Render(of))
	}
	lines = append(lines,
		label("Method")+th.Text.Render(m.method),
		label("URL")+m.urlLines(th, room)[0])
	for _, l := range m.urlLines(th, room)[1:] {
		lines = append(lines, label("")+l)
	}
	if m.focus == onForm || m.form.Value() != "" {
		lines = append(lines, label("Form")+m.form.View(th, room))
	}
	for _, problem := range []string{m.url.Problem, m.form.Problem} {
		if problem != "" {
			lines = append(lines, m.paragraph(th.Danger, "! "+problem)...)
		}
	}
	if m.focus != nowhere || m.request().URL == "" {
		return lines
	}
	where := m.verdict()
	if !where.LivePerson {
		lines = append(lines, th.Warning.Render(widget.Cut("! "+where.Host+" is not LivePerson's", m.width)))
	}
	if !where.HTTPS {
		lines = append(lines, th.Warning.Render(widget.Cut("! not https: LivePerson's APIs take nothing else", m.width)))
	}
	return lines
}

// urlLines is the URL in full while it is read, and one scrolling line while
// it is edited.
func (m Model) urlLines(th theme.Theme, room int) []string {
	if m.focus == onURL || m.url.Value() == "" {
		return []string{m.url.View(th, room)}
	}
	lines := widget.Fold(domain.Clean(m.request().URL), room)
	for i := range lines {
		lines[i] = th.Text.Render(lines[i])
	}
	return lines
}

// header is the header as it will be copied, folded to the screen's width.
func (m Model) header(th theme.Theme) []string {
	age := m.services.Now().Sub(m.shown.at)
	style, word := th.Muted, "signed "+explain.Ago(age)
	switch {
	case age >= Stale:
		style, word = th.Warning, "! signed "+explain.Ago(age)+": copying signs it anew"
	case m.shown.copied:
		word += ", copied: copying again signs it anew"
	}
	lines := []string{th.Strong.Render("Authorization") + "  " + style.Render(widget.Cut(word, max(1, m.width-15)))}
	if m.origin.Stale() && m.verdict().Host == m.host.Name {
		lines = append(lines, m.paragraph(th.Warning, "! "+explain.Stale(m.host.Name, m.origin, m.services.Now()))...)
	}
	if wrong := explain.Clock(m.origin.Skew); wrong != "" {
		lines = append(lines, m.paragraph(th.Warning, "! "+wrong)...)
	}
	for _, l := range widget.Fold(m.shown.header, m.width) {
		lines = append(lines, th.Text.Render(l))
	}
	if op, ok := m.operation(); ok && op.ContentType != "" {
		lines = append(lines, "")
		lines = append(lines, m.paragraph(th.Muted, "LivePerson wants Content-Type: "+op.ContentType+" with it. Only forms are signed, other bodies are not.")...)
	}
	if op, ok := m.operation(); ok && op.Permission != "" {
		lines = append(lines, m.paragraph(th.Muted, "The key needs "+op.Permission+" for it.")...)
	}
	if !m.explaining {
		return lines
	}
	for _, l := range m.shown.reading {
		if l.heading {
			lines = append(lines, "", th.Strong.Render(l.text))
			continue
		}
		for _, part := range widget.Fold(l.text, m.width) {
			lines = append(lines, th.Text.Render(part))
		}
	}
	return lines
}

func (m Model) paragraph(style theme.Style, text string) []string {
	lines := widget.Wrap(text, m.width)
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return lines
}
