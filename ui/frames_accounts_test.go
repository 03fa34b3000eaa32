package ui

import (
	"time"

	"lpkeys/store"
	"lpkeys/ui/uitest"
)

// accountStates are those of the list of accounts and of onboarding.
var accountStates = []state{
	{"welcome", true, nil, nil},
	{"welcome without a keyring", true, func(w *world) { w.keyring.look = store.ErrNoService }, nil},
	{"welcome with a locked keyring", true, func(w *world) { w.keyring.look = store.ErrLocked }, nil},
	{"guide", true, nil, func(d *uitest.Driver, _ *world) { d.Press("enter") }},
	{"details", true, nil, func(d *uitest.Driver, _ *world) { d.Press("enter", "enter"); d.Type("acme") }},
	{"details with a wrong account ID", true, nil, func(d *uitest.Driver, _ *world) {
		d.Press("enter", "enter")
		d.Type("acme")
		d.Press("enter")
		d.Type("12 34/..")
		d.Press("enter")
	}},
	{"key", true, nil, func(d *uitest.Driver, _ *world) { toKey(d) }},
	{"key pasted", true, nil, func(d *uitest.Driver, w *world) {
		toKey(d)
		d.Paste(labelled(w.box.Accounts()[1].Key))
	}},
	{"key pasted in part", true, nil, func(d *uitest.Driver, w *world) {
		toKey(d)
		d.Paste("App key: x\nSecret: y")
	}},
	{"review", true, nil, func(d *uitest.Driver, w *world) { toReview(d, w, "90000002") }},
	{"review of an unknown account", true, nil, func(d *uitest.Driver, w *world) { toReview(d, w, "11111111") }},
	{"review while checking", true, func(w *world) { w.box.Latency = time.Hour }, func(d *uitest.Driver, w *world) {
		toReview(d, w, "90000002")
	}},
	{"saving failed", true, func(w *world) { w.keyring.put = store.ErrDismissed }, func(d *uitest.Driver, w *world) {
		toReview(d, w, "90000002")
		d.Press("enter")
	}},
	{"passphrase", true, func(w *world) { w.keyring.look = store.ErrNoBus }, func(d *uitest.Driver, w *world) {
		d.Press("f")
		toReview(d, w, "90000002")
		d.Press("enter")
	}},
	{"passphrase of a vault file that is there", true, lockedFile(), func(d *uitest.Driver, w *world) {
		d.Press("f")
		toReview(d, w, "90000002")
		d.Press("enter")
		d.Type("wrong horse")
		d.Press("enter")
	}},
	{"leaving with something typed", true, nil, func(d *uitest.Driver, _ *world) {
		toKey(d)
		d.Press("esc", "esc", "esc", "esc")
	}},
	{"accounts", false, nil, nil},
	{"accounts with one being removed", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "x") }},
}

func toKey(d *uitest.Driver) {
	d.Press("enter", "enter")
	d.Type("acme")
	d.Press("enter")
	d.Type("90000002")
	d.Press("enter", "enter")
}

func toReview(d *uitest.Driver, w *world, id string) {
	addAccount(d, "acme-prod", id, "production", fourLines(w.box.Accounts()[1].Key))
}
