package ui

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/ui/demo"
)

// between stands between the screens and the box, and counts.
type between struct {
	box   http.RoundTripper
	asked atomic.Int32
	ill   atomic.Bool
	date  time.Duration // added to the box's
}

func (b *between) RoundTrip(req *http.Request) (*http.Response, error) {
	b.asked.Add(1)
	res, err := b.box.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if b.ill.Load() {
		res.StatusCode, res.Body = http.StatusServiceUnavailable, http.NoBody
	}
	res.Header.Set("Date", time.Now().Add(b.date).UTC().Format(http.TimeFormat))
	return res, nil
}

func (w *world) standBetween() *between {
	b := &between{box: w.box.Transport()}
	w.client.HTTP, w.client.Jitter = b, func() float64 { return 0 }
	return b
}

func TestARowSaysWhenItIsTriedAgainAndEscStopsThat(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		network := w.standBetween()
		network.ill.Store(true)
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Want("resolving")
		d.Wait(w.box.Latency)
		d.Want("unavailable; retrying in 5 s (1 of 3)", "retrying in 5 s (1 of 3): no answer about", "(status 503)", "esc stop")
		d.Wait(3 * time.Second)
		d.Want("retrying in 2 s (1 of 3)")
		d.Wait(3 * time.Second)
		d.Want("retrying in 10 s (2 of 3)")
		d.Press("esc")
		d.Want("stopped; enter tries again")
		d.Lack("retrying")
		asked := network.asked.Load()
		d.Wait(time.Minute)
		if got := network.asked.Load(); got != asked || asked != 2 {
			t.Errorf("%d requests before esc and %d after it, want 2 and none", asked, got-asked)
		}
		network.ill.Store(false)
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("lo.msghist." + demo.Domain)
	})
}

func TestAnOldHostIsShownWithItsAgeWhileLivePersonIsOutOfReach(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		network := w.standBetween()
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Want("lo.msghist."+demo.Domain, "100 ms")
		d.Press("esc", "enter", "enter") // the screen anew
		d.Wait(4 * time.Minute)
		d.Press("r")
		d.Wait(time.Second)
		d.Want("lo.msghist."+demo.Domain, "100 ms")

		network.ill.Store(true)
		d.Wait(3 * time.Hour)
		d.Press("r")
		d.Wait(time.Minute)
		d.Want("lo.msghist."+demo.Domain, "! 3 h", "from 3 h ago", "may be out of date", "(status 503)", "r asks again")
		d.Press("p")
		d.Want("! lo.msghist."+demo.Domain+" may be out of date, from 3 h ago", "oauth_signature")
		d.Press("e", "ctrl+u")
		d.Type("https://lo.ac." + demo.Domain + "/")
		d.Press("enter")
		d.Want("oauth_signature")
		d.Lack("out of date") // That is another host.
	})
}

func TestRAsksAnewForWhatIsResolvedAlready(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network := w.standBetween()
		d := w.open(t, 80, 24)
		d.Press("enter", "space", "down", "space", "enter")
		d.Wait(time.Second)
		d.Press("enter")
		d.Want("every ticked service is resolved already")
		for want := int32(1); want <= 3; want++ {
			if got := network.asked.Load(); got != want {
				t.Errorf("%d requests, want %d", got, want)
			}
			d.Press("r")
			d.Wait(time.Second)
			d.Want("va.msghist." + demo.Domain)
		}
	})
}

func TestThePreviewWarnsOfAClockThatIsWrong(t *testing.T) {
	for skew, want := range map[time.Duration]string{
		-3 * time.Minute: "3 min ahead of LivePerson's",
		2 * time.Hour:    "2 h behind LivePerson's",
		30 * time.Second: "",
	} {
		story(t, func(t *testing.T, w *world) {
			w.keep(t, 1, store.KeyringVault)
			w.standBetween().date = skew
			d := w.open(t, 80, 24)
			d.Press("enter", "enter")
			d.Wait(time.Second)
			d.Press("p")
			d.Want("Authorization", want)
			if want == "" {
				d.Lack("clock of this machine")
			}
		})
	}
}

func TestANarrowTerminalShowsTheRetryAndTheHostInFull(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		network := w.standBetween()
		network.ill.Store(true)
		d := w.open(t, 40, 12)
		d.Press("enter", "enter")
		d.Wait(w.box.Latency)
		d.Want("retrying in 5 s (1 of 3)", "esc stop")
		network.ill.Store(false)
		d.Wait(6 * time.Second)
		d.Want("lo.msghist." + demo.Domain)
	})
}

func TestARegionStandsBesideItsHostHoweverWideOrNarrowTheTerminalIs(t *testing.T) {
	for width, want := range map[int]string{
		200: "va.agentmanager.lpkeys-demo.invalid        US       100 ms  Agent Metrics",
		80:  "va.agentmanager.lpkeys-demo.invalid       US\n",
	} {
		story(t, func(t *testing.T, w *world) {
			w.keep(t, 1, store.KeyringVault)
			d := w.open(t, width, 24)
			d.Press("enter", "space", "down", "down", "space", "enter")
			d.Wait(time.Second)
			d.Want(want)
		})
	}
}

func TestANarrowTerminalShowsTheNextStepToo(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.client.HTTP = answers{status: 401, body: "Bad Authentication"}
		d := w.open(t, 40, 12)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Want("> [ ] msgHist", "LivePerson knows no account", "Check the", "site ID")
	})
}
