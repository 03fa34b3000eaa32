package domain

import (
	"context"
	"errors"
	"time"
)

// answer gives the newest answer to q that can be had. One that was kept and
// is older than o wants is given when LivePerson cannot be asked.
func (c *Client) answer(ctx context.Context, q question, o Options) (answer, error) {
	if o.KeptOnly {
		return c.remembered(q)
	}
	found, err := c.ask(ctx, q, o)
	failure := outOfReach(err)
	if failure == nil {
		return found, err
	}
	older, ok := c.recall(q)
	if !ok {
		return answer{}, err
	}
	older.Failure = failure
	return older, nil
}

// remembered gives what is kept for q, however old.
func (c *Client) remembered(q question) (answer, error) {
	if found, ok := c.load(q); ok {
		c.keep(q, found)
	}
	kept, ok := c.recall(q)
	if !ok {
		return answer{}, q.fail(Unavailable, 0, "nothing was kept of it")
	}
	return kept, nil
}

// outOfReach picks the failures that say nothing about the account: that a page
// answers in LivePerson's place is one of them.
func outOfReach(err error) *Error {
	failure, ok := errors.AsType[*Error](err)
	if !ok || failure.Kind != Unavailable && failure.Kind != RateLimited && failure.Kind != Malformed {
		return nil
	}
	return failure
}

// take reports whether an answer that was kept will do. One from the future
// will not: the clock was put back.
func (o Options) take(a answer) bool {
	age := time.Now().Round(0).Sub(a.At)
	return 0 <= age && age < Keep && !a.At.Before(o.NotBefore)
}

// keep remembers an answer that holds something, whatever its age: it may be
// the best there is one day.
func (c *Client) keep(q question, a answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.kept[q]; a.empty() || ok && known.At.After(a.At) {
		return
	}
	if a.Source == Network {
		a.Source = Memory
	}
	if c.kept == nil {
		c.kept = make(map[question]answer)
	}
	c.kept[q] = a
}

// recall gives what is kept in memory, which is all that find has seen.
func (c *Client) recall(q question) (answer, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	kept, ok := c.kept[q]
	return kept, ok
}

// older answers from what is kept when LivePerson has just been found out of
// reach: asking again at once would only make everybody wait twice.
func (c *Client) older(q question, failure *Error) (Answer, error) {
	failure.Service = q.service
	kept, err := c.remembered(q)
	if err != nil {
		return Answer{}, failure
	}
	kept.Failure = failure
	return q.host(kept)
}
