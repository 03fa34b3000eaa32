package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
)

// isUnmoved reports whether err is damage whose file still lies in the way.
func isUnmoved(err error) bool {
	var damage *DamagedError
	return errors.As(err, &damage) && damage.SetAside == "" && !damage.lost
}

// setAside gives a damaged index a dated name and answers the [DamagedError]
// that says so, or the index, when another process got there first. Where that
// cannot be done, the damage that was found is still the news.
func (s *Store) setAside(found error) (*reading, error) {
	unlock, err := s.lock(context.Background())
	if err != nil {
		return nil, found
	}
	defer unlock()
	return s.loadLocked()
}

// loadLocked is load for a caller who holds the lock: damage is moved away.
func (s *Store) loadLocked() (*reading, error) {
	r, err := s.load(nil)
	var damage *DamagedError
	if isUnmoved(err) && errors.As(err, &damage) {
		damage.SetAside, _ = s.moveAside() // "" says that it lies where it was
	}
	return r, err
}

// moveAside renames the index to a name that is free. The caller holds the lock.
func (s *Store) moveAside() (string, error) {
	dated := s.indexPath() + ".damaged-" + s.now().UTC().Format("20060102-150405")
	aside := dated
	for n := 2; ; n++ {
		if _, err := s.fs.Lstat(aside); errors.Is(err, fs.ErrNotExist) {
			break
		} else if err != nil {
			return "", fileError("reading", aside, err)
		}
		aside = fmt.Sprintf("%s-%d", dated, n)
	}
	if err := s.fs.Rename(s.indexPath(), aside); err != nil {
		return "", fileError("setting aside", s.indexPath(), err)
	}
	return aside, nil
}
