//go:build linux

package cli_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

func TestNoCoreDumpHoldsWhatWasTyped(t *testing.T) {
	allowCoreDumps(t)
	p := inPerson(t)
	d := p.talk("account", "add", "acme", "--id", "12345678", "--vault", "file", "--no-check")
	d.expect("App key: ")
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", d.cmd.Process.Pid))
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`Max core file size +0 `).Match(limits) {
		t.Errorf("core dumps are allowed:\n%s", limits)
	}
	d.enter("\x03")
	d.end()
}

// allowCoreDumps gives this process, and so the program, all that it may have.
func allowCoreDumps(t *testing.T) {
	t.Helper()
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &before); err != nil {
		t.Fatal(err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{Cur: before.Max, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Setrlimit(unix.RLIMIT_CORE, &before) })
}

func TestBubbleTeaWritesNoKeyPressToDisk(t *testing.T) {
	p := newProgram(t)
	folder := t.TempDir()
	for _, name := range []string{"TEA_TRACE", "TEA_DEBUG"} {
		p.with(name, filepath.Join(folder, name))
	}
	p.with("TERM", "xterm-256color")
	d := p.talk()
	d.expect("lpkeys") // the first frame is there
	d.enter("\x03")
	d.end()
	if files, err := os.ReadDir(folder); err != nil || len(files) > 0 {
		t.Errorf("there is %v, %v, want nothing", files, err)
	}
}

// Who writes to such a pipe is ended there and then.
func TestAPipeThatNobodyReadsIsQuietAndLeavesTheTerminalAsItWas(t *testing.T) {
	p := inPerson(t)
	p.with("LPKEYS_PASSPHRASE_FILE", p.write("phrase", "CANARY phrase\n"))
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-", "--vault", "file", "--no-check")
	p.with("LPKEYS_PASSPHRASE_FILE", "")
	reading, writing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reading.Close()
	cmd := exec.Command(p.path, "sign", "GET", "https://va.msghist.liveperson.net/")
	cmd.Stdout = writing
	d := p.converse(cmd)
	writing.Close()
	d.expect("Passphrase of the vault file: ")
	d.enter("CANARY phrase\r")
	d.end()
	if status := cmd.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGPIPE || strings.Contains(d.all(), "error") {
		t.Errorf("ended with %v\n%s", cmd.ProcessState, d.all())
	}
	modes, err := unix.IoctlGetTermios(int(d.terminal.Fd()), unix.TCGETS)
	if err != nil {
		t.Fatal(err)
	}
	if modes.Lflag&unix.ECHO == 0 {
		t.Error("the terminal was left hiding what is typed")
	}
}
