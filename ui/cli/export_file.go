package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"lpkeys/ui/explain"
)

// refuseExisting refuses to write where something is.
func refuseExisting(path string) error {
	_, err := os.Lstat(path)
	switch {
	case err == nil:
		return existsAlready(path)
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return err
}

func existsAlready(path string) error {
	return &spoken{err: fs.ErrExist, words: explain.Words{
		Error: path + " is there already and is left as it is",
		Hint:  "Give another name, or add --force to replace it",
		Exit:  explain.Failed,
		Code:  "file-exists",
	}}
}

// writePrivate writes a file that only its owner can read. A new one takes the
// place of another when force is true, and of a link itself, not of what it
// points to.
func writePrivate(path string, data []byte, force bool) error {
	if !force {
		file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if errors.Is(err, fs.ErrExist) {
			return existsAlready(path)
		}
		return fill(file, err, data)
	}
	next, err := os.CreateTemp(filepath.Dir(path), ".lpkeys-*") // 0600
	if err := fill(next, err, data); err != nil {
		return err
	}
	err = os.Rename(next.Name(), path)
	if err != nil {
		_ = os.Remove(next.Name()) // The error tells why the bundle is not there.
	}
	return err
}

// fill writes a file that was opened without an error, or leaves none behind.
func fill(file *os.File, err error, data []byte) error {
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
