package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"

	"lpkeys/store"
)

func TestPreferencesAreReadFromTheTopOfConfigToml(t *testing.T) {
	usual := store.DefaultPreferences()
	with := func(change func(*store.Preferences)) store.Preferences {
		p := usual
		change(&p)
		return p
	}
	for name, row := range map[string]struct {
		text string
		want store.Preferences
		line int // of what is wrong
	}{
		"nothing is said":          {"", usual, 0},
		"something else is said":   {"font = 'x'\n[folders]\n\"/a\" = 'b'\n", usual, 0},
		"all is said":              {"theme = 'light'\nclipboard_seconds = 60\nvault = \"file\"\nmouse = false # never\n", store.Preferences{Theme: store.ThemeLight, Clipboard: time.Minute, Vault: store.FileVault}, 0},
		"an empty vault":           {"vault = ''", usual, 0},
		"the same under a table":   {"[other]\nmouse = false\n", usual, 0},
		"the longest time":         {"clipboard_seconds = 3600", with(func(p *store.Preferences) { p.Clipboard = time.Hour }), 0},
		"longer than that":         {"\nclipboard_seconds = 3601", usual, 2},
		"no time":                  {"clipboard_seconds = 0", usual, 1},
		"a time in quotes":         {"clipboard_seconds = '30'", usual, 1},
		"a time below zero":        {"clipboard_seconds = -30", usual, 1},
		"an unknown theme":         {"# mine\n\ntheme = 'blue'\n", usual, 3},
		"a theme without quotes":   {"theme = dark\n", usual, 1},
		"a theme that is a table":  {"mouse = false\n[theme]\nname = 'dark'\n", usual, 2},
		"a truth that is none":     {"theme = 'dark'\nmouse = yes\n", usual, 2},
		"a truth in quotes":        {"mouse = 'true'\n", usual, 1},
		"a vault that there isn't": {"vault = 'cloud'\n", usual, 1},
		"one thing twice":          {"mouse = true\ntheme = 'dark'\nmouse = false\n", usual, 3},
		"no TOML":                  {"theme = 'dark'\nmouse\n", usual, 2},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			h.configure(row.text)
			got, err := h.open().Preferences()
			if got != row.want {
				t.Errorf("got %+v, want %+v", got, row.want)
			}
			var bad *store.SettingsError
			if errors.As(err, &bad) != (row.line > 0) || bad != nil && bad.Line != row.line {
				t.Errorf("got the error %v, want one in line %d", err, row.line)
			}
		})
	}
}

func TestChangedPreferencesLeaveTheRestOfTheFileAsItIs(t *testing.T) {
	for name, row := range map[string]struct{ before, after string }{
		"a file that is not there": {"", "theme = \"dark\"\nmouse = false\n"},
		"lines that are there":     {"# mine\nmouse = true  # clicks\ntheme= 'auto'", "# mine\nmouse = false  # clicks\ntheme= \"dark\""},
		"a table alone":            {"# folders\r\n[folders]\r\n'/a' = 'prod'\r\n", "theme = \"dark\"\r\nmouse = false\r\n# folders\r\n[folders]\r\n'/a' = 'prod'\r\n"},
		"another key above it":     {"font = 'x'\n\n[other]\nmouse = 3\n", "font = 'x'\ntheme = \"dark\"\nmouse = false\n\n[other]\nmouse = 3\n"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			if row.before != "" {
				h.configure(row.before)
			}
			s := h.open()
			wanted := store.DefaultPreferences()
			wanted.Theme, wanted.Mouse = store.ThemeDark, false
			if err := s.SetPreferences(wanted); err != nil {
				t.Fatal(err)
			}
			want(t, "the file", h.configured(), row.after)
			if got, err := s.Preferences(); err != nil || got != wanted {
				t.Errorf("read back: got %+v and %v", got, err)
			}
			if err := toml.Unmarshal([]byte(h.configured()), new(map[string]any)); err != nil {
				t.Errorf("it is no TOML now: %v", err)
			}
		})
	}
}

func TestPreferencesThatStayAsTheyAreAreNotWritten(t *testing.T) {
	h := newHome(t)
	h.configure("mouse = true\n")
	if err := h.open().SetPreferences(store.DefaultPreferences()); err != nil {
		t.Fatal(err)
	}
	want(t, "the file", h.configured(), "mouse = true\n")
}

func TestABrokenFileIsNotWrittenOver(t *testing.T) {
	for _, text := range []string{"theme = 'blue'\n", "mouse\n"} {
		h := newHome(t)
		h.configure(text)
		p := store.DefaultPreferences()
		p.Mouse = false
		var bad *store.SettingsError
		if err := h.open().SetPreferences(p); !errors.As(err, &bad) {
			t.Errorf("got %v", err)
		}
		want(t, "the file", h.configured(), text)
	}
}
