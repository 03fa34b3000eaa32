package store

import (
	"bytes"
	"context"
)

// change edits the newest index under the lock and writes it, if edit changed
// anything. After an error the old index stands.
func (s *Store) change(ctx context.Context, edit func(x *index) error) error {
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	return s.changeLocked(edit)
}

// changeLocked is change for a caller who holds the lock.
func (s *Store) changeLocked(edit func(x *index) error) error {
	old, data, err := s.edited(edit)
	if err != nil || bytes.Equal(data, old) {
		return err
	}
	return s.write(old, old, data)
}

// changeForGood is change for what must not come undone when the previous
// generation is put back: a repair would forget then what a person has decided
// to keep. Afterwards both generations say the same.
func (s *Store) changeForGood(ctx context.Context, edit func(x *index) error) error {
	unlock, err := s.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	old, data, err := s.edited(edit)
	if err != nil || bytes.Equal(data, old) {
		return err
	}
	return s.write(data, old, data)
}

// edited answers the newest index as it is and as edit makes it.
func (s *Store) edited(edit func(x *index) error) (old, data []byte, err error) {
	r, err := s.loadLocked()
	if err != nil {
		return nil, nil, err
	}
	if err := s.refuseNewer(&r.index); err != nil {
		return nil, nil, err
	}
	if err := edit(&r.index); err != nil {
		return nil, nil, err
	}
	data, err = r.encode()
	return r.raw, data, err
}

// write replaces old by data, and the previous generation by previous. That
// comes first: were it last, a crash between the two would leave no generation
// but the newest.
func (s *Store) write(previous, old, data []byte) error {
	if previous != nil {
		if err := replace(s.fs, s.previousPath(), previous); err != nil {
			return fileError("writing", s.previousPath(), err)
		}
	}
	return swap(s.fs, s.indexPath(), old, data)
}

func (s *Store) refuseNewer(x *index) error {
	if x.version > indexVersion {
		return &NewerError{Path: s.indexPath(), Version: x.version, Ours: indexVersion}
	}
	return nil
}

// lock takes the lock of the index, creating the data folder for it.
func (s *Store) lock(ctx context.Context) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(ctx, s.lockWait)
	defer cancel()
	select {
	case <-s.turn:
	case <-ctx.Done():
		return nil, lockEnded(ctx, s.lockPath())
	}
	if err = s.fs.Mkdir(s.paths.Data); err != nil {
		s.turn <- struct{}{}
		return nil, fileError("creating", s.paths.Data, err)
	}
	file, err := lockFile(ctx, s.fs, s.lockPath())
	if err != nil {
		s.turn <- struct{}{}
		return nil, err
	}
	return func() {
		_ = file.Close() // Nothing is lost: the process's end unlocks as well.
		s.turn <- struct{}{}
	}, nil
}
