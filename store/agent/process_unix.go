//go:build linux || darwin

package agent

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"lpkeys/oauth"
	"lpkeys/store"
)

// The files beyond the standard three that the agent's process is given: pipes
// for the order and for the answer to it.
const (
	orderFile  = 3
	answerFile = 4
)

const startFields = 5

// readiness is how long a process may take until it listens.
const readiness = 10 * time.Second

// Start starts an agent that opens the vault with identity and ends when it goes
// unused for so long, and returns when it listens. An agent that runs already is
// given the new time. The process has no terminal, no environment and no open
// file but its socket, and "/" for its working folder.
func (c *Client) Start(ctx context.Context, identity oauth.Secret, unused time.Duration) error {
	if err := c.place.check(); err != nil {
		return err
	}
	if err := checkFolder(c.place.folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	order := ask(startKind, c.vault, c.place.folder, c.place.socket, strconv.FormatInt(int64(unused), 10), identity.Reveal())
	answer, err := c.spawn(ctx, order)
	if err != nil {
		return err
	}
	return c.started(ctx, answer, unused)
}

// started is what the answer of a new process comes to.
func (c *Client) started(ctx context.Context, answer message, unused time.Duration) error {
	switch {
	case answer.version != version: // The program was replaced while it ran.
		return ErrVersion
	case answer.kind == doneKind:
		return nil
	case answer.kind != errorKind:
		return ErrNoAnswer
	case answer.fields[0] == errRunning.Error():
		return c.Stay(ctx, unused)
	default:
		return refused(answer.fields)
	}
}

// spawn starts the process and answers what it says of the order.
func (c *Client) spawn(ctx context.Context, order message) (message, error) {
	self, err := os.Executable()
	if err != nil {
		return message{}, err
	}
	orders, toOrders, err := os.Pipe()
	if err != nil {
		return message{}, err
	}
	defer toOrders.Close()
	fromAnswers, answers, err := os.Pipe()
	if err != nil {
		return message{}, errors.Join(err, orders.Close())
	}
	defer fromAnswers.Close()
	cmd := exec.Command(self, Verb)
	cmd.Dir, cmd.Env = "/", []string{}
	cmd.ExtraFiles = []*os.File{orders, answers}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	keepFiles()
	err = errors.Join(cmd.Start(), orders.Close(), answers.Close())
	if err != nil {
		return message{}, err
	}
	defer context.AfterFunc(ctx, func() { _ = fromAnswers.SetReadDeadline(time.Unix(1, 0)) })()
	_ = fromAnswers.SetReadDeadline(time.Now().Add(readiness))
	answer, err := message{}, order.send(toOrders)
	if err == nil {
		answer, err = receive(fromAnswers)
	}
	if err != nil {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if ctx.Err() != nil {
			return message{}, ctx.Err()
		}
		return message{}, ErrNoAnswer
	}
	return answer, cmd.Process.Release()
}

// keepFiles keeps the files that whoever started this process left open from the
// agent: who waits for their end would wait for the agent's, and a lock on one
// would last as long.
func keepFiles() {
	open, err := os.ReadDir("/dev/fd")
	if err != nil {
		return // No such list here; then they stay open.
	}
	for _, file := range open {
		if fd, err := strconv.Atoi(file.Name()); err == nil && fd > 2 {
			unix.CloseOnExec(fd)
		}
	}
}

// Run is the agent's process, which [Client.Start] starts. It returns when the
// agent ends, for whatever reason; [ErrByHand] when somebody else started it.
func Run(ctx context.Context) error {
	orders, answers, err := inherited()
	if err != nil {
		return err
	}
	order, err := receive(orders)
	_ = orders.Close()
	if err != nil || order.version != version || order.kind != startKind {
		return ErrByHand
	}
	server, socket, err := open(ctx, order.fields)
	if err != nil {
		return errors.Join(err, failed(err).send(answers))
	}
	// Who started it and is gone by now wanted it all the same.
	_ = ask(doneKind).send(answers)
	_ = answers.Close()
	server.serve(ctx, socket)
	return nil
}

// inherited are the pipes to the process that started this one.
func inherited() (orders, answers *os.File, err error) {
	for _, fd := range []int{orderFile, answerFile} {
		var stat unix.Stat_t
		if err := unix.Fstat(fd, &stat); err != nil || stat.Mode&unix.S_IFMT != unix.S_IFIFO {
			return nil, nil, ErrByHand
		}
		unix.CloseOnExec(fd)
	}
	return os.NewFile(orderFile, "orders"), os.NewFile(answerFile, "answers"), nil
}

// open opens the vault and the socket that the fields of an order name.
func open(ctx context.Context, fields []string) (*server, *socket, error) {
	unused, err := strconv.ParseInt(fields[3], 10, 64)
	if err != nil || unused <= 0 {
		return nil, nil, errMalformed
	}
	vault := store.NewSealed(store.SealedOptions{Dir: fields[0]})
	if err := vault.UnlockIdentity(ctx, oauth.NewSecret(fields[4])); err != nil {
		return nil, nil, err
	}
	socket, err := place{folder: fields[1], socket: fields[2]}.listen(ctx)
	if err != nil {
		return nil, nil, err
	}
	server := newServer(vault, time.Duration(unused))
	server.own, server.there, server.leave = own, socket.there, socket.leave
	return server, socket, nil
}
