package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Style is how one meaning looks. The zero Style leaves text as it is.
//
// It is the sequence that Lip Gloss puts before a text. Its own style would look
// for borders and margins around every word again: three times the work for a
// frame.
type Style struct{ begin string }

func styled(look lipgloss.Style) Style {
	begin, _, _ := strings.Cut(look.Render("."), ".")
	return Style{begin}
}

// Render draws a text of one line.
func (s Style) Render(text string) string {
	if s.begin == "" || text == "" {
		return text
	}
	return s.begin + text + ansi.ResetStyle
}

// Reversed is the style with ink and ground changed over, as a cursor has it.
func (s Style) Reversed() Style {
	return Style{s.begin + ansi.Style{}.Reverse(true).String()}
}
