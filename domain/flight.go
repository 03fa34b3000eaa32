package domain

import (
	"context"
	"errors"
	"time"
)

// question is what can be asked of the Domain API; it names an answer that is
// kept and a request that is shared.
type question struct {
	base    string // in ParseBaseURL's form
	account AccountID
	service Service // empty asks for every service
}

func (q question) about(service Service) question {
	q.service = service
	return q
}

// url needs no escaping: the account ID and the service name have passed
// ParseAccountID and ParseService.
func (q question) url() string {
	path := "/api/account/" + string(q.account) + "/service/"
	if q.service != "" {
		path += string(q.service) + "/"
	}
	return q.base + path + "baseURI.json?version=1.0"
}

func (q question) fail(kind Kind, status int, detail string) *Error {
	e := &Error{Kind: kind, Account: q.account, Service: q.service, Status: status, Detail: brief(detail)}
	if q.base != DefaultBaseURL {
		e.API = q.base
	}
	return e
}

// flight is a question being asked, and afterwards its answer.
type flight struct {
	done   chan struct{} // closed once the fields below it are set
	answer answer
	err    error
	late   bool // it ended because its own time ran out
	landed time.Time

	cancel  context.CancelFunc
	waiting int // guarded by Client.mu
}

// answer waits for the answer to q together with everybody who wants it. Who
// joined a question that then ran out of time asks again in their own.
func (c *Client) answer(ctx context.Context, q question) (answer, error) {
	for {
		if err := ctx.Err(); err != nil {
			return answer{}, c.stopped(q, err)
		}
		f := c.join(q)
		found, err := c.await(ctx, q, f)
		if deadline, _ := ctx.Deadline(); f.finished() && f.late && time.Until(deadline) > 0 {
			continue
		}
		return found, err
	}
}

func (c *Client) await(ctx context.Context, q question, f *flight) (answer, error) {
	defer c.leave(q, f)
	select {
	case <-f.done:
		return f.answer, ownError(f.err)
	case <-ctx.Done():
		return answer{}, c.stopped(q, ctx.Err())
	}
}

// ownError is a copy for the caller to keep: all who waited share the one that
// a flight ended with.
func ownError(err error) error {
	if shared, ok := errors.AsType[*Error](err); ok {
		own := *shared
		return &own
	}
	return err
}

// join finds the flight for q, or starts one.
func (c *Client) join(q question) *flight {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.flights[q]
	if f == nil || f.stale() {
		// The request belongs to all who will join, so no caller's context may
		// end it, and none of their values travel with it.
		ctx, cancel := context.WithTimeout(context.Background(), c.timeout())
		f = &flight{done: make(chan struct{}), cancel: cancel}
		c.forgetStale()
		c.flights[q] = f
		go c.fly(ctx, q, f)
	}
	f.waiting++
	return f
}

// leave gives a flight up when the last one who waited for it is gone.
func (c *Client) leave(q question, f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.waiting--
	if f.waiting == 0 && !f.finished() {
		f.cancel()
		delete(c.flights, q)
	}
}

func (c *Client) fly(ctx context.Context, q question, f *flight) {
	defer f.cancel()
	found, err := c.ask(ctx, q)
	c.mu.Lock()
	defer c.mu.Unlock()
	f.answer, f.err = found, err
	f.late = err != nil && ctx.Err() == context.DeadlineExceeded
	// Without its monotonic part: that one stands still while a laptop sleeps.
	f.landed = time.Now().Round(0)
	close(f.done)
	if err != nil && c.flights[q] == f {
		delete(c.flights, q)
	}
}

func (c *Client) forgetStale() {
	if c.flights == nil {
		c.flights = make(map[question]*flight)
	}
	for q, f := range c.flights {
		if f.stale() {
			delete(c.flights, q)
		}
	}
}

func (f *flight) finished() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// stale reports whether the answer is too old, or from the future because the
// clock was put back.
func (f *flight) stale() bool {
	if !f.finished() {
		return false
	}
	age := time.Since(f.landed)
	return age < 0 || age >= Keep
}

// stopped is what a caller hears whose context ended: nothing new when they
// stopped, and a failure when time ran out.
func (c *Client) stopped(q question, err error) error {
	if errors.Is(err, context.Canceled) {
		return context.Canceled
	}
	failure := q.fail(Unavailable, 0, "no answer in time")
	failure.Err = err
	return failure
}
