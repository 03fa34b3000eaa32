package store

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"
)

// everyKindOfTOML has a folder list between all that a person may have written
// beside it.
const everyKindOfTOML = `# mine
title = "a [folders] that is none" # "/no" = "no"
"quoted key" = 'C:\no\escapes'
dotted . "and quoted".key = true
numbers = [ 1, -2.5e3, 0x_ff, inf, # a comment in a list
  ["nested", 'lists'], ]
when = 1979-05-27 07:32:00.5
point = { x = 1, "y z" = { deep = [] } }
lines = """
[folders]
"/no" = "no" \"""
"quotes" """""
raw = '''
[folders]
"/no" = 'no\'''

[theme]
folders = "not these"

[ folders ]
"/srv/acme" = "acme-test" # where we try things
'/srv' = 'acme\prod'
"/srv/\u0041\\\"" = "x" 

[[profile]]
name = "a"
[profile.folders]
"/no" = "no"
`

func TestTheFolderListIsFoundAmongAllThatTOMLKnows(t *testing.T) {
	for name, text := range map[string]string{
		"as it is": everyKindOfTOML, "with Windows' line ends": strings.ReplaceAll(everyKindOfTOML, "\n", "\r\n"),
	} {
		c, err := parseSettings("/c/config.toml", "linux", text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := map[string]string{}
		for _, f := range c.list() {
			got[f.Path] = f.Account
			if line := strings.Split(text, "\n")[f.Line-1]; !strings.Contains(line, f.Account) {
				t.Errorf("%s: %s is not on line %d", name, f.Path, f.Line)
			}
		}
		want := map[string]string{"/srv/acme": "acme-test", "/srv": `acme\prod`, `/srv/A\"`: "x"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestWhatMakesNoSenseIsNamedByItsLineAlone(t *testing.T) {
	for name, c := range map[string]struct {
		text, problem string
		line          int
	}{
		"a word alone":              {"a = 1\nCANARY", "a key has no value", 2},
		"a secret alone":            {"\n\n5ec+CANARY/x==", "a key has no value", 3},
		"no key":                    {"= 1", "neither a table", 1},
		"no value":                  {"a =\nb = 1", "a value is missing", 1},
		"two on a line":             {`a = "1" "CANARY"`, "where the line should end", 1},
		"an open text":              {"a = 1\nb = \"CANARY\nc = 3", "not closed on its line", 2},
		"an open text of lines":     {"a = '''\nCANARY\n", "not closed", 1},
		"an open list":              {"a = [1, 2\nb = 3", "a list is not closed", 2},
		"an open table":             {"[folders\n", "a table's name is not closed", 1},
		"a list without end":        {strings.Repeat("[", 1<<16), "", 1},
		"lists in lists":            {"a = " + strings.Repeat("[", 1<<16), "too deep", 1},
		"an odd escape":             {`a = "\q"`, "a backslash", 1},
		"half a character":          {`a = "\ud800"`, "no number of a character", 1},
		"a backslash at the end":    {`a = "\`, "not closed", 1},
		"not text":                  {"a = 1\nb = \"\xff\"", "not UTF-8", 2},
		"a relative folder":         {"[folders]\n\"CANARY\" = \"x\"", "not an absolute path", 2},
		"a folder without quotes":   {"[folders]\nCANARY = \"x\"", "not an absolute path", 2},
		"an account without quotes": {"[folders]\n\"/a\" = 12", "not a text in quotes", 2},
		"an account of many lines":  {"[folders]\n\"/a\" = \"\"\"CANARY\"\"\"", "not a text in quotes", 2},
		"a folder twice":            {"[folders]\n\"/a\" = \"x\"\n\n'/a/' = \"CANARY\"", "on line 2 already", 4},
		"the list twice":            {"[folders]\n\n[folders]", "under one [folders]", 3},
		"a list in braces":          {"a = 1\nfolders = { \"/CANARY\" = \"x\" }", "under one [folders]", 2},
		"a list with dots":          {"folders.\"/CANARY\" = \"x\"", "under one [folders]", 1},
		"a table below the list":    {"[folders.\"/CANARY\"]\nx = 1", "under one [folders]", 1},
		"many lists":                {"[[folders]]\n\"/CANARY\" = \"x\"", "under one [folders]", 1},
	} {
		_, err := parseSettings("/c/config.toml", "linux", c.text)
		var bad *SettingsError
		if !errors.As(err, &bad) || bad.Line != c.line || !strings.Contains(bad.Problem, c.problem) {
			t.Errorf("%s: got %v, want line %d: %s", name, err, c.line, c.problem)
		}
		if err != nil && strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: %v repeats what is written there", name, err)
		}
	}
}

// FuzzSettings holds our reading against a whole TOML library's: what is TOML
// is read the same or refused for the way in which it writes the folder list,
// and a line that is added adds that line and nothing else.
func FuzzSettings(f *testing.F) {
	f.Add(everyKindOfTOML, "/srv/new", "acme")
	f.Add("", "/a", "b")
	f.Add("[folders]", `/a"b\c`, "")
	f.Add("a=1\r\n[folders] # x\r\n", "/\x01", "é")
	f.Add("[folders]\n\"/a\" = 'b'", "/a", "c")
	f.Add("folders = {}", "/a", "b")
	f.Add("x = [{a=1\n},]\n", "/a", "b")
	f.Add("x = \"\"\"\"\"\"\"\" #", "/a", "b")
	f.Fuzz(func(t *testing.T, text, folder, account string) {
		var theirs map[string]any
		isTOML := toml.Unmarshal([]byte(text), &theirs) == nil
		c, err := parseSettings("/c/config.toml", "linux", text)
		if !isTOML {
			return // Reading it must not panic, and that is all.
		}
		if _, mentioned := theirs["folders"]; err != nil && !mentioned {
			t.Fatalf("%q: %v", text, err)
		}
		if err != nil {
			return
		}
		before := textsOf(theirs)
		if diff := cmp.Diff(before, listed(c)); diff != "" {
			t.Fatalf("%q: theirs and ours: %s", text, diff)
		}
		if !strings.HasPrefix(folder, "/") || !utf8.ValidString(folder) || !utf8.ValidString(account) {
			return
		}
		addFolder(t, c, theirs, folder, account)
	})
}

func addFolder(t *testing.T, c *settings, theirs map[string]any, folder, account string) {
	t.Helper()
	want := listed(c)
	place := platform{goos: "linux"}.place(folder)
	for _, f := range c.folders {
		if f.place == place {
			folder = f.Path
		}
	}
	want[folder] = account
	after, err := c.withFolder(folder, account)
	if err != nil {
		t.Fatalf("%q with %q = %q: %v", c.text, folder, account, err)
	}
	text := after.text
	var theirsAfter map[string]any
	if err := toml.Unmarshal([]byte(text), &theirsAfter); err != nil {
		t.Fatalf("%q became %q: %v", c.text, text, err)
	}
	if diff := cmp.Diff(want, listed(after)); diff != "" {
		t.Fatalf("%q became %q: %s", c.text, text, diff)
	}
	if diff := cmp.Diff(want, textsOf(theirsAfter)); diff != "" {
		t.Fatalf("%q became %q: theirs: %s", c.text, text, diff)
	}
	delete(theirs, "folders")
	delete(theirsAfter, "folders")
	if !slices.Equal(slices.Sorted(maps.Keys(theirs)), slices.Sorted(maps.Keys(theirsAfter))) {
		t.Fatalf("%q became %q: other tables changed", c.text, text)
	}
}

func textsOf(document map[string]any) map[string]string {
	texts := map[string]string{}
	table, _ := document["folders"].(map[string]any)
	for folder, account := range table {
		texts[folder], _ = account.(string)
	}
	return texts
}

func listed(c *settings) map[string]string {
	list := map[string]string{}
	for _, f := range c.folders {
		list[f.Path] = f.Account
	}
	return list
}
