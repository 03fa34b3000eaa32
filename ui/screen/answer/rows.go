package answer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/diagnose"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// row is one line of a part. A body may have a hundred thousand of them, so only
// those that are seen are drawn.
type row struct {
	text string
	tone tone
}

// tone is how a row is to be read.
type tone int

const (
	plain tone = iota
	strong
	muted
	next  // what to do
	keyed // a line that may be JSON, its key in front
)

func (t tone) style(th theme.Theme) theme.Style {
	switch t {
	case strong:
		return th.Strong
	case muted:
		return th.Muted
	case next:
		return th.Accent
	default:
		return th.Text
	}
}

func (p part) name() string {
	return map[part]string{why: "reasons", body: "body", headers: "headers", signed: "base string"}[p]
}

// mostShown bounds what is laid out of a body, in octets: it is done anew for each
// width.
const mostShown = 256 << 10

// laidOut folds the part that is shown to the width.
func (m Model) laidOut() Model {
	m.rows = nil
	if m.state != answered {
		return m
	}
	switch m.part {
	case why:
		for i, f := range m.out.Findings {
			m = m.finding(i, f)
		}
	case body:
		m = m.fold(keyed, strings.TrimSuffix(m.read, "\n"))
		switch {
		case m.out.Cut:
			m = m.wrap(muted, "", "There is more: lpkeys reads the first 4 MB of a body. lpkeys send --output FILE takes all.")
		case len(m.read) >= mostShown:
			m = m.wrap(muted, "", "There is more: this is the beginning of it. c copies all.")
		}
		if m.out.Body == "" {
			m = m.fold(muted, "The answer has no body.")
		}
	case headers:
		m = m.fold(plain, m.headerText())
	case signed:
		m = m.fold(plain, m.out.Steps.BaseString)
	}
	return m
}

func (m Model) fold(t tone, text string) Model {
	for line := range strings.SplitSeq(text, "\n") {
		for _, part := range widget.Fold(domain.Clean(line), m.width) {
			m.rows = append(m.rows, row{part, t})
		}
	}
	return m
}

func (m Model) wrap(t tone, indent, text string) Model {
	for _, part := range widget.Wrap(domain.Clean(text), max(1, m.width-len(indent))) {
		m.rows = append(m.rows, row{indent + part, t})
	}
	return m
}

// finding is one reason: what, what speaks for it, and the next step.
func (m Model) finding(i int, f diagnose.Finding) Model {
	if i > 0 {
		m.rows = append(m.rows, row{})
	}
	m = m.wrap(strong, "", fmt.Sprintf("%d. %s (%s)", i+1, f.Text, f.Certainty))
	if f.Evidence != "" {
		m = m.wrap(muted, "   ", f.Evidence)
	}
	return m.wrap(next, "   ", m.step(f))
}

// keyOf is the key that does what the command of a finding's next step does, or
// "".
func keyOf(f diagnose.Finding) string {
	_, command, _ := strings.Cut(f.Next, ": lpkeys ")
	verb, _, _ := strings.Cut(command, " ")
	return map[string]string{"account": "K", "resolve": "r", "send": "o"}[verb]
}

// step is the next step, with the key that does it here. A request that was typed
// keeps its host.
func (m Model) step(f diagnose.Finding) string {
	key := keyOf(f)
	if key == "" || key == "r" && !m.picked {
		return f.Next
	}
	return strings.Replace(f.Next, ": lpkeys ", ": "+key+" here, or lpkeys ", 1)
}

// headerText lists the headers of the answer, by name.
func (m Model) headerText() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(m.out.Header)) {
		for _, value := range m.out.Header[name] {
			b.WriteString(name + ": " + value + "\n")
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// text is what a copy of the part holds: a body as it came.
func (m Model) text() string {
	switch m.part {
	case body:
		return m.out.Body
	case headers:
		return m.headerText()
	case signed:
		return m.out.Steps.BaseString
	}
	var reasons strings.Builder
	for i, f := range m.out.Findings {
		fmt.Fprintf(&reasons, "%d. %s (%s)\n   %s\n   %s\n", i+1, f.Text, f.Certainty, f.Evidence, f.Next)
	}
	return reasons.String()
}
