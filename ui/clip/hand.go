package clip

import (
	"bufio"
	"context"
	"crypto/hmac"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// Verb is the argument with which a program of ours becomes the one that
// [Clipboard.HandOver] starts; see [Hold].
const Verb = "hold-clipboard"

// handLimit is how long the other process may take until it has the copy.
const handLimit = 3 * time.Second

// longestHold bounds the life of that process, whatever it is told.
const longestHold = time.Hour

const held = "held\n"

// A Starter starts a process of the same program with the argument [Verb] and
// the given environment, and answers what it is told through and how it answers.
type Starter func(environ []string) (orders io.WriteCloser, answers io.ReadCloser, err error)

// HandOver has another process keep the copy that the receipt stands for until
// it is due, and clear it then, since this one ends. The text goes through a
// pipe. It answers [Replaced] when the copy is not ours any more and
// [CannotClear] when there is nothing to keep, else "". Errors are those of
// [Clipboard.Copy] and of starting a process; the copy is as it was then. It may
// wait three seconds.
func (c *Clipboard) HandOver(ctx context.Context, r Receipt) (Outcome, error) {
	if !r.Clearable() {
		return CannotClear, nil
	}
	ctx, cancel := context.WithTimeout(ctx, handLimit)
	defer cancel()
	text, err := c.reader(r.Route)(ctx)
	switch {
	case err != nil:
		return "", err
	case !hmac.Equal(c.mark(text), r.mark):
		return Replaced, nil
	}
	orders, answers, err := c.env.Start(c.environ())
	if err != nil {
		return "", fmt.Errorf("handing the copy over: %w", err)
	}
	defer answers.Close()
	defer context.AfterFunc(ctx, func() { _ = answers.Close() })()
	_, err = fmt.Fprintf(orders, "%s %d\n%s", r.Route, r.ClearAt.UnixNano(), text)
	if err = errors.Join(err, orders.Close()); err != nil {
		return "", fmt.Errorf("handing the copy over: %w", err)
	}
	answer, err := bufio.NewReader(answers).ReadString('\n')
	if err != nil || answer != held {
		return "", ErrNoAnswer
	}
	return "", nil
}

func (c *Clipboard) reader(route Route) func(context.Context) (string, error) {
	if route == Tmux {
		return c.saveBuffer
	}
	return c.get
}

// needed are the variables by which displays, and tmux, are found. No other
// reaches the process, which outlives ours.
var needed = []string{
	"DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR", "HOME",
	"TMUX", "PATH", "SYSTEMROOT",
}

func (c *Clipboard) environ() []string {
	environ := []string{}
	for _, name := range needed {
		if value := c.env.Getenv(name); value != "" {
			environ = append(environ, name+"="+value)
		}
	}
	return environ
}

// start starts the process in a session of its own, so that the end of the
// terminal does not end it.
func start(environ []string) (orders io.WriteCloser, answers io.ReadCloser, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, nil, err
	}
	cmd := exec.Command(self, Verb)
	cmd.Env = environ
	apart(cmd)
	if orders, err = cmd.StdinPipe(); err != nil {
		return nil, nil, err
	}
	if answers, err = cmd.StdoutPipe(); err != nil {
		return nil, nil, errors.Join(err, orders.Close())
	}
	if err = cmd.Start(); err != nil {
		return nil, nil, err
	}
	return orders, answers, cmd.Process.Release()
}

// Hold is the life of the process that [Clipboard.HandOver] starts: it takes a
// copy over from orders, says so on answers, and clears it when it is due or ctx
// ends, unless it is not ours any more. Errors are those of [Clipboard.Copy] and
// [Clipboard.Clear], and [ErrByHand] when somebody else started it.
func (c *Clipboard) Hold(ctx context.Context, orders io.Reader, answers io.Writer) error {
	r, text, err := c.order(orders)
	if err != nil {
		return err
	}
	if r.Route == Desktop {
		if err := guard(ctx, openLimit, func(context.Context) error { return c.env.Board.Open() }); err != nil {
			return err
		}
	}
	if r.UntilExit { // The copy would go with the process that made it.
		if err := c.put(ctx, text); err != nil {
			return err
		}
	}
	// Who wanted it held and is gone by now wanted it all the same. Go ends a
	// process that writes to them on its standard output, unless it is told so.
	signal.Ignore(syscall.SIGPIPE)
	_, _ = io.WriteString(answers, held)
	due := time.NewTimer(min(r.ClearAt.Sub(c.env.Now()), longestHold))
	defer due.Stop()
	select {
	case <-due.C:
	case <-ctx.Done():
	}
	_, err = c.Clear(context.WithoutCancel(ctx), r)
	return err
}

// order reads what to hold, and until when.
func (c *Clipboard) order(orders io.Reader) (r Receipt, text string, err error) {
	const longestOrder = 1 << 20
	all, err := io.ReadAll(io.LimitReader(orders, longestOrder))
	if err != nil {
		return r, "", err
	}
	head, text, found := strings.Cut(string(all), "\n")
	var due int64
	if n, _ := fmt.Sscanf(head, "%s %d", &r.Route, &due); n != 2 || !found || text == "" {
		return r, "", ErrByHand
	}
	r.ClearAt, r.mark = time.Unix(0, due), c.mark(text)
	r.UntilExit = r.Route == Desktop && c.untilExit()
	return r, text, nil
}

// untilExit reports whether this system's desktop has a program serve what it
// copied.
func (c *Clipboard) untilExit() bool { return c.env.GOOS != "windows" && c.env.GOOS != "darwin" }
