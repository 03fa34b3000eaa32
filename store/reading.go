package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
)

// A reading is the index as it was on disk. Readings are shared: nobody changes
// one.
type reading struct {
	index
	raw    []byte // nil when there was no file
	info   fs.FileInfo
	steady bool // a later change would show in info
}

// read answers the index on disk, from memory while the file is the same.
func (s *Store) read() (*reading, error) {
	last := s.last()
	if last != nil && s.still(last) {
		return last, nil
	}
	r, err := s.load(last)
	if isUnmoved(err) {
		r, err = s.setAside(err)
	}
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.cache = r
	s.mu.Unlock()
	return r, nil
}

func (s *Store) last() *reading {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cache
}

// still reports whether the file is the one that was read, by a look alone.
func (s *Store) still(r *reading) bool {
	info, err := s.fs.Lstat(s.indexPath())
	return err == nil && r.steady && sameFile(r.info, info)
}

// sameFile reports whether two looks were at one generation of a file. Each
// generation is a new file, so that its identity counts where there is one.
func sameFile(a, b fs.FileInfo) bool {
	return a != nil && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime()) && os.SameFile(a, b)
}

// clockGrain is longer than any file system's clock stands still (FAT's two
// seconds): within it, one generation can look like the next.
const clockGrain = 3 * time.Second

// load reads the index from disk. It spares itself the parsing when the file
// holds what the last reading, if any, found there.
func (s *Store) load(last *reading) (*reading, error) {
	path := s.indexPath()
	// The look comes first: a change between the two shows at the next look.
	info, _ := s.fs.Lstat(path)
	raw, err := readFile(s.fs, path, longestFile)
	if errors.Is(err, fs.ErrNotExist) {
		return s.loadMissing()
	}
	if err != nil {
		return nil, err
	}
	steady := info != nil && time.Since(info.ModTime()) > clockGrain
	if last != nil && last.raw != nil && bytes.Equal(raw, last.raw) {
		return &reading{index: last.index, raw: raw, info: info, steady: steady}, nil
	}
	x, err := decodeIndex(raw)
	var newer *NewerError
	switch {
	case errors.As(err, &newer):
		newer.Path = path
		return nil, newer
	case err != nil:
		damage := &DamagedError{Path: path, Problem: err.Error()}
		if _, _, err := s.before(); err == nil {
			damage.Previous = s.previousPath()
		}
		return nil, damage
	}
	return &reading{index: x, raw: raw, info: info, steady: steady}, nil
}

// loadMissing tells a new store from one whose index was lost: a second write
// has left a previous generation, whether it can be read now or not.
func (s *Store) loadMissing() (*reading, error) {
	_, _, err := s.before()
	if errors.Is(err, fs.ErrNotExist) {
		return &reading{index: index{version: indexVersion}}, nil
	}
	if _, err := s.fs.Lstat(s.indexPath()); err == nil {
		return s.load(nil) // Another process made both since we looked.
	}
	damage := &DamagedError{Path: s.indexPath(), Problem: "it is missing", lost: true}
	var file *FileError
	var newer *NewerError
	switch {
	case err == nil:
		damage.Previous = s.previousPath()
	case errors.As(err, &file), errors.As(err, &newer):
		return nil, err
	default:
		damage.Problem += fmt.Sprintf(", and %s is damaged too: %v", s.previousPath(), err)
	}
	return nil, damage
}

// before reads the previous generation.
func (s *Store) before() (index, []byte, error) {
	raw, err := readFile(s.fs, s.previousPath(), longestFile)
	if err != nil {
		return index{}, nil, err
	}
	x, err := decodeIndex(raw)
	if newer := new(NewerError); errors.As(err, &newer) {
		newer.Path = s.previousPath()
	}
	return x, raw, err
}
