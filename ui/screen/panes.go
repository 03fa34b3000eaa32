package screen

import (
	"strings"

	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Panes part a screen between a list and what is said about the row under its
// cursor: beside it where there is room for that, below it elsewhere.
type Panes struct{ Width, Height int }

const (
	minWidthForBeside  = 118
	minHeightForBeside = 8
	bar                = " │ "
	barWidth           = 3
)

// Beside reports whether the list has the whole height.
func (p Panes) Beside() bool { return p.Width >= minWidthForBeside && p.Height >= minHeightForBeside }

// SaidWidth is how wide it is what is said. Beside the list it is a third, in
// which a line can still be read.
func (p Panes) SaidWidth() int {
	if p.Beside() {
		return min(max(p.Width/3, 44), 72)
	}
	return p.Width
}

// ListWidth is how wide the list is.
func (p Panes) ListWidth() int {
	if p.Beside() {
		return p.Width - p.SaidWidth() - barWidth
	}
	return p.Width
}

// Draw puts the list and what is said together. below is the height of what is
// said when it stands below; where it is cut, it says so.
func (p Panes) Draw(th theme.Theme, list, said []string, below int) string {
	if !p.Beside() {
		for len(list) < p.Height-below {
			list = append(list, "")
		}
		return strings.Join(append(list, p.first(said, below)...), "\n")
	}
	said = p.first(said, p.Height)
	between, width := th.Rule.Render(bar), p.ListWidth()
	lines := make([]string, p.Height)
	for i := range lines {
		left, right := "", ""
		if i < len(list) {
			left = list[i]
		}
		if i < len(said) {
			right = said[i]
		}
		lines[i] = widget.Fit(left, width) + between + right
	}
	return strings.Join(lines, "\n")
}

// first is as many of the lines as there is room for. The last of them tells
// when there are more.
func (p Panes) first(lines []string, height int) []string {
	if len(lines) <= height {
		return lines
	}
	lines = append([]string(nil), lines[:height]...)
	if height > 0 {
		lines[height-1] = widget.Cut(lines[height-1], max(0, p.SaidWidth()-2)) + " …"
	}
	return lines
}
