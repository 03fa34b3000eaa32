// Package form holds the forms that several screens ask the same things with:
// what an account is, its key, a passphrase, and what LivePerson knows of an
// account ID. A form holds what is typed and says what is wrong with it; what
// becomes of it is its screen's business.
package form

import (
	"strings"

	"lpkeys/domain"
	"lpkeys/ui/explain"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Line is a line of a screen. Field is the number of the field that it shows or
// is about, from 1; 0 for none.
type Line struct {
	Text  string
	Field int
}

// Text wraps a sentence to lines of a width.
func Text(style theme.Style, s string, width int) []Line {
	var lines []Line
	for _, l := range widget.Wrap(domain.Clean(s), max(1, width)) {
		lines = append(lines, Line{Text: style.Render(l)})
	}
	return lines
}

// Failure says what went wrong, behind a few words, and what to do, if that is
// known.
func Failure(th theme.Theme, before string, w explain.Words, width int) []Line {
	lines := Text(th.Danger, "✗ "+before+w.Error+".", width)
	if w.Hint == "" {
		return lines
	}
	return append(lines, Text(th.Text, w.Hint+".", width)...)
}

// Labelled puts a value beside its label, which has a column of labelWidth
// cells. The pointer marks where the cursor is.
func Labelled(th theme.Theme, label string, labelWidth int, here bool, value string) Line {
	mark, style := "  ", th.Muted
	if here {
		mark, style = "> ", th.Selected
	}
	return Line{Text: th.Accent.Render(mark) + style.Render(widget.Fit(label, labelWidth)) + "  " + value}
}

// markWidth is the pointer before a label and the gap behind it.
const markWidth = len("> ") + 2

// below wraps what is said about a field under its value, or across the screen
// where a column would be too narrow to read.
func below(style theme.Style, s string, field, labelWidth, width int) []Line {
	indent := labelWidth + markWidth
	if width-indent < 30 {
		indent = 2
	}
	lines := Text(style, s, width-indent)
	for i := range lines {
		lines[i].Text = strings.Repeat(" ", indent) + lines[i].Text
		lines[i].Field = field
	}
	return lines
}

// Shown is where a screen begins that has room for height lines and must show
// those of a field, as far as they fit. Without a field it begins where it is
// told to, as far as there are lines.
func Shown(lines []Line, field, first, height int) int {
	if field > 0 {
		top, end := -1, 0
		for i, l := range lines {
			if l.Field == field {
				if top < 0 {
					top = i
				}
				end = i
			}
		}
		first = widget.Window(first, end, height, len(lines))
		first = widget.Window(first, max(0, top), height, len(lines))
	}
	return max(0, min(first, len(lines)-height))
}

// Join draws lines from the first one that is shown.
func Join(lines []Line, first int) string {
	var b strings.Builder
	for i, l := range lines[min(first, len(lines)):] {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l.Text)
	}
	return b.String()
}

// FieldAt is the field of a line of what is shown, 0 for none.
func FieldAt(lines []Line, first, line int) int {
	if at := first + line; line >= 0 && at < len(lines) {
		return lines[at].Field
	}
	return 0
}
