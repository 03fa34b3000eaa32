package ui

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/nav"
	"lpkeys/ui/uitest"
)

func TestThePreviewFollowsTheAccountInForce(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		d.Press("down", "enter", "ctrl+u")
		d.Type("7")
		d.Press("enter")
		d.Want("va.msghist", "90000002")
		other := w.box.Accounts()[0]
		for _, a := range []int{0, 1} {
			if kept := w.account(a); kept.Name == other.Name {
				d.Send(event.InForce{Account: kept, Why: "chosen here"})
			}
		}
		d.Wait(time.Second)
		d.Want("lo.msghist", "90000001", "limit=7", "oauth_signature=")
		d.Lack("90000002")
		d.Press("l")
		accepted(t, w.box, d, http.MethodPost, w.board.text)
	})
}

func TestARenamedAccountIsStillTheSame(t *testing.T) {
	inPreview(t, 80, 24, func(t *testing.T, w *world, d *uitest.Driver) {
		if err := w.store.Rename("demo-prod", "acme"); err != nil {
			t.Fatal(err)
		}
		renamed, err := w.store.Account("acme")
		if err != nil {
			t.Fatal(err)
		}
		shown := d.Screen()
		d.Send(event.InForce{Account: renamed, Why: "chosen here"})
		if _, was, _ := strings.Cut(shown, "\n"); !strings.HasSuffix(d.Screen(), was) {
			t.Errorf("another request or signature is shown:\n%s\nwant\n%s", d.Screen(), shown)
		}
		d.Press("s")
		d.Want("oauth_signature=")
	})
}

func TestTwoAccountsOfOneBrandAddedInOneSecondAreTwo(t *testing.T) {
	for name, keys := range map[string][]string{
		"the preview": nil, "the copy screen": {"y"}, "a comparison": {"d"}, "an answer": {"t", "y"},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world) {
				first := w.keep(t, 1, store.KeyringVault)
				second := first
				second.Name = "a second"
				if _, err := w.store.Add(t.Context(), second, w.box.Accounts()[0].Key); err != nil {
					t.Fatal(err)
				}
				d := w.open(t, 80, 24)
				d.Press("down", "enter", "enter")
				d.Want("a second")
				d.Wait(time.Second)
				d.Press("p")
				d.Press(keys...)
				d.Send(event.InForce{Account: first, Why: "chosen here"})
				d.Wait(time.Second)
				if name == "an answer" {
					d.Want("Another account is in force now")
					return
				}
				if keys != nil {
					d.Paste("OAuth oauth_version=1.0")
					d.Press("enter")
					d.Want("another account is in force by now")
					d.Press("esc")
				}
				d.Press("l")
				accepted(t, w.box, d, http.MethodPost, w.board.text)
			})
		})
	}
}

func TestALateHostOfAnotherAccountIsDropped(t *testing.T) {
	story(t, func(t *testing.T, w *world) {
		w.keep(t, 0, store.KeyringVault)
		w.keep(t, 1, store.KeyringVault)
		d := w.open(t, 80, 24)
		first, second := w.account(0), w.account(1)
		d.Send(nav.PushMsg{Route: nav.Preview{Account: first, Service: domain.Service("msgHist")}})
		d.Send(event.InForce{Account: second})
		d.Wait(5 * time.Second)
		d.Want(string(second.ID), "oauth_signature=")
		d.Lack(string(first.ID))
	})
}
