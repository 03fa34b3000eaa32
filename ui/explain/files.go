package explain

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"

	"lpkeys/store"
)

// windowsDiskFull is ERROR_DISK_FULL, which Go does not map to ENOSPC.
const windowsDiskFull = syscall.Errno(112)

// ofFiles explains what the system says about files. Locks, links and sizes
// are named errors of their own, and go on to [ofNamed].
func ofFiles(err error) (Words, bool) {
	if errors.Is(err, store.ErrNotPutBack) {
		return Words{}, false // The words below say that nothing was changed.
	}
	path := pathOf(err)
	at := ""
	if path != "" {
		at = " of " + quote(path)
	}
	switch {
	case isDiskFull(err):
		return Words{Hint: "Free some space on the disk" + at + " and try again; what was there is unchanged", Exit: Failed, Code: "disk-full"}, true
	case errors.Is(err, syscall.EROFS):
		return Words{Hint: "Set LPKEYS_HOME to a folder that can be written to", Exit: Failed, Code: "read-only-disk"}, true
	case errors.Is(err, fs.ErrPermission):
		return Words{Hint: "Look at the owner and the mode" + at + ", and give yourself access", Exit: Failed, Code: "permission-denied"}, true
	case errors.Is(err, syscall.EISDIR) && errors.As(err, new(*fs.PathError)):
		return Words{Hint: quote(path) + " is a folder: name a file", Exit: Failed, Code: "file-failed"}, true
	case isNamed(err), path == "":
		return Words{}, false
	case errors.Is(err, fs.ErrNotExist):
		return Words{Hint: "Check the name " + quote(path), Exit: Failed, Code: "no-such-file"}, true
	}
	return Words{Hint: "Look at " + quote(path) + "; nothing was half written", Exit: Failed, Code: "file-failed"}, true
}

// pathOf is the file that the error is about, "" when it names none.
func pathOf(err error) string {
	if e, ok := errors.AsType[*store.FileError](err); ok {
		return e.Path
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Path
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.New
	}
	return ""
}

func isNamed(err error) bool {
	_, ok := ofNamed(err)
	return ok
}

func isDiskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		runtime.GOOS == "windows" && errors.Is(err, windowsDiskFull)
}
