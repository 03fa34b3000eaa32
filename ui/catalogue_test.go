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

func TestAnOperationIsPickedFromAList(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		toService(d, "msgHist")
		d.Press("o")
		d.Want("operations", "> POST   conversations.search", "POST   consumer.search", "not signed: What was said", "The key needs Data → Conversation History", `{"start":{"from":{fromMillis},"to":{toMillis}}}`, "limit is at most 100")
		d.Press("down", "down", "enter")
		d.Want("preview", "msgHist.consumer.search  reads, 3 of 5 for msgHist", "/conversations/consumer/search?source=lpkeys", "oauth_signature")
		d.Press("o", "esc")
		d.Want("msgHist.consumer.search  reads, 3 of 5 for msgHist")
	})
}

func TestWhatDestroysIsSignedOnlyWhenAPersonInsists(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		toService(d, "rtbf")
		d.Want("oauth_signature") // Reading is signed at once.
		d.Press("o", "down", "down")
		d.Want("> POST   requests.create", "! Delete personal data for good")
		d.Press("enter")
		d.Want("rtbf.requests.create is not signed: it destroys data", "Make sure that the account is the one you mean", "s sign it all the same")
		d.Lack("oauth_signature")
		d.Press("c")
		d.Want("copy value: rtbf.requests.create is not signed")
		d.Press("s")
		d.Want("y sign it")
		d.Press("n")
		d.Lack("oauth_signature")
		d.Press("s", "y")
		d.Want("oauth_signature")
		d.Press("e", "enter")
		d.Want("oauth_signature")
		d.Press("e")
		d.Type("?x=1")
		d.Press("enter")
		d.Want("it destroys data") // It is another request now.
		d.Lack("oauth_signature")
	})
}

func TestWhoInsistedForOneAccountHasNotInsistedForAnother(t *testing.T) {
	for name, keys := range map[string][]string{
		"before the question is answered": {"s", "ctrl+o", "enter", "y"},
		"after it":                        {"s", "y", "ctrl+o", "enter"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				w.keep(t, 0, store.KeyringVault)
				w.keep(t, 1, store.KeyringVault)
				d := w.open(t, 80, 24)
				toService(d, "rtbf")
				d.Press("o", "down", "down", "enter")
				d.Press(keys...)
				d.Wait(time.Second)
				d.Want("PRODUCTION", "it destroys data")
				d.Lack("oauth_signature")
			})
		})
	}
}

func TestWhatWantsNoSignatureSaysWhatItWants(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		toService(d, "asyncMessagingEnt")
		d.Press("e", "ctrl+u")
		d.Type("https://va.agentvep." + demo.Domain + "/api/account/{accountId}/login?v=1.3")
		d.Press("enter")
		d.Want("agentVep.login.user is not signed", "password in the body", "Send the user's name and password")
		d.Press("m")
		d.Want("oauth_signature") // Nobody logs in by PUT.
	})
}

func TestWhatAPastedURLDragsInIsTakenOutAndTold(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		toService(d, "msgHist")
		d.Press("e", "ctrl+u")
		d.Paste("https://va.msghist." + demo.Domain + "/a\n  b\n")
		d.Want("the blanks and line breaks in what was pasted are left out")
		d.Press("enter")
		d.Want("/ab", "oauth_signature")
	})
}
