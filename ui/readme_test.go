package ui

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/uitest"
)

// The README shows what the program draws and lists the keys that it knows:
// what stands between a mark and its end is made here, with -update.
func TestTheReadmeShowsTheProgramAsItIs(t *testing.T) {
	path := filepath.Join("..", "README.md")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	after := string(before)
	marks := 0
	for i, s := range states {
		begin, end := "<!-- screen: "+s.name+" -->\n", "<!-- end of screen -->\n"
		if !strings.Contains(after, begin) {
			continue
		}
		marks++
		visit(t, i, 80, 24, func(t *testing.T, d *uitest.Driver) {
			after = inserted(t, after, begin, end, "```\n"+withoutGaps(d.Screen())+"\n```\n")
		})
	}
	if marks < 3 {
		t.Errorf("the README shows %d screens", marks)
	}
	after = inserted(t, after, "<!-- keys -->\n", "<!-- end of keys -->\n", keyTable(t))
	if after == string(before) {
		return
	}
	if update := flag.Lookup("update"); update == nil || update.Value.String() != "true" {
		t.Fatal("README.md is behind the program: go test ./ui -run Readme -update")
	}
	if err := os.WriteFile(path, []byte(after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// inserted is text with other content between two marks.
func inserted(t *testing.T, text, begin, end, content string) string {
	t.Helper()
	head, rest, begun := strings.Cut(text, begin)
	_, tail, ended := strings.Cut(rest, end)
	if !begun || !ended {
		t.Fatalf("the README lacks %q or %q", begin, end)
	}
	return head + begin + content + end + tail
}

// withoutGaps leaves one of several empty lines.
func withoutGaps(screen string) string {
	lines := slices.CompactFunc(strings.Split(screen, "\n"), func(a, b string) bool { return a == "" && b == "" })
	return strings.Join(lines, "\n")
}

// keyTable lists what every key means on every screen, gathered from all of
// their states.
func keyTable(t *testing.T) string {
	var places []string
	keys := map[string][]string{}  // of a place, in the order they were met
	words := map[string][]string{} // of a place and a key
	note := func(place string, a screen.Action) {
		h := a.Key.Help()
		if !slices.Contains(places, place) {
			places = append(places, place)
		}
		if !slices.Contains(keys[place], h.Key) {
			keys[place] = append(keys[place], h.Key)
		}
		if at := place + " " + h.Key; !slices.Contains(words[at], h.Desc) {
			words[at] = append(words[at], h.Desc)
		}
	}
	for i := range states {
		visit(t, i, 80, 24, func(_ *testing.T, d *uitest.Driver) {
			top := d.Model().(App).stack
			here := top[len(top)-1]
			if _, question := here.route.(nav.Confirm); question {
				return
			}
			place, _, _ := strings.Cut(here.screen.Title(), ":")
			for _, a := range here.screen.Actions() {
				if _, moves := a.Msg.(screen.Move); !moves {
					note(place, a)
				}
			}
		})
	}
	for _, a := range everywhere(false) {
		note("everywhere", a)
	}
	for _, a := range screen.Moves(10) {
		note("in lists", a)
	}
	var b strings.Builder
	b.WriteString("| where | keys |\n|---|---|\n")
	for _, place := range places {
		var cells []string
		for _, key := range keys[place] {
			cells = append(cells, "`"+key+"` "+strings.Join(words[place+" "+key], " or "))
		}
		b.WriteString("| " + place + " | " + strings.Join(cells, ", ") + " |\n")
	}
	return b.String()
}
