package store_test

import (
	"io"
	"io/fs"
	"os"

	"lpkeys/store"
)

// A disk has a word to say before each thing that is done to it.
type disk struct {
	store.FS // nil: [unsynced]
	before   func(op, path string) error
}

func (d *disk) below() store.FS {
	if d.FS == nil {
		return unsynced{}
	}
	return d.FS
}

func (d *disk) Open(name string, flag int) (store.File, error) {
	op := "open"
	if flag&os.O_CREATE != 0 {
		op = "make"
	}
	if err := d.before(op, name); err != nil {
		return nil, err
	}
	file, err := d.below().Open(name, flag)
	if err != nil {
		return nil, err
	}
	return &diskFile{File: file, disk: d, name: name}, nil
}

func (d *disk) Lstat(name string) (fs.FileInfo, error) {
	if err := d.before("look at", name); err != nil {
		return nil, err
	}
	return d.below().Lstat(name)
}

func (d *disk) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := d.before("list", name); err != nil {
		return nil, err
	}
	return d.below().ReadDir(name)
}

func (d *disk) Mkdir(name string) error {
	if err := d.before("create", name); err != nil {
		return err
	}
	return d.below().Mkdir(name)
}

func (d *disk) Chmod(name string, mode fs.FileMode) error {
	if err := d.before("close", name); err != nil {
		return err
	}
	return d.below().Chmod(name, mode)
}

func (d *disk) Rename(from, to string) error {
	if err := d.before("rename", to); err != nil {
		return err
	}
	return d.below().Rename(from, to)
}

func (d *disk) Remove(name string) error {
	if err := d.before("remove", name); err != nil {
		return err
	}
	return d.below().Remove(name)
}

func (d *disk) SyncDir(name string) error {
	if err := d.before("sync", name); err != nil {
		return err
	}
	return d.below().SyncDir(name)
}

func (d *disk) TryLock(name string, create bool) (io.Closer, error) {
	if err := d.before("lock", name); err != nil {
		return nil, err
	}
	return d.below().TryLock(name, create)
}

type diskFile struct {
	store.File
	disk *disk
	name string
}

func (f *diskFile) Read(p []byte) (int, error) {
	if err := f.disk.before("read", f.name); err != nil {
		return 0, err
	}
	return f.File.Read(p)
}

// Write of a disk that fails leaves half of what was written, as a full one
// does.
func (f *diskFile) Write(p []byte) (int, error) {
	if err := f.disk.before("write", f.name); err != nil {
		n, _ := f.File.Write(p[:len(p)/2])
		return n, err
	}
	return f.File.Write(p)
}

func (f *diskFile) Sync() error {
	if err := f.disk.before("sync", f.name); err != nil {
		return err
	}
	return f.File.Sync()
}

func (f *diskFile) Close() error {
	err := f.disk.before("close", f.name)
	if closed := f.File.Close(); err == nil {
		err = closed
	}
	return err
}

// unsynced is the machine's disk, for tests that no power cut ends. A kill takes
// nothing from a file that was not synced, and a sync takes milliseconds.
type unsynced struct{ store.OS }

func (d unsynced) Open(name string, flag int) (store.File, error) {
	file, err := d.OS.Open(name, flag)
	if err != nil {
		return nil, err
	}
	return unsyncedFile{file}, nil
}

func (unsynced) SyncDir(string) error { return nil }

type unsyncedFile struct{ store.File }

func (unsyncedFile) Sync() error { return nil }
