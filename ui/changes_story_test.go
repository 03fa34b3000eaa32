package ui

import (
	"strings"
	"testing"
	"time"
)

func TestAnAccountIsRenamedEverywhereAtOnce(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Press("e", "ctrl+u")
		d.Type("box")
		d.Press("enter", "enter", "ctrl+u")
		d.Type("production")
		d.Press("enter")
		d.Want("box is saved", "> box", "in force, default")
		if h := header(d); !strings.Contains(h, "box  PRODUCTION") || !strings.Contains(h, "the default") {
			t.Errorf("the header says %q", h)
		}
		if a, _, _ := w.store.Default(); a.Name != "box" {
			t.Errorf("the default is %q, want box", a.Name)
		}
		wantKey(t, w, "box", w.box.Accounts()[0].Key)
	})
}

func TestEditingAnotherAccountLeavesTheOneInForce(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Press("down", "e")
		d.Type("-2")
		d.Press("enter", "enter", "enter")
		d.Want("> demo-prod-2")
		if h := header(d); !strings.Contains(h, "demo-sandbox") {
			t.Errorf("the header says %q", h)
		}
	})
}

func TestAnAccountIDThatStaysIsNotLookedUp(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.client.BaseURL = "https://nowhere.invalid"
		d := both(t, w)
		d.Press("e", "enter", "enter", "ctrl+u")
		d.Type("test")
		d.Press("enter")
		d.Want("demo-sandbox is saved", "test")
	})
}

func TestAChangedAccountIDIsLookedUpBeforeItIsSaved(t *testing.T) {
	id := func(w *world) string {
		a, _ := w.store.Account("demo-sandbox")
		return string(a.ID)
	}
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		toNewID(d, "90000002")
		d.Want("asking LivePerson")
		d.Wait(time.Second)
		d.Want("demo-sandbox is saved")
		if got := id(w); got != "90000002" {
			t.Errorf("the ID is %s", got)
		}

		toNewID(d, "11111111")
		d.Wait(time.Second)
		d.Want("LivePerson knows no account 11111111")
		d.Press("enter")
		if got := id(w); got != "90000002" {
			t.Errorf("enter saved the wrong ID %s", got)
		}
		d.Press("esc")
		d.Want("> Account ID   11111111")
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("S")
		if got := id(w); got != "11111111" {
			t.Errorf("the ID is %s after consent, want 11111111", got)
		}
	})
}

func TestACheckOfAnAccountIDCanBeStoppedAndTriedAgain(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		w.box.Latency = time.Hour
		toNewID(d, "90000002")
		d.Want("esc stop the check")
		d.Press("esc")
		d.Want("> Environment", "90000002")
		w.box.Latency = 0
		url := w.client.BaseURL
		w.client.BaseURL = "https://nowhere.invalid"
		d.Press("enter")
		d.Wait(time.Minute)
		d.Want("not checked", "enter save anyway")
		w.client.BaseURL = url
		d.Press("r")
		d.Wait(time.Second)
		d.Want("demo-sandbox is saved")
	})
}

func TestWhatCannotBeANameIsSaidBesideIt(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		for typed, said := range map[string]string{"DEMO-prod": "there is an account of this name already", "": "! "} {
			d.Press("e", "ctrl+u")
			d.Type(typed)
			d.Press("enter")
			d.Want("> Name", said)
			d.Press("esc", "y")
			d.Want("accounts")
		}
	})
}

func TestAnEditThatChangedNothingIsLeftWithoutAQuestion(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Press("e", "x", "backspace", "esc")
		d.Want("accounts", "> demo-sandbox")
		d.Press("e", "x", "esc")
		d.Want("Throw it away?")
		d.Press("n")
		d.Want("demo-sandboxx")
		d.Press("esc", "y")
		d.Want("> demo-sandbox  sandbox")
	})
}

func TestADuplicateHasTheKeyAndTheCursor(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Press("down", "y", "esc")
		d.Want("accounts") // Nothing was typed, and nothing asked.
		d.Press("y")
		for _, taken := range []string{"Demo-Sandbox", "demo-prod"} {
			d.Type(taken)
			d.Press("enter")
			d.Want("there is an account of this name already")
			d.Press("ctrl+u")
		}
		d.Type("twin")
		d.Press("enter")
		d.Want("twin is added with the key of demo-prod (keyring)", "> twin", "PRODUCTION")
		wantKey(t, w, "twin", w.box.Accounts()[1].Key)
		if err := w.store.Remove(t.Context(), "demo-prod"); err != nil {
			t.Fatal(err)
		}
		wantKey(t, w, "twin", w.box.Accounts()[1].Key)
	})
}

func TestAClickGoesToAField(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		d := both(t, w)
		d.Press("e")
		clickOn(t, d, "Environment")
		d.Want("> Environment")
		d.Type("2")
		d.Want("sandbox2")
		d.Press("esc", "y", "K")
		clickOn(t, d, "Access token secret")
		d.Want("> Access token secret")
	})
}
