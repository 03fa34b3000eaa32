package widget

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"lpkeys/domain"
	"lpkeys/ui/paste"
	"lpkeys/ui/theme"
)

// Field is one line of text that may be shown.
type Field struct {
	Label   string
	Help    string // shown while the field is empty
	Problem string // shown beside the value until it changes
	Joined  bool   // whether the last Insert took blanks or line breaks out of its text
	line    line
	limit   int
	focused bool
	tight   bool
}

// NewField returns an empty field that takes up to limit characters.
func NewField(label, help string, limit int) Field {
	return Field{Label: label, Help: help, limit: limit}
}

// Tight makes a field that no pasted blank or line break gets into, such as one
// for a URL that was copied over several lines.
func (f Field) Tight() Field {
	f.tight = true
	return f
}

// Value is the text as typed.
func (f Field) Value() string { return f.line.text }

// Set replaces the text.
func (f Field) Set(s string) Field {
	f.line = line{}.insert(domain.Clean(s))
	return f
}

// Insert adds pasted text at the cursor, as one line and without anything
// that a terminal would obey. Text that does not fit is not cut: nothing of it
// is taken, and Problem says so.
func (f Field) Insert(s string) Field {
	f.Problem, f.Joined = "", false
	if (!f.tight || strings.ContainsAny(s, "\r\n")) && paste.Key(s) {
		f.Problem = "nothing was pasted: it reads as a key, and this field shows what it holds"
		return f
	}
	joined := false
	if f.tight {
		tight := strings.Join(strings.Fields(s), "")
		joined, s = tight != strings.TrimSpace(s), tight
	}
	s = domain.Clean(s)
	if utf8.RuneCountInString(s) > f.room() {
		f.Problem = fmt.Sprintf("nothing was pasted: there is room for %d characters", f.limit)
		return f
	}
	f.line, f.Joined = f.line.insert(s), joined
	return f
}

func (f Field) room() int { return f.limit - utf8.RuneCountInString(f.line.text) }

// Focus moves the cursor into the field, Blur takes it out.
func (f Field) Focus() Field { f.focused = true; return f }

// Blur takes the cursor out of the field.
func (f Field) Blur() Field { f.focused = false; return f }

// Press gives the field a key press. What is typed into a full one is lost.
func (f Field) Press(msg tea.KeyPressMsg) Field {
	f.Problem = ""
	typed := domain.Clean(msg.Text)
	switch {
	case typed == "":
		f.line = f.line.pressed(msg.Keystroke())
	case utf8.RuneCountInString(typed) <= f.room():
		f.line = f.line.insert(typed)
	}
	return f
}

// View draws the value, at most width cells.
func (f Field) View(th theme.Theme, width int) string {
	switch {
	case f.Value() != "":
		return f.line.view(th, width, f.focused)
	case f.focused:
		return cursorOn(th, f.Help, width)
	default:
		return th.Muted.Render(Cut(f.Help, width))
	}
}

// cursorOn draws what an empty field says of itself with the cursor on its
// first letter.
func cursorOn(th theme.Theme, help string, width int) string {
	help = Cut(help+" ", width)
	first := ansi.Cut(help, 0, 1)
	return th.Muted.Reversed().Render(first) + th.Muted.Render(ansi.Cut(help, 1, width))
}

func cursorCell(th theme.Theme) string { return th.Text.Reversed().Render(" ") }
