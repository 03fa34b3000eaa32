package domain_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"lpkeys/domain"
)

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
			// Not even when there is nothing better.
			without := domain.Client{Folder: folder, HTTP: &forms{list: answers(503, "")}}
			if got, err := without.All(t.Context(), account, once); err == nil {
				t.Errorf("got %v, want nothing from such a file", got)
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
