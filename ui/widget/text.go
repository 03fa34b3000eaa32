// Package widget holds the pieces screens are drawn from: fitted lines, text
// fields, secret fields and scrolled lists. Nothing here knows a screen.
package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"lpkeys/domain"
	"lpkeys/ui/theme"
)

// Width is the number of cells that s takes. Text in ASCII, styled or not, is
// most of every frame and is counted without looking for graphemes.
func Width(s string) int {
	cells := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= ' ' && c < 0x7f:
			cells++
		case c == '\x1b' && i+1 < len(s) && s[i+1] == '[':
			for i += 2; i < len(s) && (s[i] < '@' || s[i] > '~'); i++ {
			}
		default:
			return ansi.StringWidth(s)
		}
	}
	return cells
}

// Fit cuts s to width cells and pads it to exactly that width.
func Fit(s string, width int) string {
	if width <= 0 {
		return ""
	}
	has := Width(s)
	if has > width {
		s = ansi.Truncate(s, width, "…")
		has = Width(s)
	}
	return s + strings.Repeat(" ", max(0, width-has))
}

// Cut cuts s to width cells, an ellipsis standing for what is gone.
func Cut(s string, width int) string {
	switch {
	case width <= 0:
		return ""
	case Width(s) <= width:
		return s
	}
	return ansi.Truncate(s, width, "…")
}

// Wrap breaks plain text at blanks, and nowhere else, into lines of at most
// width cells: a command or a host name in it can still be copied. A word that
// is longer than a line is folded.
func Wrap(s string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		if line != "" && ansi.StringWidth(line)+1+ansi.StringWidth(word) <= width {
			line += " " + word
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		folded := Fold(word, width)
		lines = append(lines, folded[:len(folded)-1]...)
		line = folded[len(folded)-1]
	}
	return append(lines, line)
}

// Paragraph is a sentence, cleaned and wrapped to lines of a width, in one style.
func Paragraph(style theme.Style, text string, width int) []string {
	lines := Wrap(domain.Clean(text), max(1, width))
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return lines
}

// Fold breaks s every width cells, wherever that is: for text such as a
// header, in which a blank at a line's end would be lost to the eye.
func Fold(s string, width int) []string {
	return strings.Split(ansi.Hardwrap(s, max(1, width), true), "\n")
}

// Window returns the first of height rows to show so that the cursor is among
// them, moving as little as it can from the first row shown before.
func Window(first, cursor, height, rows int) int {
	height = max(1, height)
	if cursor < first {
		first = cursor
	}
	if cursor >= first+height {
		first = cursor - height + 1
	}
	return max(0, min(first, rows-height))
}
