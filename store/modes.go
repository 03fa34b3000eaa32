package store

import (
	"io/fs"
	"path/filepath"
	"slices"
)

// tighten takes others' rights to our folders and files away: folders become
// 0700, files 0600. It follows no link, and reports what it changed or could
// not change.
func (s *Store) tighten() []Repaired {
	var report []Repaired
	for _, path := range s.exposed() {
		done := Repaired{Outcome: Closed, Path: path}
		if err := s.close(path); err != nil {
			done.Outcome, done.Err = LeftAlone, fileError("closing", path, err)
		}
		report = append(report, done)
	}
	return report
}

func (s *Store) close(path string) error {
	info, err := s.fs.Lstat(path)
	if err != nil {
		return err
	}
	mode := fs.FileMode(0o600)
	if info.IsDir() {
		mode = 0o700
	}
	return s.fs.Chmod(path, mode)
}

// exposed lists those of our folders and files that others may use.
func (s *Store) exposed() []string {
	var found []string
	look := func(path string, kind fs.FileMode) {
		info, err := s.fs.Lstat(path)
		if err == nil && info.Mode().Type() == kind && tooOpen(info.Mode()) && !slices.Contains(found, path) {
			found = append(found, path)
		}
	}
	for _, folder := range []string{s.paths.Config, s.paths.Data, s.paths.Cache, s.ownersPath()} {
		look(folder, fs.ModeDir)
	}
	look(s.SettingsPath(), 0)
	for _, name := range privateFiles {
		look(filepath.Join(s.paths.Data, name), 0)
	}
	return found
}

// privateFiles are named one by one: LPKEYS_HOME may hold files of others.
var privateFiles = []string{
	indexFile, indexFile + previousSuffix, lockFileName,
	usedFile, usedLockFile, historyFile, keyFileName, vaultFileName, previousVaultName, vaultLockName,
}

// takeTightened answers what [Open] tightened, once.
func (s *Store) takeTightened() []Repaired {
	s.mu.Lock()
	defer s.mu.Unlock()
	report := s.tightened
	s.tightened = nil
	return report
}
