package main

import "golang.org/x/sys/unix"

const (
	readTerminal  = unix.TCGETS
	writeTerminal = unix.TCSETS
)

// forbidCoreDumps keeps keys from being written to disk in a crash, and other
// programs of the same person from reading this one's memory. The first lasts
// until allow, the second until another program is here.
func forbidCoreDumps() (allow func()) {
	// It fails only where the kernel does not know it.
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
	return limitCoreDumps()
}

func dropTyped(terminal int) error { return unix.IoctlSetInt(terminal, unix.TCFLSH, unix.TCIFLUSH) }
