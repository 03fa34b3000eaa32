package send_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/store/storetest"
	"lpkeys/ui/demo"
	"lpkeys/ui/diagnose"
	"lpkeys/ui/send"
)

// toServer sends through the client's own transport to a server on this machine.
func toServer(t *testing.T, handler http.HandlerFunc) (*send.Sender, send.Request) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return toAddress(t, server.URL)
}

func toAddress(t *testing.T, address string) (*send.Sender, send.Request) {
	t.Helper()
	w := newWorld()
	hosts := &domain.Client{BaseURL: "http://127.0.0.1:1", Jitter: func() float64 { return 0 }}
	return &send.Sender{Accounts: w.kept, Hosts: hosts},
		send.Request{Account: w.account(t, "demo-sandbox"), Method: "GET", URL: address + "/api/x", Allowed: []string{"127.0.0.1"}}
}

func TestAHostileServerIsContained(t *testing.T) {
	var visited atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited.Add(1) }))
	t.Cleanup(elsewhere.Close)
	endless := func(w http.ResponseWriter, status int) {
		w.WriteHeader(status)
		for chunk := bytes.Repeat([]byte("x\x1b[31m"), 10_000); ; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	}
	tests := []struct {
		name   string
		answer http.HandlerFunc
		check  func(send.Outcome, error) bool
	}{
		{"an endless body", func(w http.ResponseWriter, _ *http.Request) { endless(w, 200) },
			func(o send.Outcome, err error) bool {
				return err == nil && o.Works() && o.Cut && len(o.Body) == send.MostBody
			}},
		{"an endless refusal", func(w http.ResponseWriter, _ *http.Request) { endless(w, 401) },
			func(o send.Outcome, err error) bool {
				return err == nil && o.Cut && len(o.Body) == send.MostBody && len(o.Findings) > 0
			}},
		{"10,000 headers", func(w http.ResponseWriter, _ *http.Request) {
			for i := range 10_000 {
				w.Header().Set(fmt.Sprintf("X-%d", i), "value")
			}
		}, func(_ send.Outcome, err error) bool {
			_, none := errors.AsType[*send.NoAnswerError](err)
			return none
		}},
		{"a redirect to another host", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, elsewhere.URL, http.StatusFound) },
			func(o send.Outcome, err error) bool {
				return err == nil && o.Status == 302 && o.Findings[0].Cause == diagnose.Redirected && visited.Load() == 0
			}},
		{"a compressed bomb", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			for chunk := make([]byte, 1<<20); ; {
				if _, err := z.Write(chunk); err != nil {
					return
				}
			}
		}, func(o send.Outcome, err error) bool { return err == nil && o.Cut && len(o.Body) == send.MostBody }},
		{"JSON 100,000 deep", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(401)
			fmt.Fprint(w, strings.Repeat(`{"error":`, 100_000)+strings.Repeat("}", 100_000))
		}, func(o send.Outcome, err error) bool { return err == nil && len(o.Findings) > 0 }},
		{"escape sequences everywhere", func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["X-Title"] = []string{"\u009b31m"}
			w.WriteHeader(401)
			fmt.Fprint(w, "oauth_problem=\x1b]0;owned\x07&oauth_problem_advice=\u202e\x1b[31m")
		}, func(o send.Outcome, err error) bool {
			return err == nil && !strings.ContainsAny(fmt.Sprintf("%+v", o.Findings), "\x1b\x07\u202e\u009b")
		}},
		{"a body that is shorter than it says", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "x")
		}, func(_ send.Outcome, err error) bool {
			e, none := errors.AsType[*send.NoAnswerError](err)
			return none && e.Status == 200
		}},
		{"a refusal that is shorter than it says", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			w.WriteHeader(401)
			fmt.Fprint(w, "x")
		}, func(o send.Outcome, err error) bool { return err == nil && o.Status == 401 && len(o.Findings) > 0 }},
		{"a cookie", func(w http.ResponseWriter, r *http.Request) {
			http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
			w.WriteHeader(200 + 204*len(r.Cookies()))
		}, func(o send.Outcome, err error) bool { return err == nil && o.Status == 200 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, r := toServer(t, tt.answer)
			for range 2 {
				o, err := s.Send(t.Context(), r, send.Options{Once: true})
				if !tt.check(o, err) {
					o.Body = o.Body[:min(len(o.Body), 100)]
					t.Errorf("got %+v, %v", o, err)
				}
			}
		})
	}
}

func TestACallerCanStopInEveryPhase(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	half := func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, "half of it")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	busy := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }
	t.Run("before the key", func(t *testing.T) { stopAt(t, hang, send.Unlocking) })
	t.Run("while the answer is waited for", func(t *testing.T) { stopAt(t, hang, send.Sending) })
	t.Run("in the body", func(t *testing.T) { stopAt(t, half, send.Reading) })
	t.Run("in a pause", func(t *testing.T) { stopAt(t, busy, send.Pausing) })
	t.Run("in the body of a refusal", func(t *testing.T) {
		stopAt(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(401); half(w, r) }, send.Reading)
	})
	t.Run("while it is found out why", func(t *testing.T) {
		stopAt(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) }, send.Examining)
	})
	t.Run("while it dials", func(t *testing.T) {
		s, r := toAddress(t, "http://127.0.0.1:1")
		dialling := make(chan struct{})
		s.Hosts.HTTP = &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			close(dialling)
			<-ctx.Done()
			return nil, ctx.Err()
		}}
		stopWhen(t, s, r, dialling)
	})
	t.Run("in the handshake of TLS", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { listener.Close() })
		greeted := make(chan struct{})
		go func() {
			if conn, err := listener.Accept(); err == nil {
				var hello [1]byte
				_, _ = conn.Read(hello[:])
				close(greeted)
				_, _ = io.Copy(io.Discard, conn)
				conn.Close()
			}
		}()
		s, r := toAddress(t, "https://"+listener.Addr().String())
		stopWhen(t, s, r, greeted)
	})
}

func stopAt(t *testing.T, handler http.HandlerFunc, phase send.Phase) {
	t.Helper()
	s, r := toServer(t, handler)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := s.Send(ctx, r, send.Options{Progress: func(p send.Progress) {
		if p.Phase == phase {
			cancel()
		}
	}})
	if err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func stopWhen(t *testing.T, s *send.Sender, r send.Request, reached <-chan struct{}) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-reached
		cancel()
	}()
	if _, err := s.Send(ctx, r, send.Options{}); err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestWhatIsSentIsWhatIsShownAndSignedAnewEachTime(t *testing.T) {
	const path = "/api/a%2Fb/~x/%E2%82%AC;p=1?q=a+b%20c&empty=&again=1&again=2&bare"
	var seen []string
	s, r := toServer(t, func(w http.ResponseWriter, req *http.Request) {
		if req.RequestURI != path {
			t.Errorf("got %s, want %s", req.RequestURI, path)
		}
		seen = append(seen, req.Header.Get("Authorization"))
		w.Header().Set("Retry-After", "0")
		if len(seen) < 3 {
			w.WriteHeader(429)
		}
	})
	u, _ := url.Parse(r.URL)
	r.URL = "http://" + u.Host + path
	s.Hosts.Jitter = func() float64 { return -4 } // no pause at all
	o, err := s.Send(t.Context(), r, send.Options{})
	if err != nil || !o.Works() || o.Tries != 3 || len(seen) != 3 || seen[0] == seen[1] || seen[1] == seen[2] {
		t.Errorf("got %+v, %v, and %q", o, err, seen)
	}
	if o.Steps.Header != seen[2] || !o.Steps.SigningKey.IsZero() {
		t.Errorf("the steps are those of %s, with the key %v", o.Steps.Header, o.Steps.SigningKey)
	}
	if storetest.Holds([]byte(strings.Join(seen, "")), demo.SecretMark) || storetest.Holds(fmt.Appendf(nil, "%#v %+v", o, o.Steps), demo.SecretMark) {
		t.Error("a secret was sent or is in the outcome")
	}
}

func TestOnlyWhatMayBeRepeatedIs(t *testing.T) {
	tests := []struct {
		method string
		status int
		want   int
	}{
		{"GET", 503, 2}, {"HEAD", 500, 2}, {"POST", 503, 1}, {"DELETE", 503, 1}, {"PUT", 500, 1},
		{"GET", 429, 2}, {"POST", 429, 1}, {"DELETE", 429, 1}, {"GET", 400, 1}, {"GET", 401, 1}, {"GET", 451, 1}, {"GET", 302, 1},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.method, " ", tt.status), func(t *testing.T) {
			asked := 0
			s, r := toServer(t, func(w http.ResponseWriter, _ *http.Request) {
				if asked++; asked == 1 {
					w.WriteHeader(tt.status)
				}
			})
			s.Hosts.Jitter = func() float64 { return -4 }
			r.Method = tt.method
			if _, err := s.Send(t.Context(), r, send.Options{}); err != nil || asked != tt.want {
				t.Errorf("asked %d times, %v, want %d", asked, err, tt.want)
			}
		})
	}
}

func TestAnAnswerThatGoesElsewhereIsNotBoundToFourMebibytes(t *testing.T) {
	body := strings.Repeat("0123456789abcdef", send.MostBody/16) + "the end"
	s, r := toServer(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
	var into bytes.Buffer
	o, err := s.Send(t.Context(), r, send.Options{Into: &into})
	if err != nil || o.Cut || o.Size != int64(len(body)) || into.String() != body || len(o.Body) > 64<<10 {
		t.Errorf("got %d octets, cut %v, %v", o.Size, o.Cut, err)
	}
	full := errors.New("the disk is full")
	if _, err := s.Send(t.Context(), r, send.Options{Into: broken{full}}); err != full {
		t.Errorf("got %v, want %v, which is nobody's fault on the way", err, full)
	}
}

func TestOnlyTheLastAnswerGoesElsewhere(t *testing.T) {
	for _, last := range []int{200, 401, 503} {
		asked := 0
		s, r := toServer(t, func(w http.ResponseWriter, _ *http.Request) {
			if asked++; asked < 4 {
				w.WriteHeader(503)
				fmt.Fprint(w, "not now, ")
				return
			}
			w.WriteHeader(last)
			fmt.Fprint(w, "the answer")
		})
		s.Hosts.Jitter = func() float64 { return -4 }
		var into bytes.Buffer
		if o, err := s.Send(t.Context(), r, send.Options{Into: &into}); err != nil || o.Status != last || into.String() != "the answer" {
			t.Errorf("status %d: %q went elsewhere, %v", last, into.String(), err)
		}
	}
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

func TestAServerThatSaysNothingIsGivenUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		w := newWorld()
		w.sender.Hosts.HTTP = silent{}
		r := send.Request{Account: w.account(t, "demo-sandbox"), Method: "GET", URL: "https://lo.ac.lpkeys-demo.invalid/"}
		began := time.Now()
		_, err := w.sender.Send(t.Context(), r, send.Options{})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) > 90*time.Second {
			t.Errorf("got %v after %v", err, time.Since(began))
		}
		r.Method, began = "POST", time.Now() // which is not repeated
		_, err = w.sender.Send(t.Context(), r, send.Options{})
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != 30*time.Second {
			t.Errorf("one request: got %v after %v", err, time.Since(began))
		}
	})
}

// silent takes a request and answers nothing.
type silent struct{}

func (silent) RoundTrip(req *http.Request) (*http.Response, error) {
	<-req.Context().Done()
	return nil, req.Context().Err()
}
