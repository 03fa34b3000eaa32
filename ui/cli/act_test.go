package cli

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/explain"
)

// slowRing is a keyring that waits for a person, who never comes.
type slowRing struct {
	*store.Memory
	look error
}

func (r slowRing) Look(context.Context) error { return r.look }

func (r slowRing) Get(ctx context.Context, _ string) (oauth.Credentials, error) {
	<-ctx.Done()
	return oauth.Credentials{}, ctx.Err()
}

// shared is a text that several goroutines write and read.
type shared struct {
	mu   sync.Mutex
	text string
}

func (s *shared) get() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text
}

func (s *shared) set(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = text
}

// board is a desktop's clipboard in memory.
type board struct {
	shared
	broken error
}

func (b *board) Open() error                          { return nil }
func (b *board) Read(context.Context) (string, error) { return b.get(), nil }
func (b *board) Write(_ context.Context, text string) error {
	b.set(text)
	return b.broken
}

// paper is what was printed.
type paper struct{ shared }

func (p *paper) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.text += string(text)
	return len(text), nil
}

type answers func(*http.Request) (*http.Response, error)

func (a answers) RoundTrip(req *http.Request) (*http.Response, error) { return a(req) }

// desk is a command line in memory, with one account whose key lies in ring.
type desk struct {
	env   Env
	out   paper
	told  paper
	board board
	ring  store.Vault
	disk  store.FS // nil: the machine's
	api   answers

	holder io.Writer // gets what another process is told to hold; nil: none starts
}

// start is a clip.Starter.
func (d *desk) start([]string) (io.WriteCloser, io.ReadCloser, error) {
	if d.holder == nil {
		return nil, nil, errors.New("no more processes")
	}
	return unclosed{d.holder}, io.NopCloser(strings.NewReader("held\n")), nil
}

type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }

func newDesk(t *testing.T, ring store.Vault) *desk {
	t.Helper()
	d := &desk{ring: ring}
	folder := t.TempDir()
	getenv := func(name string) string { return map[string]string{"DISPLAY": ":0"}[name] }
	d.env = Env{
		Getenv: getenv, Stdin: strings.NewReader(""), Stdout: &d.out, Stderr: &d.told,
		Open: func(Face) (*Backend, error) {
			s, err := store.Open(store.Options{
				Paths:  store.Paths{Data: folder},
				FS:     d.disk,
				Vaults: map[store.VaultName]store.Vault{store.KeyringVault: d.ring},
			})
			return &Backend{
				Store: s, Keyring: d.ring, Resolver: &domain.Client{HTTP: d.api, Folder: filepath.Join(folder, "cache"), Jitter: func() float64 { return 0 }},
				Clip: clip.New(clip.Env{Getenv: getenv, GOOS: "linux", Board: &d.board, Start: d.start}),
			}, err
		},
	}
	if code := d.run(t.Context(), fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-", "--no-check"); code != explain.Done {
		t.Fatalf("adding: exit %d, told %s", code, d.told.get())
	}
	return d
}

const fourLines = "0123456789abcdef0123456789abcdef\n0123456789abcdef\nfedcba9876543210fedcba9876543210\nfedcba9876543210\n"

func (d *desk) run(ctx context.Context, stdin string, args ...string) int {
	d.out.set("")
	d.told.set("")
	d.env.Stdin, d.env.Args = strings.NewReader(stdin), args
	return Run(ctx, d.env)
}

func TestWaitingForTheKeyringIsVisibleAndCtrlCEndsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, slowRing{Memory: store.NewMemory()})
		d.env.Terminal = Terminals{In: true, Out: true, Err: true}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(30*time.Second, cancel)
		if code := d.run(ctx, "", "sign", "GET", "https://va.msghist.liveperson.net/"); code != explain.Interrupted {
			t.Errorf("exit %d, told %s", code, d.told.get())
		}
		if !strings.Contains(d.told.get(), "waiting for the keyring") || d.out.get() != "" {
			t.Errorf("printed %q, told %q", d.out.get(), d.told.get())
		}
	})
}

func TestACopyIsHandedOverAndTheCommandEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, store.NewMemory())
		var held strings.Builder
		d.holder = &held
		began := time.Now()
		code := d.run(t.Context(), "", "sign", "GET", "https://va.msghist.liveperson.net/", "--copy")
		if took := time.Since(began); code != explain.Done || took != 0 {
			t.Errorf("exit %d after %v, told %s", code, took, d.told.get())
		}
		if copied := d.board.get(); copied == "" || !strings.HasSuffix(held.String(), "\n"+copied) || copied != strings.TrimSpace(d.out.get()) {
			t.Errorf("the clipboard holds %q, another process %q, and %q was printed", copied, held.String(), d.out.get())
		}
		if want := "lpkeys: it is cleared from the clipboard in 30s\n"; !strings.HasSuffix(d.told.get(), want) {
			t.Errorf("told %q, want %q in the end", d.told.get(), want)
		}
	})
}

func TestACopyThatCannotBeClearedIsSaidToStay(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	open := d.env.Open
	d.env.Open = func(f Face) (*Backend, error) {
		b, err := open(f)
		getenv := func(name string) string { return map[string]string{"TERM": "xterm"}[name] }
		b.Clip = clip.New(clip.Env{Getenv: getenv, GOOS: "linux", Terminal: true, Start: d.start})
		return b, err
	}
	d.run(t.Context(), "", "sign", "GET", "https://va.msghist.liveperson.net/", "--copy")
	if want := "it stays on the terminal's clipboard, which cannot be cleared from here\n"; !strings.HasSuffix(d.told.get(), want) {
		t.Errorf("told %q, want %q in the end", d.told.get(), want)
	}
}

// Where no process can be started, this one stays.
func TestACopyThatLivesInTheProcessIsServedAndThenCleared(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, store.NewMemory())
		began := time.Now()
		done := make(chan int)
		go func() { done <- d.run(t.Context(), "", "sign", "GET", "https://va.msghist.liveperson.net/", "--copy") }()
		<-time.After(clip.Keep / 2)
		synctest.Wait()
		if d.board.get() == "" || strings.TrimSpace(d.out.get()) != d.board.get() {
			t.Errorf("half-way the clipboard holds %q and %q was printed", d.board.get(), d.out.get())
		}
		if code := <-done; code != explain.Done {
			t.Fatalf("exit %d, told %s", code, d.told.get())
		}
		if took := time.Since(began); took != clip.Keep || d.board.get() != "" {
			t.Errorf("after %v the clipboard holds %q", took, d.board.get())
		}
	})
}

func TestCtrlCClearsTheCopyAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, store.NewMemory())
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		code := d.run(ctx, "", "sign", "GET", "https://va.msghist.liveperson.net/", "--copy")
		if code != explain.Interrupted || d.board.get() != "" {
			t.Errorf("exit %d, the clipboard holds %q, told %s", code, d.board.get(), d.told.get())
		}
	})
}

// oneKnown is a LivePerson on which an account has the service msgHist alone.
func oneKnown(req *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(req.URL.Path, "/service/baseURI.json") && !strings.HasSuffix(req.URL.Path, "/msgHist/baseURI.json") {
		return &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody, Request: req}, nil
	}
	entry := `{"service":"msgHist","account":"12345678","baseURI":"va.msghist.liveperson.net"}`
	if strings.HasSuffix(req.URL.Path, "/service/baseURI.json") {
		entry = `{"baseURIs":[` + entry + `]}`
	}
	return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader(entry)), Request: req}, nil
}

func TestWhatWasNotResolvedIsToldBeforeTheCopyIsServed(t *testing.T) {
	for name, ctrlC := range map[string]bool{"and served to its end": false, "and ended by ctrl+c": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, store.NewMemory())
				d.api = oneKnown
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				done := make(chan int)
				go func() { done <- d.run(ctx, "", "resolve", "msgHist", "nosuch", "--copy") }()
				<-time.After(clip.Keep / 2)
				synctest.Wait()
				if d.board.get() != "va.msghist.liveperson.net" || !strings.Contains(d.told.get(), `no service "nosuch"`) {
					t.Errorf("while the copy is served, the clipboard holds %q, told %q", d.board.get(), d.told.get())
				}
				if ctrlC {
					cancel()
				}
				if code := <-done; code != explain.Unresolved || strings.Count(d.told.get(), "lpkeys: error: ") != 1 {
					t.Errorf("exit %d, told %q", code, d.told.get())
				}
			})
		})
	}
}

func TestAClipboardThatFailsDoesNotHideWhatWasNotResolved(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	d.api = oneKnown
	d.board.broken = clip.ErrDesktop
	code := d.run(t.Context(), "", "resolve", "msgHist", "nosuch", "--copy")
	if told := d.told.get(); code != explain.Unresolved || !strings.Contains(told, `no service "nosuch"`) || !strings.Contains(told, clip.ErrDesktop.Error()) {
		t.Errorf("exit %d, told %q", code, told)
	}
}

func TestALivePersonThatDoesNotAnswerIsWaitedForThreeSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, store.NewMemory())
		d.api = func(req *http.Request) (*http.Response, error) {
			<-req.Context().Done()
			return nil, req.Context().Err()
		}
		began := time.Now()
		if code := d.run(t.Context(), fourLines, "account", "add", "slow", "--id", "12345678", "--from", "-"); code != explain.Done {
			t.Fatalf("exit %d, told %s", code, d.told.get())
		}
		if took := time.Since(began); took != checkPatience || !strings.Contains(d.told.get(), "not checked") {
			t.Errorf("took %v, told %q", took, d.told.get())
		}
	})
}

// The prompts would go to a log, and whoever types would wait for them blindly.
func TestNobodyIsAskedWhoDoesNotSeeTheQuestion(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	d.env.Terminal = Terminals{In: true, Out: true}
	d.env.Hide = func(func()) (func(), error) {
		t.Error("the terminal was told to hide what is typed")
		return nil, io.EOF
	}
	for _, args := range [][]string{nil, {"--from", "-"}} {
		code := d.run(t.Context(), fourLines, append([]string{"account", "add", "other", "--id", "12345678", "--no-check"}, args...)...)
		if code != explain.Misused || !strings.Contains(d.told.get(), "terminal") {
			t.Errorf("%q: exit %d, told %q", args, code, d.told.get())
		}
	}
	if code := d.run(t.Context(), "", "account", "remove", "acme"); code != explain.Misused {
		t.Errorf("removing: exit %d, told %q", code, d.told.get())
	}
}

func TestEachWayToHaveNoKeyringOffersTheFile(t *testing.T) {
	for _, none := range []error{store.ErrNoBus, store.ErrNoService, store.ErrUnsupported, store.ErrTimedOut} {
		d := newDesk(t, store.NewMemory())
		d.ring = slowRing{store.NewMemory(), none}
		code := d.run(t.Context(), fourLines, "account", "add", "other", "--id", "12345678", "--from", "-")
		if code == explain.VaultFailed && strings.Contains(d.told.get(), none.Error()) && strings.Contains(d.told.get(), "--vault file") {
			continue
		}
		t.Errorf("%v: exit %d, told %q", none, code, d.told.get())
	}
}

func TestServicesAreLookedUpAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, store.NewMemory())
		d.api = func(req *http.Request) (*http.Response, error) {
			<-time.After(time.Second)
			return oneKnown(req)
		}
		began := time.Now()
		code := d.run(t.Context(), "", "resolve", "a", "b", "c", "d", "e", "msgHist")
		if code != explain.Unresolved || strings.Count(d.told.get(), "lpkeys: error: ") != 5 || !strings.HasPrefix(d.out.get(), "msgHist\t") {
			t.Errorf("exit %d, printed %q, told %q", code, d.out.get(), d.told.get())
		}
		if took := time.Since(began); took != 2*time.Second { // the list, then each by its name
			t.Errorf("six look-ups took %v, want 2s", took)
		}
	})
}
