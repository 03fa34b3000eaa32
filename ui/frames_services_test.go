package ui

import (
	"time"

	"lpkeys/ui/uitest"
)

// serviceStates are those of the services and their operations.
var serviceStates = []state{
	{"services", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "enter", "space", "down", "space") }},
	{"services resolving", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "enter", "a", "enter") }},
	{"services resolved", false, nil, func(d *uitest.Driver, _ *world) {
		d.Press("down", "enter", "a", "enter")
		d.Wait(time.Second)
	}},
	{"services stopped", false, nil, func(d *uitest.Driver, _ *world) { d.Press("down", "enter", "a", "enter", "esc") }},
	{"services without a network", false, func(w *world) { w.client.BaseURL = "https://nowhere.invalid" }, func(d *uitest.Driver, _ *world) {
		d.Press("enter", "space", "space", "up", "enter")
		d.Wait(time.Minute)
	}},
	{"services of another API", false, func(w *world) { w.api = "http://127.0.0.1:8080" }, func(d *uitest.Driver, _ *world) { d.Press("enter") }},
	{"operations", false, nil, func(d *uitest.Driver, _ *world) { toPreview(d); d.Press("o", "down") }},
}
