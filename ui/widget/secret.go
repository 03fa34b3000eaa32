package widget

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/ui/paste"
	"lpkeys/ui/theme"
)

// mask has one length for every value, so that it tells nothing.
const mask = "••••••••"

// limit is far above any key LivePerson issues.
const limit = 1024

// Secret is a field whose value is never drawn. What is typed gathers in a
// buffer that no formatting prints, and becomes an [oauth.Secret] when the
// cursor leaves. Typing into a field that holds a value replaces it.
type Secret struct {
	Label   string
	Empty   string // shown while the field is empty and has the cursor
	Note    string // about the value: its shape, what was removed
	Problem string
	held    oauth.Secret
	typed   *buffer
	focused bool
	clean   func(string) (value string, removed []string)
	judge   func(value string) string
}

// NewSecret returns an empty field for one value of a key: blanks, line
// breaks, quotes and invisible characters never become part of it. What judge
// says of a typed value is shown when the cursor leaves; it may not repeat it.
func NewSecret(label, empty string, judge func(value string) string) Secret {
	return Secret{Label: label, Empty: empty, typed: &buffer{}, clean: paste.Clean, judge: judge}
}

// NewPassphrase returns an empty field for a passphrase, in which every
// character counts but the end of the line.
func NewPassphrase(label, empty string) Secret {
	return Secret{
		Label: label, Empty: empty, typed: &buffer{}, clean: firstLine,
		judge: func(string) string { return "" },
	}
}

// Judged returns the field with somebody to judge what was typed. What judge says
// is shown when the cursor leaves; it may not repeat the value.
func (s Secret) Judged(judge func(value string) string) Secret {
	s.judge = judge
	return s
}

func firstLine(s string) (string, []string) {
	line, rest, cut := strings.Cut(strings.ReplaceAll(s, "\r", "\n"), "\n")
	if cut && strings.TrimSpace(rest) != "" {
		return line, []string{"everything after the first line"}
	}
	return line, nil
}

// buffer keeps runes away from every formatter.
type buffer struct{ runes []rune }

func (b *buffer) Format(f fmt.State, _ rune) { fmt.Fprint(f, "[redacted]") }

func (b *buffer) wipe() {
	clear(b.runes)
	b.runes = b.runes[:0]
}

// IsZero reports whether the field is empty.
func (s Secret) IsZero() bool { return s.held.IsZero() && len(s.typed.runes) == 0 }

// Value is what the field holds, typed text included.
func (s Secret) Value() oauth.Secret {
	if len(s.typed.runes) > 0 {
		return oauth.NewSecret(string(s.typed.runes))
	}
	return s.held
}

// Set replaces the value.
func (s Secret) Set(v oauth.Secret) Secret {
	s.typed.wipe()
	s.held = v
	s.Problem, s.Note = "", ""
	return s
}

// Focus moves the cursor into the field.
func (s Secret) Focus() Secret { s.focused = true; return s }

// Blur takes the cursor out; what was typed becomes the value.
func (s Secret) Blur() Secret {
	s.focused = false
	if len(s.typed.runes) == 0 {
		return s
	}
	if doubt := s.judge(string(s.typed.runes)); doubt != "" {
		s.Note = doubt
	}
	s.held = s.Value()
	s.typed.wipe()
	return s
}

// Press gives the field a key press.
func (s Secret) Press(msg tea.KeyPressMsg) Secret {
	s.Problem = ""
	switch {
	case msg.Code == tea.KeyBackspace && len(s.typed.runes) > 0:
		last := len(s.typed.runes) - 1
		s.typed.runes[last] = 0
		s.typed.runes = s.typed.runes[:last]
	case msg.Code == tea.KeyBackspace, msg.Code == 'u' && msg.Mod == tea.ModCtrl:
		return s.Set(oauth.Secret{})
	case msg.Text != "":
		return s.Insert(msg.Text)
	}
	return s
}

// Insert adds typed or pasted text; Note says what was left out of it.
func (s Secret) Insert(text string) Secret {
	value, removed := s.clean(text)
	s.held = oauth.Secret{}
	if room := limit - len(s.typed.runes); len([]rune(value)) > room {
		s.Problem = fmt.Sprintf("longer than %d characters: this is not a key", limit)
		return s
	}
	s.typed.runes = append(s.typed.runes, []rune(value)...)
	s.Note = ""
	if len(removed) > 0 {
		s.Note = "removed " + strings.Join(removed, ", ")
	}
	return s
}

// View draws the field, at most width cells: a mask of one length for any
// value, never the value.
func (s Secret) View(th theme.Theme, width int) string {
	var b strings.Builder
	if !s.IsZero() {
		b.WriteString(th.Text.Render(mask))
	}
	if s.IsZero() && s.focused && s.Problem == "" && s.Note == "" {
		return cursorOn(th, s.Empty, width)
	}
	if s.focused {
		b.WriteString(cursorCell(th))
	}
	switch {
	case s.Problem != "":
		b.WriteString(" " + th.Danger.Render("! "+s.Problem))
	case s.Note != "":
		b.WriteString(" " + th.Warning.Render(s.Note))
	}
	return Cut(b.String(), width)
}
