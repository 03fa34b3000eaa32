package uitest

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// slowClient is a control client that lags behind the screen: what a program
// wrote comes only when the client is asked something.
type slowClient struct{ stdout *io.PipeWriter }

func (c slowClient) Write(command []byte) (int, error) {
	_, question, _ := strings.Cut(strings.TrimSpace(string(command)), " -p ")
	_, err := fmt.Fprintf(c.stdout, "%%output %%0 late\\033\r\n%%begin 1 2 1\n%s\n%%end 1 2 1\n", question)
	return len(command), err
}

func (c slowClient) Close() error { return c.stdout.Close() }

func TestRawWaitsForAClientThatLagsBehindTheScreen(t *testing.T) {
	reading, writing := io.Pipe()
	term := &Terminal{t: t, stdin: slowClient{writing}, changed: make(chan struct{}, 1), answers: make(chan struct{}, 1)}
	t.Cleanup(func() { writing.Close() })
	go term.listen(reading, make(chan struct{}))
	for want := []byte("late\x1b"); len(want) < 20; want = append(want, "late\x1b"...) {
		if got := term.Raw(); !bytes.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
