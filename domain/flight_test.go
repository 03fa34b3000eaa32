package domain

import (
	"io"
	"net/http"
	"strings"
	"testing"
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
	c := Client{HTTP: always(`{"baseURIs":[{"service":"a","account":"1","baseURI":"va.a.liveperson.net"}]}`)}
	list, err := c.All(t.Context(), "1", Options{})
	if err != nil || list.At != list.At.Round(0) {
		t.Errorf("got %v, %v, which the monotonic clock is compared with", list.At, err)
	}
}
