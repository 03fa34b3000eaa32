//go:build !windows

package store

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// noFollow makes an opening refuse a link in the last element.
const noFollow = unix.O_NOFOLLOW

func rename(from, to string) error { return os.Rename(from, to) }

func syncDir(name string) error {
	dir, err := os.Open(name)
	if err != nil {
		return err
	}
	err = dir.Sync()
	if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOTSUP) {
		err = nil // Some network file systems cannot sync a folder; they order names themselves.
	}
	return errors.Join(err, dir.Close())
}

// tooOpen reports whether anyone but the owner may use what has this mode.
func tooOpen(mode fs.FileMode) bool { return mode.Perm()&0o077 != 0 }
