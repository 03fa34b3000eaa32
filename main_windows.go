package main

import "golang.org/x/sys/windows"

// forbidCoreDumps has nothing to do: Windows writes no dump of a program that
// nobody registered for one.
func forbidCoreDumps() (allow func()) { return func() {} }

// whenContinued has nothing to do: no console stops a process.
func whenContinued(func()) (forget func()) { return func() {} }

// hideTyping keeps a console, which gives lines then, from showing what is typed,
// until show. What was typed by then and read by nobody is dropped: it was meant
// to stay hidden, and the next program would show it.
func hideTyping(terminal int) (show func(), err error) {
	var before uint32
	console := windows.Handle(terminal)
	if err := windows.GetConsoleMode(console, &before); err != nil {
		return nil, err
	}
	show = func() {
		// Nothing more can be done for a console that does not take its mode back.
		_ = windows.FlushConsoleInputBuffer(console)
		_ = windows.SetConsoleMode(console, before)
	}
	lines := uint32(windows.ENABLE_LINE_INPUT | windows.ENABLE_PROCESSED_INPUT)
	return show, windows.SetConsoleMode(console, before&^windows.ENABLE_ECHO_INPUT|lines)
}
