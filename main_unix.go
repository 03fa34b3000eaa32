//go:build unix

package main

import "golang.org/x/sys/unix"

// limitCoreDumps sets the soft limit alone, which a command that we start may
// raise again.
func limitCoreDumps() {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_CORE, &limit) == nil {
		limit.Cur = 0
		_ = unix.Setrlimit(unix.RLIMIT_CORE, &limit) // Lowering is always allowed.
	}
}

func hideTyping(terminal int) error {
	mode, err := unix.IoctlGetTermios(terminal, readTerminal)
	if err != nil {
		return err
	}
	mode.Lflag &^= unix.ECHO
	return unix.IoctlSetTermios(terminal, writeTerminal, mode)
}
