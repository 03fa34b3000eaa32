package ui

import (
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/nav"
	"lpkeys/ui/uitest"
)

// picker shows the whole catalogue over the accounts.
func picker(t *testing.T, w *world, width, height, chosen int) *uitest.Driver {
	t.Helper()
	w.keep(t, 1, store.KeyringVault)
	d := w.open(t, width, height)
	d.Send(nav.PushMsg{Route: nav.Operations{Of: everyOperation(), Chosen: chosen}})
	return d
}

func TestEveryOperationOfTheCatalogueIsFoundByItsTitleItsAPIOrItsPath(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := picker(t, w, 80, 24, -1)
		d.Press("/")
		for _, o := range everyOperation() {
			d.Press("ctrl+u")
			d.Paste(o.Title + " " + o.API + " " + o.Path)
			d.Want(o.Title)
			d.Lack("no operation has this")
		}
	})
}

func TestTheServiceIsNamedWhereThereAreSeveral(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := picker(t, w, 80, 24, -1)
		d.Want("Messaging Interactions  (msgHist)", "Agent Metrics  (agentManagerWorkspace)")
		d.Press("G")
		d.Want("  (")
	})
}

func TestTheOperationThatIsChosenNowHasTheCursor(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		all := everyOperation()
		d := picker(t, w, 80, 24, len(all)-1)
		d.Want("> "+all[len(all)-1].Method, all[len(all)-1].Title)
	})
}

func TestAWideTerminalShowsEffectAndAuthorisationOfEach(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := picker(t, w, 200, 60, -1)
		d.Want("reads     app key, OAuth 2.0 or login bea", "│ msgHist.conversations.search", "The key", "https://developers")
		d.Press("/")
		d.Type("rtbf delete")
		d.Want("! Delete personal data for good", "destroys  ")
	})
}

func TestAClickOnTheRowUnderTheCursorChoosesIt(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("p")
		d.Wait(time.Second)
		d.Press("o", "/")
		d.Type("conversation")
		d.Click("conversation.search", -1)
		d.Want("> POST   conversation.search")
		d.Click("Messaging Interactions", -1) // the name of its group
		d.Want("> POST   conversation.search")
		d.Click("conversation.search", -1)
		d.Want("preview", "msgHist.conversation.search")
	})
}

func TestNothingIsChosenFromNothing(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := picker(t, w, 80, 24, -1)
		d.Press("/")
		d.Type("nothing of that kind")
		d.Press("enter", "enter")
		d.Want("choose: no operation is shown: esc shows all")
		d.Press("esc", "esc")
		d.Want("accounts")
	})
}

// The catalogue is what the picker is for: it must not hold two that look alike.
func TestNoTwoOperationsOfAServiceLookAlike(t *testing.T) {
	seen := map[string]domain.Operation{}
	for _, o := range everyOperation() {
		if other, twice := seen[o.Name+o.Method]; twice {
			t.Errorf("%s: %q and %q", o.Name, o.Title, other.Title)
		}
		seen[o.Name+o.Method] = o
	}
}
