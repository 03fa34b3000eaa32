package preview

import (
	"fmt"
	"strings"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/screen"
	"lpkeys/ui/signature"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// step is one thing that the signature is made of, and where it stands in the
// base string.
type step struct {
	kind, text string
	detail     [][2]string
	from, to   int // equal when it stands nowhere
}

// steps reads an explanation in the order of the base string, and then what is
// made of it.
func steps(m signature.Made) []step {
	method, rest, _ := strings.Cut(m.BaseString, "&")
	uri, params, _ := strings.Cut(rest, "&")
	all := []step{
		{kind: "method", text: method, from: 0, to: len(method)},
		{kind: "base URI", text: m.BaseURI, detail: notes([][2]string{{"signed", m.BaseURI}}, m.Notes), from: len(method) + 1, to: len(method) + 1 + len(uri)},
	}
	at := len(method) + len(uri) + 2
	// Encoded twice, no parameter holds what parts them.
	const ampersand = "%26"
	encoded := strings.Split(params, ampersand)
	for i, p := range m.Parameters {
		s := step{kind: p.Source.String(), text: p.Name + "=" + p.Value, detail: notes(taken(p), p.Notes), from: at}
		if i < len(encoded) {
			s.to = at + len(encoded[i])
			at = s.to + len(ampersand)
		}
		all = append(all, s)
	}
	for _, p := range m.LeftOut {
		all = append(all, step{kind: "left out", text: p.Raw, detail: taken(p)})
	}
	return append(all,
		step{kind: "key", text: "[redacted]&[redacted]", detail: [][2]string{{"made of", "Secret, an ampersand and Access token secret, each encoded; neither is shown"}}},
		step{kind: "signature", text: m.Signature, detail: [][2]string{
			{"made by", string(m.Method) + " of the base string with the key, in base64"}, {"is", m.Signature}}},
	)
}

func taken(p oauth.Parameter) [][2]string {
	return [][2]string{{"raw", p.Raw}, {"decoded", p.Name + " = " + p.Value}, {"encoded", p.Encoded}}
}

// words are the labels of what is told in sentences.
const words = "note, made of, made by"

func notes(detail [][2]string, notes []string) [][2]string {
	for _, n := range notes {
		detail = append(detail, [2]string{"note", n})
	}
	return detail
}

// explaining reports whether there is an explanation to show.
func (m Model) explaining() bool { return m.explains && m.made != nil }

// explanation is a list of steps, more about the one under the cursor, and the
// base string in which that one is marked; and on which line the list's first row
// is, and which step that is.
func (m Model) explanation(th theme.Theme, height int) (lines []string, top screen.List) {
	width, all := m.headerWidth(), steps(*m.made)
	cursor := max(0, min(m.cursor, len(all)-1))
	detail, base := m.details(th, all[cursor], width), m.base(th, all[cursor], width)
	roomy := height >= 12
	headings := 0
	if roomy {
		headings = 3
	}
	details := min(len(detail), max(3, height/4))
	bases := min(len(base.lines), max(2, height/3))
	listed := max(1, min(len(all), height-headings-details-bases))
	bases = max(1, min(len(base.lines), height-headings-details-listed))
	list := screen.List{Cursor: cursor, First: cursor - listed/2}.Within(len(all), listed)
	if roomy {
		lines = append(lines, th.Strong.Render("How it is signed")+th.Muted.Render(widget.Cut(fmt.Sprintf("  step %d of %d", cursor+1, len(all)), max(0, width-16))))
	}
	for i := list.First; i < min(list.First+listed, len(all)); i++ {
		lines = append(lines, m.stepLine(th, all[i], i == cursor, width))
	}
	if roomy {
		lines = append(lines, "")
	}
	lines = append(lines, detail[:details]...)
	if roomy {
		lines = append(lines, th.Strong.Render("Base string")+th.Muted.Render(widget.Cut("  [ ] is around the step above", max(0, width-11))))
	}
	first := widget.Window(base.marked-bases/2, base.marked, bases, len(base.lines))
	return append(lines, base.lines[first:first+bases]...), list
}

func (m Model) stepLine(th theme.Theme, s step, here bool, width int) string {
	pointer, style := "  ", th.Text
	if here {
		pointer, style = "> ", th.Selected
	}
	left := th.Accent.Render(pointer) + th.Muted.Render(widget.Fit(s.kind, 10))
	return left + style.Render(widget.Cut(domain.Clean(s.text), max(0, width-12)))
}

func (m Model) details(th theme.Theme, s step, width int) []string {
	var lines []string
	for _, d := range s.detail {
		label := th.Muted.Render(widget.Fit(d[0], 9))
		breaks := widget.Fold
		if strings.Contains(words, d[0]) {
			breaks = widget.Wrap
		}
		for _, part := range breaks(domain.Clean(d[1]), max(1, width-9)) {
			lines = append(lines, label+th.Text.Render(part))
			label = strings.Repeat(" ", 9)
		}
	}
	return lines
}

// marked is the base string with brackets, which it never holds itself, around
// a step.
type marked struct {
	lines  []string
	marked int // the line on which the step begins
}

func (m Model) base(th theme.Theme, s step, width int) (b marked) {
	text, from, to := m.made.BaseString, s.from, s.to
	if from < to {
		text = text[:from] + "[" + text[from:to] + "]" + text[to:]
		to += 2
	}
	b.marked = from / max(1, width)
	for at := 0; at < len(text); at += max(1, width) {
		end := min(at+max(1, width), len(text))
		a, z := max(at, min(from, end)), max(at, min(to, end))
		b.lines = append(b.lines, th.Muted.Render(text[at:a])+th.Selected.Render(text[a:z])+th.Muted.Render(text[z:end]))
	}
	return b
}
