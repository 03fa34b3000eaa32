package clip

import (
	"os/exec"
	"syscall"
)

// detached has no console, and so does not end with ours.
const detached = 0x00000008 // DETACHED_PROCESS

func apart(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: detached | syscall.CREATE_NEW_PROCESS_GROUP}
}
