package cli

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

func outOfOrder(req *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusServiceUnavailable, Body: http.NoBody, Request: req}, nil
}

func TestEachRetryIsToldOnceHoweverManyServicesWaitForIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, store.NewMemory())
		var asked atomic.Int32
		d.api = func(req *http.Request) (*http.Response, error) {
			if asked.Add(1) < 3 {
				return outOfOrder(req)
			}
			return oneKnown(req)
		}
		began := time.Now()
		code := d.run(t.Context(), "", "resolve", "msgHist", "agentVep", "sentinel")
		told := d.told.get()
		for _, want := range []string{"(status 503); retrying in 5 s (1 of 3)", "(status 503); retrying in 10 s (2 of 3)"} {
			if strings.Count(told, want) != 1 {
				t.Errorf("told %q, want %q once", told, want)
			}
		}
		if code != explain.Unresolved || !strings.HasPrefix(d.out.get(), "msgHist\tva.msghist.liveperson.net") || time.Since(began) != 15*time.Second {
			t.Errorf("exit %d after %v, printed %q", code, time.Since(began), d.out.get())
		}
	})
}

func TestCtrlCEndsTheWaitForARetry(t *testing.T) {
	for _, args := range [][]string{{"sign", "GET", "msgHist:/"}, {"resolve"}, {"resolve", "msgHist", "agentVep"}} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t, store.NewMemory())
			d.api = outOfOrder
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(2*time.Second, cancel)
			began := time.Now()
			if code := d.run(ctx, "", args...); code != explain.Interrupted || time.Since(began) != 2*time.Second || d.out.get() != "" {
				t.Errorf("%q: exit %d after %v, printed %q, told %q", args, code, time.Since(began), d.out.get(), d.told.get())
			}
			if told := d.told.get(); !strings.Contains(told, "retrying in 5 s (1 of 3)") || strings.Contains(told, "error: ") {
				t.Errorf("%q told %q, want the retry and no error", args, told)
			}
		})
	}
}

func TestWhatIsKeptIsUsedAndSaysHowOldItIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, store.NewMemory())
		var asked atomic.Int32
		d.api = func(req *http.Request) (*http.Response, error) {
			asked.Add(1)
			return oneKnown(req)
		}
		resolve := func(args ...string) string {
			t.Helper()
			if code := d.run(t.Context(), "", append([]string{"resolve", "msgHist"}, args...)...); code != explain.Done {
				t.Fatalf("%q: exit %d, told %q", args, code, d.told.get())
			}
			return d.told.get()
		}
		if told := resolve(); strings.Contains(told, "ago") || asked.Load() != 1 {
			t.Errorf("told %q and %d requests, want a new answer", told, asked.Load())
		}
		<-time.After(4 * time.Minute)
		if told := resolve(); !strings.Contains(told, "LivePerson was asked 4 min ago; --refresh asks anew") || asked.Load() != 1 {
			t.Errorf("told %q and %d requests, want the kept answer", told, asked.Load())
		}
		if told := resolve("--refresh"); strings.Contains(told, "ago") || asked.Load() != 2 {
			t.Errorf("told %q and %d requests, want a new answer", told, asked.Load())
		}

		<-time.After(3 * time.Hour)
		d.api = outOfOrder
		if told := resolve("--quiet"); !strings.Contains(told, "warning: the hosts may be out of date, from 3 h ago: ") || d.out.get() != "va.msghist.liveperson.net\n" {
			t.Errorf("told %q, printed %q, want the old host and a warning", told, d.out.get())
		}
		if code := d.run(t.Context(), "", "sign", "GET", "msgHist:/"); code != explain.Done || !strings.Contains(d.told.get(), "the host of msgHist may be out of date") {
			t.Errorf("signing: exit %d, told %q", code, d.told.get())
		}
	})
}

func TestTheJSONOfAnAnswerTellsItsAge(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, store.NewMemory())
		d.api = oneKnown
		want := func(age string, stale string) {
			t.Helper()
			d.run(t.Context(), "", "resolve", "msgHist", "--json")
			if out := d.out.get(); !strings.Contains(out, `"age": `+age+",") || !strings.Contains(out, `"stale": `+stale+"\n") {
				t.Errorf("printed %s, want age %s and stale %s", out, age, stale)
			}
		}
		want("0", "false")
		<-time.After(599 * time.Second)
		want("599", "false")
		d.api = outOfOrder
		<-time.After(time.Second)
		want("630", "true") // three retries later
	})
}

func TestAClockThatIsWrongIsToldBeforeAnythingIsSignedByIt(t *testing.T) {
	for _, args := range [][]string{{"sign", "GET", "msgHist:/"}, {"resolve"}, {"resolve", "msgHist", "agentVep"}} {
		synctest.Test(t, func(t *testing.T) {
			d := newDesk(t, store.NewMemory())
			d.api = func(req *http.Request) (*http.Response, error) {
				res, err := oneKnown(req)
				res.Header = http.Header{"Date": {time.Now().Add(-5 * time.Minute).UTC().Format(http.TimeFormat)}}
				return res, err
			}
			d.run(t.Context(), "", args...)
			if told := d.told.get(); strings.Count(told, "warning: the clock of this machine is 5 min ahead of LivePerson's") != 1 {
				t.Errorf("%q told %q, want the clock once", args, told)
			}
		})
	}
}
