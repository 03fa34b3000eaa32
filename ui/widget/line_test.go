package widget

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"lpkeys/domain"
	"lpkeys/ui/theme"
)

// written makes a line of a text in which | is the cursor.
func written(s string) line {
	before, after, _ := strings.Cut(s, "|")
	return line{before + after, len(before)}
}

func (l line) String() string { return l.text[:l.at] + "|" + l.text[l.at:] }

var lineKeys = map[string]struct {
	keys []string
	does map[string]string
}{
	"one grapheme back": {[]string{"left", "ctrl+b"}, map[string]string{
		"|ab": "|ab", "a|b": "|ab", "e\u0301|": "|e\u0301", "👩‍👩‍👧|x": "|👩‍👩‍👧x", "日本|": "日|本",
	}},
	"one grapheme on": {[]string{"right", "ctrl+f"}, map[string]string{
		"ab|": "ab|", "a|b": "ab|", "|e\u0301": "e\u0301|", "|👩‍👩‍👧x": "👩‍👩‍👧|x",
	}},
	"one word back": {[]string{"alt+left", "ctrl+left", "alt+b"}, map[string]string{
		"|": "|", "ab cd|": "ab |cd", "ab  |cd": "|ab  cd", "ab c|d": "ab |cd", "  |": "|  ", "ab\u3000cd|": "ab\u3000|cd",
	}},
	"one word on": {[]string{"alt+right", "ctrl+right", "alt+f"}, map[string]string{
		"|": "|", "|ab cd": "ab| cd", "ab|  cd": "ab  cd|", "|  ": "  |",
	}},
	"to the beginning": {[]string{"home", "ctrl+a"}, map[string]string{"ab|c": "|abc"}},
	"to the end":       {[]string{"end", "ctrl+e"}, map[string]string{"a|bc": "abc|"}},
	"delete back": {[]string{"backspace", "ctrl+h"}, map[string]string{
		"|ab": "|ab", "a|b": "|b", "xe\u0301|": "x|",
	}},
	"delete on": {[]string{"delete", "ctrl+d"}, map[string]string{
		"ab|": "ab|", "|ab": "|b", "x|👩‍👩‍👧y": "x|y",
	}},
	"delete the word before": {[]string{"ctrl+w", "alt+backspace", "ctrl+backspace"}, map[string]string{
		"|ab": "|ab", "ab cd|": "ab |", "ab cd |e": "ab |e",
	}},
	"delete the word behind": {[]string{"alt+d", "alt+delete", "ctrl+delete"}, map[string]string{
		"ab|": "ab|", "a|b": "a|", "|ab cd": "| cd", "ab| cd": "ab|",
	}},
	"delete what is before": {[]string{"ctrl+u"}, map[string]string{"ab|cd": "|cd", "|a": "|a"}},
	"delete what is behind": {[]string{"ctrl+k"}, map[string]string{"ab|cd": "ab|", "a|": "a|"}},
	"nothing":               {[]string{"up", "tab", "ctrl+v", "x"}, map[string]string{"a|b": "a|b"}},
}

func TestALineIsEditedAsInAShell(t *testing.T) {
	for name, tt := range lineKeys {
		for from, want := range tt.does {
			for _, key := range tt.keys {
				if got := written(from).pressed(key); got != written(want) {
					t.Errorf("%s, %s: %q became %q, want %q", name, key, from, got, want)
				}
			}
		}
	}
}

func TestTheCursorOfALongLineStaysInSight(t *testing.T) {
	for from, want := range map[string]string{
		"abc|":      "abc ",
		"abcdefgh|": "defgh ",
		"|abcdefgh": "abcdef",
		"abcdefg|h": "cdefgh",
		"abcdef|gh": "bcdefg",
		"日本語日本|":    "日本 ",
	} {
		l := written(from)
		if got := ansi.Strip(l.view(theme.Theme{}, 6, true)); got != want {
			t.Errorf("%q is drawn as %q, want %q", from, got, want)
		}
		if got := l.view(theme.Theme{}, 6, true); !strings.Contains(got, "\x1b[7m") {
			t.Errorf("%q is drawn as %q, without its cursor", from, got)
		}
	}
}

// FuzzLine presses keys, and checks after each that the cursor is in the text
// and the line in its width.
func FuzzLine(f *testing.F) {
	var keys []string
	for _, tt := range lineKeys {
		keys = append(keys, tt.keys...)
	}
	f.Add("ab cd", []byte("\x01\x02\x03\x10\x11"))
	f.Add("e\u0301👩‍👩‍👧 日本", []byte("abcdefghijklmnop"))
	f.Fuzz(func(t *testing.T, text string, presses []byte) {
		l := line{}.insert(domain.Clean(text))
		for _, p := range presses {
			l = l.pressed(keys[int(p)%len(keys)])
			if l.at < 0 || l.at > len(l.text) || !utf8.ValidString(l.text[:l.at]) || !utf8.ValidString(l.text) {
				t.Fatalf("the cursor is at %d of %q", l.at, l.text)
			}
			for _, width := range []int{0, 1, 2, 7, 80} {
				if got := l.view(theme.Theme{}, width, true); Width(got) > width {
					t.Fatalf("%q is drawn %d cells wide, want at most %d: %q", l, Width(got), width, got)
				}
			}
		}
	})
}
