package screen

import (
	"slices"

	"lpkeys/ui/widget"
)

// Grouped is where a person is in rows that stand in groups, each below a line
// that names it. The name of the group that is seen first stays at the top,
// however far one goes down in it. The zero Grouped has no rows.
type Grouped struct {
	shown  []int // the rows that are shown, by their numbers
	lines  []int // on which line each of them stands
	cursor int   // in shown
	first  int   // the first line that is seen
}

// Showing lists other rows: those of 0 to rows-1 that keep wants, a new group
// beginning with each that begins says differs from the row before. The cursor
// stays on its row, or near where that was.
func (g Grouped) Showing(rows int, keep func(row int) bool, same func(before, row int) bool) Grouped {
	at, was := g.Row()
	g.shown, g.lines = make([]int, 0, rows), make([]int, 0, rows)
	line := 0
	for row := range rows {
		if !keep(row) {
			continue
		}
		if n := len(g.shown); n == 0 || !same(g.shown[n-1], row) {
			line++
		}
		g.shown, g.lines = append(g.shown, row), append(g.lines, line)
		line++
	}
	g.cursor = max(0, min(g.cursor, len(g.shown)-1))
	if was {
		return g.To(at)
	}
	return g
}

// Rows are the rows that are shown.
func (g Grouped) Rows() []int { return g.shown }

// Row is the one under the cursor; there is none when none is shown.
func (g Grouped) Row() (row int, ok bool) {
	if g.cursor >= len(g.shown) {
		return 0, false
	}
	return g.shown[g.cursor], true
}

// To goes to a row, if it is shown.
func (g Grouped) To(row int) Grouped {
	if i, there := slices.BinarySearch(g.shown, row); there {
		g.cursor = i
	}
	return g
}

// Moved goes by so many rows, and stays among them.
func (g Grouped) Moved(by Move, height int) Grouped {
	g.cursor = max(0, min(g.cursor+int(by), len(g.shown)-1))
	return g.Within(height)
}

// minHeightForTop is the least height in which a line for the group is not
// missed.
const minHeightForTop = 3

// Within keeps the cursor in sight, and the line above it, which may name its
// group.
func (g Grouped) Within(height int) Grouped {
	if len(g.shown) == 0 {
		g.first = 0
		return g
	}
	line, all := g.lines[g.cursor], g.lines[len(g.lines)-1]+1
	if height >= minHeightForTop {
		g.first = widget.Window(g.first, line-1, height, all)
	}
	g.first = widget.Window(g.first, line, height, all)
	return g
}

// At goes to the row that stands on a line of what is seen, and reports whether
// there is one and whether the cursor was there already.
func (g Grouped) At(line, height int) (moved Grouped, there, again bool) {
	i, there := slices.BinarySearch(g.lines, g.first+line)
	if line < 0 || line >= height || !there || line == 0 && g.covered(i, height) {
		return g, false, false
	}
	again = i == g.cursor
	g.cursor = i
	return g, true, again
}

// covered reports whether a row that stands on the first line gives way to the
// name of its group. The last of a group does not: nothing of it would be left.
func (g Grouped) covered(i, height int) bool {
	last := i+1 == len(g.lines) || g.lines[i+1] > g.lines[i]+1
	return height >= minHeightForTop && !last
}

// Draw draws what is seen: heading draws the name of the group that a row
// stands in.
func (g Grouped) Draw(height int, heading, draw func(row int) string) []string {
	lines := make([]string, 0, height)
	i, _ := slices.BinarySearch(g.lines, g.first)
	for line := g.first; line < g.first+height && i < len(g.shown); line++ {
		isRow := g.lines[i] == line
		switch {
		case !isRow, line == g.first && g.covered(i, height):
			lines = append(lines, heading(g.shown[i]))
		default:
			lines = append(lines, draw(g.shown[i]))
		}
		if isRow {
			i++
		}
	}
	return lines
}
