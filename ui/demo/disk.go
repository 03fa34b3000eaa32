package demo

import (
	"bytes"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"lpkeys/store"
)

// Disk is a file layer in memory, so that a rehearsal writes no file at all.
// The zero Disk is empty and ready.
type Disk struct {
	mu    sync.Mutex
	files map[string]*file
}

var _ store.FS = (*Disk)(nil)

// file is a plain file, or a folder when it has no content.
type file struct {
	name    string
	content []byte
	folder  bool
	mode    fs.FileMode
	at      time.Time
	locked  bool
}

// Open opens a plain file; see [store.FS].
func (d *Disk) Open(name string, flag int) (store.File, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.files[name]
	switch {
	case f == nil && flag&os.O_CREATE == 0:
		return nil, missing("open", name)
	case f != nil && flag&os.O_EXCL != 0:
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrExist}
	case f == nil:
		f = d.put(name, &file{mode: 0o600})
	}
	return &opened{disk: d, file: f, rest: bytes.NewReader(f.content)}, nil
}

func (d *Disk) put(name string, f *file) *file {
	if d.files == nil {
		d.files = make(map[string]*file)
	}
	f.name, f.at = filepath.Base(name), time.Now()
	d.files[name] = f
	return f
}

// Lstat looks at name.
func (d *Disk) Lstat(name string) (fs.FileInfo, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.files[name]
	if f == nil {
		return nil, missing("lstat", name)
	}
	return info(*f), nil
}

// ReadDir lists a folder.
func (d *Disk) ReadDir(name string) ([]fs.DirEntry, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.files[name] == nil {
		return nil, missing("readdir", name)
	}
	var entries []fs.DirEntry
	for path, f := range d.files {
		if filepath.Dir(path) == name && path != name {
			entries = append(entries, fs.FileInfoToDirEntry(info(*f)))
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// Mkdir creates a folder.
func (d *Disk) Mkdir(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.files[name] == nil {
		d.put(name, &file{folder: true, mode: fs.ModeDir | 0o700})
	}
	return nil
}

// Chmod sets permission bits.
func (d *Disk) Chmod(name string, mode fs.FileMode) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.files[name]
	if f == nil {
		return missing("chmod", name)
	}
	f.mode = f.mode.Type() | mode
	return nil
}

// Rename replaces to by from.
func (d *Disk) Rename(from, to string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.files[from]
	if f == nil {
		return missing("rename", from)
	}
	delete(d.files, from)
	d.put(to, f)
	return nil
}

// Remove removes a file.
func (d *Disk) Remove(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.files[name] == nil {
		return missing("remove", name)
	}
	delete(d.files, name)
	return nil
}

// SyncDir has nothing to do: no power cut spares memory.
func (d *Disk) SyncDir(string) error { return nil }

// TryLock locks a file; see [store.FS].
func (d *Disk) TryLock(name string, create bool) (io.Closer, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.files[name]
	switch {
	case f == nil && !create:
		return nil, missing("lock", name)
	case f == nil:
		f = d.put(name, &file{mode: 0o600})
	case f.locked:
		return nil, nil
	}
	f.locked = true
	return unlocker{d, f}, nil
}

func missing(op, name string) error {
	return &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
}

type unlocker struct {
	disk *Disk
	file *file
}

func (u unlocker) Close() error {
	u.disk.mu.Lock()
	defer u.disk.mu.Unlock()
	u.file.locked = false
	return nil
}

// opened is one opening of a file. It reads what was there when it was opened.
type opened struct {
	disk *Disk
	file *file
	rest *bytes.Reader
}

func (o *opened) Read(p []byte) (int, error) { return o.rest.Read(p) }

func (o *opened) Write(p []byte) (int, error) {
	o.disk.mu.Lock()
	defer o.disk.mu.Unlock()
	o.file.content = append(o.file.content, p...)
	o.file.at = time.Now()
	return len(p), nil
}

func (o *opened) Sync() error  { return nil }
func (o *opened) Close() error { return nil }

// info is a look at a file.
type info file

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return int64(len(i.content)) }
func (i info) Mode() fs.FileMode  { return i.mode }
func (i info) ModTime() time.Time { return i.at }
func (i info) IsDir() bool        { return i.folder }
func (i info) Sys() any           { return nil }
