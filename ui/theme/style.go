package theme

import "github.com/charmbracelet/x/ansi"

// Style is how one meaning looks. The zero Style leaves text as it is.
//
// It is the sequence that a terminal is sent before the text. One of Lip Gloss's
// styles would look for borders and margins around every word again, three times
// the work for a frame, and be a hundredth of the program.
type Style struct{ begin string }

func styled(look ansi.Style) Style { return Style{look.String()} }

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
