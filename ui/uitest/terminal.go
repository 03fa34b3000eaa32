package uitest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// patience is how long a terminal test waits for what must come.
const patience = 30 * time.Second

// Terminal is a real terminal, tmux's, with one program in it. It belongs to
// a tmux server of the test's own.
type Terminal struct {
	t       testing.TB
	socket  string
	environ []string
	control *exec.Cmd
	stdin   io.WriteCloser
	changed chan struct{} // told after output, and closed at the end
	answers chan struct{} // one for each question, closed at the end

	mu  sync.Mutex
	raw bytes.Buffer
}

// Open opens a terminal of width by height cells whose programs see environ
// and nothing of the test's own environment. It needs tmux.
func Open(t testing.TB, width, height int, environ []string) *Terminal {
	t.Helper()
	term := &Terminal{
		t: t, socket: t.TempDir() + "/tmux", changed: make(chan struct{}, 1), answers: make(chan struct{}, 1),
		environ: append(environ, "PATH="+os.Getenv("PATH"), "LC_ALL=C.UTF-8"),
	}
	term.tmux("-f", os.DevNull, "new-session", "-d", "-x", strconv.Itoa(width), "-y", strconv.Itoa(height), "cat")
	t.Cleanup(term.close)
	term.tmux("set-option", "-g", "escape-time", "0")
	term.watch()
	return term
}

// watch attaches a control client: tmux tells it of every octet a program
// writes, so that nobody needs to look again and again.
func (t *Terminal) watch() {
	t.control = exec.Command("tmux", "-S", t.socket, "-C", "attach")
	t.control.Env = t.environ
	stdin, err := t.control.StdinPipe()
	if err != nil {
		t.t.Fatal(err)
	}
	stdout, err := t.control.StdoutPipe()
	if err != nil {
		t.t.Fatal(err)
	}
	if err := t.control.Start(); err != nil {
		t.t.Fatal(err)
	}
	t.stdin = stdin
	attached := make(chan struct{})
	go t.listen(stdout, attached)
	<-attached
}

func (t *Terminal) listen(stdout io.Reader, attached chan struct{}) {
	defer close(t.changed)
	defer close(t.answers)
	told := sync.OnceFunc(func() { close(attached) })
	defer told()
	lines := bufio.NewScanner(stdout)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		if strings.HasPrefix(line, "%session-changed") {
			told()
		}
		if line == question {
			t.answers <- struct{}{}
		}
		if rest, ok := strings.CutPrefix(line, "%output "); ok {
			_, text, _ := strings.Cut(rest, " ")
			t.mu.Lock()
			t.raw.Write(unescape(text))
			t.mu.Unlock()
		}
		select {
		case t.changed <- struct{}{}:
		default:
		}
	}
}

// unescape undoes tmux's control mode, which writes some octets as \ooo.
func unescape(s string) []byte {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				out = append(out, byte(n))
				i += 3
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

func (t *Terminal) close() {
	t.tmux("kill-server")
	t.stdin.Close()
	// The server is gone, and with it the client, whatever its exit code.
	_ = t.control.Wait()
}

func (t *Terminal) tmux(args ...string) string {
	t.t.Helper()
	return t.tmuxReading(nil, args...)
}

func (t *Terminal) tmuxReading(stdin io.Reader, args ...string) string {
	t.t.Helper()
	cmd := exec.Command("tmux", append([]string{"-S", t.socket}, args...)...)
	cmd.Env, cmd.Stdin = t.environ, stdin
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.t.Fatalf("tmux %s: %v: %s", args[0], err, out)
	}
	return string(out)
}

// Run replaces the program in the terminal. A shell waits for its end and
// stays, so that what the program left behind can be looked at. A key that ends
// the program does not end the shell.
func (t *Terminal) Run(program string, args ...string) {
	t.t.Helper()
	t.tmux(append([]string{
		"respawn-pane", "-k", "sh", "-c", `trap : INT QUIT; "$@"; echo "ended with $?"; trap '' INT QUIT; exec cat`, "sh", program,
	}, args...)...)
}

// Press presses keys by tmux's names: Enter, Escape, C-c, Down.
func (t *Terminal) Press(keys ...string) {
	t.t.Helper()
	for _, k := range keys {
		t.tmux("send-keys", k)
	}
}

// Type types text.
func (t *Terminal) Type(text string) {
	t.t.Helper()
	t.tmux("send-keys", "-l", text)
}

// Paste pastes text in brackets, as terminals do.
func (t *Terminal) Paste(text string) {
	t.t.Helper()
	t.tmuxReading(strings.NewReader(text), "load-buffer", "-b", "pasting", "-")
	t.tmux("paste-buffer", "-p", "-r", "-d", "-b", "pasting")
}

// Buffer is what the program put into a buffer of the terminal.
func (t *Terminal) Buffer(name string) string {
	t.t.Helper()
	return t.tmux("show-buffer", "-b", name)
}

// Screen is what is shown now.
func (t *Terminal) Screen() string {
	t.t.Helper()
	return t.tmux("capture-pane", "-p")
}

// State asks tmux for a fact about the terminal, such as "#{alternate_on}".
func (t *Terminal) State(format string) string {
	t.t.Helper()
	return strings.TrimSuffix(t.tmux("display-message", "-p", format), "\n")
}

// Pid is the process id of the program. It needs Linux's /proc.
func (t *Terminal) Pid() int {
	t.t.Helper()
	shell := t.State("#{pane_pid}")
	children, err := os.ReadFile("/proc/" + shell + "/task/" + shell + "/children")
	if err != nil {
		t.t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(children)))
	if err != nil {
		t.t.Fatalf("the program has ended: %v", err)
	}
	return pid
}

// question is what the control client is asked to repeat.
const question = "told-so-far"

// Raw is every octet that programs have written to the terminal, up to what
// the screen shows at least.
func (t *Terminal) Raw() []byte {
	t.t.Helper()
	t.catchUp()
	t.mu.Lock()
	defer t.mu.Unlock()
	return bytes.Clone(t.raw.Bytes())
}

// catchUp waits until the control client, which may lag behind the screen, has
// told of all that is shown. Its answer to a question comes after that.
func (t *Terminal) catchUp() {
	t.t.Helper()
	if _, err := io.WriteString(t.stdin, "display-message -p "+question+"\n"); err != nil {
		t.t.Fatal(err)
	}
	select {
	case _, running := <-t.answers:
		if !running {
			t.t.Fatal("the terminal has ended")
		}
	case <-time.After(patience):
		t.t.Fatalf("the control client did not answer within %v", patience)
	}
}

// Until waits until the screen holds all of the texts and returns it.
func (t *Terminal) Until(texts ...string) string {
	t.t.Helper()
	return t.until(fmt.Sprintf("%q", texts), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// UntilOne waits until the screen holds one of the texts and returns that.
func (t *Terminal) UntilOne(texts ...string) (come string) {
	t.t.Helper()
	t.until(fmt.Sprintf("one of %q", texts), func(screen string) bool {
		for _, text := range texts {
			if strings.Contains(screen, text) {
				come = text
				return true
			}
		}
		return false
	})
	return come
}

// UntilEnded waits until the program has ended and returns its exit code.
func (t *Terminal) UntilEnded() string {
	t.t.Helper()
	_, rest, _ := strings.Cut(t.Until("ended with "), "ended with ")
	code, _, _ := strings.Cut(rest, "\n")
	return code
}

func (t *Terminal) until(what string, come func(screen string) bool) string {
	t.t.Helper()
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		screen := t.Screen()
		if come(screen) {
			return screen
		}
		select {
		case _, running := <-t.changed:
			if !running {
				t.t.Fatalf("the terminal ended while waiting for %s", what)
			}
		case <-late.C:
			t.t.Fatalf("waited %v for %s; the screen:\n%s", patience, what, t.Screen())
		}
	}
}
