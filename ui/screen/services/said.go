package services

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/ui/explain"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// summary is a rule that tells what is ticked and how far it came.
func (m Model) summary(th theme.Theme, width int) string {
	parts := []string{fmt.Sprintf("%d of %d ticked", len(m.picks()), len(m.rows))}
	if m.filter.Narrows() {
		parts = append(parts, fmt.Sprintf("%d shown", len(m.list.Rows())))
	}
	for _, count := range []struct {
		rows  []int
		words string
	}{
		{m.withState(resolving), "resolving"}, {m.found(), "resolved"},
		{m.withState(failed), "failed"}, {m.withState(stopped), "stopped"},
	} {
		if n := len(count.rows); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, count.words))
		}
	}
	if m.asksList && len(m.withState(resolving)) == 0 {
		parts = append([]string{turns[m.spin%len(turns)] + " " + m.listing()}, parts...)
	}
	text := widget.Cut(strings.Join(parts, " · "), max(0, width-6))
	return th.Rule.Render("── ") + th.Muted.Render(text) + th.Rule.Render(" "+strings.Repeat("─", max(0, width-widget.Width(text)-4)))
}

// found are the rows that were resolved: those with one host for everybody need
// not be.
func (m Model) found() []int {
	return slices.DeleteFunc(m.withState(resolved), func(i int) bool { return m.rows[i].always })
}

func (m Model) listing() string {
	if m.retry == nil {
		return "asking for all services"
	}
	return explain.Retrying(*m.retry, time.Now())
}

// said says more: about what is done now, or about the row that the cursor rests
// on. The most important comes first: it may be all that there is room for.
func (m Model) said(th theme.Theme, width int) []string {
	switch {
	case m.naming:
		return m.saidOfName(th, width)
	case m.copying:
		return m.saidOfCopy(th, width)
	case m.about >= len(m.rows) || len(m.list.Rows()) == 0:
		return widget.Paragraph(th.Muted, "n looks up a name that is not in the list.", width)
	}
	r := m.rows[m.about]
	var lines []string
	if m.beside() {
		lines = append(lines, th.Strong.Render(widget.Cut(string(r.service), width)))
	}
	style, text := m.standing(th, r)
	lines = append(lines, widget.Paragraph(style, text, width)...)
	if r.state == failed {
		return lines
	}
	return append(lines, r.serves(th, width, m.beside())...)
}

// standing says what is known of a row's host, or why it is not.
func (m Model) standing(th theme.Theme, r *row) (theme.Style, string) {
	now := time.Now()
	switch host := r.answer.Host; {
	case r.state == resolving && r.retry != nil:
		return th.Warning, explain.Retrying(*r.retry, now) + ": " + explain.OnScreen(r.retry.Err).Error
	case r.state == resolving:
		return th.Text, fmt.Sprintf("LivePerson is asked for the host of %s.", r.service)
	case r.state == failed:
		return th.Danger, r.words.Whole() + m.accepting(r)
	case r.state == stopped:
		return th.Warning, fmt.Sprintf("The look-up of %s was stopped.", r.service)
	case r.state == resolved && !host.LivePerson:
		return th.Warning, host.Name + " is outside LivePerson's own domains. Make sure that you know it before you send a signed request there."
	case r.state == resolved && r.answer.Stale():
		return th.Warning, explain.Stale(host.Name, r.answer.Origin, now) + ". r asks again."
	case r.state == resolved:
		return th.Text, host.Name + ": " + m.whence(r, now) + "."
	case r.absent:
		return th.Warning, fmt.Sprintf("%s is not in the list of this account, %s. Enter asks for it by its name.", r.service, asOf(m.listed, now))
	default:
		return th.Text, fmt.Sprintf("%s has no host yet: enter finds it, p shows a request to it.", r.service)
	}
}

// accepting says which key takes the name that was meant.
func (m Model) accepting(r *row) string {
	if r.failure == nil || len(r.failure.Suggestions) == 0 || m.job.Running() {
		return ""
	}
	return fmt.Sprintf(". y takes %s.", r.failure.Suggestions[0])
}

// whence says where the host is and how old the answer is.
func (m Model) whence(r *row, now time.Time) string {
	where := ""
	if region := r.answer.Host.Region(); region != "" {
		where = region + ", "
	}
	if r.always {
		return "the same for every account"
	}
	if text := timing(r, now); !strings.HasSuffix(text, "ago") && text != "just now" {
		return where + "answered in " + text
	}
	return where + asOf(r.answer.Origin, now)
}

func asOf(o domain.Origin, now time.Time) string {
	if age := o.Age(now); age >= latest {
		return "as of " + explain.Ago(age)
	}
	return "as of now"
}

// serves says what a service is for. Beside the list there is room for each of
// its requests.
func (r *row) serves(th theme.Theme, width int, whole bool) []string {
	if len(r.apis) == 0 {
		return widget.Paragraph(th.Muted, "The catalogue does not say what it is for: the preview begins with a request of your own.", width)
	}
	if !whole {
		return widget.Paragraph(th.Muted, "It serves "+r.titles+".", width)
	}
	var lines []string
	for _, api := range r.apis {
		lines = append(lines, "", th.Strong.Render(widget.Cut(api.Title, width)))
		for _, o := range api.Operations {
			if o.Service == r.service {
				lines = append(lines, th.Text.Render(widget.Cut("  "+widget.Fit(o.Method, 7)+o.Title, width)))
			}
		}
		needs := "Wants " + api.Auth.String()
		if api.Permission != "" && api.Auth.Signed() {
			needs += ". The key needs " + api.Permission
		}
		lines = append(lines, widget.Paragraph(th.Muted, needs+".", width)...)
		if api.Docs != "" {
			lines = append(lines, widget.Paragraph(th.Muted, api.Docs, width)...)
		}
	}
	return lines
}

func (m Model) saidOfName(th theme.Theme, width int) []string {
	if m.name.Problem != "" {
		return widget.Paragraph(th.Danger, "✗ "+m.name.Problem, width)
	}
	return widget.Paragraph(th.Muted, "Upper and lower case count. It is looked up at once, and stays in the list while it is ticked.", width)
}

func (m Model) saidOfCopy(th theme.Theme, width int) []string {
	rows := m.copied()
	if len(rows) == 0 {
		return widget.Paragraph(th.Muted, "No service has a host any more.", width)
	}
	what := "every host that is shown"
	if rows[0].ticked {
		what = "the hosts that are ticked"
	}
	lines := widget.Paragraph(th.Text, fmt.Sprintf("Copy %s, %d in all: t as a table, j as JSON, esc not at all.", what, len(rows)), width)
	lines = append(lines, "")
	for line := range strings.Lines(written(rows[:min(len(rows), m.height)], asTable)) {
		lines = append(lines, th.Muted.Render(widget.Cut(strings.TrimRight(line, "\n"), width)))
	}
	return lines
}
