package domain

import (
	"context"
)

// flight is a question being asked, and afterwards its answer.
type flight struct {
	done    chan struct{} // closed once the fields below it are set
	answer  answer
	failure *Error

	cancel  context.CancelFunc
	waiting int           // guarded by Client.mu, as are those below
	retry   *Retry        // the last one that was told
	news    chan struct{} // closed when there is another
}

// ask waits for the answer to q together with everybody who wants it. Who
// joined somebody that was content with an older answer asks again.
func (c *Client) ask(ctx context.Context, q question, o Options) (answer, error) {
	for {
		if err := ctx.Err(); err != nil {
			return answer{}, q.stopped(err)
		}
		kept, f := c.join(q, o)
		if f == nil {
			return kept, nil
		}
		found, err := c.await(ctx, q, f, o)
		if err != nil || found.Source == Network || o.take(found) {
			return found, err
		}
	}
}

// join finds an answer in memory or else the flight for q, or starts one.
func (c *Client) join(q question, o Options) (answer, *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if kept, ok := c.kept[q]; ok && o.take(kept) {
		return kept, nil
	}
	f := c.flights[q]
	if f == nil {
		// The request belongs to all who will join, so no caller's context may
		// end it, and none of their values travel with it. Its own bounds are
		// those of each request and the number of retries.
		ctx, cancel := context.WithCancel(context.Background())
		f = &flight{done: make(chan struct{}), news: make(chan struct{}), cancel: cancel}
		if c.flights == nil {
			c.flights = make(map[question]*flight)
		}
		c.flights[q] = f
		go c.fly(ctx, q, f, o)
	}
	f.waiting++
	return answer{}, f
}

func (c *Client) await(ctx context.Context, q question, f *flight, o Options) (answer, error) {
	defer c.leave(q, f)
	var told *Retry
	for {
		retry, news := c.latest(f)
		if retry != told {
			told = retry
			if o.hopeless(ctx, *retry) {
				return answer{}, retry.Err.own()
			}
			o.tell(*retry)
		}
		select {
		case <-f.done:
			if f.failure != nil {
				return answer{}, f.failure.own()
			}
			return f.answer, nil
		case <-news:
		case <-ctx.Done():
			return answer{}, q.stopped(ctx.Err())
		}
	}
}

// own is a copy for one caller to keep: all who wait share a flight's.
func (e *Error) own() *Error {
	own := *e
	return &own
}

func (o Options) tell(r Retry) {
	if o.OnRetry != nil {
		r.Err = r.Err.own()
		o.OnRetry(r)
	}
}

// latest gives the last retry that was told, and what is closed at the next.
func (c *Client) latest(f *flight) (*Retry, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return f.retry, f.news
}

// leave gives a flight up when the last one who waited for it is gone.
func (c *Client) leave(q question, f *flight) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.waiting--
	if f.waiting == 0 && !f.landed() {
		f.cancel()
		delete(c.flights, q)
	}
}

func (f *flight) landed() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

func (c *Client) fly(ctx context.Context, q question, f *flight, o Options) {
	defer f.cancel()
	found, failure := c.find(ctx, q, f, o)
	c.mu.Lock()
	defer c.mu.Unlock()
	f.answer, f.failure = found, failure
	if c.flights[q] == f {
		delete(c.flights, q)
	}
	close(f.done)
}

// find looks on the disk and then asks LivePerson, again if that may help.
func (c *Client) find(ctx context.Context, q question, f *flight, o Options) (answer, *Error) {
	if found, ok := c.load(q); ok {
		c.keep(q, found)
		if o.take(found) {
			return found, nil
		}
	}
	for number := 1; ; number++ {
		found, failure := c.request(ctx, q)
		if failure == nil {
			c.keep(q, found)
			c.save(q, found)
			return found, nil
		}
		retry, ok := c.plan(number, failure)
		if !ok {
			return answer{}, failure
		}
		c.announce(f, retry)
		if !pass(ctx, retry.At) {
			return answer{}, failure
		}
	}
}

func (c *Client) announce(f *flight, r Retry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f.retry = &r
	close(f.news)
	f.news = make(chan struct{})
}
