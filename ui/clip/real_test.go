package clip

import (
	"bufio"
	"context"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// need ends the test when a program is not there: skipped on a developer's
// machine, failed where everything has to run.
func need(t *testing.T, programs ...string) {
	t.Helper()
	for _, name := range programs {
		if _, err := exec.LookPath(name); err == nil {
			continue
		}
		if os.Getenv("LPKEYS_REQUIRE_INTEGRATION") == "1" {
			t.Fatalf("needs the program %s", name)
		}
		t.Skipf("needs the program %s", name)
	}
}

func TestTmuxKeepsTheCopyAndHandsItToItsTerminal(t *testing.T) {
	need(t, "tmux")
	socket := filepath.Join(t.TempDir(), "s")
	tmux := func(args ...string) *exec.Cmd {
		cmd := exec.Command("tmux", append([]string{"-S", socket, "-f", "/dev/null"}, args...)...)
		cmd.Env = append(os.Environ(), "TMUX=", "TERM=xterm-256color")
		return cmd
	}
	terminal, err := pty.Start(tmux("new-session", "-s", "test", "cat"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if out, err := tmux("kill-server").CombinedOutput(); err != nil {
			t.Errorf("ending tmux: %v: %s", err, out)
		}
		terminal.Close()
	})
	screen := bufio.NewReader(terminal)
	if _, err := screen.ReadString('\x1b'); err != nil {
		t.Fatal(err)
	}

	var arguments []string
	env := newClipboard(map[string]string{"TMUX": socket + ",1,0"}, nil).env
	env.Run = func(ctx context.Context, stdin, name string, args ...string) ([]byte, error) {
		arguments = append(arguments, args...)
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Env = append(os.Environ(), "TMUX="+socket+",1,0")
		cmd.Stdin = strings.NewReader(stdin)
		return cmd.Output()
	}
	c := New(env)

	r, err := c.Copy(t.Context(), header)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := tmux("save-buffer", "-b", "lpkeys", "-").Output(); err != nil || string(got) != header {
		t.Errorf("tmux's buffer holds %q, %v, want %q", got, err, header)
	}
	if want := "52;"; !strings.Contains(readUntil(t, screen, base64.StdEncoding.EncodeToString([]byte(header))), want) {
		t.Errorf("the terminal was not sent %q", want)
	}
	if slices.ContainsFunc(arguments, func(a string) bool { return strings.Contains(a, "CANARY") }) {
		t.Errorf("the text is among the arguments %q", arguments)
	}
	if got, err := c.Clear(t.Context(), r); got != Cleared || err != nil {
		t.Errorf("clear = %q, %v, want %q", got, err, Cleared)
	}
	if got, err := c.Clear(t.Context(), r); got != Replaced || err != nil {
		t.Errorf("clearing what is gone = %q, %v, want %q", got, err, Replaced)
	}
	if out, err := tmux("set-buffer", "-b", "lpkeys", "theirs").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if got, err := c.Clear(t.Context(), r); got != Replaced || err != nil {
		t.Errorf("clearing what others put there = %q, %v, want %q", got, err, Replaced)
	}
}

// readUntil reads what a program draws, up to the wanted text.
func readUntil(t *testing.T, r *bufio.Reader, want string) string {
	t.Helper()
	seen := make(chan string, 1)
	go func() {
		var b strings.Builder
		for !strings.Contains(b.String(), want) {
			c, err := r.ReadByte()
			if err != nil {
				break
			}
			b.WriteByte(c)
		}
		seen <- b.String()
	}()
	select {
	case s := <-seen:
		if !strings.Contains(s, want) {
			t.Errorf("drawn: %q, want %q in it", s, want)
		}
		return s
	case <-time.After(5 * time.Second):
		t.Errorf("nothing drawn that holds %q", want)
		return ""
	}
}

func TestTmuxThatIsGoneIsNamed(t *testing.T) {
	need(t, "tmux")
	socket := filepath.Join(t.TempDir(), "gone")
	t.Setenv("TMUX", socket+",1,0")
	env := newClipboard(map[string]string{"TMUX": socket}, nil).env
	env.Run = run
	_, err := New(env).Copy(t.Context(), header)
	if said, ok := err.(*TmuxError); !ok || said.Detail == "" || strings.Contains(err.Error(), "CANARY") {
		t.Errorf("got %v, want what tmux said", err)
	}
}

func TestAnX11DesktopGetsServesAndLosesTheCopy(t *testing.T) {
	need(t, "Xvfb", "xclip")
	t.Setenv("DISPLAY", startX11(t))
	t.Setenv("WAYLAND_DISPLAY", "")
	t.Setenv("XAUTHORITY", "/dev/null")
	env := newClipboard(nil, nil).env
	env.Getenv, env.Board = func(name string) string {
		if name == "DISPLAY" {
			return os.Getenv(name)
		}
		return ""
	}, desktop{goos: "linux"}
	c := New(env)

	r, err := c.Copy(t.Context(), header)
	if err != nil || r.Route != Desktop || !r.UntilExit {
		t.Fatalf("copy = %+v, %v, want the desktop", r, err)
	}
	if got := xclip(t, "-t", "UTF8_STRING"); got != header {
		t.Errorf("xclip reads %q, want %q", got, header)
	}
	if got := xclip(t, "-t", "x-kde-passwordManagerHint"); got != "secret" {
		t.Errorf("clipboard managers are told %q, want %q", got, "secret")
	}
	if got, err := c.Clear(t.Context(), r); got != Cleared || err != nil {
		t.Errorf("clear = %q, %v, want %q", got, err, Cleared)
	}
	if got := xclip(t, "-t", "UTF8_STRING"); got != "" {
		t.Errorf("xclip reads %q after clearing", got)
	}

	if r, err = c.Copy(t.Context(), header); err != nil {
		t.Fatal(err)
	}
	// To the X server, each write comes from a client of its own. xclip would
	// do too, but returns before the selection is its.
	if err := (desktop{goos: "linux"}).Write(t.Context(), "theirs"); err != nil {
		t.Fatal(err)
	}
	if got, err := c.Clear(t.Context(), r); got != Replaced || err != nil {
		t.Errorf("clear = %q, %v, want %q", got, err, Replaced)
	}
	if got := xclip(t); got != "theirs" {
		t.Errorf("xclip reads %q, want what others put there", got)
	}
}

// startX11 starts a display of the test's own and answers its name.
func startX11(t *testing.T) string {
	t.Helper()
	number, report, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "320x200x24", "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{report}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	report.Close()
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
		number.Close()
	})
	display, err := bufio.NewReader(number).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb names no display: %v", err)
	}
	return ":" + strings.TrimSpace(display)
}

func xclip(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("xclip", append([]string{"-selection", "clipboard", "-out"}, args...)...).Output()
	if err != nil {
		t.Errorf("xclip: %v", err)
	}
	return string(out)
}
