package ui

import (
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/event"
)

func TestOpeningTheServicesAsksNobodyAndTicksNothing(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network := w.standBetween()
		d := w.open(t, 80, 24)
		d.Press("enter")
		d.Wait(time.Hour)
		d.Want("0 of 32 ticked", "> [ ] msgHist")
		d.Lack("[x]")
		if n := network.asked.Load(); n != 0 {
			t.Errorf("%d requests, want none", n)
		}
	})
}

func TestTicksAreThereAtTheNextVisitAndAtTheNextStart(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("down", "enter", "down", "space", "down", "space", "n")
		d.Type("visitorFeed")
		d.Press("enter")
		d.Wait(time.Second)
		d.Press("esc", "enter")
		d.Want("[x] engHistDomain", "[x] agentManagerWorkspace", "3 of")
		d.Press("esc", "up", "enter")
		d.Want("0 of") // of another account

		w.reopen(t)
		d = w.open(t, 80, 24)
		d.Press("down", "enter")
		d.Want("[ ] msgHist", "[x] engHistDomain", "[x] agentManagerWorkspace")
		d.Press("down", "space", "G")
		d.Want("Names that you typed", "> [x] visitorFeed")
		d.Press("space")

		w.reopen(t)
		d = w.open(t, 80, 24)
		d.Press("down", "enter")
		d.Want("[ ] engHistDomain", "[x] agentManagerWorkspace", "1 of 33 ticked")
		d.Lack("visitorFeed")
	})
}

func TestTickAllTicksWhatTheFilterShows(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "/")
		d.Type("users CONFIG")
		d.Want("2 shown", "accountConfigReadOnly", "accountConfigReadWrite")
		d.Lack("msgHist", "History and reports")
		d.Press("enter", "a", "esc")
		d.Want("2 of 32 ticked", "[x] accountConfigReadOnly", "[ ] msgHist")
		d.Press("a")
		d.Want("32 of 32 ticked")
		d.Press("a")
		d.Want("0 of 32 ticked")
		d.Press("/")
		d.Type("handle time") // the title of an API
		d.Want("agentActivityDomain", "2 shown")
		d.Type("zzz")
		d.Want("no service has this")
		d.Press("enter", "space")
		d.Want("tick: no service is shown: esc shows all")
		d.Press("esc")
		d.Want("[ ] msgHist")
	})
}

func TestAFilterFindsAHostToo(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "r")
		d.Wait(time.Second)
		d.Press("/")
		d.Type("va.acw.")
		d.Want("1 shown", "> [ ] accountConfigReadWrite")
	})
}

func TestASuggestionIsTakenByOneKey(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "n")
		d.Type("MSGhist")
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("✗ unknown service. Did you mean msgHist?", "y take msgHist", "y takes msgHist.", "[x] MSGhist")
		d.Press("y")
		d.Wait(time.Second)
		d.Want("> [x] msgHist", "va.msghist."+demo.Domain, "1 of")
		d.Lack("MSGhist", "Names that you typed")
		wantPicks(t, w, "demo-prod", "msgHist")
	})
}

func wantPicks(t *testing.T, w *world, account, want string) {
	t.Helper()
	picks, err := w.store.Picks(account)
	var names []string
	for _, s := range picks {
		names = append(names, string(s))
	}
	if got := strings.Join(names, " "); err != nil || got != want {
		t.Errorf("picks of %s: got %q, %v, want %q", account, got, err, want)
	}
}

func TestANameThatIsTypedIsLookedUpAsItIs(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "n")
		d.Type("  visitorFeed")
		d.Press("enter")
		d.Want("Names that you typed", "> [x] visitorFeed", "resolving")
		d.Wait(time.Second)
		d.Want("> [x] visitorFeed", "va.visitorfeed."+demo.Domain)

		d.Press("n")
		d.Type("sentinel") // the catalogue has it
		d.Press("enter")
		d.Wait(time.Second)
		d.Want("> [x] sentinel")
		wantPicks(t, w, "demo-prod", "sentinel visitorFeed")

		d.Press("/")
		d.Type("nothing")
		d.Press("enter", "n")
		d.Type("idp")
		d.Press("enter")
		d.Want("> [x] idp") // A filter does not hide what was asked for.

		d.Press("n")
		d.Type("left alone")
		d.Press("esc")
		d.Want("> [x] idp", "esc")
		d.Press("n")
		d.Lack("left alone")
	})
}

func TestANameThatCannotBeOneIsNeverAskedFor(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		network := w.standBetween()
		d := w.open(t, 80, 24)
		d.Press("enter")
		for name, problem := range map[string]string{
			"":                        "✗ the name is empty",
			"audit log":               "✗ the name holds a blank at position 6",
			"../x":                    `the name holds "/"`,
			strings.Repeat("x", 90):   "longer than 64 characters",
			"0123456789abcdef":        "reads as a value of a key",
			strings.Repeat("0f1e", 8): "reads as a value of a key",
		} {
			d.Press("n")
			d.Type(name)
			d.Press("enter")
			d.Want(problem, "name:")
			d.Press("esc")
		}
		k := w.box.Accounts()[1].Key
		for _, pasted := range []string{k.TokenSecret.Reveal(), k.ConsumerKey + "\n", fourLines(k)} {
			d.Press("n")
			d.Paste(pasted)
			d.Want("nothing was pasted")
			d.Press("enter")
			d.Want("the name is empty")
			d.Press("esc")
		}
		if n := network.asked.Load(); n != 0 {
			t.Errorf("%d requests, want none", n)
		}
		wantPicks(t, w, "demo-prod", "")
	})
}

func TestTheScreenFollowsTheAccountInForce(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		must(w.store.SetPicks("demo-prod", []domain.Service{"rtbf"}))
		network := w.standBetween()
		w.box.Latency = 10 * time.Second
		d := w.open(t, 80, 24)
		d.Press("enter", "down", "space", "enter")
		d.Want("⠋ resolving", "demo-sandbox")
		d.Press("ctrl+o", "enter")
		d.Want("demo-prod", "services", "[x] rtbf", "> [ ] engHistDomain", "1 of 32 ticked")
		d.Lack("resolving", "stopped", "esc stop")
		d.Wait(time.Minute)
		d.Lack("lo.enghist")
		d.Press("enter")
		d.Wait(time.Minute)
		d.Want("va.rtbf."+demo.Domain, "demo-prod")
		if n := network.asked.Load(); n != 2 {
			t.Errorf("%d requests, want 2", n)
		}
		wantPicks(t, w, "demo-sandbox", "engHistDomain")
		wantPicks(t, w, "demo-prod", "rtbf")
	})
}

func TestAnAccountThatWasRenamedKeepsWhatIsKnownOfIt(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		a := w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "space", "enter")
		d.Wait(time.Second)
		must(w.store.Rename("demo-prod", "acme"))
		a.Name = "acme"
		d.Send(event.InForce{Account: a, Why: "chosen here"})
		d.Want("acme", "> [x] msgHist", "va.msghist."+demo.Domain)
		d.Press("down", "space")
		wantPicks(t, w, "acme", "msgHist engHistDomain")
	})
}

func TestTheMouseTicksMovesAndResolves(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter")
		d.Click("] agentManagerWorkspace", -1) // the box
		d.Want("> [x] agentManagerWorkspace", "1 of 32 ticked")
		d.Click("engHistDomain", -1)
		d.Want("> [ ] engHistDomain", "1 of 32 ticked")
		d.Click("History and reports", -1)
		d.Want("> [ ] engHistDomain")
		d.Click("engHistDomain", -1)
		d.Wait(time.Second)
		d.Want("va.agentmanager." + demo.Domain)
		d.Press("/")
		d.Type("metrics")
		d.Click("msgHist", -1) // One line lower now.
		d.Want("> [ ] msgHist")
	})
}

func TestTicksThatCannotBeKeptAreToldOnceAndHoldHere(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter")
		must(w.disk.Remove("/home/accounts.json"))
		d.Press("space")
		d.Want("> [x] msgHist", "the ticks hold until you leave, and could not be remembered")
	})
}

func TestWhatIsKnownIsShownThoughTheTicksCannotBeRead(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		a := w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		if _, err := w.client.All(t.Context(), a.ID, domain.Options{}); err != nil {
			t.Fatal(err)
		}
		must(w.store.Remove(t.Context(), a.Name))
		d.Press("enter")
		d.Want("va.msghist."+demo.Domain, "what was ticked before is not known")
		d.Press("space")
		d.Want("> [x] msgHist")
	})
}
