package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"strings"
	"sync"
)

// typing is what is typed, which a terminal shows or not.
type typing struct {
	mu   sync.Mutex
	back func() // what shows it again; nil while it is shown
}

// hide keeps the terminal from showing what is typed, until show. That comes
// before the prompt: people type, and paste, while they read it. A shell that they
// used meanwhile gives them back a terminal that shows it: it is hidden once more
// then, and again called.
func (t *typing) hide(stdin io.Reader, again func()) (show func(), err error) {
	file, ok := stdin.(*os.File)
	if !ok {
		return nil, os.ErrInvalid
	}
	terminal := int(file.Fd())
	t.mu.Lock()
	defer t.mu.Unlock()
	back, err := hideTyping(terminal)
	if err != nil {
		t.back = back
		return t.show, err
	}
	forget := whenContinued(func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.back == nil {
			return
		}
		if _, err := hideTyping(terminal); err == nil {
			again()
		}
	})
	t.back = func() {
		forget()
		back()
	}
	return t.show, nil
}

// show undoes hide, and nothing when that has been undone: it has been then, and
// is not only about to be, for the process may end at once.
func (t *typing) show() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.back != nil {
		t.back()
		t.back = nil
	}
}

// readHidden reads a line from a terminal that was told to hide it. When ctx
// ends first, the read goes on, and ends with the process; it changes nothing of
// the terminal.
func readHidden(ctx context.Context, stdin io.Reader) (string, error) {
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		// A terminal gives one line at a time: no reader takes more of it.
		line, err := bufio.NewReader(stdin).ReadString('\n')
		if line != "" {
			err = nil // What stands before the end of the input is a line too.
		}
		answers <- answer{strings.TrimRight(line, "\r\n"), err}
	}()
	select {
	case a := <-answers:
		return a.line, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
