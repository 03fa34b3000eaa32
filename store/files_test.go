package store_test

import (
	"bytes"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"lpkeys/store"
)

// files are a disk in memory, for tests that begin on a new one ten thousand
// times. Folders are there when they are asked for.
type files struct {
	mu      sync.Mutex
	content map[string][]byte
	held    map[string]bool
}

var _ store.FS = (*files)(nil)

func newFiles() *files {
	return &files{content: make(map[string][]byte), held: make(map[string]bool)}
}

func (d *files) clone() *files {
	d.mu.Lock()
	defer d.mu.Unlock()
	return &files{content: maps.Clone(d.content), held: maps.Clone(d.held)}
}

func (d *files) Open(name string, flag int) (store.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	content, there := d.content[name]
	switch {
	case flag&os.O_CREATE == 0 && !there:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	case flag&os.O_EXCL != 0 && there:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrExist}
	case flag&os.O_CREATE != 0:
		d.content[name] = nil
		return &openFile{disk: d, name: name}, nil
	}
	return &openFile{Reader: bytes.NewReader(content)}, nil
}

// openFile is read from as it was when it was opened.
type openFile struct {
	*bytes.Reader
	disk *files
	name string
}

func (f *openFile) Write(p []byte) (int, error) {
	f.disk.mu.Lock()
	defer f.disk.mu.Unlock()
	f.disk.content[f.name] = append(f.disk.content[f.name], p...)
	return len(p), nil
}

func (*openFile) Sync() error  { return nil }
func (*openFile) Close() error { return nil }

func (d *files) Lstat(name string) (fs.FileInfo, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	content, there := d.content[name]
	if !there {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrNotExist}
	}
	return fileInfo{filepath.Base(name), int64(len(content))}, nil
}

// A fileInfo was changed just now, so that nobody relies on it.
type fileInfo struct {
	name string
	size int64
}

func (i fileInfo) Name() string     { return i.name }
func (i fileInfo) Size() int64      { return i.size }
func (fileInfo) Mode() fs.FileMode  { return 0o600 }
func (fileInfo) ModTime() time.Time { return time.Now() }
func (fileInfo) IsDir() bool        { return false }
func (fileInfo) Sys() any           { return nil }

func (d *files) ReadDir(name string) (entries []fs.DirEntry, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, path := range slices.Sorted(maps.Keys(d.content)) {
		if rest, inside := strings.CutPrefix(path, name+string(filepath.Separator)); inside {
			entries = append(entries, fs.FileInfoToDirEntry(fileInfo{rest, 0}))
		}
	}
	return entries, nil
}

func (*files) Mkdir(string) error              { return nil }
func (*files) Chmod(string, fs.FileMode) error { return nil }
func (*files) SyncDir(string) error            { return nil }

func (d *files) Rename(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	content, there := d.content[from]
	if !there {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: fs.ErrNotExist}
	}
	delete(d.content, from)
	d.content[to] = content
	return nil
}

func (d *files) Remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, there := d.content[name]; !there {
		return &fs.PathError{Op: "remove", Path: name, Err: fs.ErrNotExist}
	}
	delete(d.content, name)
	return nil
}

func (d *files) TryLock(name string, create bool) (io.Closer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, there := d.content[name]; !there && !create {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	if d.held[name] {
		return nil, nil
	}
	d.content[name], d.held[name] = nil, true
	return fileLock{d, name}, nil
}

type fileLock struct {
	disk *files
	name string
}

func (l fileLock) Close() error {
	l.disk.mu.Lock()
	defer l.disk.mu.Unlock()
	delete(l.disk.held, l.name)
	return nil
}
