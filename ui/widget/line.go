package widget

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"lpkeys/ui/theme"
)

// line is a text with a cursor in it. Its methods answer a line of their own.
type line struct {
	text string
	at   int // octets before the cursor
}

func (l line) insert(s string) line {
	return line{l.text[:l.at] + s + l.text[l.at:], l.at + len(s)}
}

func (l line) without(from, to int) line { return line{l.text[:from] + l.text[to:], from} }

func (l line) moved(to int) line { return line{l.text, to} }

// pressed does what a key means in a line of text, by Bubble Tea's name for it:
// what it means in a shell, and what the arrows mean elsewhere.
func (l line) pressed(key string) line {
	switch key {
	case "left", "ctrl+b":
		return l.moved(l.left())
	case "right", "ctrl+f":
		return l.moved(l.right())
	case "ctrl+left", "alt+left", "alt+b":
		return l.moved(l.wordLeft())
	case "ctrl+right", "alt+right", "alt+f":
		return l.moved(l.wordRight())
	case "home", "ctrl+a":
		return l.moved(0)
	case "end", "ctrl+e":
		return l.moved(len(l.text))
	case "backspace", "ctrl+h":
		return l.without(l.left(), l.at)
	case "delete", "ctrl+d":
		return l.without(l.at, l.right())
	case "ctrl+backspace", "alt+backspace", "ctrl+w":
		return l.without(l.wordLeft(), l.at)
	case "ctrl+delete", "alt+delete", "alt+d":
		return l.without(l.at, l.wordRight())
	case "ctrl+u":
		return l.without(0, l.at)
	case "ctrl+k":
		return l.without(l.at, len(l.text))
	default:
		return l
	}
}

// left is where the grapheme before the cursor begins. Graphemes can only be
// told from the beginning of a text.
func (l line) left() (start int) {
	for next := 0; next < l.at; {
		start = next
		first, _ := grapheme(l.text[next:])
		next += len(first)
	}
	return start
}

func (l line) right() int {
	first, _ := grapheme(l.text[l.at:])
	return l.at + len(first)
}

func grapheme(s string) (first string, cells int) {
	return ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
}

func (l line) wordLeft() int {
	head := strings.TrimRightFunc(l.text[:l.at], unicode.IsSpace)
	return len(strings.TrimRightFunc(head, isNoSpace))
}

func (l line) wordRight() int {
	tail := strings.TrimLeftFunc(l.text[l.at:], unicode.IsSpace)
	return len(l.text) - len(strings.TrimLeftFunc(tail, isNoSpace))
}

func isNoSpace(r rune) bool { return !unicode.IsSpace(r) }

// view draws as much of the line as fits, the cursor in sight.
func (l line) view(th theme.Theme, width int, focused bool) string {
	before, under, after := l.text[:l.at], " ", ""
	if l.at < len(l.text) {
		under, after = l.text[l.at:l.right()], l.text[l.right():]
	}
	before = ending(before, width-Width(under))
	after = ansi.Truncate(after, max(0, width-Width(before)-Width(under)), "")
	cursor := th.Text
	if focused {
		cursor = cursor.Reversed()
	}
	return Cut(th.Text.Render(before)+cursor.Render(under)+th.Text.Render(after), width)
}

// ending is what fits of the end of s.
func ending(s string, width int) string {
	for over := Width(s) - width; over > 0 && s != ""; {
		first, cells := grapheme(s)
		s, over = s[len(first):], over-cells
	}
	return s
}
