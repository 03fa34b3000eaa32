package store

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// noFollow has no counterpart here: the look before each opening must do.
const noFollow = 0

// rename waits out readers: Windows refuses to replace a file while anybody,
// such as a virus scanner, has it open.
func rename(from, to string) error {
	source, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	target, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	// WRITE_THROUGH stands for the sync of the folder, which Windows lacks.
	const flags = windows.MOVEFILE_REPLACE_EXISTING | windows.MOVEFILE_WRITE_THROUGH
	for try := 1; ; try++ {
		err := windows.MoveFileEx(source, target, flags)
		if err == nil {
			return nil
		}
		held := errors.Is(err, windows.ERROR_ACCESS_DENIED) || errors.Is(err, windows.ERROR_SHARING_VIOLATION)
		if !held || try == 50 {
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func syncDir(string) error { return nil }

// tooOpen has nothing to say: folders under %AppData% belong to the person by
// their access lists, which mode bits do not show.
func tooOpen(fs.FileMode) bool { return false }
