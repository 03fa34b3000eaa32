// Package clip puts text on the clipboard of the person at the keyboard, by the
// one route that reaches it, and says truthfully what is known about the copy:
// whether it arrived, how long it lasts, and whether it can be cleared.
//
// It writes to no terminal. Where the route is the terminal itself, the
// [Receipt] carries the escape sequence and the caller writes it. It never puts
// old content back and never clears content that is not its own.
package clip

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"os/exec"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Keep is how long a copy stays before it is due to be cleared, unless
// [Env.Keep] says otherwise.
const Keep = 30 * time.Second

// Env is what a [Clipboard] needs of the world.
type Env struct {
	Getenv func(string) string // required

	// Terminal promises that the caller can write a [Receipt]'s escape
	// sequence to the person's terminal.
	Terminal bool

	Keep     time.Duration                // zero means the constant Keep
	GOOS     string                       // "" means runtime.GOOS
	Now      func() time.Time             // nil means time.Now
	LookPath func(string) (string, error) // nil means exec.LookPath
	Run      Runner                       // nil starts the program
	Board    Board                        // nil means the desktop's own
	Start    Starter                      // nil starts this very program; see HandOver
}

// A Runner runs a program to its end and answers its standard output.
type Runner func(ctx context.Context, stdin, name string, args ...string) (stdout []byte, err error)

// A Clipboard is safe for use by several goroutines.
type Clipboard struct {
	env      Env
	salt     []byte
	probing  sync.Mutex
	decision atomic.Pointer[Decision]
	settled  atomic.Bool
	keep     atomic.Int64  // a time.Duration
	turn     chan struct{} // holds one while a copy is made or cleared
	copies   uint64
}

// New looks at the environment and touches nothing else: the desktop is first
// asked when something is copied, or by [Clipboard.Probe].
func New(env Env) *Clipboard {
	if env.Keep == 0 {
		env.Keep = Keep
	}
	if env.GOOS == "" {
		env.GOOS = runtime.GOOS
	}
	if env.Now == nil {
		env.Now = time.Now
	}
	if env.LookPath == nil {
		env.LookPath = exec.LookPath
	}
	if env.Run == nil {
		env.Run = run
	}
	if env.Start == nil {
		env.Start = start
	}
	if env.Board == nil {
		env.Board = desktop{goos: env.GOOS}
	}
	c := &Clipboard{env: env, salt: []byte(rand.Text()), turn: make(chan struct{}, 1)}
	c.KeepFor(env.Keep)
	d := decide(env)
	c.decision.Store(&d)
	return c
}

// KeepFor says how long copies made from now on stay before they are due to be
// cleared.
func (c *Clipboard) KeepFor(d time.Duration) { c.keep.Store(int64(d)) }

// Route names the route without doing any work. Until the desktop was asked
// once, Desktop means that there seems to be one.
func (c *Clipboard) Route() Route { return c.decision.Load().Route }

// Probe asks the desktop, if it is the route, and settles the decision for the
// life of the Clipboard. It takes a second at most.
func (c *Clipboard) Probe(ctx context.Context) Decision {
	c.probing.Lock()
	defer c.probing.Unlock()
	d := *c.decision.Load()
	if d.Route != Desktop || c.settled.Load() {
		return d
	}
	err := guard(ctx, openLimit, func(context.Context) error { return c.env.Board.Open() })
	if ctx.Err() != nil {
		return d
	}
	if err != nil {
		d = withoutDesktop(c.env, silentDesktop(c.env))
		c.decision.Store(&d)
	}
	c.settled.Store(true)
	return d
}

// Copy puts the text on the clipboard. Its errors are [ErrEmpty],
// [*TooLongError], [*UnavailableError], [*TmuxError], [ErrNoAnswer],
// [ErrDesktop] and those of the context. It may wait for the desktop or for
// tmux, three seconds at most, and for the copy that is under way.
func (c *Clipboard) Copy(ctx context.Context, text string) (Receipt, error) {
	if text == "" {
		return Receipt{}, ErrEmpty
	}
	if err := c.take(ctx); err != nil {
		return Receipt{}, err
	}
	defer c.yield()
	d := c.Probe(ctx)
	if limit := limits[d.Route]; len(text) > limit && d.Route != None {
		return Receipt{}, &TooLongError{Route: d.Route, Size: len(text), Limit: limit}
	}
	c.copies++
	receipt := Receipt{Route: d.Route, keep: time.Duration(c.keep.Load()), mark: c.mark(text), number: c.copies}
	switch d.Route {
	case Tmux:
		receipt.Confirmed = true
		receipt.ClearAt = c.env.Now().Add(receipt.keep)
		return orNothing(receipt, c.loadBuffer(ctx, text))
	case Desktop:
		receipt.Confirmed = true
		receipt.UntilExit = c.untilExit()
		receipt.ClearAt = c.env.Now().Add(receipt.keep)
		return orNothing(receipt, c.put(ctx, text))
	case Terminal:
		receipt.Escape = osc52(text, inScreen(c.env))
		return receipt, nil
	default:
		return Receipt{}, &UnavailableError{Reason: d.Reason}
	}
}

// Clear removes the copy that the receipt stands for, if it is still there. It
// compares before it clears, and leaves what somebody else put there alone; no
// system offers the two as one step, so a copy made within the same few
// milliseconds can be lost. Its errors are those of [Clipboard.Copy].
func (c *Clipboard) Clear(ctx context.Context, r Receipt) (Outcome, error) {
	if !r.Clearable() {
		return CannotClear, nil
	}
	if err := c.take(ctx); err != nil {
		return "", err
	}
	defer c.yield()
	read, clear := c.get, c.empty
	if r.Route == Tmux {
		read, clear = c.saveBuffer, c.deleteBuffer
	}
	now, err := read(ctx)
	if err != nil {
		return "", err
	}
	if !hmac.Equal(c.mark(now), r.mark) {
		return Replaced, nil
	}
	if err := clear(ctx); err != nil {
		return "", err
	}
	return Cleared, nil
}

// take waits for the turn to change the clipboard, so that of two copies at once
// the last one is there, and no copy is cleared in another's place.
func (c *Clipboard) take(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err // A select might not see it.
	}
	select {
	case c.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *Clipboard) yield() { <-c.turn }

// mark recognises a text without keeping it. The salt keeps a receipt from
// being a hash that short secrets could be guessed from.
func (c *Clipboard) mark(text string) []byte {
	h := hmac.New(sha256.New, c.salt)
	h.Write([]byte(text))
	return h.Sum(nil)
}

func orNothing(r Receipt, err error) (Receipt, error) {
	if err != nil {
		return Receipt{}, err
	}
	return r, nil
}
