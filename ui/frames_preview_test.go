package ui

import (
	"strings"
	"time"

	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/nav"
	"lpkeys/ui/uitest"
)

// previewStates are those of the preview and of copying.
var previewStates = []state{
	{"preview with the vault file locked", false, lockedFile("demo-sandbox"), func(d *uitest.Driver, _ *world) {
		d.Press("enter", "enter")
		d.Wait(time.Second)
		d.Press("p")
	}},
	{"preview", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d) }},
	{"preview of what is not signed", false, nil, func(d *uitest.Driver, _ *world) {
		toPreview(d)
		d.Press("o", "down", "down", "down", "enter")
	}},
	{"preview explained", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("x", "down", "down") }},
	{"preview copied", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("c") }},
	{"preview grown old", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Wait(6 * time.Minute) }},
	{"preview being edited", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("e"); d.Type("&x=1") }},
	{"preview of a foreign host", false, nil, func(d *uitest.Driver, _ *world) {
		toPreview(d)
		d.Press("e", "ctrl+u")
		d.Type("http://va.example.com/{accountId}")
		d.Press("enter")
	}},
	{"copying for a foreign host", false, nil, func(d *uitest.Driver, _ *world) {
		toPreview(d)
		d.Press("e", "ctrl+u")
		d.Type("https://va.example.com/")
		d.Press("enter", "c")
	}},
	{"preview of a service without a host", false, func(w *world) { w.box.Latency = time.Hour }, func(d *uitest.Driver, w *world) {
		d.Send(nav.PushMsg{Route: nav.Preview{Account: w.account(1), Service: "msgHist"}})
	}},
	{"preview of a service that the account has not", false, nil, func(d *uitest.Driver, w *world) {
		d.Send(nav.PushMsg{Route: nav.Preview{Account: w.account(1), Service: "msgHits"}})
		d.Wait(time.Second)
	}},
	{"preview of a free request", false, nil, func(d *uitest.Driver, w *world) { toFree(d, w) }},
	{"preview of a free request that cannot be meant", false, nil, func(d *uitest.Driver, w *world) {
		toFree(d, w)
		d.Type("htps:bad")
		d.Press("enter")
	}},
	{"preview with a value being edited", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("down", "enter"); d.Type("0") }},
	{"preview with a parameter being added", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("a"); d.Type("v=2") }},
	{"preview with a body being edited", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("b") }},
	{"preview with a required parameter removed", false, nil, func(d *uitest.Driver, _ *world) {
		toPreview(d)
		d.Press("down", "down", "down", "delete")
	}},
	{"preview with a form", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("f"); d.Type("a=b c"); d.Press("enter") }},
	{"preview at its header", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("tab") }},
	{"preview explained to its end", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("x", "G") }},
	{"copy as", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("y") }},
	{"copy as a program", false, nil, func(d *uitest.Driver, _ *world) {
		toPreview(d)
		d.Press("y", "down", "down", "down", "down", "down", "space")
	}},
	{"copy as what cannot be", false, nil, func(d *uitest.Driver, _ *world) {
		toPreview(d)
		d.Press("e")
		d.Press("ctrl+u")
		d.Type("https://va.msghist.lpkeys-demo.invalid/a/../b")
		d.Press("enter", "y", "down", "down")
	}},
	{"copy as without a clipboard", false, noClipboard, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("y") }},
	{"copy as into a file", false, noClipboard, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("y", "enter") }},
	{"compare", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("d") }},
	{"compare with what is no header", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("d"); d.Paste("hello") }},
	{"compare with what differs", false, nil, func(d *uitest.Driver, w *world) {
		toPreview(d)
		d.Press("c", "d")
		d.Paste(strings.Replace(w.board.text, `oauth_signature="`, `oauth_signature="x`, 1))
	}},
	{"compare with what is right", false, nil, func(d *uitest.Driver, w *world) {
		toPreview(d)
		d.Press("c", "d")
		d.Paste(w.board.text)
	}},
}

// toFree leads to a request of which nothing is known yet.
func toFree(d *uitest.Driver, w *world) {
	d.Send(nav.PushMsg{Route: nav.Preview{Account: w.account(1)}})
}

// account is one that is kept.
func (w *world) account(i int) store.Account {
	accounts, err := w.store.Accounts()
	if err != nil {
		panic(err)
	}
	return accounts[i]
}

// noClipboard is a console that takes no escape sequences.
func noClipboard(w *world) {
	w.clip = clip.Env{Getenv: func(string) string { return "" }, GOOS: "linux", Terminal: true}
}

func toPreview(d *uitest.Driver) {
	d.Press("down", "enter", "enter")
	d.Wait(time.Second)
	d.Press("p")
}
