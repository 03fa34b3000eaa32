package accounts

import (
	"strings"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// listHeight is the number of rows that fit below the heading.
func (m Model) listHeight() int { return max(1, m.height-m.headingHeight()) }

func (m Model) headingHeight() int {
	if m.height < 4 {
		return 0
	}
	return 1
}

// View draws the list, or what to do when there is none.
func (m Model) View(th theme.Theme) string {
	switch {
	case m.failure != nil:
		return m.sayFailure(th)
	case len(m.rows) == 0:
		return m.sayNothing(th)
	}
	var lines []string
	if m.headingHeight() > 0 {
		lines = append(lines, th.Muted.Render(widget.Fit("  "+m.cols.row("Name", "Environment", "Account ID", "Vault", ""), m.width)))
	}
	end := min(m.first+m.listHeight(), len(m.rows))
	for i := m.first; i < end; i++ {
		lines = append(lines, m.row(th, i))
	}
	return strings.Join(lines, "\n")
}

func (m Model) row(th theme.Theme, i int) string {
	cols := m.cols
	a := m.rows[i]
	pointer, style := "  ", th.Text
	if i == m.cursor {
		pointer, style = "> ", th.Selected
	}
	env := th.Muted.Render(widget.Fit(domain.Clean(a.Environment), cols.env))
	if a.Production() {
		env = widget.Fit(th.Production.Render(" PRODUCTION "), cols.env)
	}
	line := th.Accent.Render(pointer) + cols.row(
		style.Render(widget.Cut(domain.Clean(a.Name), cols.name)), env,
		th.Muted.Render(domain.Clean(string(a.ID))), th.Muted.Render(string(a.Vault)), m.mark(th, a))
	return widget.Cut(line, m.width)
}

// mark says in words what is special about an account now.
func (m Model) mark(th theme.Theme, a store.Account) string {
	if a.State != store.Kept {
		return th.Warning.Render(string(a.State))
	}
	var marks []string
	if m.narrow() && a.Name == m.inForce {
		return th.Success.Render("in force")
	}
	if a.Name == m.inForce {
		marks = append(marks, "in force")
	}
	if a.Name == m.byDef {
		marks = append(marks, "default")
	}
	return th.Success.Render(strings.Join(marks, ", "))
}

// narrow says that there is room for one word of a mark only.
func (m Model) narrow() bool { return m.width < 60 }

// columns are the widths that show every name whole if there is room. A
// column that has no room is left out: 0.
type columns struct{ name, env, id, vault int }

const markWidth = len("in force, default")

func (m Model) columns() columns {
	c := columns{name: len("Name"), env: len(" PRODUCTION "), id: len("Account ID"), vault: len("keyring")}
	for _, a := range m.rows {
		c.name = max(c.name, widget.Width(domain.Clean(a.Name)))
		c.id = max(c.id, widget.Width(string(a.ID)))
	}
	const gap = 2
	room := m.width - gap - c.env - gap - gap - len("in force")
	if !m.narrow() {
		room -= markWidth - len("in force")
	}
	for _, column := range []*int{&c.id, &c.vault} {
		if room-*column-gap >= min(c.name, 16) {
			room -= *column + gap
		} else {
			*column = 0
		}
	}
	c.name = max(8, min(c.name, room))
	return c
}

func (c columns) row(name, env, id, vault, mark string) string {
	line := widget.Fit(name, c.name) + "  " + widget.Fit(env, c.env)
	if c.id > 0 {
		line += "  " + widget.Fit(id, c.id)
	}
	if c.vault > 0 {
		line += "  " + widget.Fit(vault, c.vault)
	}
	return line + "  " + mark
}

func (m Model) sayNothing(th theme.Theme) string {
	return "\n" + th.Text.Render("No account yet.") + "\n\n" +
		th.Accent.Render("a") + th.Text.Render(" adds one: have the app key, secret, access token and") + "\n" +
		th.Text.Render("  access token secret at hand, or let lpkeys show where they are.")
}

func (m Model) sayFailure(th theme.Theme) string {
	var lines []string
	for _, l := range widget.Wrap(m.failure.Error, m.width) {
		lines = append(lines, th.Danger.Render(l))
	}
	lines = append(lines, "")
	for _, l := range widget.Wrap(m.failure.Hint, m.width) {
		lines = append(lines, th.Text.Render(l))
	}
	return "\n" + strings.Join(lines, "\n")
}
