//go:build unix

package main

import (
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"lpkeys/ui/cli"
)

// become puts a program in the place of this one: signals and the exit code are
// its own then. It comes back with an error alone.
func (w world) become(p cli.Program) (exit int, err error) {
	if p.Stdin != nil {
		if err := feed(p.Stdin); err != nil {
			return 0, err
		}
	}
	w.allowCoreDumps()
	// It gives the limit of open files back, too, which Go raises at its start.
	return 0, syscall.Exec(p.Path, p.Args, p.Environ)
}

// feed makes standard input a pipe that holds text, and then its end. Nobody
// reads while it is written: a text that fits into no pipe is an error.
func feed(text []byte) error {
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer r.Close()
	defer w.Close()
	const full = 100 * time.Millisecond // What there is room for is written at once.
	if err := w.SetWriteDeadline(time.Now().Add(full)); err != nil {
		return err
	}
	if _, err := w.Write(text); err != nil {
		return err
	}
	return unix.Dup2(int(r.Fd()), 0)
}
