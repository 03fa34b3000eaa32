package clip

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// header is what people copy most.
const header = `Authorization: OAuth oauth_signature="CANARY%2Bw%3D",oauth_version="1.0"`

// fakeBoard is a desktop's clipboard. Work that hangs comes to nothing.
type fakeBoard struct {
	text string
	open func() error
	hang chan struct{}
}

func (b *fakeBoard) Open() error {
	if b.open != nil {
		return b.open()
	}
	return nil
}

func (b *fakeBoard) Read(context.Context) (string, error) {
	if b.hang != nil {
		<-b.hang
		return "", errors.New("hung")
	}
	return b.text, nil
}

func (b *fakeBoard) Write(_ context.Context, text string) error {
	if b.hang != nil {
		<-b.hang
		return errors.New("hung")
	}
	b.text = text
	return nil
}

func newClipboard(vars map[string]string, board Board) *Clipboard {
	return New(Env{
		Getenv:   func(name string) string { return vars[name] },
		Terminal: true,
		GOOS:     "linux",
		LookPath: func(name string) (string, error) { return "/usr/bin/" + name, nil },
		Run: func(context.Context, string, string, ...string) ([]byte, error) {
			return nil, errors.New("no program may start")
		},
		Board: board,
	})
}

var x11 = map[string]string{"DISPLAY": ":0", "TERM": "xterm"}

func TestTheRouteIsTheOneThatReachesThePerson(t *testing.T) {
	noTmux := func(string) (string, error) { return "", exec.ErrNotFound }
	for _, tt := range []struct {
		name string
		vars string
		env  Env
		want Route
	}{
		{"a terminal on an X11 desktop", "DISPLAY=:0 TERM=xterm", Env{Terminal: true}, Desktop},
		{"a terminal on a Wayland desktop", "WAYLAND_DISPLAY=wayland-0 TERM=foot", Env{Terminal: true}, Desktop},
		{"a desktop and no terminal", "DISPLAY=:0", Env{}, Desktop},
		{"tmux on a desktop", "TMUX=/tmp/s,1,0 DISPLAY=:0 TERM=tmux-256color", Env{Terminal: true}, Tmux},
		{"tmux over SSH", "TMUX=/tmp/s,1,0 SSH_TTY=/dev/pts/1", Env{Terminal: true}, Tmux},
		{"tmux and no terminal", "TMUX=/tmp/s,1,0", Env{}, Tmux},
		{"tmux outside of a container without it", "TMUX=/tmp/s,1,0 TERM=screen", Env{Terminal: true, LookPath: noTmux}, Terminal},
		{"SSH with a forwarded display", "SSH_CONNECTION=x DISPLAY=localhost:10.0 TERM=xterm", Env{Terminal: true}, Terminal},
		{"SSH that only tells the client", "SSH_CLIENT=x TERM=xterm", Env{Terminal: true}, Terminal},
		{"SSH and no terminal", "SSH_TTY=/dev/pts/1 DISPLAY=:0 TERM=xterm", Env{}, None},
		{"SSH to a Mac", "SSH_TTY=/dev/ttys1 TERM=xterm", Env{Terminal: true, GOOS: "darwin"}, Terminal},
		{"SSH to Windows, where TERM is not set", "SSH_CLIENT=x", Env{Terminal: true, GOOS: "windows"}, Terminal},
		{"a Mac", "TERM=xterm", Env{Terminal: true, GOOS: "darwin"}, Desktop},
		{"Windows", "", Env{Terminal: true, GOOS: "windows"}, Desktop},
		{"a bare terminal", "TERM=xterm", Env{Terminal: true}, Terminal},
		{"a dumb terminal", "TERM=dumb", Env{Terminal: true}, None},
		{"the Linux console", "TERM=linux", Env{Terminal: true}, None},
		{"nothing at all", "", Env{}, None},
	} {
		t.Run(tt.name, func(t *testing.T) {
			vars := make(map[string]string)
			for pair := range strings.FieldsSeq(tt.vars) {
				name, value, _ := strings.Cut(pair, "=")
				vars[name] = value
			}
			env := tt.env
			env.Getenv = func(name string) string { return vars[name] }
			if env.GOOS == "" {
				env.GOOS = "linux"
			}
			if env.LookPath == nil {
				env.LookPath = func(name string) (string, error) { return name, nil }
			}
			c := New(env)
			if got := c.Route(); got != tt.want {
				t.Errorf("route for %q is %s, want %s (because %s)", tt.vars, got, tt.want, c.decision.Load().Reason)
			}
		})
	}
}

func TestADesktopThatCannotBeOpenedGivesWayToTheTerminal(t *testing.T) {
	for _, tt := range []struct {
		name string
		open func() error
	}{
		{"refuses", func() error { return errors.New("a page of advice") }},
		{"panics", func() error { panic("no AppKit") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newClipboard(x11, &fakeBoard{open: tt.open})
			got, err := c.Copy(t.Context(), header)
			if err != nil || got.Route != Terminal || got.Escape == "" {
				t.Errorf("copy = route %s, %v, want the terminal", got.Route, err)
			}
			if d := c.Probe(t.Context()); d.Route != Terminal || d.Reason != "the X11 display does not answer" {
				t.Errorf("decision = %+v, want the terminal and why", d)
			}
		})
	}
}

func TestADesktopThatHangsIsGivenUpAfterASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		defer close(hang)
		c := newClipboard(x11, &fakeBoard{open: func() error { <-hang; return nil }})
		start := time.Now()
		got, err := c.Copy(t.Context(), header)
		if took := time.Since(start); took != openLimit || err != nil || got.Route != Terminal {
			t.Errorf("copy took %v: route %s, %v, want the terminal after %v", took, got.Route, err, openLimit)
		}
		c.Copy(t.Context(), header)
		if took := time.Since(start); took != openLimit {
			t.Errorf("the second copy waited too: %v after the start", took)
		}
	})
}

func TestACopyThatHangsEndsWithItsNameOrWithTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hang := make(chan struct{})
		defer close(hang)
		c := newClipboard(x11, &fakeBoard{hang: hang})
		if _, err := c.Copy(t.Context(), header); !errors.Is(err, ErrNoAnswer) {
			t.Errorf("got %v, want %v", err, ErrNoAnswer)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if _, err := c.Copy(ctx, header); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the context's end", err)
		}
	})
}

func TestACancelledCopyCopiesNothing(t *testing.T) {
	board := &fakeBoard{}
	c := newClipboard(x11, board)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Copy(ctx, header); !errors.Is(err, context.Canceled) || board.text != "" {
		t.Errorf("got %v and %q on the board, want nothing copied", err, board.text)
	}
	if c.settled.Load() {
		t.Error("a cancelled look at the desktop settled the route")
	}
}

func TestOnlyOurOwnCopyIsCleared(t *testing.T) {
	board := &fakeBoard{}
	c := newClipboard(x11, board)
	r, err := c.Copy(t.Context(), header)
	if err != nil || !r.Clearable() || !r.Confirmed || !r.UntilExit {
		t.Fatalf("copy = %+v, %v", r, err)
	}
	board.text = "a love letter"
	if got, err := c.Clear(t.Context(), r); got != Replaced || err != nil || board.text != "a love letter" {
		t.Errorf("clear = %q, %v, board %q, want it left alone", got, err, board.text)
	}
	board.text = header
	if got, err := c.Clear(t.Context(), r); got != Cleared || err != nil || board.text != "" {
		t.Errorf("clear = %q, %v, board %q, want it empty", got, err, board.text)
	}
}

func TestTheReceiptIsTruthful(t *testing.T) {
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	for _, tt := range []struct {
		goos      string
		vars      map[string]string
		words     string
		confirmed bool
		untilExit bool
		clearAt   time.Time
		lasting   string
	}{
		{"linux", x11, "copied", true, true, now.Add(Keep), "The copy is cleared after 30s."},
		{"darwin", nil, "copied", true, false, now.Add(Keep), "The copy is cleared after 30s."},
		{"windows", nil, "copied", true, false, now.Add(Keep), "The copy is cleared after 30s."},
		{"linux", map[string]string{"TERM": "xterm"}, "sent to your terminal (cannot confirm)", false, false, time.Time{}, "The terminal's clipboard cannot be cleared from here."},
	} {
		t.Run(fmt.Sprint(tt.goos, tt.vars), func(t *testing.T) {
			env := newClipboard(tt.vars, &fakeBoard{}).env
			env.GOOS = tt.goos
			env.Now = func() time.Time { return now }
			r, err := New(env).Copy(t.Context(), header)
			if err != nil || r.Words() != tt.words || r.Confirmed != tt.confirmed ||
				r.UntilExit != tt.untilExit || !r.ClearAt.Equal(tt.clearAt) || r.Lasting() != tt.lasting {
				t.Errorf("got %+v, %q, %q, %v", r, r.Words(), r.Lasting(), err)
			}
		})
	}
}

func TestTheTerminalsClipboardIsNotSaidToBeCleared(t *testing.T) {
	c := newClipboard(map[string]string{"TERM": "xterm"}, nil)
	r, err := c.Copy(t.Context(), header)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := c.Clear(t.Context(), r); got != CannotClear || err != nil {
		t.Errorf("clear = %q, %v, want %q", got, err, CannotClear)
	}
}

func TestWhatCannotBeCopiedIsRefusedByName(t *testing.T) {
	c := newClipboard(map[string]string{"TERM": "xterm"}, nil)
	if _, err := c.Copy(t.Context(), ""); !errors.Is(err, ErrEmpty) {
		t.Errorf("got %v, want %v", err, ErrEmpty)
	}
	var long *TooLongError
	if _, err := c.Copy(t.Context(), strings.Repeat("x", limits[Terminal]+1)); !errors.As(err, &long) || long.Limit != limits[Terminal] {
		t.Errorf("got %v, want a TooLongError", err)
	}
	if _, err := c.Copy(t.Context(), strings.Repeat("x", limits[Terminal])); err != nil {
		t.Errorf("the longest text that fits: %v", err)
	}
	var unavailable *UnavailableError
	dumb := newClipboard(map[string]string{"TERM": "dumb"}, nil)
	if _, err := dumb.Copy(t.Context(), header); !errors.As(err, &unavailable) ||
		unavailable.Reason != "neither WAYLAND_DISPLAY nor DISPLAY is set, and this terminal takes no escape sequences" {
		t.Errorf("got %v, want what is missing", err)
	}
}

func TestTmuxGetsTheTextOnStandardInputAndHasTwoSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		env := newClipboard(map[string]string{"TMUX": "/tmp/s,1,0"}, nil).env
		var stdin, command string
		env.Run = func(ctx context.Context, in, name string, args ...string) ([]byte, error) {
			stdin, command = in, strings.Join(append([]string{name}, args...), " ")
			<-ctx.Done()
			return nil, errors.New("signal: killed")
		}
		start := time.Now()
		_, err := New(env).Copy(t.Context(), header)
		if took := time.Since(start); !errors.Is(err, ErrNoAnswer) || took != tmuxLimit {
			t.Errorf("got %v after %v, want %v after %v", err, took, ErrNoAnswer, tmuxLimit)
		}
		if want := "tmux load-buffer -b lpkeys -w -"; stdin != header || command != want {
			t.Errorf("ran %q with %q on standard input, want %q with the text", command, stdin, want)
		}
	})
}

func TestTheEscapeSequenceCarriesTheText(t *testing.T) {
	text := "naïve \x00 \"quoted\"\n" + strings.Repeat(header, 40)
	for _, tt := range []struct {
		name   string
		vars   map[string]string
		screen bool
	}{
		{"a plain terminal", map[string]string{"TERM": "xterm"}, false},
		{"GNU screen", map[string]string{"TERM": "screen", "STY": "1.pts-0.host"}, true},
		{"GNU screen seen over SSH", map[string]string{"TERM": "screen.xterm-256color", "SSH_TTY": "x"}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := newClipboard(tt.vars, nil).Copy(t.Context(), text)
			if err != nil {
				t.Fatal(err)
			}
			escape := r.Escape
			if tt.screen {
				escape = throughScreen(t, escape)
			}
			payload, ok := strings.CutPrefix(escape, "\x1b]52;c;")
			payload, bell := strings.CutSuffix(payload, "\a")
			got, err := base64.StdEncoding.DecodeString(payload)
			if !ok || !bell || err != nil || string(got) != text {
				t.Errorf("%q does not decode to the text: %v", r.Escape, err)
			}
		})
	}
}

// throughScreen does what GNU screen does with device control strings.
func throughScreen(t *testing.T, s string) string {
	t.Helper()
	var out strings.Builder
	for s != "" {
		inner, ok := strings.CutPrefix(s, "\x1bP")
		inner, rest, ended := strings.Cut(inner, "\x1b\\")
		if !ok || !ended || len(inner) > 255 {
			t.Fatalf("GNU screen would drop %q", s)
		}
		out.WriteString(inner)
		s = rest
	}
	return out.String()
}

// slowBoard takes so long for each text.
type slowBoard struct {
	fakeBoard
	takes map[string]time.Duration
}

func (b *slowBoard) Write(ctx context.Context, text string) error {
	time.Sleep(b.takes[text])
	return b.fakeBoard.Write(ctx, text)
}

func TestOfTwoCopiesAtOnceTheLastIsThereAndItsReceiptTheLaterOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newClipboard(x11, &slowBoard{takes: map[string]time.Duration{"first": time.Second}})
		first := make(chan Receipt)
		go func() {
			r, err := c.Copy(t.Context(), "first")
			if err != nil {
				t.Error(err)
			}
			first <- r
		}()
		synctest.Wait()
		second, err := c.Copy(t.Context(), "second")
		if err != nil {
			t.Fatal(err)
		}
		if r := <-first; !r.Before(second) || second.Before(r) {
			t.Error("the receipts are not in the order of the copies")
		}
		if got, err := c.Clear(t.Context(), second); got != Cleared || err != nil {
			t.Errorf("got %v, %v, want %v: the last copy is not there", got, err, Cleared)
		}
	})
}
