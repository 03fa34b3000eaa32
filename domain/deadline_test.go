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

func TestACallIsBounded(t *testing.T) {
	tests := []struct {
		name    string
		timeout time.Duration // of the client
		caller  time.Duration // 0: no deadline
		want    time.Duration
	}{
		{"ten seconds, when nothing is said", 0, 0, 10 * time.Second},
		{"the client's own time", 2 * time.Second, 0, 2 * time.Second},
		{"the caller's shorter time", 0, 3 * time.Second, 3 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				client := domain.Client{Timeout: tt.timeout, HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
					<-req.Context().Done()
					return nil, req.Context().Err()
				})}
				ctx := t.Context()
				if tt.caller != 0 {
					var cancel context.CancelFunc
					ctx, cancel = context.WithTimeout(ctx, tt.caller)
					defer cancel()
				}
				start := time.Now()
				_, err := client.Resolve(ctx, account, "msgHist")
				got := failure(t, err)
				if got.Kind != domain.Unavailable || got.Detail != "no answer in time" || !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("got %v (%v)", err, got.Err)
				}
				if took := time.Since(start); took != tt.want {
					t.Errorf("got an answer after %v, want %v", took, tt.want)
				}
			})
		})
	}
}

func TestTwoSlowQuestionsShareOneBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
			select {
			case <-time.After(6 * time.Second):
				return reply(req, 200, list), nil
			case <-req.Context().Done():
				return nil, req.Context().Err()
			}
		})}
		start := time.Now()
		_, err := client.Resolve(t.Context(), account, "sentinel")
		if failure(t, err).Kind != domain.Unavailable || time.Since(start) != 10*time.Second {
			t.Errorf("got %v after %v, want unavailable after 10s", err, time.Since(start))
		}
	})
}

func TestWhoJoinsLateDoesNotProlongARequestAndAsksAgainInTheirOwnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
			asked.Add(1)
			<-req.Context().Done()
			return nil, req.Context().Err()
		})}
		start := time.Now()
		var callers sync.WaitGroup
		for _, joins := range []time.Duration{0, 6 * time.Second, 9900 * time.Millisecond} {
			callers.Go(func() {
				pass(joins)
				_, err := client.All(t.Context(), account)
				if want := joins + 10*time.Second; failure(t, err).Kind != domain.Unavailable || time.Since(start) != want {
					t.Errorf("joined after %v: got %v after %v, want unavailable after %v", joins, err, time.Since(start), want)
				}
			})
		}
		callers.Wait()
		if got := asked.Load(); got != 2 {
			t.Errorf("got %d requests, want the first and one for those who had time left", got)
		}
	})
}

func TestWhoJoinsARequestThatRunsOutGetsTheNextAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
			if asked.Add(1) > 1 {
				return reply(req, 200, list), nil
			}
			<-req.Context().Done()
			return nil, req.Context().Err()
		})}
		go func() { _, _ = client.All(t.Context(), account) }()
		pass(9900 * time.Millisecond)
		if _, err := client.All(t.Context(), account); err != nil {
			t.Errorf("got %v, want the answer to a question of one's own", err)
		}
	})
}

func TestARequestThatFailsInTimeIsNotAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		client := domain.Client{HTTP: roundTripper(func(*http.Request) (*http.Response, error) {
			asked.Add(1)
			pass(5 * time.Second)
			return nil, context.DeadlineExceeded // as a dialer says it, whose own limit is shorter
		})}
		if _, err := client.All(t.Context(), account); failure(t, err).Kind != domain.Unavailable || asked.Load() != 1 {
			t.Errorf("got %v and %d requests, want unavailable after 1", err, asked.Load())
		}
	})
}

func TestNoMoreIsReadThanAnAnswerMayHold(t *testing.T) {
	for status, most := range map[int]int{200: 5 << 20, 403: 128 << 10} {
		zeros := &counted{}
		client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
			resp := reply(req, status, "")
			resp.Body = io.NopCloser(zeros)
			return resp, nil
		})}
		if _, err := client.All(t.Context(), account); err == nil || zeros.read > most {
			t.Errorf("status %d: got %v having read %d bytes, want at most %d", status, err, zeros.read, most)
		}
	}
}

// counted is 16 MiB of blanks.
type counted struct{ read int }

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
		_, err := client.All(t.Context(), account)
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
