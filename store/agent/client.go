package agent

import (
	"context"
	"errors"
	"io"
	"net"
	"strconv"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
)

const (
	// waiting is how long an answer may take: longer than the agent lets the
	// vault work.
	waiting = 10 * time.Second

	// glancing is how long [Client.Look] may take.
	glancing = 400 * time.Millisecond
)

// A Client is the sealed vault in a folder, as the agent that holds it open
// gives it. It may be used from several goroutines at once.
//
// Beyond the errors of [store.Sealed], its methods answer [ErrNoAgent],
// [ErrNoAnswer], [ErrStranger], [ErrVersion], a [FolderError], a [LongPathError]
// or a [SystemError].
type Client struct {
	vault string // its folder
	place place
}

// NewClient makes a client for the vault in the data folder. runtime is
// XDG_RUNTIME_DIR, and may be empty.
func NewClient(runtime string, paths store.Paths) *Client {
	return &Client{vault: paths.Data, place: placeOf(runtime, paths)}
}

// Look answers nil when an agent holds the vault open.
func (c *Client) Look(ctx context.Context) error {
	_, err := c.ask(ctx, glancing, ask(lookKind))
	return err
}

// Put keeps a key; see [store.Vault].
func (c *Client) Put(ctx context.Context, item string, key oauth.Credentials) error {
	_, err := c.ask(ctx, waiting, ask(putKind, append([]string{item}, fieldsFrom(key)...)...))
	return err
}

// Get reads a key; see [store.Vault].
func (c *Client) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	answer, err := c.ask(ctx, waiting, ask(getKind, item))
	if err != nil {
		return oauth.Credentials{}, err
	}
	if answer.kind != keyKind {
		return oauth.Credentials{}, ErrNoAnswer
	}
	return keyFrom(answer.fields), nil
}

// Forget removes a key; see [store.Vault].
func (c *Client) Forget(ctx context.Context, item string) error {
	_, err := c.ask(ctx, waiting, ask(forgetKind, item))
	return err
}

// Stay gives an agent that runs another time to stay without being used.
func (c *Client) Stay(ctx context.Context, unused time.Duration) error {
	_, err := c.ask(ctx, waiting, ask(stayKind, strconv.FormatInt(int64(unused), 10)))
	return err
}

// Lock ends the agent and returns when its process has ended; [ErrNoAgent] when
// there was none. What a killed one left is removed. An agent that does not
// answer loses its socket, so that nobody else asks it: [ErrNoAnswer].
func (c *Client) Lock(ctx context.Context) error {
	err := c.converse(ctx, waiting, func(conn net.Conn) error {
		if err := ask(lockKind).send(conn); err != nil {
			return err
		}
		if _, err := receive(conn); err != nil {
			return err
		}
		_, err := io.Copy(io.Discard, conn) // The system closes it when the process ends.
		return err
	})
	switch {
	case errors.Is(err, ErrNoAgent):
		c.place.clear(ctx, c.place.stale)
	case errors.Is(err, ErrNoAnswer) && c.place.stale():
		return nil // It had begun to end by itself.
	case errors.Is(err, ErrNoAnswer):
		c.place.clear(ctx, func() bool { return true })
	}
	return err
}

// ask sends one request and answers what came back, errors as errors.
func (c *Client) ask(ctx context.Context, limit time.Duration, request message) (answer message, err error) {
	err = c.converse(ctx, limit, func(conn net.Conn) (err error) {
		if err = request.send(conn); err == nil {
			answer, err = receive(conn)
		}
		return err
	})
	switch {
	case err != nil:
		return message{}, err
	case answer.version != version:
		return message{}, ErrVersion
	case answer.kind == errorKind:
		return message{}, refused(answer.fields)
	default:
		return answer, nil
	}
}

// converse connects and lets talk speak until ctx or the limit ends.
func (c *Client) converse(ctx context.Context, limit time.Duration, talk func(net.Conn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := c.place.check(); err != nil {
		return err
	}
	conn, err := c.place.dial(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(limit))
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })()
	switch err := talk(conn); {
	case err == nil:
		return nil
	case errors.Is(err, errLong):
		return store.ErrTooBig
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		return ErrNoAnswer
	}
}
