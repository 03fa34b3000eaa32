//go:build !windows

package clip

import (
	"os/exec"
	"syscall"
)

// apart gives the process a session of its own, and no folder that somebody may
// want to unmount.
func apart(cmd *exec.Cmd) {
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
}
