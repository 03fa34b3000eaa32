package ui

import (
	"time"

	"lpkeys/domain"
	"lpkeys/ui/nav"
	"lpkeys/ui/uitest"
)

// serviceStates are those of the services and their operations.
var serviceStates = []state{
	{"services", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "enter", "space", "down", "space") }},
	{"services ticked at an earlier visit", false, func(w *world) {
		must(w.store.SetPicks("demo-prod", []domain.Service{"accountConfigReadOnly", "visitorFeed"}))
	}, func(d *uitest.Driver, _ *world) { d.Press("down", "enter", "down", "down"); d.Wait(time.Second) }},
	{"services resolving", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "enter", "a", "enter") }},
	{"services resolved", false, nil, func(d *uitest.Driver, _ *world) {
		d.Press("down", "enter", "a", "enter")
		d.Wait(time.Second)
	}},
	{"services beyond the catalogue", false, nil, func(d *uitest.Driver, _ *world) {
		d.Press("down", "enter", "r")
		d.Wait(time.Second)
		d.Press("G")
		d.Wait(time.Second)
	}},
	{"services of which the account lacks some", false, nil, func(d *uitest.Driver, w *world) {
		w.client.HTTP = answers{status: 200, body: `{"baseURIs":[{"service":"msgHist","account":"90000002","baseURI":"va.msghist.liveperson.net"}]}`}
		d.Press("down", "enter", "r")
		d.Wait(time.Second)
		d.Press("down")
		d.Wait(time.Second)
	}},
	{"services stopped", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "enter", "a", "enter", "esc") }},
	{"services without a network", false, func(w *world) { w.client.BaseURL = "https://nowhere.invalid" }, func(d *uitest.Driver, _ *world) {
		d.Press("enter", "up", "enter")
		d.Wait(time.Minute)
	}},
	{"services waiting for another try", false, func(w *world) { w.standBetween().ill.Store(true) }, func(d *uitest.Driver, w *world) {
		d.Press("enter", "enter")
		d.Wait(w.box.Latency + time.Second)
	}},
	{"services while the list is asked for", false, nil, func(d *uitest.Driver, _ *world) { d.Press("enter", "r") }},
	{"services of a foreign host", false, func(w *world) { w.client.Domains = []string{"liveperson.net"} }, func(d *uitest.Driver, _ *world) {
		d.Press("enter", "enter")
		d.Wait(time.Second)
	}},
	{"services a day old", false, nil, func(d *uitest.Driver, _ *world) {
		d.Press("enter", "enter")
		d.Wait(24 * time.Hour)
	}},
	{"services filtered", false, nil, func(d *uitest.Driver, _ *world) { d.Press("enter", "/"); d.Type("config users") }},
	{"services filtered, and the filter kept", false, nil, func(d *uitest.Driver, _ *world) {
		d.Press("enter", "/")
		d.Type("config")
		d.Press("enter", "a")
	}},
	{"services filtered away", false, nil, func(d *uitest.Driver, _ *world) { d.Press("enter", "/"); d.Type("nowhere") }},
	{"services and a name being typed", false, nil, func(d *uitest.Driver, _ *world) { d.Press("enter", "n"); d.Type("auditLo") }},
	{"services and a name that is none", false, nil, func(d *uitest.Driver, _ *world) {
		d.Press("enter", "n")
		d.Type("audit log")
		d.Press("enter")
	}},
	{"services and a name that nobody knows", false, nil, func(d *uitest.Driver, _ *world) {
		d.Press("down", "enter", "n")
		d.Type("MsgHist")
		d.Press("enter")
		d.Wait(time.Second)
	}},
	{"services to be copied", false, nil, func(d *uitest.Driver, _ *world) {
		d.Press("enter", "space", "down", "space", "enter")
		d.Wait(time.Second)
		d.Press("C")
	}},
	{"services of another API", false, func(w *world) { w.api = "http://127.0.0.1:8080" }, func(d *uitest.Driver, _ *world) { d.Press("enter") }},
	{"services that cannot be remembered", false, nil, func(d *uitest.Driver, w *world) {
		d.Press("enter")
		must(w.disk.Remove("/home/accounts.json"))
		d.Press("space")
	}},
	{"operations", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("o", "down") }},
	{"operations of the whole catalogue", false, nil, func(d *uitest.Driver, _ *world) { toOperations(d) }},
	{"operations filtered", false, nil, func(d *uitest.Driver, _ *world) {
		toOperations(d)
		d.Press("/")
		d.Type("delete rtbf")
	}},
	{"operations filtered, and the filter kept", false, nil, func(d *uitest.Driver, _ *world) {
		toOperations(d)
		d.Press("/")
		d.Type("login")
		d.Press("enter")
	}},
	{"operations filtered away", false, nil, func(d *uitest.Driver, _ *world) {
		toOperations(d)
		d.Press("/")
		d.Type("nowhere")
		d.Press("enter")
	}},
}

// toOperations shows every operation of the catalogue over the preview.
func toOperations(d *uitest.Driver) {
	toPreview(d)
	d.Send(nav.PushMsg{Route: nav.Operations{Of: everyOperation(), Chosen: -1}})
}

func everyOperation() (all []domain.Operation) {
	for _, api := range domain.Catalogue() {
		all = append(all, api.Operations...)
	}
	return all
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
