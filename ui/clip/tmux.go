package clip

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"
)

// buffer is the name of our buffer in tmux. A buffer with a name is not
// touched by tmux's own limit on buffers.
const buffer = "lpkeys"

const tmuxLimit = 2 * time.Second

func (c *Clipboard) loadBuffer(ctx context.Context, text string) error {
	_, err := c.tmux(ctx, text, "load-buffer", "-b", buffer, "-w", "-")
	return err
}

// saveBuffer answers "" when the buffer is gone.
func (c *Clipboard) saveBuffer(ctx context.Context) (string, error) {
	text, err := c.tmux(ctx, "", "save-buffer", "-b", buffer, "-")
	var said *TmuxError
	if errors.As(err, &said) && strings.HasPrefix(said.Detail, "no buffer") {
		return "", nil
	}
	return text, err
}

func (c *Clipboard) deleteBuffer(ctx context.Context) error {
	_, err := c.tmux(ctx, "", "delete-buffer", "-b", buffer)
	return err
}

func (c *Clipboard) tmux(ctx context.Context, stdin string, args ...string) (string, error) {
	short, cancel := context.WithTimeout(ctx, tmuxLimit)
	defer cancel()
	out, err := c.env.Run(short, stdin, "tmux", args...)
	switch {
	case err == nil:
		return string(out), nil
	case ctx.Err() != nil:
		return "", ctx.Err()
	case short.Err() != nil:
		return "", ErrNoAnswer
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		said, _, _ := strings.Cut(strings.TrimSpace(string(exit.Stderr)), "\n")
		return "", &TmuxError{Detail: said, Err: err}
	}
	return "", &TmuxError{Err: err}
}

func run(ctx context.Context, stdin, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdin = strings.NewReader(stdin)
	// A child that keeps the pipe open must not keep us.
	cmd.WaitDelay = 200 * time.Millisecond
	return cmd.Output()
}
