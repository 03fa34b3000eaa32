package store

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"
)

// Preferences are what a person chose about the screens, at the top of
// config.toml.
type Preferences struct {
	Theme     Theme
	Clipboard time.Duration // how long a copy stays, in whole seconds
	Vault     VaultName     // for new keys; "" is the keyring where there is one
	Mouse     bool
}

// Theme says which colours the screens take.
type Theme string

const (
	ThemeAuto  Theme = "auto" // those that fit the terminal's own background
	ThemeLight Theme = "light"
	ThemeDark  Theme = "dark"
)

// The bounds of [Preferences.Clipboard].
const (
	ShortestClipboard = 5 * time.Second
	LongestClipboard  = time.Hour
)

// DefaultPreferences hold where config.toml says nothing else.
func DefaultPreferences() Preferences {
	return Preferences{Theme: ThemeAuto, Clipboard: 30 * time.Second, Mouse: true}
}

// preference is one key of config.toml.
type preference struct {
	key   string
	wants string // what a value has to be, in words
	set   func(p *Preferences, value string, quoted bool) bool
	get   func(p Preferences) string // as TOML
}

var preferences = []preference{
	{
		"theme", `"auto", "light" or "dark"`,
		func(p *Preferences, value string, quoted bool) bool {
			p.Theme = Theme(value)
			return quoted && slices.Contains([]Theme{ThemeAuto, ThemeLight, ThemeDark}, p.Theme)
		},
		func(p Preferences) string { return tomlText(string(p.Theme)) },
	},
	{
		"clipboard_seconds", "a number from 5 to 3600",
		func(p *Preferences, value string, quoted bool) bool {
			n, err := strconv.ParseUint(value, 10, 16)
			p.Clipboard = time.Duration(n) * time.Second
			return err == nil && !quoted && p.Clipboard >= ShortestClipboard && p.Clipboard <= LongestClipboard
		},
		func(p Preferences) string { return strconv.Itoa(int(p.Clipboard / time.Second)) },
	},
	{
		"vault", `"keyring" or "file", or empty`,
		func(p *Preferences, value string, quoted bool) bool {
			p.Vault = VaultName(value)
			return quoted && slices.Contains([]VaultName{"", KeyringVault, FileVault}, p.Vault)
		},
		func(p Preferences) string { return tomlText(string(p.Vault)) },
	},
	{
		"mouse", "true or false",
		func(p *Preferences, value string, quoted bool) bool {
			p.Mouse = value == "true"
			return !quoted && (value == "true" || value == "false")
		},
		func(p Preferences) string { return strconv.FormatBool(p.Mouse) },
	},
}

// Preferences reads config.toml. Where a line of it is wrong the defaults hold
// for all, and the error is a [SettingsError] that names the line; a file that
// cannot be read is a [FileError].
func (s *Store) Preferences() (Preferences, error) {
	c, err := s.settings()
	if err != nil {
		return DefaultPreferences(), err
	}
	p, err := c.preferences()
	if bad := new(fault); errors.As(err, &bad) {
		return DefaultPreferences(), &SettingsError{Path: c.path, Line: c.lineAt(bad.at), Problem: bad.problem, Preference: true}
	}
	return p, nil
}

func (c *settings) preferences() (Preferences, error) {
	p := DefaultPreferences()
	for _, known := range preferences {
		before := 0
		for _, st := range c.statements {
			switch {
			case st.first() != known.key:
			case !st.isTop(known.key):
				return p, faultf(st.whole.from, "%s has to be %s", known.key, known.wants)
			case before > 0:
				return p, faultf(st.whole.from, "%s is on line %d already", known.key, before)
			default:
				before = st.line
				value, quoted := c.scalar(st)
				if !known.set(&p, value, quoted) {
					return p, faultf(st.value.from, "%s has to be %s", known.key, known.wants)
				}
			}
		}
	}
	return p, nil
}

// isTop reports whether the statement gives a value to a key above all tables.
func (st *statement) isTop(key string) bool {
	return len(st.table) == 0 && len(st.keys) == 1 && st.keys[0] == key
}

// scalar is a value, without the quotes that it may have.
func (c *settings) scalar(st statement) (value string, quoted bool) {
	text := st.value.of(c.text)
	scanner := &tomlScanner{text: text}
	inside, quoted, err := scanner.quoted()
	if quoted && err == nil && scanner.done() {
		return inside, true
	}
	return text, quoted
}

// SetPreferences writes what differs from config.toml into it and leaves the
// rest as it is. Errors: [SettingsError] when the file cannot be changed without
// harm to what the person wrote, [FileError].
func (s *Store) SetPreferences(p Preferences) error {
	unlock, err := s.lock(context.Background())
	if err != nil {
		return err
	}
	defer unlock()
	before, err := s.Preferences()
	if err != nil {
		return err
	}
	c, err := s.settings()
	if err != nil {
		return err
	}
	changed := false
	for _, known := range preferences {
		if known.get(p) == known.get(before) {
			continue
		}
		changed = true
		if c, err = c.withTop(known.key, known.get(p)); err != nil {
			return err
		}
	}
	if !changed {
		return nil
	}
	if _, err := c.preferences(); err != nil {
		return err
	}
	return s.writeSettings(c)
}

// withTop answers the settings with a value for a key above all tables: the line
// that is there, changed, or a new one below the others.
func (c *settings) withTop(key, value string) (*settings, error) {
	end := 0
	for _, st := range c.statements {
		if st.isTop(key) {
			return c.edited(c.with(st.value, value))
		}
		if len(st.table) == 0 {
			end = st.whole.to
		}
	}
	return c.edited(c.withLines(end, key+" = "+value))
}
