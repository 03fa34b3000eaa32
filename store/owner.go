package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
)

// An owner is this process while it has changes under way. Others see that it
// lives by the lock on its file, which the system drops when the process ends,
// however it ends.
type owner struct {
	id   string
	lock io.Closer
}

const ownerLetters = 16

// own answers the id under which this process marks entries. The caller holds
// the lock of the index, so that nobody clears the new file before it is locked.
func (s *Store) own() (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.self != nil {
		return s.self.id, nil
	}
	if err := s.fs.Mkdir(s.ownersPath()); err != nil {
		return "", fileError("creating", s.ownersPath(), err)
	}
	s.clearDead()
	id, err := randomLetters(s.rand, ownerLetters)
	if err != nil {
		return "", err
	}
	path := s.ownerPath(id)
	lock, err := s.fs.TryLock(path, true)
	if err == nil && lock == nil {
		err = ErrBusy // the same sixteen letters twice: a broken source of randomness
	}
	if err != nil {
		return "", fileError("locking", path, err)
	}
	s.self = &owner{id: id, lock: lock}
	return id, nil
}

func (s *Store) release(o *owner) error {
	path := s.ownerPath(o.id)
	if err := o.lock.Close(); err != nil {
		return fileError("unlocking", path, err)
	}
	return fileError("removing", path, ignoreMissing(s.fs.Remove(path)))
}

func (s *Store) ownerPath(id string) string { return filepath.Join(s.ownersPath(), id) }

// ours reports whether id is this process.
func (s *Store) ours(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.self != nil && id == s.self.id
}

// alive reports whether a process other than this one works under id. When it
// cannot be known, it may.
func (s *Store) alive(id string) bool {
	if id == "" || s.ours(id) {
		return false
	}
	lock, err := s.fs.TryLock(s.ownerPath(id), false)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false
	case err != nil || lock == nil:
		return true
	}
	_ = lock.Close()
	return false
}

// clearDead removes the files that killed processes left. One whose file is
// gone counts as dead all the same.
func (s *Store) clearDead() {
	files, err := s.fs.ReadDir(s.ownersPath())
	if err != nil {
		return // They are in nobody's way.
	}
	for _, file := range files {
		path := filepath.Join(s.ownersPath(), file.Name())
		lock, err := s.fs.TryLock(path, false)
		if err != nil || lock == nil {
			continue
		}
		_ = lock.Close()
		_ = s.fs.Remove(path)
	}
}

// randomLetters draws letters of equal chance.
func randomLetters(from io.Reader, n int) (string, error) {
	const letters = "abcdefghijklmnopqrstuvwxyz"
	const fair = 256 / len(letters) * len(letters) // bytes from here on would favour the first letters
	text := make([]byte, 0, n)
	draw := make([]byte, 2*n)
	for len(text) < n {
		if _, err := io.ReadFull(from, draw); err != nil {
			return "", fmt.Errorf("drawing random letters: %w", err)
		}
		for _, b := range draw {
			if int(b) < fair && len(text) < n {
				text = append(text, letters[int(b)%len(letters)])
			}
		}
	}
	return string(text), nil
}
