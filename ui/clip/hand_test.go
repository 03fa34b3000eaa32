package clip

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// helper is the process that keeps a copy, as far as its maker can tell.
type helper struct {
	answer  string
	silent  bool
	fails   error
	orders  bytes.Buffer
	environ []string
}

func (h *helper) start(environ []string) (io.WriteCloser, io.ReadCloser, error) {
	if h.fails != nil {
		return nil, nil, h.fails
	}
	h.environ = environ
	answers := io.NopCloser(strings.NewReader(h.answer))
	if h.silent {
		answers, _ = io.Pipe()
	}
	return shut{&h.orders}, answers, nil
}

type shut struct{ io.Writer }

func (shut) Close() error { return nil }

func TestHandingOverSaysWhatBecameOfTheCopy(t *testing.T) {
	refused := errors.New("no more processes")
	for name, tt := range map[string]struct {
		vars    map[string]string
		helper  helper
		replace string
		want    Outcome
		err     error
	}{
		"it is held":                   {vars: x11, helper: helper{answer: "held\n"}},
		"somebody copied since":        {vars: x11, replace: "theirs", want: Replaced},
		"a terminal's is out of reach": {vars: map[string]string{"TERM": "xterm"}, want: CannotClear},
		"no process starts":            {vars: x11, helper: helper{fails: refused}, err: refused},
		"it ends without a word":       {vars: x11, helper: helper{}, err: ErrNoAnswer},
		"it says something else":       {vars: x11, helper: helper{answer: "held on\n"}, err: ErrNoAnswer},
		"it says nothing":              {vars: x11, helper: helper{silent: true}, err: ErrNoAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				board := &fakeBoard{}
				env := newClipboard(tt.vars, board).env
				env.Start = tt.helper.start
				c := New(env)
				r, err := c.Copy(t.Context(), header)
				if err != nil {
					t.Fatal(err)
				}
				if tt.replace != "" {
					_ = board.Write(t.Context(), tt.replace)
				}
				began := time.Now()
				got, err := c.HandOver(t.Context(), r)
				if got != tt.want || !errors.Is(err, tt.err) {
					t.Errorf("got %q, %v, want %q, %v", got, err, tt.want, tt.err)
				}
				if took := time.Since(began); took > handLimit {
					t.Errorf("it took %v", took)
				}
				if handed := tt.helper.environ != nil; handed != strings.HasSuffix(tt.helper.orders.String(), "\n"+header) {
					t.Errorf("it was told %q", tt.helper.orders.String())
				}
				if slices.ContainsFunc(tt.helper.environ, func(v string) bool { return strings.Contains(v, "CANARY") }) {
					t.Errorf("its environment is %q", tt.helper.environ)
				}
			})
		})
	}
}

func TestNothingIsHeldForWhoStartsItByHand(t *testing.T) {
	for _, order := range []string{"", "desktop", "desktop 12", "desktop x\ntext", "desktop 12\n", "\ntext"} {
		board := &fakeBoard{}
		var answers bytes.Buffer
		err := newClipboard(x11, board).Hold(t.Context(), strings.NewReader(order), &answers)
		if !errors.Is(err, ErrByHand) || answers.Len() > 0 {
			t.Errorf("%q: got %v and %q, want ErrByHand", order, err, answers.String())
		}
	}
}

func TestAHeldCopyIsClearedWhenItIsDueAndNotLaterThanAnHour(t *testing.T) {
	for name, tt := range map[string]struct {
		due, want time.Duration
		replace   string
		left      string
	}{
		"due soon":           {due: 30 * time.Second, want: 30 * time.Second},
		"due already":        {due: -time.Second},
		"due in a year":      {due: 365 * 24 * time.Hour, want: longestHold},
		"no longer the same": {due: time.Minute, want: time.Minute, replace: "theirs", left: "theirs"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				board := &fakeBoard{}
				began := time.Now()
				since := heard(func() {
					if tt.replace != "" {
						_ = board.Write(t.Context(), tt.replace)
					}
				})
				order := strings.NewReader("desktop " + nanos(began.Add(tt.due)) + "\n" + header)
				if err := newClipboard(x11, board).Hold(t.Context(), order, since); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took != tt.want {
					t.Errorf("it took %v, want %v", took, tt.want)
				}
				if got, _ := board.Read(t.Context()); got != tt.left {
					t.Errorf("the clipboard holds %q, want %q", got, tt.left)
				}
			})
		})
	}
}

func nanos(at time.Time) string { return strconv.FormatInt(at.UnixNano(), 10) }

// heard is what happens once a copy is held.
type heard func()

func (h heard) Write(p []byte) (int, error) {
	h()
	return len(p), nil
}
