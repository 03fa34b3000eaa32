package screen

import (
	"fmt"
	"strings"
	"testing"
)

// drawn is what is seen of rows in groups of so many: a row is its number, its
// group "g" and its number, the cursor's row is in brackets.
func drawn(g Grouped, height, each int) string {
	at, ok := g.Row()
	lines := g.Draw(height,
		func(row int) string { return fmt.Sprintf("g%d", row/each) },
		func(row int) string {
			if ok && row == at {
				return fmt.Sprintf("[%d]", row)
			}
			return fmt.Sprint(row)
		})
	return strings.Join(lines, " ")
}

func everything(int) bool { return true }

func groupsOf(each int) func(a, b int) bool { return func(a, b int) bool { return a/each == b/each } }

func TestTheGroupOfWhatIsSeenFirstStaysAtTheTop(t *testing.T) {
	g := Grouped{}.Showing(7, everything, groupsOf(3)).Within(4)
	for _, step := range []struct {
		by   Move
		want string
	}{
		{0, "g0 [0] 1 2"},
		{1, "g0 0 [1] 2"},
		{1, "g0 0 1 [2]"},
		{1, "g0 2 g1 [3]"},
		{1, "2 g1 3 [4]"},
		{1, "g1 3 4 [5]"},
		{1, "g1 5 g2 [6]"},
		{9, "g1 5 g2 [6]"},
		{-1, "g1 [5] g2 6"},
		{-1, "g1 [4] 5 g2"},
		{-1, "g1 [3] 4 5"},
		{-far, "g0 [0] 1 2"},
		{far, "g1 5 g2 [6]"},
	} {
		if g = g.Moved(step.by, 4); drawn(g, 4, 3) != step.want {
			t.Fatalf("after a move by %d: got %q, want %q", step.by, drawn(g, 4, 3), step.want)
		}
	}
}

func TestWhereThereIsNoRoomRowsGoBeforeTheNamesOfGroups(t *testing.T) {
	g := Grouped{}.Showing(5, everything, groupsOf(3))
	for _, want := range []string{"[0]", "[1]", "[2]", "[3]", "[4]", "[4]"} {
		if g = g.Within(1); drawn(g, 1, 3) != want {
			t.Fatalf("got %q, want %q", drawn(g, 1, 3), want)
		}
		g = g.Moved(1, 1)
	}
}

func TestTheCursorStaysOnItsRowWhateverIsLeftOut(t *testing.T) {
	g := Grouped{}.Showing(10, everything, groupsOf(5)).Within(6).Moved(7, 6)
	odd := g.Showing(10, func(row int) bool { return row%2 == 1 }, groupsOf(5)).Within(6)
	if got := drawn(odd, 6, 5); got != "g0 3 g1 5 [7] 9" {
		t.Errorf("its row stays: got %q", got)
	}
	even := g.Showing(10, func(row int) bool { return row%2 == 0 }, groupsOf(5)).Within(6)
	if _, ok := even.Row(); !ok {
		t.Error("its row goes: there is no cursor")
	}
	none := g.Showing(10, func(int) bool { return false }, groupsOf(5)).Within(6).Moved(3, 6)
	if _, ok := none.Row(); ok || drawn(none, 6, 5) != "" {
		t.Errorf("no row is left: got %q", drawn(none, 6, 5))
	}
	if back := none.Showing(10, everything, groupsOf(5)).Within(6); drawn(back, 6, 5) != "g0 [0] 1 2 3 4" {
		t.Errorf("all come back: got %q", drawn(back, 6, 5))
	}
}

func TestAClickGoesToTheRowThatIsSeenThere(t *testing.T) {
	g := Grouped{}.Showing(7, everything, groupsOf(3)).Within(4).Moved(5, 4) // g1 3 4 [5]
	for line, want := range map[int]string{-1: "no", 0: "no", 1: "3", 2: "4", 3: "5 again", 4: "no"} {
		moved, there, again := g.At(line, 4)
		got := "no"
		if row, _ := moved.Row(); there {
			got = fmt.Sprint(row)
		}
		if again {
			got += " again"
		}
		if got != want {
			t.Errorf("line %d: got %q, want %q", line, got, want)
		}
	}
	if _, there, _ := g.Moved(1, 4).At(2, 4); there { // g1 5 g2 [6]
		t.Error("the name of a group is a row")
	}
	if moved, there, _ := g.Moved(-far, 4).Moved(4, 4).At(0, 4); !there || drawn(moved, 4, 3) != "[2] g1 3 4" {
		t.Error("the last row of a group, which stands on the first line, is none")
	}
}
