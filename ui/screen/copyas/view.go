package copyas

import (
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/aim"
	"lpkeys/ui/explain"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// wide is where the text has room beside the list.
const wide = 120

func (m Model) beside() bool { return m.width >= wide }

func (m Model) listWidth() int {
	if m.beside() {
		return m.width * 2 / 5
	}
	return m.width
}

func (m Model) textWidth() int {
	if m.beside() {
		return m.width - m.listWidth() - 2
	}
	return m.width
}

// listHeight leaves the text at least half of a small screen.
func (m Model) listHeight() int {
	if m.beside() {
		return max(1, m.height-4)
	}
	return max(1, min(len(items), max(m.height*2/5, m.height-14)))
}

func (m Model) textHeight() int {
	if m.beside() {
		return max(1, m.height-2)
	}
	return max(1, m.height-m.listHeight()-len(m.about(theme.Theme{}, m.width)))
}

// View draws the list and, live, the exact text that the cursor is on.
func (m Model) View(th theme.Theme) string {
	var lines []string
	for i := m.list.First; i < min(m.list.First+m.listHeight(), len(items)); i++ {
		lines = append(lines, m.row(th, i))
	}
	about, text := m.about(th, m.textWidth()), m.textLines(th)
	if !m.beside() {
		return strings.Join(append(append(lines, about...), text...), "\n")
	}
	lines = append(lines, "")
	lines = append(lines, widget.Paragraph(th.Muted, m.services.Clip.Words(), m.listWidth()-2)...)
	right := append(about, text...)
	all := make([]string, max(m.height, len(right)))
	for i := range all {
		left := ""
		if i < len(lines) {
			left = lines[i]
		}
		all[i] = widget.Fit(left, m.listWidth()-2) + th.Rule.Render("  │ ")
		if i < len(right) {
			all[i] += right[i]
		}
	}
	return strings.Join(all, "\n")
}

func (m Model) row(th theme.Theme, i int) string {
	pointer, style := m.edge(i), th.Text
	if i == m.list.Cursor {
		pointer, style = "> ", th.Selected
	}
	left := th.Accent.Render(pointer) + style.Render(widget.Fit(string(items[i].name), 12))
	room := max(0, m.listWidth()-15)
	if err := m.texts[i].err; err != nil {
		return left + th.Warning.Render(widget.Cut("! not possible: "+strings.TrimPrefix(explain.OnScreen(err).Error, "writing the request as "+string(items[i].name)+": "), room))
	}
	return left + th.Muted.Render(widget.Cut(items[i].about, room))
}

// edge marks a row behind which there are more that are not seen.
func (m Model) edge(i int) string {
	switch last := m.list.First + m.listHeight() - 1; {
	case i == last && last < len(items)-1:
		return "↓ "
	case i == m.list.First && i > 0:
		return "↑ "
	default:
		return "  "
	}
}

// about is what stands between the list and the text: what is known of it, or
// what is being done.
func (m Model) about(th theme.Theme, width int) []string {
	switch {
	case m.naming:
		lines := []string{th.Muted.Render("File ") + m.file.View(th, max(1, width-5))}
		if p := m.file.Problem; p != "" {
			lines = append(lines, widget.Paragraph(th.Danger, "! "+p, width)...)
		}
		if m.refused != nil {
			lines = append(lines, widget.Paragraph(th.Danger, "! "+m.refused.Whole(), width)...)
		}
		return lines
	case m.job.Running():
		return widget.Paragraph(th.Accent, "signing anew; your desktop may ask you to unlock the key. esc stops", width)
	case m.failure != nil:
		return widget.Paragraph(th.Danger, "! "+m.failure.Whole(), width)
	case m.other:
		return widget.Paragraph(th.Warning, "! "+m.obstacle(), width)
	}
	var lines []string
	if m.height >= 16 && !m.beside() {
		lines = widget.Paragraph(th.Muted, m.services.Clip.Words(), width)
	}
	return append(lines, m.state(th, width)...)
}

// state is what there is to know of the text itself.
func (m Model) state(th theme.Theme, width int) []string {
	now := m.services.Maker.Now()
	var warnings []string
	if left := aim.Placeholder(m.route.Request.Body); left != "" && m.hasBody() {
		warnings = append(warnings, "! "+left+" stands for a value in its body")
	}
	switch {
	case m.text().err != nil:
		return widget.Paragraph(th.Warning, "! "+explain.OnScreen(m.text().err).Whole(), width)
	case !m.item().live:
		return paragraphs(th, warnings, width)
	}
	style, word := th.Muted, "signed "+explain.Ago(now.Sub(m.made.At))
	switch {
	case m.made.Copied:
		word += ", copied: copying again signs it anew"
	case m.made.Old(now):
		style, word = th.Warning, "! "+word+": copying signs it anew"
	}
	lines := []string{th.Strong.Render("The text") + "  " + style.Render(widget.Cut(word, max(0, width-10)))}
	return append(lines, paragraphs(th, warnings, width)...)
}

// hasBody reports whether the text under the cursor brings the body along.
func (m Model) hasBody() bool {
	name := m.item().name
	return !name.IsHeader() && name != asURL && name != asBase
}

func (m Model) folded() []string {
	var lines []string
	for line := range strings.SplitSeq(m.text().text, "\n") {
		line = strings.ReplaceAll(line, "\t", "    ")
		lines = append(lines, widget.Fold(domain.Clean(line), m.textWidth())...)
	}
	return lines
}

// textLines are what fits of the text, and one line more where that is not all, so
// that the frame says so.
func (m Model) textLines(th theme.Theme) []string {
	if m.text().err != nil {
		return nil
	}
	all := m.folded()
	height := m.textHeight()
	first := screen.Scrolled(m.scroll, len(all), height)
	shown := append([]string(nil), all[first:min(first+height+1, len(all))]...)
	for i := range shown {
		shown[i] = th.Text.Render(shown[i])
	}
	return shown
}

func paragraphs(th theme.Theme, texts []string, width int) []string {
	var lines []string
	for _, text := range texts {
		lines = append(lines, widget.Paragraph(th.Warning, text, width)...)
	}
	return lines
}
