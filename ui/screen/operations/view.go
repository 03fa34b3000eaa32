package operations

import (
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

func (m Model) panes() screen.Panes { return screen.Panes{Width: m.width, Height: m.height} }

func (m Model) listWidth() int { return m.panes().ListWidth() }

// belowHeight is the room below the list for a few words about the operation
// under the cursor.
func (m Model) belowHeight() int {
	switch {
	case m.panes().Beside() || m.height < 6:
		return 0
	case m.height < 14:
		return 3
	case m.height < 20:
		return 6
	default:
		return 8
	}
}

func (m Model) listHeight() int {
	height := m.height - m.belowHeight()
	if m.filter.Shown() {
		height--
	}
	return max(1, height)
}

// View draws the operations and, if there is room, more about the one under the
// cursor.
func (m Model) View(th theme.Theme) string {
	width, lines := m.listWidth(), make([]string, 0, m.height)
	if m.filter.Shown() {
		lines = append(lines, m.filter.View(th, width))
	}
	lines = append(lines, m.rows(th, width)...)
	said := append([]string{""}, m.said(th, m.panes().SaidWidth())...)
	if m.panes().Beside() {
		said = said[1:]
	}
	return m.panes().Draw(th, lines, said, m.belowHeight())
}

func (m Model) rows(th theme.Theme, width int) []string {
	at, ok := m.list.Row()
	if !ok {
		return []string{th.Muted.Render(widget.Cut("  no operation has this in its name, its API or its path", width))}
	}
	return m.list.Draw(m.listHeight(),
		func(i int) string { return th.Muted.Render(widget.Cut(" "+m.group(i), width)) },
		func(i int) string { return m.row(th, m.operations[i], i == at, width) })
}

// group names what an operation stands below.
func (m Model) group(i int) string {
	o := m.operations[i]
	if m.several {
		return o.API + "  (" + string(o.Service) + ")"
	}
	return o.API
}

// short is the operation's name below its service.
func short(o domain.Operation) string { return strings.TrimPrefix(o.Name, string(o.Service)+".") }

// The columns of a row, besides name and title.
const (
	methodWidth = 7
	effectWidth = 10
	leastAuth   = 12
)

func (m Model) row(th theme.Theme, o domain.Operation, here bool, width int) string {
	pointer, style := "  ", th.Text
	if here {
		pointer, style = th.Accent.Render("> "), th.Selected
	}
	names := min(m.names, max(8, width/2))
	left := pointer + style.Render(widget.Fit(o.Method, methodWidth)+widget.Fit(short(o), names)) + "  "
	room := width - 2 - methodWidth - names - 2
	ink, title := manner(th, o)
	if room < m.titles+4+effectWidth+leastAuth {
		if !o.Auth.Signed() {
			title = "not signed: " + o.Title
		}
		return left + ink.Render(widget.Cut(title, room))
	}
	return left + ink.Render(widget.Fit(title, m.titles+4)+widget.Fit(o.Effect.String(), effectWidth)) +
		th.Muted.Render(widget.Cut(o.Auth.String(), room-m.titles-4-effectWidth))
}

// manner is how the title of an operation is shown of which a person should take
// care, or which is not signed.
func manner(th theme.Theme, o domain.Operation) (ink theme.Style, title string) {
	switch {
	case o.Effect == domain.Destroys:
		return th.Danger, "! " + o.Title
	case !o.Auth.Signed():
		return th.Muted, o.Title
	default:
		return th.Text, o.Title
	}
}

// said says more about the operation under the cursor.
func (m Model) said(th theme.Theme, width int) []string {
	i, ok := m.list.Row()
	if !ok {
		return nil
	}
	o := m.operations[i]
	var lines []string
	say := func(style theme.Style, text string) {
		if text != "" {
			lines = append(lines, widget.Paragraph(style, text, width)...)
		}
	}
	title := o.Title + ". "
	if m.panes().Beside() {
		say(th.Strong, o.Name)
		say(th.Text, o.Title)
		lines = append(lines, "")
		title = ""
	}
	if o.Effect == domain.Destroys {
		say(th.Danger, "! It destroys data: it is signed only when you insist.")
	}
	wants := "It " + o.Effect.String() + ", and wants " + o.Auth.String() + "."
	switch {
	case !o.Auth.Signed():
		wants = "Not signed: it wants " + o.Auth.String() + "."
	case o.Permission != "":
		wants += " The key needs " + o.Permission + "."
	}
	say(th.Text, title+wants)
	say(th.Muted, o.Method+" "+o.Path)
	say(th.Muted, o.Note)
	if o.Body != "" {
		say(th.Muted, "Its body, for example: "+o.Body)
	}
	say(th.Muted, o.Docs)
	return lines
}
