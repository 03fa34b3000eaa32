package ui

import (
	"context"
	"time"

	"lpkeys/store"
	"lpkeys/ui/nav"
	"lpkeys/ui/send"
	"lpkeys/ui/uitest"
)

// answerStates are those of a request that is sent, and of its answer.
var answerStates = []state{
	{"trying a key", false, nil, func(d *uitest.Driver, _ *world) { d.Press("t"); d.Wait(150 * time.Millisecond) }},
	{"key that works", false, nil, func(d *uitest.Driver, _ *world) { d.Press("t"); d.Wait(time.Second) }},
	{"headers of an answer", false, nil, func(d *uitest.Driver, _ *world) { d.Press("t"); d.Wait(time.Second); d.Press("tab") }},
	{"finding in an answer", false, nil, func(d *uitest.Driver, _ *world) {
		d.Press("t")
		d.Wait(time.Second)
		d.Press("/")
		d.Type("ada")
		d.Press("enter")
	}},
	{"key that is refused", true, keeping("demo-wrong-secret"), func(d *uitest.Driver, _ *world) { d.Press("t"); d.Wait(time.Minute) }},
	{"waiting to send again", true, keeping("demo-too-many"), func(d *uitest.Driver, _ *world) { d.Press("t"); d.Wait(2 * time.Second) }},
	{"try that was stopped", false, nil, func(d *uitest.Driver, _ *world) { d.Press("t", "esc") }},
	{"before something is changed", false, nil, func(d *uitest.Driver, w *world) {
		a, _ := w.store.Account("demo-sandbox")
		d.Send(nav.PushMsg{Route: nav.Send{Request: send.Request{Account: a, Method: "DELETE", URL: "https://va.ac.liveperson.net/x"}}})
	}},
}

// keeping keeps an account of the box by its name, as the default.
func keeping(name string) func(*world) {
	return func(w *world) {
		for _, a := range w.box.Accounts() {
			if a.Name != name {
				continue
			}
			a.Account.Vault = store.KeyringVault
			if _, err := w.store.Add(context.Background(), a.Account, a.Key); err != nil {
				panic(err)
			}
		}
	}
}
