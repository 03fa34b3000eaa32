package ui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/event"
)

// starter is what starts the process that keeps a copy. It answers as that one
// does, or not at all.
type starter struct {
	fails   bool
	orders  bytes.Buffer
	environ []string
}

func (s *starter) start(environ []string) (io.WriteCloser, io.ReadCloser, error) {
	if s.fails {
		return nil, nil, errors.New("no more processes")
	}
	s.environ = environ
	return nopCloser{&s.orders}, io.NopCloser(strings.NewReader("held\n")), nil
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

func TestACopyIsHandedOverWhenThePersonLeaves(t *testing.T) {
	for name, test := range map[string]struct {
		fails   bool
		replace string
		wait    time.Duration
		want    string
	}{
		"it is still there":        {want: "is cleared from the clipboard in 30 s"},
		"some time has passed":     {wait: 12 * time.Second, want: "is cleared from the clipboard in 18 s"},
		"its time is all but over": {wait: 29700 * time.Millisecond, want: "is cleared from the clipboard in 1 s"},
		"nobody takes it":          {fails: true, want: "left the clipboard when lpkeys ended"},
		"somebody copied since":    {replace: "theirs"},
		"it was cleared by itself": {wait: time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 0, store.KeyringVault)
				w.starter.fails = test.fails
				d := w.open(t, 80, 24)
				d.Press("enter", "enter")
				d.Wait(time.Second)
				d.Press("c")
				copied := w.board.text
				d.Wait(test.wait)
				if test.replace != "" {
					w.board.text = test.replace
				}
				var said strings.Builder
				d.Model().(App).leaveCopy(t.Context(), &said)
				if !strings.Contains(said.String(), test.want) || test.want == "" && said.Len() > 0 {
					t.Errorf("said %q, want %q", said.String(), test.want)
				}
				handed := !test.fails && test.want != ""
				if got := w.starter.orders.String(); handed != strings.HasSuffix(got, "\n"+copied) || !handed && got != "" {
					t.Errorf("handed over %q", got)
				}
				for _, variable := range w.starter.environ {
					if strings.Contains(variable, copied) {
						t.Errorf("the environment holds the copy: %q", variable)
					}
				}
			})
		})
	}
}

func TestAnOvertakenAnswerDoesNotKeepALaterCopyFromBeingCleared(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		d := w.open(t, 80, 24)
		c := d.Model().(App).services.Clip
		first, one := c.Copy(t.Context(), "first")
		second, other := c.Copy(t.Context(), "second")
		if err := errors.Join(one, other); err != nil {
			t.Fatal(err)
		}
		d.Send(copiedMsg{what: "the second", receipt: second})
		d.Send(copiedMsg{what: "the first", receipt: first})
		d.Want("the second: copied")
		d.Wait(31 * time.Second)
		if w.board.text != "" {
			t.Errorf("%q is still there", w.board.text)
		}
	})
}

// A program that is stopped serves no clipboard and clears none.
func TestACopyIsHandedOverBeforeTheProgramIsStopped(t *testing.T) {
	for name, fails := range map[string]bool{"somebody takes it": false, "nobody does": true} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 0, store.KeyringVault)
				w.starter.fails = fails
				d := w.open(t, 80, 24)
				d.Press("enter", "enter")
				d.Wait(time.Second)
				d.Press("c", "down", "ctrl+z")
				if got := w.starter.orders.String(); !fails && !strings.HasSuffix(got, "\n"+w.board.text) {
					t.Errorf("handed over %q", got)
				}
				if counts := strings.Contains(d.Screen(), "clipboard is cleared in"); counts != fails {
					t.Errorf("counting down here: %v, want %v", counts, fails)
				}
			})
		})
	}
}

func TestWhatWasRemovedIsForgottenHoweverTheScreensEnd(t *testing.T) {
	w := newWorld(t)
	w.keep(t, 0, store.KeyringVault)
	if err := w.store.MarkRemoving("demo-sandbox"); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	err := Run(ctx, Options{
		In: strings.NewReader(""), Out: io.Discard,
		Services: Services{Store: w.store, Resolver: w.client, Keyring: w.keyring, File: w.file, Now: time.Now, Clip: w.clipboard()},
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if accounts, err := w.store.Accounts(); len(accounts) > 0 || err != nil {
		t.Errorf("got %v, %v, want no account", accounts, err)
	}
}

// Of what a tmux server was given its buffer alone can be cleared.
func TestOnlyWhatIsClearedIsSaidToBe(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.clip = inTmux(w)
		d := w.open(t, 80, 24)
		d.Send(event.Copy{What: "the host", Text: "va.example.com"})
		d.Press("?", "esc")
		d.Want("tmux buffer is cleared in 30 s")
		var said strings.Builder
		d.Model().(App).leaveCopy(t.Context(), &said)
		if want := "lpkeys: what you copied is cleared from the tmux buffer in 30 s\n"; said.String() != want {
			t.Errorf("said %q, want %q", said.String(), want)
		}
		d.Wait(31 * time.Second)
		d.Want("the tmux buffer was cleared")
		d.Lack("clipboard")
	})
}

// inTmux is a tmux session whose buffer is the world's board.
func inTmux(w *world) clip.Env {
	return clip.Env{
		Getenv: func(k string) string { return map[string]string{"TMUX": "/tmux,1,0"}[k] },
		GOOS:   "linux", Terminal: true, Start: w.starter.start,
		LookPath: func(name string) (string, error) { return name, nil },
		Run: func(_ context.Context, stdin, _ string, args ...string) ([]byte, error) {
			switch args[0] {
			case "load-buffer":
				w.board.text = stdin
			case "delete-buffer":
				w.board.text = ""
			}
			return []byte(w.board.text), nil
		},
	}
}
