package accounts

import (
	"fmt"
	"strings"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// aboveList is the number of lines above the rows: the filter and the heading.
func (m Model) aboveList() int {
	above := 0
	if m.filter.Shown() {
		above++
	}
	if m.height >= 4 {
		above++
	}
	return min(above, m.height-1)
}

// detailHeight is the room for what else is known of the account under the
// cursor.
func (m Model) detailHeight() int {
	switch {
	case m.height >= 16:
		return 3
	case m.height >= 12:
		return 2
	case m.height >= 7:
		return 1
	default:
		return 0
	}
}

// listHeight is the number of rows that fit.
func (m Model) listHeight() int { return max(1, m.height-m.aboveList()-m.detailHeight()) }

// View draws the list, or what to do when there is none.
func (m Model) View(th theme.Theme) string {
	var lines []string
	switch {
	case m.failure != nil:
		return strings.Join(said(m.width, part{th.Danger, m.failure.Error}, part{th.Text, m.failure.Hint}), "\n")
	case len(m.rows) == 0:
		return strings.Join(said(m.width, part{th.Strong, "No account yet."}, part{th.Text,
			"a adds one: have the app key, secret, access token and access token secret at hand, or let lpkeys show where they are."}), "\n")
	case m.filter.Shown():
		lines = append(lines, m.filter.View(th, m.width))
	}
	if len(m.visible) == 0 {
		return strings.Join(append(lines, said(m.width, part{th.Text, "No account matches. esc shows all."})...), "\n")
	}
	if m.height >= 4 {
		lines = append(lines, th.Muted.Render(widget.Fit("  "+m.cols.row("Name", "Environment", "Account", "Vault", "Last used", ""), m.width)))
	}
	end := min(m.list.First+m.listHeight(), len(m.visible))
	for i := m.list.First; i < end; i++ {
		lines = append(lines, m.row(th, i))
	}
	if m.detailHeight() > 0 {
		for len(lines) < m.height-m.detailHeight() {
			lines = append(lines, "")
		}
		lines = append(lines, m.below(th)...)
	}
	return strings.Join(lines, "\n")
}

func (m Model) row(th theme.Theme, i int) string {
	cols := m.cols
	a := m.rows[m.visible[i]]
	pointer, style := "  ", th.Text
	if i == m.list.Cursor {
		pointer, style = "> ", th.Selected
	}
	env := th.Muted.Render(widget.Fit(domain.Clean(a.Environment), cols.env))
	if a.Production() {
		env = widget.Fit(th.Production.Render(" PRODUCTION "), cols.env)
	}
	line := th.Accent.Render(pointer) + cols.row(
		style.Render(widget.Cut(domain.Clean(a.Name), cols.name)), env,
		th.Muted.Render(domain.Clean(string(a.ID))), th.Muted.Render(domain.Clean(string(a.Vault))),
		th.Muted.Render(m.lastUsed(a)), m.mark(th, a))
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

// detail is what the row under the cursor has no room for, as much as fits.
func (m Model) detail(th theme.Theme) string {
	a := m.here()
	if m.undoing.Running() {
		return th.Accent.Render(widget.Cut("  bringing the old key back …", m.width))
	}
	var facts []string
	if len(m.visible) > m.listHeight() {
		facts = append(facts, fmt.Sprintf("%d of %d", m.list.Cursor+1, len(m.visible)))
	}
	if a.Name == m.inForce {
		facts = append(facts, "in force: "+m.why)
	}
	if m.replaced[a.Name] {
		facts = append(facts, "u brings its old key back")
	}
	if m.cols.id == 0 {
		facts = append(facts, string(a.ID))
	}
	if m.cols.vault == 0 {
		facts = append(facts, string(a.Vault))
	}
	if m.cols.used == 0 {
		facts = append(facts, "used "+m.lastUsed(a))
	}
	if !a.Added.IsZero() {
		facts = append(facts, "added "+a.Added.Format("2 January 2006"))
	}
	line := ""
	for i, fact := range facts {
		if i > 0 {
			fact = " · " + fact
		}
		if fact = domain.Clean(fact); widget.Width(line+fact)+2 <= m.width {
			line += fact
		}
	}
	return th.Muted.Render("  " + line)
}

// below is what stands under the list, as much of it as there is room for.
func (m Model) below(th theme.Theme) []string {
	switch m.detailHeight() {
	case 1:
		return []string{m.detail(th)}
	case 2:
		return []string{"", m.detail(th)}
	default:
		return []string{"", m.detail(th), m.history(th)}
	}
}

// history says what came of the last request with the account's key.
func (m Model) history(th theme.Theme) string {
	h := m.tried[m.here().Name]
	switch {
	case h.Refused.At.After(h.Worked.At):
		return th.Warning.Render(widget.Cut("  refused "+explain.Attempt(h.Refused, m.now()), m.width))
	case !h.Worked.At.IsZero():
		return th.Success.Render(widget.Cut("  worked "+explain.Attempt(h.Worked, m.now()), m.width))
	default:
		return th.Muted.Render(widget.Cut("  not tried yet: t asks LivePerson", m.width))
	}
}

// part is a sentence and how it looks.
type part struct {
	style theme.Style
	text  string
}

// said is sentences, each after a blank line.
func said(width int, parts ...part) []string {
	var lines []string
	for _, p := range parts {
		lines = append(append(lines, ""), widget.Paragraph(p.style, p.text, width)...)
	}
	return lines
}
