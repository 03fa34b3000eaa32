//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package main

import "golang.org/x/sys/unix"

const (
	readTerminal  = unix.TIOCGETA
	writeTerminal = unix.TIOCSETA
)

// forbidCoreDumps keeps keys from being written to disk in a crash, until allow.
func forbidCoreDumps() (allow func()) { return limitCoreDumps() }

func dropTyped(terminal int) error {
	const read = 1 // FREAD: what comes in
	return unix.IoctlSetPointerInt(terminal, unix.TIOCFLUSH, read)
}
