//go:build linux || darwin

package agent

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// ours reports whether a folder belongs to this user.
func ours(folder string) bool {
	info, err := os.Stat(folder)
	return err == nil && info.IsDir() && owner(info) == os.Geteuid()
}

func owner(info fs.FileInfo) int {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Uid)
	}
	return -1
}

// checkFolder refuses a folder in which somebody else could have put a socket.
func checkFolder(folder string) error {
	info, err := os.Lstat(folder)
	switch {
	case err != nil:
		return err
	case info.Mode().Type() != fs.ModeDir:
		return &FolderError{folder, NotAFolder}
	case owner(info) != os.Geteuid():
		return &FolderError{folder, NotOurs}
	case info.Mode().Perm()&0o077 != 0:
		return &FolderError{folder, OpenToOthers}
	default:
		return nil
	}
}

// makeFolder makes the folder, unless it is there and can be used.
func makeFolder(folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return checkFolder(folder)
}

const (
	// turn is how long one who changes the folder waits for another.
	turn = 3 * time.Second

	turnPause = 5 * time.Millisecond
)

// hold waits until nobody else changes what lies in the folder, and keeps it so
// until the file is closed. The lock is on the folder itself: nothing is left of
// it. enter makes the folder if it is to be made.
func (p place) hold(ctx context.Context, enter func(folder string) error) (*os.File, error) {
	ctx, done := context.WithTimeout(ctx, turn)
	defer done()
	for {
		if err := enter(p.folder); err != nil {
			return nil, err
		}
		folder, err := os.OpenFile(p.folder, os.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW, 0)
		if err == nil && p.taken(folder) {
			return folder, nil
		}
		if err == nil {
			_ = folder.Close()
		} else if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		select {
		case <-time.After(turnPause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// taken locks the open folder. One that was removed meanwhile, by the last who
// left it, is nobody's any more.
func (p place) taken(folder *os.File) bool {
	if errors.Is(unix.Flock(int(folder.Fd()), unix.LOCK_EX|unix.LOCK_NB), unix.EWOULDBLOCK) {
		return false // Other errors come from file systems without locks: then two may meet, and one of them notices.
	}
	held, err := folder.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(p.folder)
	return err == nil && os.SameFile(held, there)
}
