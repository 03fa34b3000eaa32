package domain_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
)

// unasked fails the test when anything is asked.
func unasked(t *testing.T) http.RoundTripper {
	return roundTripper(func(req *http.Request) (*http.Response, error) {
		t.Errorf("asked %s", req.URL)
		return reply(req, 503, ""), nil
	})
}

const sentinel = `{"service":"sentinel","account":"12345678","baseURI":"va.sentinel.liveperson.net"}`

// fill lets one run of the program keep what it was told in folder: the list,
// and a service that is not in it.
func fill(t *testing.T, folder string) {
	t.Helper()
	client := domain.Client{Folder: folder, HTTP: &forms{list: answers(200, list), named: answers(200, sentinel)}}
	if _, err := client.Resolve(t.Context(), account, "sentinel", usual); err != nil {
		t.Fatal(err)
	}
}

// theFile is the only file in folder.
func theFile(t *testing.T, folder string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("got %q, %v, want one file", found, err)
	}
	return found[0]
}

func TestTheNextRunAsksNothingForTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "not", "there", "yet")
		given := time.Now()
		fill(t, folder)
		pass(domain.Keep - time.Nanosecond)
		client := domain.Client{Folder: folder, HTTP: unasked(t)}
		for service, want := range map[domain.Service]string{
			"msgHist":  "va.msghist.liveperson.net",
			"sentinel": "va.sentinel.liveperson.net",
		} {
			got, err := client.Resolve(t.Context(), account, service, usual)
			if err != nil || got.Host != (domain.Host{Name: want, LivePerson: true}) {
				t.Fatalf("%s: got %v, %v, want %s", service, got, err, want)
			}
			if got.Source != domain.Disk || got.Stale() || !got.At.Equal(given) || got.Age(time.Now()) != domain.Keep-1 || got.Skew.Known() {
				t.Errorf("%s: got %+v, want an answer from the disk, %v old", service, got.Origin, domain.Keep-1)
			}
		}
		all, err := client.All(t.Context(), account, usual)
		if err != nil || len(all.Entries) != 3 || all.Source != domain.Disk {
			t.Errorf("got %v, %v, want the three services of the list", all, err)
		}

		pass(time.Nanosecond)
		api := &forms{list: answers(200, list)}
		client = domain.Client{Folder: folder, HTTP: api}
		if got, err := client.All(t.Context(), account, usual); err != nil || got.Source != domain.Network || len(api.asked()) != 1 {
			t.Errorf("after ten minutes: got %v, %v, want a new answer", got.Source, err)
		}
	})
}

func TestWhatAnotherRunKeptMeanwhileIsUsed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		api := &forms{list: answers(200, list)}
		open := domain.Client{Folder: folder, HTTP: api}
		if _, err := open.All(t.Context(), account, usual); err != nil {
			t.Fatal(err)
		}
		pass(8 * time.Minute)
		fill(t, folder) // finds the list of 8 minutes ago
		pass(4 * time.Minute)
		fill(t, folder) // asks for a new one
		if got, err := open.All(t.Context(), account, usual); err != nil || got.Source != domain.Disk || len(api.asked()) != 1 {
			t.Errorf("got %v, %v and %d requests, want the other run's answer", got.Source, err, len(api.asked()))
		}
	})
}

func TestTheDiskIsKeyedByAccountAndAPI(t *testing.T) {
	folder := t.TempDir()
	fill(t, folder)
	for _, tt := range []struct {
		name, api string
		account   domain.AccountID
	}{
		{"another account", "", "1234567"},
		{"another API", "https://mock.example", account},
		{"an account in upper case", "", "LE1"},
		{"the same in lower case", "", "le1"},
	} {
		body := strings.ReplaceAll(list, "12345678", string(tt.account))
		client := domain.Client{Folder: folder, BaseURL: tt.api, HTTP: &forms{list: answers(200, body)}}
		if got, err := client.All(t.Context(), tt.account, usual); err != nil || got.Source != domain.Network {
			t.Errorf("%s: got %v, %v, want it asked", tt.name, got.Source, err)
		}
	}
}

func TestAnOlderAnswerIsOfferedWhenTheNetworkFails(t *testing.T) {
	hang := func(req *http.Request) (*http.Response, error) {
		<-req.Context().Done()
		return nil, req.Context().Err()
	}
	for name, tt := range map[string]struct {
		answer func(*http.Request) (*http.Response, error)
		kind   domain.Kind
	}{
		"no network":     {broken(os.ErrDeadlineExceeded), domain.Unavailable},
		"no answer":      {hang, domain.Unavailable},
		"out of order":   {status(503), domain.Unavailable},
		"too many":       {status(429, "Retry-After", "3600"), domain.RateLimited},
		"a login page":   {status(302, "Location", "https://hotel.example/"), domain.Malformed},
		"something else": {func(req *http.Request) (*http.Response, error) { return reply(req, 200, "<html>Welcome"), nil }, domain.Malformed},
		"another account": {func(req *http.Request) (*http.Response, error) {
			return reply(req, 200, strings.ReplaceAll(list, "12345678", "1")), nil
		}, domain.Malformed},
	} {
		for _, folder := range []string{"", t.TempDir()} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					network := &forms{list: answers(200, list), named: answers(200, sentinel)}
					client := &domain.Client{Folder: folder, HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
						if network == nil {
							return tt.answer(req)
						}
						return network.RoundTrip(req)
					})}
					given := time.Now()
					if _, err := client.Resolve(t.Context(), account, "sentinel", usual); err != nil {
						t.Fatal(err)
					}
					network = nil
					if folder != "" {
						client = &domain.Client{Folder: folder, HTTP: roundTripper(tt.answer)}
					}
					pass(3 * time.Hour)
					asked := time.Now()
					all, err := client.All(t.Context(), account, usual)
					if err != nil || len(all.Entries) != 3 || !all.Stale() || all.Failure.Kind != tt.kind || !all.At.Equal(given) || all.Age(asked) != 3*time.Hour {
						t.Errorf("All: got %+v, %v, want the answer of 3 hours ago and %v", all, err, tt.kind)
					}
					for _, service := range []domain.Service{"msgHist", "sentinel"} {
						before := time.Now()
						got, err := client.Resolve(t.Context(), account, service, usual)
						if err != nil || !got.Host.LivePerson || !got.Stale() || got.Failure.Kind != tt.kind {
							t.Errorf("%s: got %+v, %v, want an older answer and %v", service, got, err, tt.kind)
						}
						if took := time.Since(before); took > 45*time.Second {
							t.Errorf("%s: got it after %v, want one round of retries", service, took)
						}
					}
					_, err = client.Resolve(t.Context(), account, "nosuch", usual)
					if got := failure(t, err); got.Kind != tt.kind || got.Service != "nosuch" {
						t.Errorf("a service that was never known: got %v, want %v", err, tt.kind)
					}
				})
			})
		}
	}
}

func TestAnOlderHostIsOfferedWhereThereNeverWasAList(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		first := domain.Client{Folder: folder, HTTP: &forms{list: answers(404, ""), named: answers(200, sentinel)}}
		if _, err := first.Resolve(t.Context(), account, "sentinel", usual); err != nil {
			t.Fatal(err)
		}
		pass(time.Hour)
		later := domain.Client{Folder: folder, HTTP: &ill{answer: status(503)}}
		got, err := later.Resolve(t.Context(), account, "sentinel", usual)
		if err != nil || got.Host.Name != "va.sentinel.liveperson.net" || !got.Stale() {
			t.Errorf("got %+v, %v, want the host of an hour ago", got, err)
		}
	})
}

func TestLivePersonsOwnNoIsNotCoveredUp(t *testing.T) {
	for code, want := range map[int]domain.Kind{401: domain.UnknownAccount, 403: domain.Refused, 404: domain.UnknownAccount} {
		synctest.Test(t, func(t *testing.T) {
			folder := t.TempDir()
			fill(t, folder)
			pass(domain.Keep)
			client := domain.Client{Folder: folder, HTTP: &forms{list: answers(code, ""), named: answers(code, "")}}
			_, err := client.All(t.Context(), account, usual)
			if got := failure(t, err); got.Kind != want {
				t.Errorf("status %d: got %v, want %v", code, err, want)
			}
		})
	}
}

func TestRefreshAsksOnceHoweverManyWantIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		api := &slowAPI{body: manyServices(30)}
		client := domain.Client{Folder: folder, HTTP: api}
		for range 2 {
			if _, err := client.All(t.Context(), account, usual); err != nil {
				t.Fatal(err)
			}
		}
		pass(time.Second)
		anew := domain.Options{NotBefore: time.Now()}
		var callers sync.WaitGroup
		for i := range 30 {
			callers.Go(func() {
				pass(time.Duration(i) * 200 * time.Millisecond) // the last come when the answer is there
				got, err := client.Resolve(t.Context(), account, domain.Service(fmt.Sprintf("service%d", i)), anew)
				if err != nil || got.At.Before(anew.NotBefore) {
					t.Errorf("got %v, %v, want a new answer", got, err)
				}
			})
		}
		callers.Wait()
		if got := api.asked.Load(); got != 2 {
			t.Errorf("got %d requests, want the first and one for thirty", got)
		}
	})
}

func TestWhoRefreshesIsNotContentWithWhatSomebodyElseFindsOnTheDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		fill(t, folder)
		pass(time.Minute)
		api := &slowAPI{body: list}
		client := domain.Client{Folder: folder, HTTP: api}
		anew := domain.Options{NotBefore: time.Now()}
		var callers sync.WaitGroup
		for i := range 20 {
			callers.Go(func() {
				o := usual
				if i%2 == 0 {
					o = anew
				}
				got, err := client.All(t.Context(), account, o)
				if err != nil || !o.NotBefore.IsZero() && got.Source == domain.Disk {
					t.Errorf("got %v, %v", got.Source, err)
				}
			})
		}
		callers.Wait()
		if got := api.asked.Load(); got != 1 {
			t.Errorf("got %d requests, want 1", got)
		}
	})
}

func TestARefreshThatFailsKeepsWhatWasThere(t *testing.T) {
	folder := t.TempDir()
	fill(t, folder)
	client := domain.Client{Folder: folder, HTTP: &forms{list: answers(503, "")}}
	got, err := client.Resolve(t.Context(), account, "msgHist", domain.Options{NotBefore: time.Now(), Once: true})
	if err != nil || !got.Stale() || got.Failure.Status != 503 {
		t.Errorf("got %v, %v, want the kept answer, marked", got, err)
	}
	if got, err := client.Resolve(t.Context(), account, "msgHist", usual); err != nil || got.Stale() {
		t.Errorf("got %v, %v, want the kept answer, which is young enough for who does not insist", got, err)
	}
}
