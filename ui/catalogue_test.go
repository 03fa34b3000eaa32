package ui

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/uitest"
)

// toService resolves one service of demo-prod and shows its first request.
func toService(d *uitest.Driver, service string) {
	d.Press("enter")
	for range 100 {
		if strings.Contains(d.Screen(), "> [ ] "+service+" ") {
			break
		}
		d.Press("down")
	}
	d.Press("enter")
	d.Wait(time.Second)
	d.Press("p")
}

func TestServicesStandInTheGroupsOfTheCatalogue(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 60)
		d.Press("enter")
		last := -1
		for _, text := range []string{
			"History and reports", "> [ ] msgHist", "Account configuration", "[ ] accountConfigReadOnly",
			"  Messaging\n", "[ ] asyncMessagingEnt", "Login and tokens", "[ ] sentinel", "Visitors and chat", "[ ] smt",
			"Functions and AI", "[ ] faasGW",
		} {
			at := strings.Index(d.Screen(), text)
			if at <= last {
				t.Fatalf("%q is not below what comes before it:\n%s", text, d.Screen())
			}
			last = at
		}
	})
}

func TestAServiceWithHostsOfItsOwnIsFoundInTheAccountsRegion(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		toService(d, "dataAccess")
		d.Want("https://va.da."+demo.Domain+"/data_access_le/account/90000002/l", "oauth_signature")
		d.Press("l")
		accepted(t, w.box, d, http.MethodGet, w.board.text)
	})
}
