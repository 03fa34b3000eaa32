package services

import (
	"fmt"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/ui/explain"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

var turns = []string{"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"}

func (m Model) panes() screen.Panes { return screen.Panes{Width: m.width, Height: m.height} }

func (m Model) beside() bool { return m.panes().Beside() }

func (m Model) listWidth() int { return m.panes().ListWidth() }

// belowHeight is the room below the list. What a person should know, and what to
// do, gets all but a few lines of the screen.
func (m Model) belowHeight() int {
	height := 5
	switch {
	case m.beside() || m.height < 6:
		return 0
	case m.height < 14:
		height = 3
	}
	return max(height, min(m.height-3, 1+m.matters()))
}

// matters is how many lines are not to be cut.
func (m Model) matters() int {
	switch {
	case m.naming, m.copying:
		return len(m.said(theme.Theme{}, m.width))
	case m.about >= len(m.rows):
		return 0
	}
	_, text := m.standing(theme.Theme{}, m.rows[m.about])
	return len(widget.Wrap(text, m.width))
}

// fieldShown reports whether a text field takes the first line.
func (m Model) fieldShown() bool { return m.filter.Shown() || m.naming }

func (m Model) listHeight() int {
	height := m.height - m.belowHeight()
	if m.fieldShown() {
		height--
	}
	return max(1, height)
}

// View draws the rows and, if there is room, more about the one under the
// cursor.
func (m Model) View(th theme.Theme) string {
	width, lines := m.listWidth(), make([]string, 0, m.height)
	switch {
	case m.naming:
		lines = append(lines, th.Accent.Render(widget.Cut("name: ", width))+m.name.View(th, max(0, width-6)))
	case m.filter.Shown():
		lines = append(lines, m.filter.View(th, width))
	}
	lines = append(lines, m.rowsSeen(th, width)...)
	room := m.panes().SaidWidth()
	said := []string{m.summary(th, room)}
	if m.beside() {
		said = append(said, "")
	}
	return m.panes().Draw(th, lines, append(said, m.said(th, room)...), m.belowHeight())
}

func (m Model) rowsSeen(th theme.Theme, width int) []string {
	if len(m.list.Rows()) == 0 {
		return []string{th.Muted.Render(widget.Cut("  no service has this in its name, its API or its host", width))}
	}
	names := min(m.names, m.namesRoom(width))
	now := time.Now()
	at, _ := m.list.Row()
	return m.list.Draw(m.listHeight(),
		func(i int) string { return th.Muted.Render(widget.Cut(" "+m.rows[i].section, width)) },
		func(i int) string { return m.draw(th, m.rows[i], i == at, names, width, now) })
}

// On a narrow terminal a row has a word on how far it is, and what is said of it
// has the rest.
const (
	minWidthForHosts = 60
	briefWidth       = len("! foreign")
)

func (m Model) namesRoom(width int) int {
	if width < minWidthForHosts {
		return max(1, width-pointerWidth-boxWidth-2-briefWidth)
	}
	return width * 11 / 20
}

func (m Model) draw(th theme.Theme, r *row, here bool, names, width int, now time.Time) string {
	pointer, style := "  ", th.Text
	if here {
		pointer, style = th.Accent.Render("> "), th.Selected
	}
	box := "[ ] "
	if r.ticked {
		box = "[x] "
	}
	left := pointer + style.Render(box+widget.Cut(string(r.service), names))
	room := width - pointerWidth - boxWidth - names - 2
	if room <= 0 {
		return widget.Cut(left, width)
	}
	gap := strings.Repeat(" ", names-min(names, widget.Width(string(r.service)))+2)
	return left + gap + m.outcome(th, r, room, now)
}

func (m Model) outcome(th theme.Theme, r *row, room int, now time.Time) string {
	if m.width < minWidthForHosts {
		style, text := m.inBrief(th, r, now)
		return style.Render(widget.Cut(text, room))
	}
	switch r.state {
	case resolving:
		return th.Accent.Render(widget.Cut(turns[m.spin%len(turns)]+" "+m.progress(r, now), room))
	case resolved:
		return m.host(th, r, room, now)
	case failed:
		return th.Danger.Render(widget.Cut("✗ "+r.brief, room))
	case stopped:
		return th.Warning.Render(widget.Cut("stopped; enter tries again", room))
	default:
		return m.untold(th, r, room)
	}
}

// inBrief is how far a row is, in a word.
func (m Model) inBrief(th theme.Theme, r *row, now time.Time) (theme.Style, string) {
	switch {
	case r.state == resolving && r.retry != nil:
		return th.Warning, turns[m.spin%len(turns)] + " waits"
	case r.state == resolving:
		return th.Accent, turns[m.spin%len(turns)] + " asked"
	case r.state == failed:
		return th.Danger, "✗ failed"
	case r.state == stopped:
		return th.Warning, "stopped"
	case r.state == resolved && !r.answer.Host.LivePerson:
		return th.Warning, "! foreign"
	case r.state == resolved && !r.fresh(now):
		return th.Warning, m.warning(r, briefWidth, now)
	case r.state == resolved:
		return th.Success, "✓ " + r.answer.Host.Region()
	case r.absent:
		return th.Muted, "not in it"
	default:
		return th.Muted, ""
	}
}

func (m Model) progress(r *row, now time.Time) string {
	switch {
	case r.retry != nil:
		return r.retry.Err.Kind.String() + "; " + explain.Retrying(*r.retry, now)
	case m.opening == r.service:
		return "resolving, then the preview opens"
	default:
		return "resolving"
	}
}

// untold draws a row of which nothing is known yet but what it is for.
func (m Model) untold(th theme.Theme, r *row, room int) string {
	note := ""
	if r.absent {
		note = "not in this account"
	}
	if titles := m.titlesWidth(room); titles > 0 {
		return th.Muted.Render(widget.Fit(note, room-titles) + widget.Cut(r.titles, titles))
	}
	if note == "" || r.section == typed {
		note += r.titles
	}
	return th.Muted.Render(widget.Cut(note, room))
}

// factsWidth is for region and age.
const factsWidth = 4 + 1 + 10

// titlesWidth is how much of a row in room cells the APIs get behind a host, if
// there is room for that.
func (m Model) titlesWidth(room int) int {
	const least = 16
	if left := room - m.hosts - 2 - factsWidth - 2; m.hosts > 0 && left >= least {
		return left
	}
	return 0
}

// host draws a resolved host, its region, and how long the answer took or how old
// it is. The warnings are the last thing to be cut.
func (m Model) host(th theme.Theme, r *row, room int, now time.Time) string {
	titles := ""
	if n := m.titlesWidth(room); n > 0 {
		titles = "  " + th.Muted.Render(widget.Cut(r.titles, n))
		room -= n + 2
	}
	name := r.answer.Host.Name
	if warning := m.warning(r, room-m.hosts-2, now); warning != "" {
		width := min(m.hosts, room-widget.Width(warning)-2)
		return th.Warning.Render(widget.Fit(name, width)) + "  " + th.Warning.Render(widget.Fit(warning, room-width-2)) + titles
	}
	gap, facts := m.facts(r, room, now)
	return th.Success.Render(widget.Cut(name, room)) + strings.Repeat(" ", gap) + th.Muted.Render(facts) + titles
}

// facts are region and time: in columns behind the widest host where there is room
// for them, elsewhere at the end of each row as far as its own host leaves some.
// The region is last there, so that it stands in one column with or without a time.
func (m Model) facts(r *row, room int, now time.Time) (gap int, facts string) {
	host, region, time := widget.Width(r.answer.Host.Name), r.answer.Host.Region(), timing(r, now)
	if m.hosts+2+factsWidth <= room {
		return m.hosts - host + 2, fmt.Sprintf("%-4s %10s", region, time)
	}
	for _, facts := range []string{fmt.Sprintf("%s %-4s", time, region), fmt.Sprintf("%-4s", region)} {
		if gap := room - host - widget.Width(facts); gap >= 2 {
			return gap, facts
		}
	}
	return 0, ""
}

// warning says why a host should be looked at twice, in left cells if it can.
func (m Model) warning(r *row, left int, now time.Time) string {
	switch {
	case !r.answer.Host.LivePerson:
		return "! not LivePerson's"
	case r.fresh(now):
		return ""
	}
	text := "! " + explain.Ago(r.answer.Age(now))
	if widget.Width(text) > left {
		text = strings.TrimSuffix(text, " ago")
	}
	return text
}

// timing is how long the answer took, as long as it is new, or how old it is.
func timing(r *row, now time.Time) string {
	if r.always {
		return "fixed"
	}
	switch age := r.answer.Age(now); {
	case age >= latest:
		return explain.Ago(age)
	case r.took == 0 || r.answer.Source != domain.Network:
		return "just now"
	}
	return explain.Took(r.took)
}
