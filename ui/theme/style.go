package theme

import "github.com/charmbracelet/x/ansi"

// Style is how one meaning looks. The zero Style leaves text as it is.
//
// It is the sequence that a terminal is sent before the text. One of Lip
// Gloss's styles would be 648 bytes and look for its borders and margins around
// every word: three times the work for a frame.
type Style struct{ begin string }

func styled(s ansi.Style) Style {
	if len(s) == 0 {
		return Style{}
	}
	return Style{s.String()}
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
