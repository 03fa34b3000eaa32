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
	Text       Style // what a person came to read: the terminal's own
	Strong     Style // names and headings
	Muted      Style // labels, hints, ages
	Accent     Style // keys to press, the place one is at
	Selected   Style // the row under the cursor
	Success    Style
	Warning    Style
	Danger     Style
	Production Style // the mark of a production account
	Demo       Style // the mark of the LivePerson in a box
	Rule       Style // lines between the parts of a frame
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
		muted: hex(0xa0a0a0), accent: hex(0x8ab4f8), success: hex(0x7fd18c),
		warning: hex(0xe9c46a), danger: hex(0xff938a), rule: hex(0x6c6c6c),
	}
	light = palette{
		muted: hex(0x595959), accent: hex(0x174ea6), success: hex(0x17652b),
		warning: hex(0x714b00), danger: hex(0xa50e0e), rule: hex(0x9e9e9e),
	}
)

// The two marks bring their own background and look the same everywhere, in
// sixteen colours as well.
var (
	onMark         = hex(0xffffff)
	productionMark = hex(0xb3261e)
	demoMark       = hex(0x174ea6)
)

// New returns the theme for a dark or a light terminal.
func New(isDark bool) Theme {
	p := light
	if isDark {
		p = dark
	}
	bold := lipgloss.NewStyle().Bold(true)
	ink := func(c color.Color) Style { return styled(lipgloss.NewStyle().Foreground(c)) }
	boldInk := func(c color.Color) Style { return styled(bold.Foreground(c)) }
	mark := func(c color.Color) Style { return styled(bold.Foreground(onMark).Background(c)) }
	return Theme{
		Strong:     styled(bold),
		Muted:      ink(p.muted),
		Accent:     ink(p.accent),
		Selected:   boldInk(p.accent),
		Success:    ink(p.success),
		Warning:    ink(p.warning),
		Danger:     boldInk(p.danger),
		Production: mark(productionMark),
		Demo:       mark(demoMark),
		Rule:       ink(p.rule),
	}
}

func hex(rgb uint32) color.Color {
	return color.RGBA{R: byte(rgb >> 16), G: byte(rgb >> 8), B: byte(rgb), A: 0xff}
}
