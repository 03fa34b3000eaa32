package domain_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
)

// mute answers nothing until the request is given up, and counts.
type mute struct{ asked atomic.Int32 }

func (m *mute) RoundTrip(req *http.Request) (*http.Response, error) {
	m.asked.Add(1)
	<-req.Context().Done()
	return nil, req.Context().Err()
}

func TestACallIsBounded(t *testing.T) {
	tests := []struct {
		name    string
		timeout time.Duration // of the client
		caller  time.Duration // 0: no deadline
		want    time.Duration
		asked   int32
	}{
		{"45 seconds, when nothing is said", 0, 0, 45 * time.Second, 4}, // 10 + 1 + 10 + 2 + 10 + 4 + 8
		{"the client's own time", 2 * time.Second, 0, 2 * time.Second, 1},
		{"the caller's shorter time", 0, 3 * time.Second, 3 * time.Second, 1},
		{"the caller's time ends before the retry would begin", 0, 10500 * time.Millisecond, 10 * time.Second, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := &mute{}
				client := domain.Client{Timeout: tt.timeout, HTTP: api, Jitter: evenly}
				ctx := t.Context()
				if tt.caller != 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.caller)
					defer cancel()
				}
				start := time.Now()
				_, err := client.Resolve(ctx, account, "msgHist", usual)
				got := failure(t, err)
				if got.Kind != domain.Unavailable || got.Detail != "no answer in time" || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v (%v)", err, got.Err)
				}
				if took := time.Since(start); took != tt.want || api.asked.Load() != tt.asked {
					t.Errorf("got an answer after %v and %d requests, want %v and %d", took, api.asked.Load(), tt.want, tt.asked)
				}
			})
		})
	}
}

func TestTwoSlowQuestionsShareOneBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := domain.Client{Timeout: 10 * time.Second, HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
			select {
			case <-time.After(6 * time.Second):
				return reply(req, 200, list), nil
			case <-req.Context().Done():
				return nil, req.Context().Err()
			}
		})}
		start := time.Now()
		_, err := client.Resolve(t.Context(), account, "sentinel", usual)
		if failure(t, err).Kind != domain.Unavailable || time.Since(start) != 10*time.Second {
			t.Errorf("got %v after %v, want unavailable after 10s", err, time.Since(start))
		}
	})
}

func TestWhoJoinsLateHasTheirOwnTimeAndProlongsNobodysElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &mute{}
		client := domain.Client{Timeout: 8 * time.Second, HTTP: api, Jitter: evenly}
		start := time.Now()
		var callers sync.WaitGroup
		for i := range 10 {
			callers.Go(func() {
				pass(time.Duration(i) * time.Second)
				_, err := client.All(t.Context(), account, usual)
				want := time.Duration(i+8) * time.Second
				if took := time.Since(start); failure(t, err).Kind != domain.Unavailable || took != want {
					t.Errorf("caller %d: got %v after %v, want unavailable after %v", i, err, took, want)
				}
			})
		}
		callers.Wait()
		if got := api.asked.Load(); got != 2 { // after 0 and 11 seconds
			t.Errorf("got %d requests, want the first and its retry", got)
		}
	})
}

func TestNoMoreIsReadThanAnAnswerMayHoldAndTheBodyIsClosed(t *testing.T) {
	for status, most := range map[int]int{200: 5 << 20, 403: 128 << 10} {
		zeros := &counted{}
		client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
			resp := reply(req, status, "")
			resp.Body = zeros
			return resp, nil
		})}
		if _, err := client.All(t.Context(), account, usual); err == nil || zeros.read > most || !zeros.closed {
			t.Errorf("status %d: got %v having read %d bytes, closed %v, want at most %d and true", status, err, zeros.read, zeros.closed, most)
		}
	}
}

// counted is 16 MiB of blanks.
type counted struct {
	read   int
	closed bool
}

func (c *counted) Close() error {
	c.closed = true
	return nil
}

func (c *counted) Read(p []byte) (int, error) {
	if c.read >= 16<<20 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = ' '
	}
	c.read += len(p)
	return len(p), nil
}

func TestARefusalDoesNotWaitForItsBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
			resp := reply(req, http.StatusUnauthorized, "")
			resp.Body = io.NopCloser(io.MultiReader(strings.NewReader("Bad Authentication"), endless{req.Context()}))
			return resp, nil
		})}
		start := time.Now()
		_, err := client.All(t.Context(), account, usual)
		if got := failure(t, err); got.Kind != domain.UnknownAccount || got.Detail != "Bad Authentication" {
			t.Errorf("got %v, want an unknown account", err)
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("got an answer after %v, want 1s", took)
		}
	})
}

// endless is a body of which no more comes.
type endless struct{ ctx context.Context }

func (e endless) Read([]byte) (int, error) {
	<-e.ctx.Done()
	return 0, e.ctx.Err()
}
