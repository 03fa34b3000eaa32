package preview

import (
	"lpkeys/ui/aim"
	"lpkeys/ui/explain"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// header is the header as it will be copied, folded to its column's width, or
// why there is none.
func (m Model) header(th theme.Theme) []string {
	width := m.headerWidth()
	switch {
	case m.doing != nothing:
		return m.waiting(th)
	case m.failure != nil:
		hint := m.failure.Hint
		if m.locked {
			hint = "u asks for its passphrase"
		}
		return append(widget.Paragraph(th.Danger, m.failure.Error, width), widget.Paragraph(th.Text, hint, width)...)
	case m.obstacle() != "":
		lines := widget.Paragraph(th.Warning, "! "+m.obstacle(), width)
		if err := m.unwanted(); err != nil {
			lines = append(lines, widget.Paragraph(th.Text, explain.OnScreen(err).Hint, width)...)
		}
		return lines
	case m.made == nil:
		return widget.Paragraph(th.Muted, "Not signed: s signs it.", width)
	}
	lines := []string{m.heading(th, width)}
	for _, l := range widget.Fold(m.made.Header, width) {
		lines = append(lines, th.Text.Render(l))
	}
	if op := m.draft.Operation; op.Permission != "" {
		lines = append(lines, "")
		lines = append(lines, widget.Paragraph(th.Muted, "The key needs "+op.Permission+" for it.", width)...)
	}
	return lines
}

// waiting says for what, and how to end it.
func (m Model) waiting(th theme.Theme) []string {
	what, more := "signing", "fetching the key; your desktop may ask you to unlock it. esc stops"
	if m.doing == finding {
		what, more = "looking up the host of "+string(m.draft.Service), "for account "+string(m.account.ID)+". esc stops"
		if m.retry != nil {
			more = explain.OnScreen(m.retry.Err).Error + "; " + explain.Retrying(*m.retry, m.now()) + ". esc stops"
		}
	}
	lines := []string{th.Accent.Render(widget.Cut(what, m.headerWidth()))}
	return append(lines, widget.Paragraph(th.Muted, more, m.headerWidth())...)
}

// heading is the heading of the header, with its age.
func (m Model) heading(th theme.Theme, width int) string {
	age := explain.Ago(m.now().Sub(m.made.At))
	style, word := th.Muted, "signed "+age
	switch {
	case m.made.Old(m.now()):
		style, word = th.Warning, "! signed "+age+": copying signs it anew"
	case m.made.Copied:
		word += ", copied: copying again signs it anew"
	}
	mark := ""
	if m.pane == onHeader && !m.explaining() {
		mark = "> "
	}
	const title = "Authorization"
	return th.Accent.Render(mark) + th.Strong.Render(title) + "  " + style.Render(widget.Cut(word, max(1, width-len(title)-2-len(mark))))
}

// status is the state of the signature in one line, for a screen on which the
// header is far below.
func (m Model) status(th theme.Theme) string {
	style, text := th.Muted, "not signed"
	switch {
	case m.doing == finding:
		style, text = th.Accent, "looking up the host: esc stops"
	case m.doing == signing:
		style, text = th.Accent, "signing: esc stops"
	case m.failure != nil:
		style, text = th.Danger, "! "+m.failure.Error
	case m.obstacle() != "":
		style, text = th.Warning, "! "+m.obstacle()
	case m.made != nil:
		age := explain.Ago(m.now().Sub(m.made.At))
		text = "signed " + age + ": tab shows the header"
		if m.made.Old(m.now()) {
			style, text = th.Warning, "! signed "+age+": copying signs anew"
		}
	}
	return style.Render(widget.Cut(text, m.requestWidth()))
}

// otherAccount is the account that the URL is about, unless it is ours.
func (m Model) otherAccount() string {
	return aim.OtherAccount(m.request().URL, m.account.ID)
}

// bodyGap is a name in braces that stands in the body, or "".
func (m Model) bodyGap() string { return aim.Placeholder(m.draft.Body) }
