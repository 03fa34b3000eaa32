package screen_test

import (
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/uitest"
)

func TestAListKeepsItsCursorAmongTheRowsAndInSight(t *testing.T) {
	for name, row := range map[string]struct {
		from   screen.List
		by     screen.Move
		rows   int
		height int
		want   screen.List
	}{
		"one down":                  {screen.List{}, 1, 10, 5, screen.List{Cursor: 1}},
		"below the last that fits":  {screen.List{Cursor: 4}, 1, 10, 5, screen.List{Cursor: 5, First: 1}},
		"above the first":           {screen.List{Cursor: 3, First: 3}, -1, 10, 5, screen.List{Cursor: 2, First: 2}},
		"past the end":              {screen.List{Cursor: 9, First: 5}, 1 << 30, 10, 5, screen.List{Cursor: 9, First: 5}},
		"before the beginning":      {screen.List{Cursor: 9, First: 5}, -1 << 30, 10, 5, screen.List{}},
		"rows that went away":       {screen.List{Cursor: 9, First: 5}, 0, 3, 5, screen.List{Cursor: 2}},
		"no rows":                   {screen.List{Cursor: 9, First: 5}, 1, 0, 5, screen.List{}},
		"a screen without a height": {screen.List{}, 3, 10, 0, screen.List{Cursor: 3, First: 3}},
	} {
		if got := row.from.Moved(row.by, row.rows, row.height); got != row.want {
			t.Errorf("%s: got %+v, want %+v", name, got, row.want)
		}
	}
}

func TestAClickFindsTheRowThatStandsThere(t *testing.T) {
	l := screen.List{Cursor: 6, First: 5}
	for line, want := range map[int]struct {
		cursor int
		there  bool
		again  bool
	}{0: {5, true, false}, 1: {6, true, true}, 4: {9, true, false}, 5: {6, false, false}, -1: {6, false, false}} {
		got, there, again := l.At(line, 10)
		if got.Cursor != want.cursor || there != want.there || again != want.again || got.First != 5 {
			t.Errorf("line %d: got %+v, %v and %v, want %+v", line, got, there, again, want)
		}
	}
}

func TestAFilterKeepsRowsThatHoldEveryWord(t *testing.T) {
	f, _ := screen.Filter{}.Update(screen.OpenFilter())
	for _, r := range "HIST mess" {
		var taken bool
		if f, taken = f.Update(uitest.Key(string(r))); !taken {
			t.Fatalf("%q was not for the filter", r)
		}
	}
	for text, want := range map[string]bool{
		"msgHist Messaging Interactions": true, "messages, history": true, "msgHist": false, "": false,
	} {
		if got := f.Keeps(text); got != want {
			t.Errorf("%q: got %v", text, got)
		}
	}
}

func TestAFilterIsOpenedKeptAndDroppedByItsKeys(t *testing.T) {
	var f screen.Filter
	press := func(key string) {
		t.Helper()
		for _, a := range f.Actions() {
			if slices.Contains(a.Key.Keys(), key) {
				f, _ = f.Update(a.Msg)
				return
			}
		}
		t.Fatalf("%s does nothing", key)
	}
	state := func(typing, narrows, shown bool) {
		t.Helper()
		if f.Typing() != typing || f.Narrows() != narrows || f.Shown() != shown {
			t.Errorf("typing %v, narrows %v, shown %v", f.Typing(), f.Narrows(), f.Shown())
		}
	}
	state(false, false, false)
	press("/")
	state(true, false, true)
	f, _ = f.Update(tea.PasteMsg{Content: "acme"})
	state(true, true, true)
	press("enter")
	state(false, true, true)
	if _, taken := f.Update(uitest.Key("x")); taken {
		t.Error("a closed filter took a key")
	}
	if got := ansi.Strip(f.View(theme.New(true), 20)); got != "/ acme " {
		t.Errorf("got %q", got)
	}
	press("/")
	state(true, true, true)
	press("esc")
	state(false, false, false)
	if !f.Keeps("anything") {
		t.Error("a dropped filter leaves rows out")
	}
}

func TestAKeyPastedIntoAFilterIsNotShown(t *testing.T) {
	f, _ := screen.Filter{}.Update(screen.OpenFilter())
	f, _ = f.Update(tea.PasteMsg{Content: "App key: CANARY\nSecret: CANARY\nAccess token: CANARY\nAccess token secret: CANARY\n"})
	if got := ansi.Strip(f.View(theme.New(true), 80)); got != "! nothing was pasted: it reads as a key, and this field shows what it holds" {
		t.Errorf("got %q", got)
	}
}
