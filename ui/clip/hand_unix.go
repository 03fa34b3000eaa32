//go:build !windows

package clip

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// apart gives the process a session of its own, no folder that somebody may want
// to unmount, and no file that whoever started this one left open: who waits for
// its end would wait for the copy's.
func apart(cmd *exec.Cmd) {
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	open, _ := os.ReadDir("/dev/fd") // Where there is no such list, they stay open.
	for _, file := range open {
		if fd, err := strconv.Atoi(file.Name()); err == nil && fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
}
