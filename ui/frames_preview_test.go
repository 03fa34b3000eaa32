package ui

import (
	"time"

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
}

func toPreview(d *uitest.Driver) {
	d.Press("down", "enter", "enter")
	d.Wait(time.Second)
	d.Press("p")
}
