//go:build linux

package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
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
