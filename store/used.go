package store

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"time"
)

// usedFile lies beside the index and not in it: what was used is no change of an
// account, and must not push out the generation before.
const (
	usedFile     = "used.txt"
	usedLockFile = "used.lock"
)

// LastUsed answers, by the accounts' names, on which day a program of ours last
// read a key of theirs: midnight of that day where the person is. An account whose key
// was not read yet, or of which nothing could be recorded, is missing.
func (s *Store) LastUsed() map[string]time.Time {
	x, err := s.read()
	if err != nil {
		return nil
	}
	days, err := s.readUsed()
	if err != nil {
		return nil
	}
	used := make(map[string]time.Time, len(days))
	for i := range x.entries {
		e := &x.entries[i]
		if day, ok := days[e.item]; ok {
			used[e.Name], _ = time.ParseInLocation(time.DateOnly, day, s.now().Location())
		}
	}
	return used
}

// recordUse writes down that a key was read, once a day. Whoever wanted the key
// has it: nothing that goes wrong here is worth telling, and a busy file is left to
// the next use.
func (s *Store) recordUse(item string) {
	today := s.now().Format(time.DateOnly)
	s.mu.Lock()
	known := s.used[item] == today
	s.mu.Unlock()
	if known || s.changeUsed(func(days map[string]string) { days[item] = today }) != nil {
		return
	}
	s.mu.Lock()
	s.used[item] = today
	s.mu.Unlock()
}

// inheritUse is for an account whose key has another item now.
func (s *Store) inheritUse(from, to string) {
	_ = s.changeUsed(func(days map[string]string) {
		if day := days[from]; day > days[to] {
			days[to] = day
		}
	})
}

// changeUsed writes what edit changes, if it changes anything.
func (s *Store) changeUsed(edit func(days map[string]string)) error {
	days, err := s.readUsed()
	if err != nil || !changes(days, edit) {
		return err
	}
	lock, err := s.fs.TryLock(filepath.Join(s.paths.Data, usedLockFile), true)
	if err != nil {
		return err
	}
	if lock == nil {
		return ErrBusy
	}
	defer lock.Close()
	if days, err = s.readUsed(); err != nil {
		return err
	}
	edit(days)
	x, err := s.read()
	if err != nil {
		return err
	}
	var text bytes.Buffer
	for i := range x.entries { // What belongs to no account any more is left out.
		for _, p := range x.entries[i].places() {
			if day, ok := days[p.item]; ok {
				fmt.Fprintln(&text, p.item, day)
			}
		}
	}
	return replace(s.fs, s.usedPath(), text.Bytes())
}

// changes reports whether edit would change the days.
func changes(days map[string]string, edit func(map[string]string)) bool {
	edited := maps.Clone(days)
	edit(edited)
	return !maps.Equal(days, edited)
}

// readUsed answers the days by item. A line that makes no sense is nobody's.
func (s *Store) readUsed() (map[string]string, error) {
	data, err := readFile(s.fs, s.usedPath(), longestFile)
	if ignoreMissing(err) != nil {
		return nil, err
	}
	days := make(map[string]string)
	for line := range strings.Lines(string(data)) {
		item, day, _ := strings.Cut(strings.TrimSpace(line), " ")
		if _, err := time.Parse(time.DateOnly, day); err == nil {
			days[item] = day
		}
	}
	return days, nil
}

func (s *Store) usedPath() string { return filepath.Join(s.paths.Data, usedFile) }
