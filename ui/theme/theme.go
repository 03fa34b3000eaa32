// Package theme says what things look like by what they mean. It is the only
// package that names a colour.
package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
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
	ink := func(c color.Color) Style { return styled(ansi.Style{}.ForegroundColor(c)) }
	boldInk := func(c color.Color) Style { return styled(ansi.Style{}.Bold().ForegroundColor(c)) }
	mark := func(c color.Color) Style {
		return styled(ansi.Style{}.Bold().ForegroundColor(onMark).BackgroundColor(c))
	}
	return Theme{
		Strong:     styled(ansi.Style{}.Bold()),
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

func hex(s string) color.Color { return lipgloss.Color(s) }
