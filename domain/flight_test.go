package domain

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestAnAnswerFromTheFutureIsStale(t *testing.T) {
	landed := func(ago time.Duration) *flight {
		f := &flight{done: make(chan struct{}), landed: time.Now().Round(0).Add(-ago)}
		close(f.done)
		return f
	}
	for ago, want := range map[time.Duration]bool{
		-time.Hour:  true, // the clock was put back
		time.Minute: false, Keep - time.Minute: false, Keep: true,
	} {
		if got := landed(ago).stale(); got != want {
			t.Errorf("an answer of %v ago: got stale %v, want %v", ago, got, want)
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
	c := Client{HTTP: always(`{"baseURIs":[{"service":"a","account":"1","baseURI":"va.a.liveperson.net"}]}`)}
	if _, err := c.All(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	for _, f := range c.flights {
		if f.landed != f.landed.Round(0) {
			t.Errorf("got %v, which the monotonic clock is compared with", f.landed)
		}
	}
}
