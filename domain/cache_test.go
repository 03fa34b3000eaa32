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

// poisons turn a good file into one that must not be used.
var poisons = map[string]func(good string) string{
	"nothing":               func(string) string { return "" },
	"text":                  func(string) string { return "hello" },
	"half of it":            func(good string) string { return good[:len(good)/2] },
	"twice the same":        func(good string) string { return good + good },
	"another account":       func(good string) string { return strings.ReplaceAll(good, `"account":"12345678"`, `"account":"1"`) },
	"another question":      func(good string) string { return strings.ReplaceAll(good, "/account/12345678/", "/account/1/") },
	"another API":           func(good string) string { return strings.ReplaceAll(good, "api.liveperson.net", "api.example.com") },
	"no time":               func(good string) string { return strings.ReplaceAll(good, `"given"`, `"taken"`) },
	"a time that is none":   func(good string) string { return strings.ReplaceAll(good, `"given":"2`, `"given":"x`) },
	"a time yet to come":    func(good string) string { return strings.ReplaceAll(good, `"given":"2`, `"given":"9`) },
	"a number for the time": func(good string) string { return strings.ReplaceAll(good, `"given":"`, `"given":1,"x":"`) },
	"no services":           func(good string) string { return good[:strings.Index(good, "[")+1] + "]}" },
	"no list":               func(good string) string { return strings.ReplaceAll(good, "baseURIs", "other") },
	"more than 4 MiB":       func(good string) string { return good + strings.Repeat(" ", 4<<20) },
	"a very deep one":       func(string) string { return strings.Repeat(`{"a":`, 1<<20) },
}

func TestAPoisonedFileIsIgnoredAndReplaced(t *testing.T) {
	for name, poison := range poisons {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			api := &forms{list: answers(200, list)}
			before := domain.Client{Folder: folder, HTTP: api}
			if _, err := before.All(t.Context(), account, usual); err != nil {
				t.Fatal(err)
			}
			path := theFile(t, folder)
			good, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			bad := poison(string(good))
			if bad == string(good) {
				t.Fatal("the file is as good as before")
			}
			if err := os.WriteFile(path, []byte(bad), 0o600); err != nil {
				t.Fatal(err)
			}
			after := domain.Client{Folder: folder, HTTP: api}
			got, err := after.Resolve(t.Context(), account, "msgHist", usual)
			if err != nil || got.Source != domain.Network || len(api.asked()) != 2 {
				t.Errorf("got %v, %v, want it asked", got, err)
			}
			last := domain.Client{Folder: folder, HTTP: unasked(t)}
			if got, err := last.Resolve(t.Context(), account, "msgHist", usual); err != nil || got.Source != domain.Disk {
				t.Errorf("got %v, %v, want the file replaced", got, err)
			}
		})
	}
}

// Whoever can write to the folder can name a host. It is held to the rules that
// hold for the network.
func TestAHostFromTheDiskIsCheckedAgain(t *testing.T) {
	folder := t.TempDir()
	api := &forms{list: answers(200, list), named: answers(200, strings.ReplaceAll(sentinel, "sentinel", "msgHist"))}
	client := domain.Client{Folder: folder, HTTP: api}
	if _, err := client.All(t.Context(), account, usual); err != nil {
		t.Fatal(err)
	}
	path := theFile(t, folder)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range notHosts {
		text := strings.ReplaceAll(string(good), "va.msghist.liveperson.net", escaped(bad))
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		client := domain.Client{Folder: folder, HTTP: unasked(t)}
		got, err := client.Resolve(t.Context(), account, "msgHist", usual)
		if failure, ok := err.(*domain.Error); !ok || failure.Kind != domain.NotAHost {
			t.Errorf("%s: got %v, %v, want %v", name, got, err, domain.NotAHost)
		}
	}
	text := strings.ReplaceAll(string(good), "va.msghist.liveperson.net", "va.msghist.example.com")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	client = domain.Client{Folder: folder, HTTP: unasked(t)}
	got, err := client.Resolve(t.Context(), account, "msgHist", usual)
	if err != nil || got.Host.LivePerson || got.Host.Guard() == nil {
		t.Errorf("got %v, %v, want a host that is not LivePerson's", got, err)
	}
}

// escaped is s as it stands in a JSON string, octet for octet.
func escaped(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' {
			fmt.Fprintf(&b, `\u%04x`, c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func TestAFolderThatCannotBeUsedIsDoneWithout(t *testing.T) {
	inTheWay := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(inTheWay, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{inTheWay, filepath.Join(inTheWay, "below"), "\x00"} {
		client := domain.Client{Folder: folder, HTTP: &forms{list: answers(200, list)}}
		if _, err := client.All(t.Context(), account, usual); err != nil {
			t.Errorf("%q: got %v", folder, err)
		}
	}
}

func TestSomethingElseInTheFilesPlaceIsNotFollowed(t *testing.T) {
	folder, elsewhere := t.TempDir(), t.TempDir()
	api := &forms{list: answers(200, list)}
	client := domain.Client{Folder: elsewhere, HTTP: api}
	if _, err := client.All(t.Context(), account, usual); err != nil {
		t.Fatal(err)
	}
	target := theFile(t, elsewhere)
	place := filepath.Join(folder, filepath.Base(target))
	for name, put := range map[string]func() error{
		"a link":   func() error { return os.Symlink(target, place) },
		"a folder": func() error { return os.Mkdir(place, 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			if err := put(); err != nil {
				t.Fatal(err)
			}
			defer os.Remove(place)
			client := domain.Client{Folder: folder, HTTP: &forms{list: answers(200, list)}}
			got, err := client.All(t.Context(), account, usual)
			if err != nil || got.Source != domain.Network {
				t.Errorf("got %v, %v, want it asked", got.Source, err)
			}
			if theFile(t, folder) != place {
				t.Error("something was left behind")
			}
		})
	}
}

func TestTheFolderIsBounded(t *testing.T) {
	folder := t.TempDir()
	theirs := filepath.Join(folder, "theirs.json")
	if err := os.WriteFile(theirs, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old := time.Now().Add(-time.Hour)
	if err := os.WriteFile(filepath.Join(folder, "hosts-crashed.new"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(folder, "hosts-crashed.new"), old, old); err != nil {
		t.Fatal(err)
	}
	api := &forms{list: func(req *http.Request) *http.Response {
		id := strings.Split(req.URL.Path, "/")[3]
		return reply(req, 200, strings.ReplaceAll(list, "12345678", id))
	}}
	client := domain.Client{Folder: folder, HTTP: api}
	for i := range 230 {
		if _, err := client.All(t.Context(), domain.AccountID(fmt.Sprint(i)), usual); err != nil {
			t.Fatal(err)
		}
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 201 {
		t.Errorf("got %d files, %v, want 200 and one that is not ours", len(files), err)
	}
	for _, f := range files {
		if f.Name() == "hosts-crashed.new" {
			t.Error("what a crash left behind is still there")
		}
	}
	if _, err := os.Stat(theirs); err != nil {
		t.Errorf("a file that is not ours: %v", err)
	}
	last := domain.Client{Folder: folder, HTTP: unasked(t)}
	if _, err := last.All(t.Context(), "229", usual); err != nil {
		t.Errorf("the newest is gone: %v", err)
	}
}

func TestRunsThatShareAFolderDoNotDisturbEachOther(t *testing.T) {
	folder := t.TempDir()
	var runs sync.WaitGroup
	for range 8 {
		runs.Go(func() {
			for range 20 {
				client := domain.Client{Folder: folder, HTTP: &forms{list: answers(200, list)}}
				got, err := client.Resolve(t.Context(), account, "msgHist", domain.Options{NotBefore: time.Now().Add(-time.Millisecond)})
				if err != nil || got.Host.Name != "va.msghist.liveperson.net" {
					t.Errorf("got %v, %v", got, err)
				}
			}
		})
	}
	runs.Wait()
	theFile(t, folder)
}

func FuzzAFileIsUsedOnlyForWhatItIsAbout(f *testing.F) {
	folder := f.TempDir()
	client := domain.Client{Folder: folder, HTTP: &forms{list: answers(200, list)}}
	if _, err := client.All(f.Context(), account, usual); err != nil {
		f.Fatal(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 {
		f.Fatalf("got %v, %v, want one file", files, err)
	}
	path := filepath.Join(folder, files[0].Name())
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(good))
	for _, poison := range poisons {
		if bad := poison(string(good)); len(bad) < 1<<16 {
			f.Add(bad)
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		client := domain.Client{Folder: folder, HTTP: &forms{list: answers(200, list), named: answers(404, "")}}
		answer, err := client.Resolve(t.Context(), account, "msgHist", once)
		if err != nil {
			if kind := failure(t, err).Kind; kind != domain.NotAHost && kind != domain.UnknownService {
				t.Errorf("%q: got %v", text, err)
			}
			return
		}
		if again, err := client.Host(answer.Host.Name); err != nil || again != answer.Host {
			t.Errorf("%q: got %v, which is %v, %v", text, answer.Host, again, err)
		}
		about := strings.Contains(text, "/account/12345678/service/baseURI.json") || strings.Contains(text, `\`)
		if answer.Source == domain.Disk && (!about || answer.At.After(time.Now())) {
			t.Errorf("%q: used, given %v", text, answer.At)
		}
	})
}
