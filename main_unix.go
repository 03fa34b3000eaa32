//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"

	"golang.org/x/sys/unix"
)

// limitCoreDumps sets the soft limit alone, which may be raised again.
func limitCoreDumps() (raise func()) {
	var before unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_CORE, &before) != nil {
		return func() {}
	}
	none := before
	none.Cur = 0
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &none) // Both are always allowed.
	return func() { _ = unix.Setrlimit(unix.RLIMIT_CORE, &before) }
}

// whenContinued calls again each time that this process was stopped and goes on,
// until forget.
func whenContinued(again func()) (forget func()) {
	continued := make(chan os.Signal, 1)
	signal.Notify(continued, syscall.SIGCONT)
	go func() {
		for range continued {
			again()
		}
	}()
	return func() {
		signal.Stop(continued)
		close(continued)
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
