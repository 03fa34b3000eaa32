package store

import (
	"io/fs"
	"path/filepath"
)

// tighten takes others' rights to our folders and files away: folders become
// 0700, files 0600. It follows no link, and reports what it changed or could
// not change.
func (s *Store) tighten() []Repaired {
	var report []Repaired
	for _, folder := range []string{s.paths.Config, s.paths.Data, s.paths.Cache, s.ownersPath()} {
		report = s.tightenOne(report, folder, fs.ModeDir, 0o700)
	}
	report = s.tightenOne(report, s.SettingsPath(), 0, 0o600)
	for _, name := range privateFiles {
		report = s.tightenOne(report, filepath.Join(s.paths.Data, name), 0, 0o600)
	}
	return report
}

// privateFiles are named one by one: LPKEYS_HOME may hold files of others.
var privateFiles = []string{
	indexFile, indexFile + previousSuffix, lockFileName,
	keyFileName, vaultFileName, previousVaultName,
}

func (s *Store) tightenOne(report []Repaired, path string, kind, mode fs.FileMode) []Repaired {
	info, err := s.fs.Lstat(path)
	if err != nil || info.Mode().Type() != kind || !tooOpen(info.Mode()) {
		return report
	}
	if err := s.fs.Chmod(path, mode); err != nil {
		return append(report, Repaired{Outcome: LeftAlone, Path: path, Err: fileError("closing", path, err)})
	}
	return append(report, Repaired{Outcome: Closed, Path: path})
}

// takeTightened answers what [Open] tightened, once.
func (s *Store) takeTightened() []Repaired {
	s.mu.Lock()
	defer s.mu.Unlock()
	report := s.tightened
	s.tightened = nil
	return report
}
