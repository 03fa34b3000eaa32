package screen

import "lpkeys/ui/widget"

// Move is a wish to go down so many rows, or up when it is negative.
type Move int

// List is where a person is in rows of which only some fit. The zero List is
// at the first of them.
type List struct {
	Cursor int // the row that keys are about
	First  int // the first row that is seen
}

// Moved goes by so many rows, and stays among them.
func (l List) Moved(by Move, rows, height int) List {
	l.Cursor += int(by)
	return l.Within(rows, height)
}

// Within keeps the cursor among the rows, and in sight.
func (l List) Within(rows, height int) List {
	l.Cursor = max(0, min(l.Cursor, rows-1))
	l.First = widget.Window(l.First, l.Cursor, height, rows)
	return l
}

// At goes to the row that stands on a line of what is seen, and reports whether
// there is one and whether the cursor was there already.
func (l List) At(line, rows int) (moved List, there, again bool) {
	row := l.First + line
	if line < 0 || row >= rows {
		return l, false, false
	}
	again = row == l.Cursor
	l.Cursor = row
	return l, true, again
}

// far is further than any list.
const far Move = 1 << 30

// Moves are the keys that go through a list of which page rows are seen. They
// mean a [Move].
func Moves(page int) []Action {
	return []Action{
		Do([]string{"down", "j"}, "↓ j", "down", Move(1)).Quietly(),
		Do([]string{"up", "k"}, "↑ k", "up", Move(-1)).Quietly(),
		Do([]string{"pgdown"}, "pgdn", "a page down", Move(page)).Quietly(),
		Do([]string{"pgup"}, "pgup", "a page up", Move(-page)).Quietly(),
		Do([]string{"home", "g"}, "home g", "to the first", -far).Quietly(),
		Do([]string{"end", "G"}, "end G", "to the last", far).Quietly(),
	}
}

// Arrows are those of them that print nothing, for while letters are typed.
func Arrows(page int) []Action {
	return []Action{
		Do([]string{"down"}, "↓", "down", Move(1)).Quietly(),
		Do([]string{"up"}, "↑", "up", Move(-1)).Quietly(),
		Do([]string{"pgdown"}, "pgdn", "a page down", Move(page)).Quietly(),
		Do([]string{"pgup"}, "pgup", "a page up", Move(-page)).Quietly(),
	}
}

// Scrolled keeps the first line that is shown among so many lines, of which
// height fit.
func Scrolled(first, lines, height int) int { return max(0, min(first, lines-height)) }
