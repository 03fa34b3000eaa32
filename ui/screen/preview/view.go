package preview

import (
	"encoding/json"
	"fmt"
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/draft"
	"lpkeys/ui/explain"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// View draws the request, and its header below it or beside it. What does not
// fit scrolls.
func (m Model) View(th theme.Theme) string {
	left, right := m.columns(th)
	switch {
	case !m.beside() && m.explaining():
		return strings.Join(right, "\n")
	case !m.beside():
		return strings.Join(left[min(m.first, len(left)):], "\n")
	}
	lines := make([]string, m.height)
	at := func(column []string, i int) string {
		if i < len(column) {
			return column[i]
		}
		return ""
	}
	for i := range lines {
		lines[i] = widget.Fit(at(left, m.first+i), m.requestWidth()) + th.Rule.Render(gutter) + at(right, m.below+i)
	}
	return strings.Join(lines, "\n")
}

// columns are the request and the header: one below the other, but where there
// is room beside, or where the explanation takes the whole screen.
func (m Model) columns(th theme.Theme) (left, right []string) {
	left, _ = m.requestLines(th)
	switch {
	case m.beside() && m.explaining() && m.height >= heightForBoth:
		header := append(m.header(th), "")
		explanation, _ := m.explanation(th, m.height-len(header))
		return left, append(header, explanation...)
	case m.explaining():
		right, _ = m.explanation(th, m.height)
		return left, right
	case m.beside():
		return left, m.header(th)
	}
	return append(append(left, ""), m.header(th)...), nil
}

// heightForBoth is where the explanation leaves room for the header above it.
const heightForBoth = 30

// requestLines are the lines of the request, and on which of them each of the
// parameters stands.
func (m Model) requestLines(th theme.Theme) (lines []string, rows []int) {
	lines = append(m.target(th), m.warnings(th)...)
	lines, rows = m.table(th, lines)
	switch m.editing {
	case onQuery:
		lines = append(lines, m.labelled(th, "New query")+m.field.View(th, m.room()))
	case onForm:
		lines = append(lines, m.labelled(th, "New form")+m.field.View(th, m.room()))
	case onBody:
		lines = append(lines, m.labelled(th, "Body")+m.field.View(th, m.room()))
	default:
		lines = append(lines, m.body(th)...)
	}
	return lines, rows
}

// labels are so wide; a narrow screen does without where it can.
const labelWidth = 11

func (m Model) narrow() bool { return m.requestWidth() < 60 }

func (m Model) labelled(th theme.Theme, label string) string {
	return th.Muted.Render(widget.Fit(label, labelWidth))
}

func (m Model) room() int { return max(1, m.requestWidth()-labelWidth) }

// target is what is asked for, and where.
func (m Model) target(th theme.Theme) []string {
	method := th.Strong.Render(m.draft.Method)
	op := m.draft.Operation
	var lines []string
	switch {
	case op.Name != "" && m.narrow():
		lines = append(lines, m.status(th), method+" "+th.Text.Render(widget.Cut(op.Name, m.requestWidth()-len(m.draft.Method)-1)))
	case op.Name != "":
		lines = append(lines,
			m.labelled(th, "Operation")+th.Strong.Render(op.Name)+th.Muted.Render(widget.Cut("  "+op.Effect.String()+m.position(), m.room()-widget.Width(op.Name))),
			m.labelled(th, "Method")+method)
	case m.narrow():
		lines = append(lines, m.status(th), method+th.Muted.Render(" free request"))
	default:
		lines = append(lines, m.labelled(th, "Method")+method)
	}
	if m.editing == onURL {
		lines = append(lines, m.labelled(th, "URL")+m.field.View(th, m.room()))
		return append(lines, m.typedProblem(th)...)
	}
	label, room := m.labelled(th, "URL"), m.room()
	if m.narrow() {
		label, room = "", m.requestWidth()
	}
	url := domain.Clean(m.request().URL)
	if url == "" {
		return append(lines, label+th.Muted.Render(widget.Cut("none yet: e types one", room)))
	}
	for _, part := range widget.Fold(url, room) {
		lines = append(lines, label+th.Text.Render(part))
		label = strings.Repeat(" ", widget.Width(label))
	}
	return lines
}

// position is which of the service's operations it is.
func (m Model) position() string {
	for i, op := range m.operations {
		if op.Name == m.draft.Operation.Name && len(m.operations) > 1 {
			return fmt.Sprintf(", %d of %d for %s", i+1, len(m.operations), op.Service)
		}
	}
	return ""
}

// typedProblem is what is wrong with what the field holds.
func (m Model) typedProblem(th theme.Theme) []string {
	var lines []string
	if m.field.Problem != "" {
		lines = append(lines, m.paragraph(th.Danger, "! "+m.field.Problem)...)
	}
	if m.problem != nil {
		lines = append(lines, m.paragraph(th.Danger, "! "+m.problem.Error)...)
		lines = append(lines, m.paragraph(th.Text, m.problem.Hint)...)
	}
	return lines
}

// warnings say what a person should know before the header goes anywhere.
func (m Model) warnings(th theme.Theme) []string {
	if m.editing == onURL || m.draft.Origin == "" {
		return nil
	}
	var texts []string
	where := m.verdict()
	if !where.LivePerson && where.Host != "" {
		texts = append(texts, where.Host+" is not LivePerson's")
	}
	if !where.HTTPS {
		texts = append(texts, "not https: LivePerson's APIs take nothing else")
	}
	if where.Userinfo {
		texts = append(texts, "the URL holds a user name, which is not signed and which programs send as another Authorization")
	}
	if other := m.otherAccount(); other != "" {
		texts = append(texts, "the URL is about account "+other+", and the key is of account "+string(m.account.ID))
	}
	if m.draft.Service != "" && m.origin.Stale() {
		texts = append(texts, explain.Stale(where.Host, m.origin, m.now()))
	}
	if wrong := explain.Clock(m.origin.Skew); wrong != "" {
		texts = append(texts, wrong)
	}
	var lines []string
	for _, text := range texts {
		lines = append(lines, m.paragraph(th.Warning, "! "+text)...)
	}
	return lines
}

// table is the parameters, one on each line, below what is there already.
func (m Model) table(th theme.Theme, lines []string) (all []string, rows []int) {
	if len(m.draft.Params) == 0 {
		return lines, nil
	}
	nameWidth, required := 0, false
	for _, p := range m.draft.Params {
		required = required || p.Required && p.Place != draft.InPath
		nameWidth = max(nameWidth, widget.Width(domain.Clean(p.Name)))
	}
	nameWidth = min(nameWidth, max(6, m.requestWidth()/3))
	if !m.narrow() {
		legend := ""
		if required {
			legend = "  * required by LivePerson"
		}
		lines = append(lines, th.Muted.Render(widget.Cut("Parameters"+legend, m.requestWidth())))
	}
	for i, p := range m.draft.Params {
		rows = append(rows, len(lines))
		lines = append(lines, m.rowLine(th, i, p, nameWidth))
		if m.editing == onValue && i == m.row {
			lines = append(lines, m.typedProblem(th)...)
		}
	}
	return lines, rows
}

// rowLine is one parameter: its name, where it stands, its value, and what is wrong
// with it or special about it.
func (m Model) rowLine(th theme.Theme, i int, p draft.Param, nameWidth int) string {
	pointer, style := "  ", th.Text
	if i == m.row && m.pane == onRequest {
		pointer, style = "> ", th.Selected
	}
	where := p.Place.String()
	if m.narrow() {
		where = where[:1]
	}
	sign := " "
	if p.Required {
		sign = "*"
	}
	left := th.Accent.Render(pointer) + style.Render(widget.Fit(domain.Clean(p.Name), nameWidth)) +
		th.Accent.Render(sign) + " " + th.Muted.Render(widget.Fit(where, min(5, len(where)+1))) + " "
	room := max(1, m.requestWidth()-widget.Width(left))
	if m.editing == onValue && i == m.row {
		return left + m.field.View(th, room)
	}
	value := domain.Clean(p.Value)
	switch problem := p.Problem(); {
	case problem != "":
		said := "! " + problem
		if value == "" {
			return left + th.Danger.Render(widget.Cut(said, room))
		}
		shown := max(1, room-widget.Width(said)-1)
		return left + th.Text.Render(widget.Cut(value, shown)) + " " + th.Danger.Render(widget.Cut(said, room))
	case !p.Sent:
		return left + th.Muted.Render(widget.Cut("not sent; enter gives it a value", room))
	case value == "":
		return left + th.Muted.Render("(empty)")
	default:
		return left + th.Text.Render(widget.Cut(value, room))
	}
}

// body is what is sent and not signed.
func (m Model) body(th theme.Theme) []string {
	if m.draft.Form() != "" {
		return nil
	}
	if m.draft.Body == "" {
		if m.draft.ContentType == "" {
			return nil
		}
		return m.paragraph(th.Muted, "The body is "+m.draft.ContentType+", which is not signed; b types it")
	}
	lines := m.paragraph(th.Muted, "Body, sent as "+m.draft.ContentType+" and not signed:")
	for _, part := range widget.Fold(domain.Clean(m.draft.Body), m.requestWidth()) {
		lines = append(lines, th.Text.Render(part))
	}
	switch left := m.bodyGap(); {
	case left != "":
		lines = append(lines, m.paragraph(th.Warning, "! "+left+" stands for a value in it: b edits it")...)
	case strings.HasPrefix(m.draft.ContentType, "application/json") && !json.Valid([]byte(m.draft.Body)):
		lines = append(lines, m.paragraph(th.Warning, "! it is not JSON: b edits it")...)
	}
	return lines
}

func (m Model) paragraph(style theme.Style, text string) []string {
	return widget.Paragraph(style, text, m.requestWidth())
}
