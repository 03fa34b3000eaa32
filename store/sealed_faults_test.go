package store

import (
	"errors"
	"io"
	"io/fs"
	"syscall"
	"testing"

	"lpkeys/oauth"
)

// faultyDisk is a file system whose nth operation fails, and which works again
// afterwards.
type faultyDisk struct {
	FS
	left int
	err  error
	hit  bool
}

func (d *faultyDisk) fails() error {
	if d.left--; d.left == 0 {
		d.hit = true
		return d.err
	}
	return nil
}

func (d *faultyDisk) Open(name string, flag int) (File, error) {
	if err := d.fails(); err != nil {
		return nil, err
	}
	file, err := d.FS.Open(name, flag)
	if err != nil {
		return nil, err
	}
	return &faultyFile{file, d}, nil
}

func (d *faultyDisk) Lstat(name string) (fs.FileInfo, error) {
	if err := d.fails(); err != nil {
		return nil, err
	}
	return d.FS.Lstat(name)
}

func (d *faultyDisk) Mkdir(name string) error {
	if err := d.fails(); err != nil {
		return err
	}
	return d.FS.Mkdir(name)
}

func (d *faultyDisk) Rename(from, to string) error {
	if err := d.fails(); err != nil {
		return err
	}
	return d.FS.Rename(from, to)
}

func (d *faultyDisk) Remove(name string) error {
	if err := d.fails(); err != nil {
		return err
	}
	return d.FS.Remove(name)
}

func (d *faultyDisk) SyncDir(name string) error {
	if err := d.fails(); err != nil {
		return err
	}
	return d.FS.SyncDir(name)
}

func (d *faultyDisk) TryLock(name string, create bool) (io.Closer, error) {
	if err := d.fails(); err != nil {
		return nil, err
	}
	return d.FS.TryLock(name, create)
}

type faultyFile struct {
	File
	disk *faultyDisk
}

func (f *faultyFile) Read(p []byte) (int, error) {
	if err := f.disk.fails(); err != nil {
		return 0, err
	}
	return f.File.Read(p)
}

// Write leaves half of what it was given, as a full disk does.
func (f *faultyFile) Write(p []byte) (int, error) {
	if err := f.disk.fails(); err != nil {
		n, _ := f.File.Write(p[:len(p)/2])
		return n, err
	}
	return f.File.Write(p)
}

func (f *faultyFile) Sync() error {
	if err := f.disk.fails(); err != nil {
		return err
	}
	return f.File.Sync()
}

func (f *faultyFile) Close() error {
	if err := f.disk.fails(); err != nil {
		return errors.Join(err, f.File.Close())
	}
	return f.File.Close()
}

// everyFault runs act on a new vault once for each of its disk operations,
// which fails, and hands the outcome to judge together with the vault as another
// process finds it.
func everyFault(t *testing.T, act func(*Sealed) error, judge func(after *Sealed, err error)) {
	t.Helper()
	for _, fault := range []error{syscall.ENOSPC, syscall.EACCES, syscall.EIO} {
		for n := 1; ; n++ {
			v := newSealed(t)
			mustPut(t, v, "other")
			disk := &faultyDisk{FS: OS{}, left: n, err: fault}
			v.FS = disk
			err := act(v)
			if !disk.hit {
				if n < 10 {
					t.Fatalf("got only %d disk operations: the faults do not reach them", n-1)
				}
				break
			}
			var file *FileError
			if err != nil && (!errors.As(err, &file) || !errors.Is(err, fault)) {
				t.Errorf("operation %d, %v: got %v, want it wrapped with the file's name", n, fault, err)
			}
			after := again(v)
			if err := after.Unlock(t.Context(), passphrase); err != nil {
				t.Fatalf("operation %d, %v: Unlock: got %v, want nil", n, fault, err)
			}
			judge(after, err)
		}
	}
}

func TestSealedFailedPutLeavesTheOldState(t *testing.T) {
	everyFault(t, func(v *Sealed) error { return v.Put(t.Context(), "new", keyOf(1)) }, func(after *Sealed, err error) {
		_, got := after.Get(t.Context(), "new")
		switch {
		case err == nil && got != nil:
			t.Errorf("Put succeeded, then Get: got %v, want nil", got)
		case changedNothing(err) && !errors.Is(got, ErrNotFound):
			t.Errorf("Put: %v, then Get: got %v, want %v", err, got, ErrNotFound)
		}
		if _, err := after.Get(t.Context(), "kept"); err != nil {
			t.Errorf("the other item: got %v, want nil", err)
		}
	})
}

func TestSealedFailedForgetLeavesTheOldState(t *testing.T) {
	everyFault(t, func(v *Sealed) error { return v.Forget(t.Context(), "kept") }, func(after *Sealed, err error) {
		_, got := after.Get(t.Context(), "kept")
		switch {
		case err == nil && !errors.Is(got, ErrNotFound):
			t.Errorf("Forget succeeded, then Get: got %v, want %v", got, ErrNotFound)
		case changedNothing(err) && got != nil:
			t.Errorf("Forget: %v, then Get: got %v, want nil", err, got)
		}
		if _, err := after.Get(t.Context(), "other"); err != nil {
			t.Errorf("the other item: got %v, want nil", err)
		}
	})
}

func TestSealedFailedCreateCanBeRepeated(t *testing.T) {
	for n := 1; ; n++ {
		v := NewSealed(SealedOptions{Dir: t.TempDir(), WorkFactor: 1})
		disk := &faultyDisk{FS: OS{}, left: n, err: syscall.ENOSPC}
		v.FS = disk
		err := v.Create(t.Context(), passphrase)
		if !disk.hit {
			return
		}
		if err != nil {
			if status, _ := v.Status(); status == SealedUnlocked {
				t.Errorf("operation %d: got %v and an open vault", n, err)
			}
			v.FS = OS{}
			if err := v.Create(t.Context(), passphrase); err != nil {
				t.Errorf("operation %d: again: got %v, want nil", n, err)
			}
		}
		after := again(v)
		if err := after.Unlock(t.Context(), oauth.NewSecret(passphrase.Reveal())); err != nil {
			t.Errorf("operation %d: Unlock: got %v, want nil", n, err)
		}
	}
}

// forgetfulDisk answers success to a rename and makes none.
type forgetfulDisk struct{ FS }

func (forgetfulDisk) Rename(string, string) error { return nil }

func TestSealedReadsBackWhatItWrote(t *testing.T) {
	v := newSealed(t)
	v.FS = forgetfulDisk{OS{}}
	for what, err := range map[string]error{
		"Put":    v.Put(t.Context(), "new", keyOf(1)),
		"Forget": v.Forget(t.Context(), "kept"),
	} {
		if !errors.Is(err, ErrCorrupt) {
			t.Errorf("%s: got %v, want %v", what, err, ErrCorrupt)
		}
	}
}
