package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// FS is the little of a file system that the store uses, small enough to fake.
// The zero [OS] is the real one. Its errors may be the system's own; the store
// names the file.
type FS interface {
	// Open opens a plain file; flag is as in [os.OpenFile], and a file that it
	// creates is 0600. A link in the last element is refused: [ErrLink].
	Open(name string, flag int) (File, error)

	Lstat(name string) (fs.FileInfo, error)
	ReadDir(name string) ([]fs.DirEntry, error)

	// Mkdir creates a folder with its parents, 0700 each.
	Mkdir(name string) error

	Chmod(name string, mode fs.FileMode) error

	// Rename replaces to, whole, if it is there.
	Rename(from, to string) error

	Remove(name string) error

	// SyncDir makes the names in a folder last through a power cut.
	SyncDir(name string) error

	// TryLock locks a file for this opening of it alone, and never waits. It
	// answers nil and no error when another holds it. It creates the file if
	// create is true. Closing unlocks; so does the end of the process.
	TryLock(name string, create bool) (io.Closer, error)
}

// A File is an open file.
type File interface {
	io.Reader
	io.Writer
	Sync() error
	Close() error
}

// OS is the machine's file system.
type OS struct{}

var _ FS = OS{}

// Open opens a plain file; see [FS].
func (OS) Open(name string, flag int) (File, error) {
	if err := refuseOdd(name); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(name, flag|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	return file, nil
}

// refuseOdd keeps an opening from waiting on a pipe or following a link. A link
// put there between the look and the opening meets noFollow where that exists.
func refuseOdd(name string) error {
	info, err := os.Lstat(name)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	if !info.Mode().IsRegular() {
		return ErrLink
	}
	return nil
}

// Lstat looks at name itself.
func (OS) Lstat(name string) (fs.FileInfo, error) { return os.Lstat(name) }

// ReadDir lists a folder.
func (OS) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(name) }

// Mkdir creates a folder with its parents; see [FS].
func (OS) Mkdir(name string) error { return os.MkdirAll(name, 0o700) }

// Chmod sets permission bits.
func (OS) Chmod(name string, mode fs.FileMode) error { return os.Chmod(name, mode) }

// Rename replaces to by from; see [FS].
func (OS) Rename(from, to string) error { return rename(from, to) }

// Remove removes a file.
func (OS) Remove(name string) error { return os.Remove(name) }

// SyncDir syncs a folder; see [FS].
func (OS) SyncDir(name string) error { return syncDir(name) }

// TryLock locks a file; see [FS].
func (OS) TryLock(name string, create bool) (io.Closer, error) {
	if err := refuseOdd(name); err != nil {
		return nil, err
	}
	flag := os.O_RDWR | noFollow
	if create {
		flag |= os.O_CREATE
	}
	lock := flock.New(name, flock.SetFlag(flag), flock.SetPermissions(0o600))
	held, err := lock.TryLock()
	if err != nil || !held {
		return nil, err
	}
	return lock, nil
}

// readFile reads a plain file of at most limit bytes. A file that is not there
// is a [FileError] around [fs.ErrNotExist].
func readFile(fsys FS, path string, limit int64) ([]byte, error) {
	file, err := fsys.Open(path, os.O_RDONLY)
	if err != nil {
		return nil, fileError("reading", path, err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, fileError("reading", path, err)
	}
	if int64(len(data)) > limit {
		return nil, fileError("reading", path, ErrTooLong)
	}
	return data, nil
}

// writeFile replaces the file at path, whole or not at all. The caller holds
// the lock that guards path. After an error the old content stands, or else the
// error is an [ErrNotPutBack].
func writeFile(fsys FS, path string, data []byte) error {
	old, err := readFile(fsys, path, longestFile)
	if ignoreMissing(err) != nil {
		return err
	}
	return swap(fsys, path, old, data)
}

// swap is writeFile for a caller that has just read the old content; nil means
// that there was none.
func swap(fsys FS, path string, old, data []byte) error {
	if err := replace(fsys, path, data); err != nil {
		return fileError("writing", path, err)
	}
	if err := fsys.SyncDir(filepath.Dir(path)); err != nil {
		// The new content is in place and may not last. The caller is about to
		// hear of a failure, so what it finds must be what was there before.
		return fileError("writing", path, putBack(fsys, path, old, err))
	}
	return nil
}

func putBack(fsys FS, path string, old []byte, cause error) error {
	undo := func() error { return fsys.Remove(path) }
	if old != nil {
		undo = func() error { return replace(fsys, path, old) }
	}
	if err := undo(); err != nil {
		return fmt.Errorf("%w, and %w: %v", cause, ErrNotPutBack, err)
	}
	return cause
}

// longestFile bounds what is read into memory. A thousand accounts are a third
// of a megabyte.
const longestFile = 16 << 20

// replace renames a synced new file over path. The new file's name is always
// the same, so that one which a crash left behind is cleared by the next write.
func replace(fsys FS, path string, data []byte) error {
	next := path + ".new"
	if err := ignoreMissing(fsys.Remove(next)); err != nil {
		return err
	}
	err := fill(fsys, next, data)
	if err == nil {
		err = fsys.Rename(next, path)
	}
	if err != nil {
		// A full disk gets its space back; failing that, the next write clears it.
		_ = fsys.Remove(next)
	}
	return err
}

func fill(fsys FS, path string, data []byte) error {
	file, err := fsys.Open(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	return cmp.Or(err, file.Close())
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// lockPause is how long a process waits before it tries a held lock again.
const lockPause = time.Millisecond

// lockFile waits for the lock until ctx ends. A lock that another kept beyond
// the deadline is [ErrBusy].
func lockFile(ctx context.Context, fsys FS, path string) (io.Closer, error) {
	for {
		lock, err := fsys.TryLock(path, true)
		if err != nil {
			return nil, fileError("locking", path, err)
		}
		if lock != nil {
			return lock, nil
		}
		pause := time.NewTimer(lockPause)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			return nil, lockEnded(ctx, path)
		}
	}
}

func lockEnded(ctx context.Context, path string) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fileError("locking", path, ErrBusy)
	}
	return ctx.Err()
}
