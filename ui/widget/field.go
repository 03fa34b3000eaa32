package widget

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"lpkeys/domain"
	"lpkeys/ui/paste"
	"lpkeys/ui/theme"
)

// Field is one line of text that may be shown.
type Field struct {
	Label   string
	Help    string           // shown while the field is empty
	Problem string           // shown beside the value until it changes
	input   *textinput.Model // 8 KB, so shared by copies and never changed in place
	tight   bool
}

// NewField returns an empty field that takes up to limit characters.
func NewField(label, help string, limit int) Field {
	in := textinput.New()
	in.Prompt = ""
	in.CharLimit = limit
	in.KeyMap = editing()
	// What is typed looks like theme's Text, and the cursor does not blink.
	in.SetStyles(textinput.Styles{Cursor: textinput.CursorStyle{Color: lipgloss.NoColor{}}})
	return Field{Label: label, Help: help, input: &in}
}

// Tight makes a field that no pasted blank or line break gets into, such as one
// for a URL that was copied over several lines.
func (f Field) Tight() Field {
	f.tight = true
	return f
}

// editing is the text input's own key map without what reaches outside it: its
// paste starts clipboard programs, its suggestions are not used.
func editing() textinput.KeyMap {
	m := textinput.DefaultKeyMap()
	m.Paste = key.NewBinding()
	m.DeleteWordForward = key.NewBinding() // v2.2.1 panics before the last character
	m.AcceptSuggestion = key.NewBinding()
	m.NextSuggestion = key.NewBinding()
	m.PrevSuggestion = key.NewBinding()
	return m
}

// Value is the text as typed.
func (f Field) Value() string { return f.input.Value() }

// change acts on a text input of the field's own.
//go:noinline
func (f Field) change(act func(*textinput.Model)) Field {
	in := *f.input
	act(&in)
	f.input = &in
	return f
}

// Set replaces the text.
func (f Field) Set(s string) Field {
	return f.change(func(in *textinput.Model) {
		in.SetValue(s)
		in.CursorEnd()
	})
}

// Insert adds pasted text at the cursor, as one line and without anything
// that a terminal would obey. Text that does not fit is not cut: nothing of it
// is taken, and Problem says so.
func (f Field) Insert(s string) Field {
	f.Problem = ""
	if (!f.tight || strings.ContainsAny(s, "\r\n")) && paste.Key(s) {
		f.Problem = "nothing was pasted: it reads as a key, and this field shows what it holds"
		return f
	}
	if f.tight {
		s = strings.Join(strings.Fields(s), "")
	}
	s = domain.Clean(s)
	if utf8.RuneCountInString(s)+utf8.RuneCountInString(f.input.Value()) > f.input.CharLimit {
		f.Problem = fmt.Sprintf("nothing was pasted: there is room for %d characters", f.input.CharLimit)
		return f
	}
	return f.update(tea.PasteMsg{Content: s})
}

// Focus moves the cursor into the field, Blur takes it out.
func (f Field) Focus() Field {
	return f.change(func(in *textinput.Model) { in.Focus() })
}

// Blur takes the cursor out of the field.
func (f Field) Blur() Field { return f.change((*textinput.Model).Blur) }

// Press gives the field a key press.
func (f Field) Press(msg tea.KeyPressMsg) Field {
	f.Problem = ""
	return f.update(msg)
}

func (f Field) update(msg tea.Msg) Field {
	return f.change(func(in *textinput.Model) { *in, _ = in.Update(msg) })
}

// View draws the value, at most width cells.
func (f Field) View(th theme.Theme, width int) string {
	if f.input.Value() == "" && !f.input.Focused() {
		return th.Muted.Render(Cut(f.Help, width))
	}
	if f.input.Value() == "" {
		return cursorOn(th, f.Help, width)
	}
	in := *f.input
	in.SetWidth(max(1, width-1))
	in.SetCursor(in.Position()) // Scrolls to it: the width is known only here.
	return Cut(in.View(), width)
}

// cursorOn draws what an empty field says of itself with the cursor on its
// first letter.
func cursorOn(th theme.Theme, help string, width int) string {
	help = Cut(help+" ", width)
	first := ansi.Cut(help, 0, 1)
	return th.Muted.Reversed().Render(first) + th.Muted.Render(ansi.Cut(help, 1, width))
}

func cursorCell(th theme.Theme) string { return th.Text.Reversed().Render(" ") }
