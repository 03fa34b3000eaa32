package ui

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/uitest"
)

// listing is a Domain API that has just these services, each with its host.
func listing(account string, services ...string) answers {
	var entries []string
	for i := 0; i+1 < len(services); i += 2 {
		entries = append(entries, fmt.Sprintf(`{"service":%q,"account":%q,"baseURI":%q}`, services[i], account, services[i+1]))
	}
	return answers{status: 200, body: `{"baseURIs":[` + strings.Join(entries, ",") + `]}`}
}

func TestWhatWasResolvedIsShownAgainWithItsAgeAndWithoutARequest(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network := w.standBetween()
		d := w.open(t, 80, 24)
		d.Press("enter", "space", "enter")
		d.Wait(time.Second)
		d.Want("va.msghist."+demo.Domain, "answered in 100 ms")
		d.Press("esc")
		d.Wait(3 * time.Minute)
		d.Press("enter")
		d.Want("> [x] msgHist", "va.msghist."+demo.Domain, "as of 3 min ago")
		d.Press("enter")
		d.Want("every ticked service is resolved already")
		if n := network.asked.Load(); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
	})
}

func TestWhatAnEarlierRunResolvedIsShownAndAskedForAgainWhenItIsOld(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network, folder := w.standBetween(), filepath.Join(t.TempDir(), "cache")
		w.client.Folder = folder
		d := w.open(t, 80, 24)
		d.Press("enter", "space", "enter")
		d.Wait(time.Second)
		d.Wait(48 * time.Hour)
		w.reopen(t)
		w.client = w.box.Client()
		w.client.HTTP, w.client.Folder = network, folder
		d = w.open(t, 80, 24)
		d.Press("enter")
		d.Want("> [x] msgHist", "va.msghist."+demo.Domain, "! 2 days", "as of 2 days ago")
		if n := network.asked.Load(); n != 1 {
			t.Errorf("%d requests, want 1", n)
		}
		d.Press("enter") // It is too old to be left alone.
		d.Wait(time.Second)
		d.Want("answered in 100 ms")
		if n := network.asked.Load(); n != 2 {
			t.Errorf("%d requests, want 2", n)
		}
	})
}

func TestEnterOnAResolvedRowSaysOfWhatItSpeaks(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("enter")
		d.Want("msgHist is resolved already: r asks again")
		d.Press("space", "enter")
		d.Want("every ticked service is resolved already: r asks again")
	})
}

func TestARowAndTheLineBelowAgreeHowOldAnAnswerIs(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(4 * time.Second)
		d.Press("esc", "enter")
		d.Want("va.msghist.lpkeys-demo.invalid   just now US", "va.msghist.lpkeys-demo.invalid: US, as of now.")
	})
}

// One long host must not take region and time from the rows that have room for them.
func TestEachRowShowsRegionAndTimeAsFarAsItsHostLeavesRoom(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 44)
		d.Press("enter", "a", "enter")
		d.Wait(time.Second)
		d.Want(
			"va.msghist.lpkeys-demo.invalid     100 ms US\n",
			"va.agentmanager.lpkeys-demo.invalid       US\n",
			"proactive-messaging.z1.fs.lpkeys-demo.invalid\n",
		)
	})
}

func TestRefreshShowsWhateverElseTheAccountHasAndWhatItLacks(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = listing("90000002", "msgHist", "va.msghist.lpkeys-demo.invalid", "ownThing", "va.own.lpkeys-demo.invalid")
		d := w.open(t, 80, 60)
		d.Press("enter")
		d.Lack("not in this account", "Other services")
		d.Press("r")
		d.Wait(time.Second)
		d.Want("Other services of this account\n   [ ] ownThing", "va.own.lpkeys-demo.invalid", "[ ] engHistDomain             not in this account")
		d.Want("[ ] dataAccess                Data Access") // The list never has it.
		d.Press("down")
		d.Wait(time.Second)
		d.Want("engHistDomain is not in the list of this account, as of now. Enter asks for it\n by its name.")
	})
}

func TestAnEmptyListIsToldAndTheCatalogueStays(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = listing("90000002")
		d := w.open(t, 80, 24)
		d.Press("enter", "r")
		d.Wait(time.Second)
		d.Want("LivePerson knows no account 90000002", "it has no services", "[ ] msgHist")
		d.Lack("not in this account", "⠋")
	})
}

func TestWhatFailedIsTriedAgainByOneKey(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network := w.standBetween()
		network.ill.Store(true)
		d := w.open(t, 80, 24)
		d.Press("enter", "space", "down", "space", "enter")
		d.Wait(time.Minute)
		d.Want("2 failed", "✗ unavailable", "R try again")
		network.ill.Store(false)
		d.Press("space", "R") // ticked or not
		d.Wait(time.Second)
		d.Want("va.msghist."+demo.Domain, "va.enghist."+demo.Domain)
		d.Lack("failed")
		d.Lack("try again")
	})
}

func TestThePreviewFindsTheHostFirst(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "down", "p")
		d.Want("⠋ resolving, then the preview opens", "esc stop")
		d.Wait(time.Second)
		d.Want("preview", "https://va.enghist."+demo.Domain)
		d.Press("esc")
		d.Want("> [ ] engHistDomain", "va.enghist."+demo.Domain)
		wantPicks(t, w, "demo-prod", "") // A look is no tick.
	})
}

func TestNobodyIsTakenToAPreviewThatTheyWaitForNoMore(t *testing.T) {
	for name, leave := range map[string]func(d *uitest.Driver){
		"esc":       func(d *uitest.Driver) { d.Press("esc") },
		"moving on": func(d *uitest.Driver) { d.Press("down") },
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 1, store.KeyringVault)
				d := w.open(t, 80, 24)
				d.Press("enter", "p")
				leave(d)
				d.Wait(time.Second)
				d.Want("services", "[ ] msgHist")
				d.Lack("Authorization")
			})
		})
	}
	story(t, func(t *testing.T, w *world) { // a host that is not found
		w.keep(t, 1, store.KeyringVault)
		w.client.HTTP = answers{status: 404, body: "no"}
		d := w.open(t, 80, 24)
		d.Press("enter", "p")
		d.Wait(time.Second)
		d.Want("✗ unknown", "> [ ] msgHist")
		w.client.HTTP = w.box.Transport()
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("va.msghist." + demo.Domain)
		d.Lack("Authorization")
	})
}

func TestTooManyQuestionsAreWaitedForAsLivePersonAsks(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		busy := &busy{box: w.box.Transport(), refusals: 1}
		w.client.HTTP, w.client.Jitter = busy, func() float64 { return 0 }
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(2 * time.Second)
		d.Want("rate limited; retrying in", "(1 of 3)")
		d.Wait(20 * time.Second)
		d.Want("va.msghist." + demo.Domain)
	})
}

// busy refuses the first requests because there were too many.
type busy struct {
	box      http.RoundTripper
	refusals int
}

func (b *busy) RoundTrip(req *http.Request) (*http.Response, error) {
	res, err := b.box.RoundTrip(req)
	if err == nil && b.refusals > 0 {
		b.refusals--
		res.StatusCode, res.Body = http.StatusTooManyRequests, http.NoBody
		res.Header.Set("Retry-After", "17")
	}
	return res, err
}

func TestAHostThatEveryAccountHasNeverGrowsOld(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "/")
		d.Type("domainAPI")
		d.Press("enter")
		d.Wait(24 * time.Hour)
		d.Press("space")
		d.Want("api."+demo.Domain, "fixed", "the same for every account")
		d.Lack("!", "ago")
		d.Press("enter")
		d.Want("is resolved already")
	})
}
