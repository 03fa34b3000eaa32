package store

import (
	"errors"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	settingsFile    = "config.toml"
	longestSettings = 1 << 20
)

// settings is what config.toml says. The file is the person's own and may hold
// more than this program knows: whoever changes it here changes one place, and
// leaves the rest as it is, byte for byte. Nobody changes settings in memory.
type settings struct {
	path       string
	goos       string
	text       string
	statements []statement
	folders    []folderLine
}

// SettingsPath is where config.toml is, or would be.
func (s *Store) SettingsPath() string { return filepath.Join(s.paths.Config, settingsFile) }

// settings reads config.toml anew each time: people change it while we run. Its
// errors are a [SettingsError] or a [FileError].
func (s *Store) settings() (*settings, error) {
	path := s.SettingsPath()
	raw, err := readFile(s.fs, path, longestSettings)
	if ignoreMissing(err) != nil {
		return nil, err
	}
	return parseSettings(path, runtime.GOOS, string(raw))
}

func parseSettings(path, goos, text string) (*settings, error) {
	c := &settings{path: path, goos: goos, text: text}
	var err error
	if c.statements, err = splitTOML(text); err == nil {
		c.folders, err = c.readFolders()
	}
	if bad := new(fault); errors.As(err, &bad) {
		return nil, &SettingsError{Path: path, Line: c.lineAt(bad.at), Problem: bad.problem}
	}
	return c, nil
}

func (c *settings) lineAt(at int) int { return 1 + strings.Count(c.text[:at], "\n") }

// edited answers the settings with another text, which has to make sense.
func (c *settings) edited(text string) (*settings, error) { return parseSettings(c.path, c.goos, text) }

// writeSettings replaces config.toml. The caller holds the lock of the index.
func (s *Store) writeSettings(c *settings) error {
	if err := s.fs.Mkdir(s.paths.Config); err != nil {
		return fileError("creating", s.paths.Config, err)
	}
	return writeFile(s.fs, c.path, []byte(c.text))
}
