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
	{"leaving for good with something typed", true, nil, func(d *uitest.Driver, _ *world) { toKey(d); d.Press("ctrl+c") }},
	{"accounts", false, nil, nil},
	{"accounts being filtered", false, nil, func(d *uitest.Driver, _ *world) { d.Press("/"); d.Type("prod") }},
	{"accounts with a filter", false, nil, func(d *uitest.Driver, _ *world) { d.Press("/"); d.Type("prod"); d.Press("enter") }},
	{"accounts that no filter matches", false, nil, func(d *uitest.Driver, _ *world) { d.Press("/"); d.Type("nobody"); d.Press("enter") }},
	{"accounts without any", true, nil, func(d *uitest.Driver, _ *world) { d.Press("esc") }},
	{"accounts with an old key", false, nil, func(d *uitest.Driver, w *world) {
		toNewKey(d, fourLines(w.box.Accounts()[0].Key))
		d.Press("enter")
	}},
	{"accounts while an old key is brought back", false, nil, func(d *uitest.Driver, w *world) {
		toNewKey(d, fourLines(w.box.Accounts()[0].Key))
		d.Press("enter")
		w.keyring.waits = true
		d.Press("u")
	}},
	{"edit", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "e") }},
	{"edit with a name that is taken", false, nil, func(d *uitest.Driver, _ *world) { d.Press("e", "ctrl+u"); d.Type("Demo-Prod"); d.Press("enter") }},
	{"edit while checking", false, func(w *world) { w.box.Latency = time.Hour }, func(d *uitest.Driver, _ *world) { toNewID(d, "90000003") }},
	{"edit with an unknown account ID", false, nil, func(d *uitest.Driver, _ *world) { toNewID(d, "11111111"); d.Wait(time.Second) }},
	{"edit without a network", false, func(w *world) { w.client.BaseURL = "https://nowhere.invalid" }, func(d *uitest.Driver, _ *world) {
		toNewID(d, "90000003")
		d.Wait(time.Minute)
	}},
	{"leaving an edit", false, nil, func(d *uitest.Driver, _ *world) { d.Press("e"); d.Type("x"); d.Press("esc") }},
	{"duplicate", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "y") }},
	{"duplicating that failed", false, func(w *world) { w.keyring.put = store.ErrDismissed }, func(d *uitest.Driver, _ *world) {
		d.Press("y")
		d.Type("twin")
		d.Press("enter")
	}},
	{"new key", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "K") }},
	{"new key that looks odd", false, nil, func(d *uitest.Driver, _ *world) {
		d.Press("K")
		d.Paste("App key: x\nSecret: y\nAccess token: x\nAccess token secret: z")
		d.Press("enter")
	}},
	{"new key being kept", false, func(w *world) { w.keyring.stuck = true }, func(d *uitest.Driver, w *world) {
		toNewKey(d, fourLines(w.box.Accounts()[0].Key))
		d.Press("enter")
	}},
	{"move", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "m") }},
	{"move with an old key", false, nil, func(d *uitest.Driver, w *world) {
		toNewKey(d, fourLines(w.box.Accounts()[0].Key))
		d.Press("enter", "m")
	}},
	{"moving to a vault file that is to be made", false, nil, func(d *uitest.Driver, _ *world) { d.Press("m", "enter") }},
	{"moving that waits", false, func(w *world) { w.keyring.waits = true }, func(d *uitest.Driver, _ *world) { d.Press("m", "enter") }},
	{"reveal", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "v") }},
	{"reveal while reading", false, func(w *world) { w.keyring.waits = true }, func(d *uitest.Driver, _ *world) { d.Press("v", "y") }},
	{"key that is revealed", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "v", "y", "down") }},
	{"key that is hidden again", false, nil, func(d *uitest.Driver, _ *world) { d.Press("v", "y"); d.Wait(21 * time.Second) }},
	{"key that cannot be read", false, func(w *world) { w.keyring.get = store.ErrNotFound }, func(d *uitest.Driver, _ *world) { d.Press("v", "y") }},
	{"accounts with one being removed", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "x", "y") }},
	{"accounts before production is removed", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "x") }},
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

func toNewKey(d *uitest.Driver, pasted string) {
	d.Press("K")
	d.Paste(pasted)
}

// toNewID edits the account under the cursor up to its new ID.
func toNewID(d *uitest.Driver, id string) {
	d.Press("e", "enter", "ctrl+u")
	d.Type(id)
	d.Press("enter", "enter")
}
