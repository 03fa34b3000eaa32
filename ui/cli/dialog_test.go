//go:build unix

package cli_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
)

// dialog is the program in a terminal of its own.
type dialog struct {
	t        *testing.T
	cmd      *exec.Cmd
	terminal *os.File
	more     chan struct{} // told after output, and closed at the end

	mu   sync.Mutex
	seen bytes.Buffer
	read int // how far expect has come
}

func (p *program) talk(args ...string) *dialog {
	p.t.Helper()
	return p.converse(exec.Command(p.path, args...))
}

// converse runs any program in a terminal of its own.
func (p *program) converse(cmd *exec.Cmd) *dialog {
	p.t.Helper()
	d := &dialog{t: p.t, cmd: cmd, more: make(chan struct{}, 1)}
	d.cmd.Env, d.cmd.Dir = p.env, p.home
	var err error
	if d.terminal, err = pty.Start(d.cmd); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { d.terminal.Close() })
	go d.listen()
	return d
}

func (d *dialog) listen() {
	defer close(d.more)
	part := make([]byte, 4096)
	for {
		n, err := d.terminal.Read(part)
		d.mu.Lock()
		d.seen.Write(part[:n])
		d.mu.Unlock()
		if err != nil {
			return // Linux answers EIO when the program has ended.
		}
		select {
		case d.more <- struct{}{}:
		default:
		}
	}
}

func (d *dialog) all() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.seen.String()
}

// expect waits until the program shows text that it has not shown before.
func (d *dialog) expect(text string) {
	d.t.Helper()
	late := time.After(30 * time.Second)
	for {
		all := d.all()
		if at := strings.Index(all[d.read:], text); at >= 0 {
			d.read += at + len(text)
			return
		}
		select {
		case _, open := <-d.more:
			if !open && !strings.Contains(d.all()[d.read:], text) {
				d.t.Fatalf("the program ended without %q; it showed\n%s", text, d.all())
			}
		case <-late:
			d.t.Fatalf("no %q came; the terminal shows\n%s", text, d.all())
		}
	}
}

func (d *dialog) enter(text string) {
	d.t.Helper()
	if _, err := io.WriteString(d.terminal, text); err != nil {
		d.t.Fatal(err)
	}
}

// end waits for the program, answers its exit code, and looks whether anything
// that was typed was shown.
func (d *dialog) end() int {
	d.t.Helper()
	err := d.cmd.Wait()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		d.t.Fatal(err)
	}
	for range d.more {
	}
	if holdsSecret(d.all()) || strings.Contains(d.all(), "CANARY") {
		d.t.Errorf("what was typed is on the terminal:\n%s", d.all())
	}
	return d.cmd.ProcessState.ExitCode()
}

// inPerson has neither a keyring nor a file that opens the vault.
func inPerson(t *testing.T) *program {
	p := newProgram(t)
	p.with("LPKEYS_IDENTITY_FILE", "")
	return p
}
