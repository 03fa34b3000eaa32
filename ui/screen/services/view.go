package services

import (
	"fmt"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/ui/explain"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

var turns = []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"}

// detailHeight is the room for a few words about the row under the cursor.
// Why a row failed, and what to do, gets all but a few lines of the screen.
func (m Model) detailHeight() int {
	height := 5
	switch {
	case m.height < 6:
		return 0
	case m.height < 14:
		height = 3
	}
	if m.rows[m.cursor].state == failed {
		height = max(height, min(m.height-3, len(m.detail(theme.Theme{}))))
	}
	return height
}

func (m Model) listHeight() int { return max(1, m.height-m.detailHeight()) }

// View draws the rows and, if there is room, more about the one under the
// cursor.
func (m Model) View(th theme.Theme) string {
	nameWidth := 0
	for _, r := range m.rows {
		nameWidth = max(nameWidth, widget.Width(string(r.service)))
	}
	nameWidth = min(nameWidth, max(8, m.width*11/20))
	lines := m.list(th, nameWidth)
	if m.detailHeight() > 0 {
		for len(lines) < m.listHeight() {
			lines = append(lines, "")
		}
		detail := m.detail(th)
		lines = append(lines, detail[:min(len(detail), m.detailHeight())]...)
	}
	return strings.Join(lines, "\n")
}

// list draws the lines of the rows that are in the window, each group of the
// catalogue below its heading.
func (m Model) list(th theme.Theme, nameWidth int) []string {
	lines := make([]string, 0, m.height)
	at := 0
	line := func(draw func() string) {
		if at >= m.first && at < m.first+m.listHeight() {
			lines = append(lines, draw())
		}
		at++
	}
	for i := range m.rows {
		if m.begins(i) {
			line(func() string { return th.Muted.Render(widget.Cut(" "+m.rows[i].section, m.width)) })
		}
		line(func() string { return m.row(th, i, nameWidth) })
	}
	return lines
}

// begins reports whether a heading stands above row i.
func (m Model) begins(i int) bool { return i == 0 || m.rows[i].section != m.rows[i-1].section }

// scrolled is the first line of the window that shows the row under the cursor
// and, if there is room, its heading.
func (m Model) scrolled() int {
	at, all := 0, 0
	for i := range m.rows {
		if m.begins(i) {
			all++
		}
		if i == m.cursor {
			at = all
		}
		all++
	}
	first := m.first
	if m.begins(m.cursor) {
		first = widget.Window(first, at-1, m.listHeight(), all)
	}
	return widget.Window(first, at, m.listHeight(), all)
}

func (m Model) row(th theme.Theme, i, nameWidth int) string {
	r := m.rows[i]
	pointer, style := "  ", th.Text
	if i == m.cursor {
		pointer, style = "> ", th.Selected
	}
	box := "[ ] "
	if r.ticked {
		box = "[x] "
	}
	left := th.Accent.Render(pointer) + style.Render(box+widget.Fit(string(r.service), nameWidth)) + "  "
	return left + m.outcome(th, r, m.width-widget.Width(left))
}

func (m Model) outcome(th theme.Theme, r row, width int) string {
	switch r.state {
	case resolving:
		return th.Accent.Render(widget.Cut(turns[m.spin%len(turns)]+" "+progress(r), width))
	case resolved:
		return m.host(th, r, width)
	case failed:
		return th.Danger.Render(widget.Cut("✗ "+r.brief, width))
	case stopped:
		return th.Warning.Render(widget.Cut("stopped; enter tries again", width))
	default:
		return th.Muted.Render(widget.Cut(r.titles, width))
	}
}

func progress(r row) string {
	if r.retry == nil {
		return "resolving"
	}
	return r.retry.Err.Kind.String() + "; " + explain.Retrying(*r.retry, time.Now())
}

// host draws a resolved host and, as far as there is room, its region and how
// long the answer took or how old it is. The warnings are the last thing to be
// cut.
func (m Model) host(th theme.Theme, r row, width int) string {
	host, warning := r.answer.Host, ""
	switch {
	case !host.LivePerson:
		warning = "! not LivePerson's"
	case r.answer.Stale():
		warning = "! " + explain.Ago(r.answer.Age(time.Now()))
	default:
		return m.goodHost(th, r, width)
	}
	room := m.column(width - widget.Width(warning) - 2)
	return th.Warning.Render(widget.Fit(host.Name, room)) + "  " + th.Warning.Render(warning)
}

func (m Model) goodHost(th theme.Theme, r row, width int) string {
	name, region := r.answer.Host.Name, r.answer.Host.Region()
	facts := fmt.Sprintf("%-4s %6s", region, timing(r))
	switch room := width - widget.Width(name) - 2; {
	case room >= widget.Width(facts):
		name = widget.Fit(name, m.column(width-widget.Width(facts)-2))
	case room >= widget.Width(region):
		facts = region
	default:
		return th.Success.Render(widget.Cut(name, width))
	}
	return th.Success.Render(name) + "  " + th.Muted.Render(facts)
}

// column is how wide the hosts stand in room cells, so that what follows them
// is neither ragged nor far away.
func (m Model) column(room int) int {
	widest := 0
	for _, r := range m.rows {
		widest = max(widest, widget.Width(r.answer.Host.Name))
	}
	return min(widest, room)
}

// timing is how long the answer took, or how old it was already.
func timing(r row) string {
	if r.answer.Source == domain.Network {
		return latency(r.took)
	}
	return explain.Ago(r.answer.Age(time.Now()))
}

func latency(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// detail says more about the row under the cursor: what it serves, or why it
// failed and what to do, after a blank line.
func (m Model) detail(th theme.Theme) []string {
	r := m.rows[m.cursor]
	style, text := th.Text, fmt.Sprintf("%s: %s. %d of %d ticked.", r.service, r.titles, m.ticked(), len(m.rows))
	switch {
	case r.state == resolving && r.retry != nil:
		text = explain.Retrying(*r.retry, time.Now()) + ": " + explain.Of(r.retry.Err).Error
	case r.state == failed:
		style, text = th.Danger, r.words.Error+". "+r.words.Hint
	case r.state == resolved && !r.answer.Host.LivePerson:
		style, text = th.Warning, r.answer.Host.Name+" is outside LivePerson's own domains. Make sure that you know it before you send a signed request there."
	case r.state == resolved && r.answer.Stale():
		style, text = th.Warning, explain.Stale(r.answer.Host.Name, r.answer.Origin, time.Now())+". r asks again."
	case r.state == resolved:
		text = r.answer.Host.Name + ": p shows a signed request to it. It serves " + r.titles + "."
	}
	lines := []string{""}
	for _, l := range widget.Wrap(domain.Clean(text), m.width) {
		lines = append(lines, style.Render(l))
	}
	return lines
}
