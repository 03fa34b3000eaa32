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

// palette is one colour for each meaning, for one kind of background. What a
// person came to read has none: it is the terminal's own.
type palette struct {
	muted, accent, success, warning, danger, rule color.Color
}

// Each colour is readable on every usual background of its kind; a test
// computes the contrast.
var (
	dark = palette{
		muted: hex("#a0a0a0"), accent: hex("#8ab4f8"), success: hex("#7fd18c"),
		warning: hex("#e9c46a"), danger: hex("#ff938a"), rule: hex("#6c6c6c"),
	}
	light = palette{
		muted: hex("#595959"), accent: hex("#174ea6"), success: hex("#17652b"),
		warning: hex("#714b00"), danger: hex("#a50e0e"), rule: hex("#9e9e9e"),
	}
)

// The two marks bring their own background and look the same everywhere, in
// sixteen colours as well.
var (
	onMark         = hex("#ffffff")
	productionMark = hex("#b3261e")
	demoMark       = hex("#174ea6")
)

// New returns the theme for a dark or a light terminal.
func New(isDark bool) Theme {
	p := light
	if isDark {
		p = dark
	}
	ink := func(c color.Color) lipgloss.Style { return lipgloss.NewStyle().Foreground(c) }
	mark := func(c color.Color) lipgloss.Style { return ink(onMark).Background(c).Bold(true) }
	return Theme{
		Text:       lipgloss.NewStyle(),
		Strong:     lipgloss.NewStyle().Bold(true),
		Muted:      ink(p.muted),
		Accent:     ink(p.accent),
		Selected:   ink(p.accent).Bold(true),
		Success:    ink(p.success),
		Warning:    ink(p.warning),
		Danger:     ink(p.danger).Bold(true),
		Production: mark(productionMark),
		Demo:       mark(demoMark),
		Rule:       ink(p.rule),
	}
}

func hex(s string) color.Color { return lipgloss.Color(s) }
