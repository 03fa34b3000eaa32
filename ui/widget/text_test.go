package widget

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

func TestFitIsExactlyAsWideAsAsked(t *testing.T) {
	for _, s := range []string{"", "a", "acme-prod", "日本語アカウント", "e\u0301te\u0301", "👩‍👩‍👧 family", "\x1b[1mbold\x1b[0m"} {
		for width := range 20 {
			if got := ansi.StringWidth(Fit(s, width)); got != width {
				t.Errorf("Fit(%q, %d) is %d cells wide", s, width, got)
			}
		}
	}
}

func TestWidthIsTheTerminalsWidth(t *testing.T) {
	for _, s := range []string{
		"", "plain", "\x1b[1;38;2;10;20;30mstyled\x1b[m text", "tab\there", "日本語", "─ ✓ ·", "\x1b]8;;x\x07link\x1b]8;;\x07", "\x1b[", "a\x1b",
	} {
		if got, want := Width(s), ansi.StringWidth(s); got != want {
			t.Errorf("Width(%q) is %d, want %d", s, got, want)
		}
	}
}

func TestFoldLosesNothing(t *testing.T) {
	const s = `OAuth oauth_signature="x%3D", oauth_nonce="n  n"`
	for width := 1; width < 60; width++ {
		var joined strings.Builder
		for _, line := range Fold(s, width) {
			joined.WriteString(line)
		}
		if joined.String() != s {
			t.Errorf("at width %d the folded lines join to %q, want %q", width, joined.String(), s)
		}
	}
}

func TestWrapBreaksAtBlanksOnly(t *testing.T) {
	const s = "use gnome-keyring-daemon --start --components=secrets or va.msghist.liveperson.net"
	for width := 1; width < 90; width++ {
		lines := Wrap(s, width)
		for _, l := range lines {
			if got := ansi.StringWidth(l); got > width {
				t.Errorf("at width %d the line %q is %d cells wide", width, l, got)
			}
		}
		if width < len("va.msghist.liveperson.net") {
			continue // the longest word is folded
		}
		if got := strings.Join(lines, " "); got != s {
			t.Errorf("at width %d the lines join to %q, want %q", width, got, s)
		}
	}
}

func TestWindowKeepsTheCursorInSight(t *testing.T) {
	for rows := range 12 {
		for height := 1; height < 8; height++ {
			first := 0
			for _, cursor := range []int{0, rows - 1, rows / 2, 0} {
				if cursor < 0 {
					continue
				}
				first = Window(first, cursor, height, rows)
				if first < 0 || cursor < first || cursor >= first+height {
					t.Errorf("rows %d, height %d: the cursor at %d is outside the window from %d", rows, height, cursor, first)
				}
			}
		}
	}
}
