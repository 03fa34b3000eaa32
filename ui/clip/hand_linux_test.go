package clip

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// leaver is the argument with which this test's program copies what it reads,
// hands the copy over and ends, as lpkeys does.
const leaver = "copy-and-leave"

// keepHere is how long copies are kept in these tests: long enough to look at
// them on a busy machine.
const keepHere = 4 * time.Second

func TestMain(m *testing.M) {
	switch {
	case len(os.Args) == 2 && os.Args[1] == Verb:
		os.Exit(exit(New(Env{Getenv: os.Getenv}).Hold(context.Background(), os.Stdin, os.Stdout)))
	case len(os.Args) == 2 && os.Args[1] == leaver:
		os.Exit(exit(leave()))
	}
	os.Exit(m.Run())
}

func exit(err error) int {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func leave() error {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		return err
	}
	c := New(Env{Getenv: os.Getenv, Keep: keepHere})
	receipt, err := c.Copy(context.Background(), string(text))
	if err != nil {
		return err
	}
	_, err = c.HandOver(context.Background(), receipt)
	return err
}

// heir copies with a program that ends, and answers the process that keeps the
// copy from then on. It comes to this one when its parent ends.
func heir(t *testing.T, environ ...string) *os.Process {
	t.Helper()
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], leaver)
	cmd.Stdin, cmd.Env = strings.NewReader(header), append(environ, "CANARY_OF_OURS=secret", "PATH="+os.Getenv("PATH"),
		// Else the race detector holds up the end of every process by a second.
		"GORACE=atexit_sleep_ms=0")
	left, open, err := os.Pipe() // as a shell leaves a file open to what it starts
	if err != nil {
		t.Fatal(err)
	}
	defer left.Close()
	cmd.ExtraFiles = []*os.File{open}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("copying: %v: %s", err, out)
	}
	_ = open.Close()
	_ = left.SetReadDeadline(time.Now().Add(time.Second))
	if _, err := left.Read(make([]byte, 1)); err != io.EOF {
		t.Errorf("a file that was left open has not ended with the program: %v", err)
	}
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		stat, _ := os.ReadFile(file) // It may have ended.
		_, rest, _ := strings.Cut(string(stat), ") ")
		fields := strings.Fields(rest)
		command, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
		if len(fields) < 4 || fields[1] != strconv.Itoa(os.Getpid()) || !bytes.HasSuffix(command, []byte("\x00"+Verb+"\x00")) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
		if err != nil {
			t.Fatal(err)
		}
		apartFromUs(t, pid, fields, command)
		p, err := os.FindProcess(pid)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	t.Fatal("nobody keeps the copy")
	return nil
}

// apartFromUs fails unless the process has a session of its own, no terminal, and
// nothing of the text or of our environment where others may look.
func apartFromUs(t *testing.T, pid int, stat []string, command []byte) {
	t.Helper()
	const session, terminal = 3, 4
	if stat[session] != strconv.Itoa(pid) || stat[terminal] != "0" {
		t.Errorf("it is in the session %s on the terminal %s, want its own and none", stat[session], stat[terminal])
	}
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil || bytes.Contains(append(environ, command...), []byte("CANARY")) {
		t.Errorf("its arguments and environment are %q and %q, %v", command, environ, err)
	}
}

// ended waits for the end of a process that is ours.
func ended(t *testing.T, p *os.Process) {
	t.Helper()
	done := make(chan error, 1)
	go func() {
		state, err := p.Wait()
		if err == nil && !state.Success() {
			err = fmt.Errorf("it ended with %v", state)
		}
		done <- err
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("it did not end")
		_ = p.Kill()
	}
}

func TestAnX11CopyOutlivesItsMakerAndIsCleared(t *testing.T) {
	need(t, "Xvfb", "xclip")
	display := startX11(t)
	t.Setenv("DISPLAY", display)
	t.Setenv("XAUTHORITY", "/dev/null")
	p := heir(t, "DISPLAY="+display, "XAUTHORITY=/dev/null")
	if got := xclip(t, "-t", "UTF8_STRING"); got != header {
		t.Errorf("xclip reads %q, want %q", got, header)
	}
	ended(t, p)
	if out, err := exec.Command("xclip", "-selection", "clipboard", "-out").Output(); err == nil && len(out) > 0 {
		t.Errorf("xclip reads %q after the copy was due", out)
	}
}

func TestWhatOthersCopiedSinceIsLeftAlone(t *testing.T) {
	need(t, "Xvfb", "xclip")
	display := startX11(t)
	t.Setenv("DISPLAY", display)
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("XAUTHORITY", "/dev/null")
	p := heir(t, "DISPLAY="+display, "XAUTHORITY=/dev/null")
	if err := (desktop{goos: "linux"}).Write(t.Context(), "theirs"); err != nil {
		t.Fatal(err)
	}
	ended(t, p)
	if got := xclip(t, "-t", "UTF8_STRING"); got != "theirs" {
		t.Errorf("xclip reads %q, want what others copied", got)
	}
}

// ownTmux starts a tmux of the test's own, and answers its socket and what runs a
// command of it.
func ownTmux(t *testing.T) (socket string, tmux func(args ...string) ([]byte, error)) {
	t.Helper()
	need(t, "tmux")
	socket = filepath.Join(t.TempDir(), "s")
	tmux = func(args ...string) ([]byte, error) {
		return exec.Command("tmux", append([]string{"-S", socket, "-f", "/dev/null"}, args...)...).CombinedOutput()
	}
	if out, err := tmux("new-session", "-d", "cat"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Cleanup(func() { _, _ = tmux("kill-server") })
	return socket, tmux
}

func TestATmuxBufferIsDeletedWhenItsMakerHasEnded(t *testing.T) {
	socket, tmux := ownTmux(t)
	p := heir(t, "TMUX="+socket+",1,0")
	if got, err := tmux("save-buffer", "-b", buffer, "-"); err != nil || string(got) != header {
		t.Errorf("the buffer holds %q, %v, want %q", got, err, header)
	}
	ended(t, p)
	if got, err := tmux("save-buffer", "-b", buffer, "-"); err == nil {
		t.Errorf("the buffer holds %q after the copy was due", got)
	}
}

func TestACopyIsHeldForWhoIsGoneByThen(t *testing.T) {
	socket, tmux := ownTmux(t)
	if out, err := tmux("set-buffer", "-b", buffer, header); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	nobody, answers, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], Verb)
	cmd.Env = []string{"TMUX=" + socket + ",1,0", "PATH=" + os.Getenv("PATH")}
	cmd.Stdin, cmd.Stdout = strings.NewReader(fmt.Sprintf("tmux %d\n%s", time.Now().UnixNano(), header)), answers
	if err := errors.Join(nobody.Close(), cmd.Run(), answers.Close()); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if got, err := tmux("save-buffer", "-b", buffer, "-"); err == nil {
		t.Errorf("the buffer holds %q after the copy was due", got)
	}
}

func TestASignalClearsTheCopyBeforeItIsDue(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	board := &fakeBoard{}
	c := newClipboard(x11, board)
	due := time.Now().Add(time.Hour).UnixNano()
	answers, heard := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- c.Hold(ctx, strings.NewReader(fmt.Sprintf("desktop %d\n%s", due, header)), heard) }()
	if line, err := bufio.NewReader(answers).ReadString('\n'); line != held || err != nil {
		t.Fatalf("got %q, %v", line, err)
	}
	stop()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if got, _ := board.Read(t.Context()); got != "" {
		t.Errorf("the clipboard holds %q", got)
	}
}

func TestAWaylandCopyOutlivesItsMakerAndIsCleared(t *testing.T) {
	need(t, "sway", "wl-paste")
	environ := startSway(t)
	paste := func() (string, error) {
		cmd := exec.Command("wl-paste", "--no-newline", "--type", "text/plain")
		cmd.Env = environ
		out, err := cmd.Output()
		return string(out), err
	}
	p := heir(t, environ...)
	if got, err := paste(); got != header || err != nil {
		t.Errorf("wl-paste reads %q, %v, want %q", got, err, header)
	}
	ended(t, p)
	if got, err := paste(); err == nil && got != "" {
		t.Errorf("wl-paste reads %q after the copy was due", got)
	}
}

// startSway starts a compositor of the test's own and answers where it is. It
// refuses to run as root.
func startSway(t *testing.T) (environ []string) {
	t.Helper()
	// The folder above a test's own is closed to other users.
	dir, err := os.MkdirTemp("", "sway")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	ready, config := filepath.Join(dir, "ready"), filepath.Join(dir, "config")
	if err := syscall.Mkfifo(ready, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, []byte("exec echo $WAYLAND_DISPLAY > "+ready+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sway", "--config", config)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "XDG_RUNTIME_DIR=" + dir,
		"WLR_BACKENDS=headless", "WLR_LIBINPUT_NO_DEVICES=1", "WLR_RENDERER=pixman",
	}
	if os.Getuid() == 0 {
		const nobody = 65534
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		for _, path := range []string{dir, ready} {
			if err := os.Chown(path, nobody, nobody); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	// Opened for both, so that no end of it waits for the other.
	fifo, err := os.OpenFile(ready, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer fifo.Close()
	defer context.AfterFunc(withTimeout(t, 10*time.Second), func() { fifo.Close() })()
	display, err := bufio.NewReader(fifo).ReadString('\n')
	if err != nil {
		t.Fatalf("sway names no display: %v", err)
	}
	return []string{"XDG_RUNTIME_DIR=" + dir, "WAYLAND_DISPLAY=" + strings.TrimSpace(display)}
}

func withTimeout(t *testing.T, d time.Duration) context.Context {
	ctx, stop := context.WithTimeout(t.Context(), d)
	t.Cleanup(stop)
	return ctx
}
