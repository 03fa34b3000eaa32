package doctor

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// run answers what the checks tell, a finding a line.
func run(ctx context.Context, checks []Check) (told []string, err error) {
	err = Run(ctx, checks, func(f Finding) error {
		told = append(told, f.Check+": "+string(f.State)+": "+f.Text+": "+f.Fix)
		return nil
	})
	return told, err
}

func finds(name string, states ...State) Check {
	return Check{Name: name, Look: func(_ context.Context, n *Notes) {
		for _, s := range states {
			n.Add(s, "text", "fix")
		}
	}}
}

func TestChecksRunInTheirOrderWhateverOneOfThemFinds(t *testing.T) {
	told, err := run(t.Context(), []Check{finds("a", Failed, Warning), finds("b"), finds("c", OK)})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(told, "\n"), "a: failed: text: fix\na: warning: text: fix\nc: ok: text: fix"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestACheckThatDoesNotAnswerIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		end := make(chan struct{})
		defer close(end)
		began := time.Now()
		told, err := run(t.Context(), []Check{
			{Name: "deaf", Look: func(context.Context, *Notes) { <-end }},
			{Name: "slow", Limit: time.Minute, Look: func(ctx context.Context, n *Notes) {
				<-ctx.Done()
				n.Add(Failed, "it took too long", "")
			}},
			finds("next", OK),
		})
		if err != nil {
			t.Fatal(err)
		}
		want := "deaf: failed: there was no answer within 5s: \nslow: failed: it took too long: \nnext: ok: text: fix"
		if got := strings.Join(told, "\n"); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		if took, want := time.Since(began), patience+grace+time.Minute; took != want {
			t.Errorf("took %v, want %v", took, want)
		}
	})
}

func TestWhoStopsIsToldNoMore(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stopping := Check{Name: "stopping", Look: func(_ context.Context, n *Notes) { stop(); n.Add(Failed, "half", "") }}
	told, err := run(ctx, []Check{finds("first", OK), stopping, finds("never", OK)})
	if !errors.Is(err, context.Canceled) || len(told) != 1 {
		t.Errorf("got %v, told %q", err, told)
	}
}

func TestAListenerThatFailsEndsTheRun(t *testing.T) {
	broken := errors.New("broken")
	n := 0
	err := Run(t.Context(), []Check{finds("a", OK, OK), finds("b", OK)}, func(Finding) error { n++; return broken })
	if !errors.Is(err, broken) || n != 1 {
		t.Errorf("got %v after %d findings", err, n)
	}
}
