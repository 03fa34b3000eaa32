package cli

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"lpkeys/ui/explain"
	"lpkeys/ui/private"
)

// refuseExisting refuses to write where something is, or with force where what is
// there is no file: a device, or the way to one, would be gone.
func refuseExisting(path string, force bool) error {
	_, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case !force:
		return existsAlready(path)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return &spoken{err: fs.ErrExist, words: explain.Words{
			Error: path + " is no file, and is left as it is", Hint: "Give another name", Exit: explain.Failed, Code: "file-exists",
		}}
	}
	return nil
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
		err := private.Write(path, data)
		if errors.Is(err, fs.ErrExist) {
			return existsAlready(path)
		}
		return err
	}
	next, err := createBeside(path)
	if err := private.Fill(next, err, data); err != nil {
		return err
	}
	err = os.Rename(next.Name(), path)
	if err != nil {
		_ = os.Remove(next.Name()) // The error tells why the bundle is not there.
	}
	return err
}

// createBeside makes a file that is to take the place of path. The error names path:
// nobody knows the other.
func createBeside(path string) (*os.File, error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".lpkeys-*") // 0600
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		e.Path = path
	}
	return file, err
}
