package domain_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
)

// ill answers every request in one way, until it is well, and knows when each
// came.
type ill struct {
	answer func(*http.Request) (*http.Response, error)
	well   int // how many requests it takes until it is; 0: never
	takes  time.Duration

	mu    sync.Mutex
	start time.Time
	came  []time.Duration
}

func (i *ill) RoundTrip(req *http.Request) (*http.Response, error) {
	defer pass(i.takes)
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.came == nil {
		i.start = time.Now()
	}
	i.came = append(i.came, time.Since(i.start))
	if i.well > 0 && len(i.came) >= i.well {
		return reply(req, 200, list), nil
	}
	return i.answer(req)
}

func (i *ill) times() []time.Duration {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Clone(i.came)
}

func status(code int, header ...string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) { return reply(req, code, "", header...), nil }
}

func broken(err error) func(*http.Request) (*http.Response, error) {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

func seconds(list ...float64) []time.Duration {
	out := make([]time.Duration, len(list))
	for i, s := range list {
		out[i] = time.Duration(s * float64(time.Second))
	}
	return out
}

func TestRetriesFollowLivePersonsAdvice(t *testing.T) {
	// In a bubble of fake time, the time is this.
	inNineSeconds := time.Date(2000, 1, 1, 0, 0, 9, 0, time.UTC).Format(http.TimeFormat)
	serversOwn := []string{"Date", "Wed, 21 Oct 2015 07:28:00 GMT", "Retry-After", "Wed, 21 Oct 2015 07:28:09 GMT"}
	tests := []struct {
		name   string
		answer func(*http.Request) (*http.Response, error)
		jitter float64
		came   []time.Duration
		kind   domain.Kind
	}{
		{"500: after 5, 10 and 15 seconds", status(500), 0, seconds(0, 5, 15, 30), domain.Unavailable},
		{"503", status(503), 0, seconds(0, 5, 15, 30), domain.Unavailable},
		{"503 that says how long", status(503, "Retry-After", "2"), 0, seconds(0, 2, 4, 6), domain.Unavailable},
		{"a network error: after 1, 2 and 4 seconds", broken(errors.New("no route")), 0, seconds(0, 1, 3, 7), domain.Unavailable},
		{"429", status(429), 0, seconds(0, 5, 15, 30), domain.RateLimited},
		{"429 with seconds", status(429, "Retry-After", "7"), 0, seconds(0, 7, 14, 21), domain.RateLimited},
		{"429 with a date, which then lies in the past", status(429, "Retry-After", inNineSeconds), 0, seconds(0, 9, 19, 34), domain.RateLimited},
		{"429 with a date by the server's own clock", status(429, serversOwn...), 0, seconds(0, 9, 18, 27), domain.RateLimited},
		{"429 with more than a call may last", status(429, "Retry-After", "60"), 0, seconds(0), domain.RateLimited},
		{"an error object that says it is out of order, with 200", func(req *http.Request) (*http.Response, error) {
			return reply(req, 200, `{"error":{"message":"oops","responseStatus":"SERVICE_UNAVAILABLE"}}`), nil
		}, 0, seconds(0, 5, 15, 30), domain.Unavailable},
		{"jitter makes it later, by a quarter at most", status(500), 1, seconds(0, 6.25, 18.75, 37.5), domain.Unavailable},
		{"jitter makes it later than the server asked", status(429, "Retry-After", "4"), 0.5, seconds(0, 4.5, 9, 13.5), domain.RateLimited},
		{"400 never", status(400), 0, seconds(0), domain.UnknownAccount},
		{"401 never", status(401), 0, seconds(0), domain.UnknownAccount},
		{"403 never", status(403), 0, seconds(0), domain.Refused},
		{"404 never", status(404), 0, seconds(0), domain.UnknownAccount},
		{"451 never", status(451), 0, seconds(0), domain.Refused},
		{"a redirect never", status(302), 0, seconds(0), domain.Malformed},
		{"a certificate never", broken(&tls.CertificateVerificationError{Err: errors.New("x509: another name")}), 0, seconds(0), domain.Unavailable},
		{"a refused TLS version never", broken(&net.OpError{Op: "remote error", Err: errors.New("tls: protocol version not supported")}), 0, seconds(0), domain.Unavailable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				api := &ill{answer: tt.answer}
				client := domain.Client{HTTP: api, Jitter: func() float64 { return tt.jitter }}
				start := time.Now()
				_, err := client.All(t.Context(), account, usual)
				if got := failure(t, err); got.Kind != tt.kind {
					t.Errorf("got %v, want %v", err, tt.kind)
				}
				if got := api.times(); !slices.Equal(got, tt.came) {
					t.Errorf("got requests at %v, want %v", got, tt.came)
				}
				if got, want := time.Since(start), tt.came[len(tt.came)-1]; got != want {
					t.Errorf("gave up after %v, want no wait after the last request at %v", got, want)
				}
			})
		})
	}
}

func TestJitterIsRandomUnlessItIsGiven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		seen := make(map[time.Duration]bool)
		for range 5 {
			api := &ill{answer: status(500), well: 2}
			client := domain.Client{HTTP: api}
			if _, err := client.All(t.Context(), account, usual); err != nil {
				t.Fatal(err)
			}
			wait := api.times()[1]
			if wait < 5*time.Second || wait > 6250*time.Millisecond {
				t.Errorf("waited %v, want 5 s to 6.25 s", wait)
			}
			seen[wait] = true
		}
		if len(seen) == 1 {
			t.Errorf("waited %v each time", seen)
		}
	})
}

// hearing collects the retries that one caller is told of.
type hearing struct {
	mu  sync.Mutex
	all []string
}

func (h *hearing) hear(r domain.Retry) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.all = append(h.all, r.Err.Kind.String()+" "+time.Until(r.At).String()+" "+strconv.Itoa(r.Number)+" of "+strconv.Itoa(r.Of))
}

func (h *hearing) heard() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.all)
}

func TestEveryWaiterHearsOfEveryRetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &ill{answer: status(503), well: 3}
		client := domain.Client{HTTP: api, Jitter: evenly}
		var callers sync.WaitGroup
		for range 50 {
			callers.Go(func() {
				var told hearing
				answer, err := client.Resolve(t.Context(), account, "msgHist", domain.Options{OnRetry: told.hear})
				if err != nil || answer.Source != domain.Network || answer.Stale() {
					t.Errorf("got %v, %v", answer, err)
				}
				want := []string{"unavailable 5s 1 of 3", "unavailable 10s 2 of 3"}
				if got := told.heard(); !slices.Equal(got, want) {
					t.Errorf("heard %q, want %q", got, want)
				}
			})
		}
		// Who joins during a pause is told what everybody waits for.
		callers.Go(func() {
			pass(7 * time.Second)
			var told hearing
			if _, err := client.All(t.Context(), account, domain.Options{OnRetry: told.hear}); err != nil {
				t.Error(err)
			}
			if got, want := told.heard(), []string{"unavailable 8s 2 of 3"}; !slices.Equal(got, want) {
				t.Errorf("who joined late heard %q, want %q", got, want)
			}
		})
		callers.Wait()
		if got := api.times(); len(got) != 3 {
			t.Errorf("got %d requests for 51 callers, want 3", len(got))
		}
	})
}

func TestEveryWaiterOwnsTheErrorOfARetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := domain.Client{HTTP: &ill{answer: status(503)}}
		var callers sync.WaitGroup
		for range 2 {
			callers.Go(func() {
				_, err := client.All(t.Context(), account, domain.Options{OnRetry: func(r domain.Retry) {
					if r.Err.Service != "" {
						t.Error("a change by one caller reached another")
					}
					r.Err.Service = "changed"
				}})
				if failure(t, err).Service != "" {
					t.Error("a change to a retry's error reached the last one")
				}
			})
		}
		callers.Wait()
	})
}

func TestAPauseEndsWithTheCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &ill{answer: status(503)}
		client := domain.Client{HTTP: api}
		ctx, stop := context.WithCancel(t.Context())
		start := time.Now()
		_, err := client.Resolve(ctx, account, "msgHist", domain.Options{OnRetry: func(domain.Retry) {
			time.AfterFunc(2*time.Second, stop)
		}})
		if err != context.Canceled || time.Since(start) != 2*time.Second {
			t.Errorf("got %v after %v, want context.Canceled after 2s", err, time.Since(start))
		}
		pass(time.Minute)
		if got := len(api.times()); got != 1 {
			t.Errorf("got %d requests, want none once nobody waits", got)
		}
	})
}

func TestNobodyWaitsForARetryBeyondTheirDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &ill{answer: status(503), well: 2, takes: time.Second}
		client := domain.Client{HTTP: api, Jitter: evenly}
		start := time.Now()
		var callers sync.WaitGroup
		callers.Go(func() { // has no deadline of its own
			if _, err := client.All(t.Context(), account, usual); err != nil || time.Since(start) != 7*time.Second {
				t.Errorf("who waited: got %v after %v", err, time.Since(start))
			}
		})
		callers.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
			defer cancel()
			told := func(domain.Retry) { t.Error("told of a retry that is too late") }
			_, err := client.All(ctx, account, domain.Options{OnRetry: told})
			if got := failure(t, err); got.Status != 503 || time.Since(start) != time.Second {
				t.Errorf("who had 3 seconds: got %v after %v, want the 503 as soon as it comes", err, time.Since(start))
			}
		})
		callers.Wait()
	})
}

func TestWhoAsksOnceLeavesAtTheFirstFailureAndHarmsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &ill{answer: status(503), well: 2, takes: time.Second}
		client := domain.Client{HTTP: api, Jitter: evenly}
		start := time.Now()
		var callers sync.WaitGroup
		for _, o := range []domain.Options{usual, once} {
			callers.Go(func() {
				_, err := client.All(t.Context(), account, o)
				if o.Once && (failure(t, err).Status != 503 || time.Since(start) != time.Second) {
					t.Errorf("once: got %v after %v, want the 503 as soon as it comes", err, time.Since(start))
				}
				if !o.Once && (err != nil || time.Since(start) != 7*time.Second) {
					t.Errorf("patiently: got %v after %v", err, time.Since(start))
				}
			})
		}
		callers.Wait()
		// Alone, it gives the request up.
		pass(domain.Keep)
		api.well = 0
		before := len(api.times())
		if _, err := client.All(t.Context(), account, once); err != nil {
			t.Errorf("got %v, want the older answer", err)
		}
		pass(time.Minute)
		if got := len(api.times()) - before; got != 1 {
			t.Errorf("got %d requests, want 1", got)
		}
	})
}

func TestWhoAsksOnceGetsTheResultOfARetryThatIsUnderWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		client := domain.Client{Jitter: evenly, HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
			if asked++; asked == 1 {
				return reply(req, 503, ""), nil
			}
			pass(4 * time.Second)
			return reply(req, 200, list), nil
		})}
		go func() { _, _ = client.All(t.Context(), account, usual) }()
		pass(7 * time.Second) // the retry began after 5
		if _, err := client.All(t.Context(), account, once); err != nil {
			t.Errorf("got %v, want the answer that was on its way", err)
		}
	})
}
