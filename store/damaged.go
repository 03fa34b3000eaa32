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
// that says so, or the index, when another process got there first.
func (s *Store) setAside() (*reading, error) {
	unlock, err := s.lock(context.Background())
	if err != nil {
		return nil, err
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

// RestorePrevious puts the previous generation in the place of an index that is
// damaged or missing. A damaged one is set aside first. An index that is whole
// is left alone. An account that was being removed is kept: nobody can tell
// whether its removal was undone since.
//
// Errors: [FileError], [NewerError]; the [DamagedError] itself when there is no
// previous generation that is whole.
func RestorePrevious(o Options) error {
	s := newStore(o)
	unlock, err := s.lock(context.Background())
	if err != nil {
		return err
	}
	defer unlock()
	_, err = s.load(nil)
	var damage *DamagedError
	if !errors.As(err, &damage) || damage.Previous == "" {
		return err
	}
	if isUnmoved(err) {
		if _, err := s.moveAside(); err != nil {
			return err
		}
	}
	x, data, err := s.before()
	if err != nil {
		return err
	}
	if s.refuseNewer(&x) == nil {
		for i := range x.entries {
			if e := &x.entries[i]; e.State == Removing {
				e.restore()
			}
		}
		if data, err = x.encode(); err != nil {
			return err
		}
	}
	return swap(s.fs, s.indexPath(), nil, data)
}
