package main

import "golang.org/x/sys/windows"

// forbidCoreDumps has nothing to do: Windows writes no dump of a program that
// nobody registered for one.
func forbidCoreDumps() {}

func hideTyping(terminal int) error {
	var mode uint32
	console := windows.Handle(terminal)
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return err
	}
	return windows.SetConsoleMode(console, mode&^windows.ENABLE_ECHO_INPUT)
}
