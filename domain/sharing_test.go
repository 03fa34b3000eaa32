package domain_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
)

// slowAPI answers every question after a second, and tells of requests that
// were given up before.
type slowAPI struct {
	asked, cancelled atomic.Int32
	body             string
}

func (s *slowAPI) RoundTrip(req *http.Request) (*http.Response, error) {
	s.asked.Add(1)
	select {
	case <-time.After(time.Second):
		return reply(req, 200, s.body), nil
	case <-req.Context().Done():
		s.cancelled.Add(1)
		return nil, req.Context().Err()
	}
}

// pass lets fake time go by.
func pass(d time.Duration) { <-time.After(d) }

func manyServices(n int) string {
	entries := make([]string, n)
	for i := range entries {
		entries[i] = fmt.Sprintf(`{"service":"service%d","account":"12345678","baseURI":"va.s%d.liveperson.net"}`, i, i)
	}
	return `{"baseURIs":[` + strings.Join(entries, ",\n") + `]}`
}

func TestThirtyServicesCostOneRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &slowAPI{body: manyServices(30)}
		client := domain.Client{HTTP: api}
		start := time.Now()
		var callers sync.WaitGroup
		for i := range 30 {
			callers.Go(func() {
				service := domain.Service(fmt.Sprintf("service%d", i))
				got, err := client.Resolve(t.Context(), account, service, usual)
				if err != nil || got.Host.Name != fmt.Sprintf("va.s%d.liveperson.net", i) {
					t.Errorf("%s: got %v, %v", service, got, err)
				}
			})
		}
		callers.Wait()
		if n := api.asked.Load(); n != 1 || time.Since(start) != time.Second {
			t.Errorf("got %d requests in %v, want 1 in 1s", n, time.Since(start))
		}
	})
}

func TestFiftyCallersAtOnceCauseOneRequest(t *testing.T) {
	for name, ask := range map[string]func(context.Context, *domain.Client, int) error{
		"for one service": func(ctx context.Context, c *domain.Client, _ int) error {
			_, err := c.Resolve(ctx, account, "service0", usual)
			return err
		},
		"for one or for all": func(ctx context.Context, c *domain.Client, i int) error {
			if i%2 == 0 {
				_, err := c.All(ctx, account, usual)
				return err
			}
			_, err := c.Resolve(ctx, account, domain.Service(fmt.Sprintf("service%d", i)), usual)
			return err
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			api := &slowAPI{body: manyServices(50)}
			client := domain.Client{HTTP: api, Folder: t.TempDir()}
			var callers sync.WaitGroup
			for i := range 50 {
				callers.Go(func() {
					if err := ask(t.Context(), &client, i); err != nil {
						t.Errorf("%s: %v", name, err)
					}
				})
			}
			callers.Wait()
			if got := api.asked.Load(); got != 1 {
				t.Errorf("%s: got %d requests, want 1", name, got)
			}
		})
	}
}

func TestFiftyCallersOfAnUnlistedServiceShareOneQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &forms{list: answers(200, list), named: func(req *http.Request) *http.Response {
			<-time.After(time.Second)
			return reply(req, 200, `{"service":"sentinel","account":"12345678","baseURI":"va.sentinel.liveperson.net"}`)
		}}
		client := domain.Client{HTTP: api}
		var callers sync.WaitGroup
		for range 50 {
			callers.Go(func() {
				if _, err := client.Resolve(t.Context(), account, "sentinel", usual); err != nil {
					t.Error(err)
				}
			})
		}
		callers.Wait()
		want := []string{
			"/api/account/12345678/service/baseURI.json?version=1.0",
			"/api/account/12345678/service/sentinel/baseURI.json?version=1.0",
		}
		if got := api.asked(); len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestAnswersAreKeptForTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &slowAPI{body: list}
		client := domain.Client{HTTP: api}
		ask := func(want int32) {
			t.Helper()
			if _, err := client.Resolve(t.Context(), account, "msgHist", usual); err != nil {
				t.Error(err)
			}
			if got := api.asked.Load(); got != want {
				t.Errorf("got %d requests, want %d", got, want)
			}
		}
		ask(1)
		pass(domain.Keep - time.Nanosecond)
		ask(1)
		pass(time.Nanosecond)
		ask(2)
	})
}

func TestAccountsAreKeptApart(t *testing.T) {
	api := &forms{list: func(req *http.Request) *http.Response {
		id := strings.Split(req.URL.Path, "/")[3]
		return reply(req, 200, `{"baseURIs":[{"service":"msgHist","account":"`+id+`","baseURI":"va.`+id+`.liveperson.net"}]}`)
	}}
	client := domain.Client{HTTP: api}
	for range 2 {
		for _, id := range []domain.AccountID{"1", "2"} {
			got, err := client.Resolve(t.Context(), id, "msgHist", usual)
			if err != nil || got.Host.Name != "va."+string(id)+".liveperson.net" {
				t.Errorf("account %s: got %v, %v", id, got, err)
			}
		}
	}
	if got := api.asked(); len(got) != 2 {
		t.Errorf("got %v, want one request for each account", got)
	}
}

func TestAnEmptyListIsNotKept(t *testing.T) {
	api := &forms{list: answers(200, `{"baseURIs":[]}`)}
	client := domain.Client{HTTP: api, Folder: t.TempDir()}
	if _, err := client.All(t.Context(), account, usual); failure(t, err).Kind != domain.UnknownAccount {
		t.Errorf("got %v, want an unknown account", err)
	}
	api.list = answers(200, list)
	if _, err := client.All(t.Context(), account, usual); err != nil {
		t.Errorf("got %v once the account has services", err)
	}
}

func TestFailuresAreNotKept(t *testing.T) {
	healthy := false
	client := domain.Client{HTTP: &forms{list: func(req *http.Request) *http.Response {
		if !healthy {
			return reply(req, 503, "")
		}
		return reply(req, 200, list)
	}}}
	if _, err := client.All(t.Context(), account, once); failure(t, err).Kind != domain.Unavailable {
		t.Errorf("got %v, want unavailable", err)
	}
	healthy = true
	if _, err := client.All(t.Context(), account, usual); err != nil {
		t.Errorf("got %v once the server is back", err)
	}
}

func TestEveryCallerOwnsTheErrorTheyGet(t *testing.T) {
	for name, ask := range map[string]func(context.Context, *domain.Client) error{
		"All": func(ctx context.Context, c *domain.Client) error {
			_, err := c.All(ctx, account, once)
			return err
		},
		"Resolve": func(ctx context.Context, c *domain.Client) error {
			_, err := c.Resolve(ctx, account, "msgHist", once)
			return err
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			var asked atomic.Int32
			client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
				asked.Add(1)
				pass(time.Second)
				return reply(req, 503, "out of order"), nil
			})}
			var errs [2]error
			var callers sync.WaitGroup
			for i := range errs {
				callers.Go(func() { errs[i] = ask(t.Context(), &client) })
			}
			callers.Wait()
			first, second := failure(t, errs[0]), failure(t, errs[1])
			if first == second || asked.Load() != 1 {
				t.Errorf("%s: got one error for both, or %d requests instead of 1", name, asked.Load())
			}
			if first.Detail = "changed"; second.Detail == "changed" {
				t.Errorf("%s: a change by one caller reached another", name)
			}
		})
	}
}

func TestACallerWhoStopsReturnsAtOnceAndHarmsNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &slowAPI{body: list}
		client := domain.Client{HTTP: api}
		ctx, stop := context.WithCancel(t.Context())
		start := time.Now()
		var callers sync.WaitGroup
		callers.Go(func() {
			if _, err := client.All(ctx, account, usual); err != context.Canceled || time.Since(start) != 300*time.Millisecond {
				t.Errorf("who stopped: got %v after %v", err, time.Since(start))
			}
		})
		callers.Go(func() {
			if _, err := client.All(t.Context(), account, usual); err != nil || time.Since(start) != time.Second {
				t.Errorf("who waited: got %v after %v", err, time.Since(start))
			}
		})
		pass(300 * time.Millisecond)
		stop()
		callers.Wait()
		if api.asked.Load() != 1 || api.cancelled.Load() != 0 {
			t.Errorf("got %d requests, %d given up, want 1 and 0", api.asked.Load(), api.cancelled.Load())
		}
	})
}

func TestTheRequestIsGivenUpWhenNobodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &slowAPI{body: list}
		client := domain.Client{HTTP: api}
		ctx, stop := context.WithCancel(t.Context())
		var callers sync.WaitGroup
		for range 3 {
			callers.Go(func() {
				if _, err := client.Resolve(ctx, account, "msgHist", usual); err != context.Canceled {
					t.Errorf("got %v, want context.Canceled", err)
				}
			})
		}
		synctest.Wait()
		stop()
		callers.Wait()
		synctest.Wait()
		if api.asked.Load() != 1 || api.cancelled.Load() != 1 {
			t.Errorf("got %d requests, %d given up, want 1 and 1", api.asked.Load(), api.cancelled.Load())
		}
		if _, err := client.Resolve(t.Context(), account, "msgHist", usual); err != nil || api.asked.Load() != 2 {
			t.Errorf("afterwards: got %v and %d requests, want a new one", err, api.asked.Load())
		}
	})
}

func TestWhoHasStoppedAlreadyAsksNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := &slowAPI{body: list}
		client := domain.Client{HTTP: api}
		ctx, stop := context.WithCancel(t.Context())
		stop()
		_, err := client.All(ctx, account, usual)
		synctest.Wait()
		if err != context.Canceled || api.asked.Load() != 0 {
			t.Errorf("got %v and %d requests", err, api.asked.Load())
		}
	})
}

func TestNobodyJoinsARequestThatWasGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
			if asked.Add(1) > 1 {
				return reply(req, 200, list), nil
			}
			<-req.Context().Done()
			pass(time.Minute) // a transport that is slow to let go
			return nil, req.Context().Err()
		})}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := client.All(ctx, account, usual); failure(t, err).Kind != domain.Unavailable {
			t.Errorf("got %v, want unavailable", err)
		}
		if _, err := client.All(t.Context(), account, usual); err != nil || asked.Load() != 2 {
			t.Errorf("afterwards: got %v and %d requests, want a new one", err, asked.Load())
		}
		pass(time.Minute)
		synctest.Wait()
		if _, err := client.All(t.Context(), account, usual); err != nil || asked.Load() != 2 {
			t.Errorf("once the first has let go: got %v and %d requests, want the second's answer", err, asked.Load())
		}
	})
}

func TestARequestThatWasGivenUpDoesNotEndTheNextOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
			if asked.Add(1) == 1 {
				<-req.Context().Done()
				pass(2 * time.Second) // a transport that is slow to let go
				return nil, req.Context().Err()
			}
			pass(4 * time.Second)
			return reply(req, 200, list), nil
		})}
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		var callers sync.WaitGroup
		callers.Go(func() { _, _ = client.All(ctx, account, usual) })
		for _, comes := range []time.Duration{1500 * time.Millisecond, 4 * time.Second} { // before and after it lets go
			callers.Go(func() {
				pass(comes)
				if _, err := client.All(t.Context(), account, usual); err != nil {
					t.Errorf("who came after %v: %v", comes, err)
				}
			})
		}
		callers.Wait()
		if got := asked.Load(); got != 2 {
			t.Errorf("got %d requests, want the one that was given up and one for those who came later", got)
		}
	})
}
