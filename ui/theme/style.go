package theme

import "charm.land/lipgloss/v2"

// Style is how one meaning looks. The zero Style leaves text as it is.
//
// It points at Lip Gloss's own style, which is 650 bytes: a theme that held
// those would be copied, 7 KB at a time, by every function that draws.
type Style struct{ look *lipgloss.Style }

func styled(look lipgloss.Style) Style { return Style{&look} }

// Render draws text of any number of lines.
func (s Style) Render(text string) string {
	if s.look == nil {
		return text
	}
	return s.look.Render(text)
}

// Reversed is the style with ink and ground changed over, as a cursor has it.
func (s Style) Reversed() Style { return styled(s.Lipgloss().Reverse(true)) }

// Lipgloss is the style as models that are not ours take it.
func (s Style) Lipgloss() lipgloss.Style {
	if s.look == nil {
		return lipgloss.NewStyle()
	}
	return *s.look
}
