package store

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

// Folders answers the person's own folder list, in the order of the file.
// Errors: [SettingsError], [FileError].
func (s *Store) Folders() ([]Folder, error) {
	c, err := s.settings()
	if err != nil {
		return nil, err
	}
	return c.list(), nil
}

func (c *settings) list() []Folder {
	list := make([]Folder, 0, len(c.folders))
	for _, f := range c.folders {
		list = append(list, f.Folder)
	}
	return list
}

// SetFolder makes an account the one that counts in a folder and in all below
// it, by a line in config.toml. The folder must be absolute and is written as it
// is given: a path with a link in it would match nothing, since working folders
// are compared with their links resolved.
//
// Errors: those of [Store.Account], [SettingsError] when the file cannot be
// changed without harm to what the person wrote, [FileError].
func (s *Store) SetFolder(folder, name string) error {
	if !(platform{goos: runtime.GOOS}).absolute(folder) || !utf8.ValidString(folder) {
		return errors.New("the folder cannot be written down: it is not absolute, or not UTF-8 text")
	}
	unlock, err := s.lock(context.Background())
	if err != nil {
		return err
	}
	defer unlock()
	x, err := s.loadLocked()
	if err != nil {
		return err
	}
	e, err := x.lookUpInUse(name)
	if err != nil {
		return err
	}
	c, err := s.settings()
	if err != nil {
		return err
	}
	if c, err = c.withFolder(folder, e.Name); err != nil {
		return err
	}
	return s.writeSettings(c)
}

// withFolder answers the settings with a line for the folder: the one that is
// there, changed, or a new one below the others.
func (c *settings) withFolder(folder, account string) (*settings, error) {
	place := platform{goos: c.goos}.place(folder)
	for _, f := range c.folders {
		if f.place == place {
			return c.edited(c.with(f.value, tomlText(account)))
		}
	}
	line := tomlText(folder) + " = " + tomlText(account)
	for _, st := range slices.Backward(c.statements) {
		if st.first() == foldersTable {
			return c.edited(c.withLines(st.whole.to, line))
		}
	}
	const about = "# The account that counts in a folder and in all below it."
	if c.text == "" {
		return c.edited(c.withLines(0, about, "["+foldersTable+"]", line))
	}
	return c.edited(c.withLines(len(c.text), "", about, "["+foldersTable+"]", line))
}

// renamed answers the settings with an account's new name wherever the list has
// the old one.
func (c *settings) renamed(from, to string) (*settings, error) {
	text := c.text
	for _, f := range slices.Backward(c.folders) { // so that the places before it hold
		if f.names(from) {
			text = text[:f.value.from] + tomlText(to) + text[f.value.to:]
		}
	}
	return c.edited(text)
}

func (c *settings) with(s span, text string) string { return c.text[:s.from] + text + c.text[s.to:] }

// withLines puts lines where one ends, with the line ends that the file has.
func (c *settings) withLines(at int, lines ...string) string {
	end := "\n"
	if strings.Contains(c.text, "\r\n") {
		end = "\r\n"
	}
	text := strings.Join(lines, end) + end
	if at > 0 && c.text[at-1] != '\n' {
		text = end + text
	}
	return c.with(span{at, at}, text)
}
