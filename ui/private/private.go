// Package private writes files that only their owner can read.
package private

import (
	"errors"
	"os"
)

// Write makes a new file with mode 0600. The error wraps [io/fs.ErrExist] when
// something is there already, a link included, which is left as it is.
func Write(path string, data []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	return Fill(file, err, data)
}

// Fill writes a file that was opened without an error and closes it, or leaves
// none behind.
func Fill(file *os.File, err error, data []byte) error {
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}
