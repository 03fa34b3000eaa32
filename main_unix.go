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

// hideTyping keeps a terminal, which gives lines then, from showing what is typed,
// until show. What was typed by then and read by nobody is dropped: it was meant
// to stay hidden, and the next program would show it.
func hideTyping(terminal int) (show func(), err error) {
	before, err := unix.IoctlGetTermios(terminal, readTerminal)
	if err != nil {
		return nil, err
	}
	hidden := *before
	hidden.Lflag = hidden.Lflag&^unix.ECHO | unix.ICANON | unix.ISIG
	hidden.Iflag |= unix.ICRNL
	show = func() {
		// Nothing more can be done for a terminal that does not take its mode back.
		_ = dropTyped(terminal)
		_ = unix.IoctlSetTermios(terminal, writeTerminal, before)
	}
	return show, unix.IoctlSetTermios(terminal, writeTerminal, &hidden)
}
