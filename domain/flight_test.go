package domain

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnAnswerFromTheFutureIsNotTaken(t *testing.T) {
	now := time.Now().Round(0)
	for ago, want := range map[time.Duration]bool{
		-time.Hour:  false, // the clock was put back
		time.Minute: true, Keep - time.Minute: true, Keep: false,
	} {
		if got := (Options{}).take(answer{Origin: Origin{At: now.Add(-ago)}}); got != want {
			t.Errorf("an answer of %v ago: got %v, want %v", ago, got, want)
		}
	}
}

type always string

func (body always) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(string(body))), Request: req}, nil
}

// The monotonic clock stands still while a laptop sleeps, and an answer would
// wake as young as it fell asleep.
func TestTheAgeOfAnAnswerIsTakenFromTheWallClock(t *testing.T) {
	c := Client{HTTP: always(oneService)}
	list, err := c.All(t.Context(), "1", Options{})
	if err != nil || list.At != list.At.Round(0) {
		t.Errorf("got %v, %v, which the monotonic clock is compared with", list.At, err)
	}
}

const oneService = `{"baseURIs":[{"service":"a","account":"1","baseURI":"va.a.liveperson.net"}]}`

// Somebody found an answer on the disk that is young enough for them.
func TestWhoRefreshesAsksAgainWhenTheFlightTheyJoinedIsContentWithLess(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := Client{HTTP: always(oneService)}
		q := question{base: DefaultBaseURL, account: "1"}
		f := &flight{done: make(chan struct{}), news: make(chan struct{}), cancel: func() {}}
		c.flights = map[question]*flight{q: f}
		go func() {
			synctest.Wait()
			f.answer = answer{Origin: Origin{Source: Disk, At: time.Now().Round(0).Add(-time.Minute)}}
			c.mu.Lock()
			delete(c.flights, q)
			c.mu.Unlock()
			close(f.done)
		}()
		got, err := c.All(t.Context(), "1", Options{NotBefore: time.Now()})
		if err != nil || got.Source != Network {
			t.Errorf("got %v, %v, want a new answer", got.Source, err)
		}
	})
}

// The disk may hold an older answer than the memory, when it was full.
func TestTheNewestAnswerIsKept(t *testing.T) {
	var c Client
	q := question{base: DefaultBaseURL, account: "1"}
	now := time.Now().Round(0)
	for _, age := range []time.Duration{time.Hour, time.Minute, time.Hour} {
		c.keep(q, answer{entries: make([]entry, 1), Origin: Origin{Source: Disk, At: now.Add(-age)}})
	}
	if got, ok := c.recall(q); !ok || got.Age(now) != time.Minute {
		t.Errorf("got one of %v ago, want that of a minute ago", got.Age(now))
	}
}
