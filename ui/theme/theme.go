// Package theme says what things look like by what they mean. It is the only
// package that names a colour.
package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Theme holds one style for each meaning. Nothing is told by a style alone:
// every mark has words or a sign as well, so that a terminal without colour
// loses nothing.
type Theme struct {
	Dark bool

	Text       lipgloss.Style // what a person came to read
	Strong     lipgloss.Style // names and headings
	Muted      lipgloss.Style // labels, hints, ages
	Accent     lipgloss.Style // keys to press, the place one is at
	Selected   lipgloss.Style // the row under the cursor
	Success    lipgloss.Style
	Warning    lipgloss.Style
	Danger     lipgloss.Style
	Production lipgloss.Style // the mark of a production account
	Demo       lipgloss.Style // the mark of the LivePerson in a box
	Rule       lipgloss.Style // lines between the parts of a frame
}

// palette is one colour for each meaning, for one kind of background.
type palette struct {
	text, strong, muted, accent, success, warning, danger, rule color.Color
	onDanger, onDemo, danger2, demo                             color.Color
}

// Each pair is readable on both ends of its kind of background; a test
// computes the contrast.
var (
	dark = palette{
		text: hex("#d8d8d8"), strong: hex("#ffffff"), muted: hex("#a0a0a0"),
		accent: hex("#8ab4f8"), success: hex("#7fd18c"), warning: hex("#e9c46a"),
		danger: hex("#ff938a"), rule: hex("#6c6c6c"),
		onDanger: hex("#ffffff"), danger2: hex("#b3261e"),
		onDemo: hex("#000000"), demo: hex("#8ab4f8"),
	}
	light = palette{
		text: hex("#262626"), strong: hex("#000000"), muted: hex("#595959"),
		accent: hex("#174ea6"), success: hex("#17652b"), warning: hex("#714b00"),
		danger: hex("#a50e0e"), rule: hex("#9e9e9e"),
		onDanger: hex("#ffffff"), danger2: hex("#b3261e"),
		onDemo: hex("#ffffff"), demo: hex("#174ea6"),
	}
)

// New returns the theme for a dark or a light terminal.
func New(isDark bool) Theme {
	p := light
	if isDark {
		p = dark
	}
	ink := func(c color.Color) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	return Theme{
		Dark:       isDark,
		Text:       ink(p.text),
		Strong:     ink(p.strong).Bold(true),
		Muted:      ink(p.muted),
		Accent:     ink(p.accent),
		Selected:   ink(p.accent).Bold(true),
		Success:    ink(p.success),
		Warning:    ink(p.warning),
		Danger:     ink(p.danger).Bold(true),
		Production: ink(p.onDanger).Background(p.danger2).Bold(true),
		Demo:       ink(p.onDemo).Background(p.demo).Bold(true),
		Rule:       ink(p.rule),
	}
}

func hex(s string) color.Color { return lipgloss.Color(s) }
