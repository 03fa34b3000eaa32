package services

import (
	"fmt"
	"slices"

	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/send"
)

// Actions are the keys of the state the screen is in. While a lookup runs, esc
// stops it and comes first, so that no footer is too narrow for it.
func (m Model) Actions() []screen.Action {
	switch {
	case m.naming:
		return []screen.Action{
			screen.Do([]string{"enter"}, "enter", "look it up", nameMsg{}),
			screen.Do([]string{"esc"}, "esc", "back to the list", namingMsg(false)),
		}
	case m.filter.Typing():
		return append(m.filter.Actions(), screen.Arrows(m.listHeight())...)
	case m.copying:
		none := ""
		if len(m.copied()) == 0 {
			none = "no service has a host any more"
		}
		return []screen.Action{
			screen.Do([]string{"t"}, "t", "as a table", copyAllMsg(asTable)).Unless(none),
			screen.Do([]string{"j"}, "j", "as JSON", copyAllMsg(asJSON)).Unless(none),
			screen.Do([]string{"esc"}, "esc", "copy nothing", copyingMsg(false)),
		}
	}
	return slices.Concat(m.first(), m.aboutRow(), m.aboutAll(), screen.Moves(m.listHeight()))
}

// first are the keys that no footer should lack.
func (m Model) first() []screen.Action {
	none, running := m.none(), ""
	tick := screen.Do([]string{"space"}, "space", "tick", tickMsg{}).Unless(none)
	resolve := screen.Do([]string{"enter"}, "enter", "resolve", resolveMsg{})
	back := screen.Do([]string{"esc", "h", "left"}, "esc", "back", nav.PopMsg{})
	switch {
	case m.job.Running():
		running = "a lookup is running: esc stops it"
		back = screen.Do([]string{"esc"}, "esc", "stop", stopMsg{})
		return []screen.Action{back, tick, resolve.Unless(running)}
	case m.filter.Narrows():
		back = m.filter.Actions()[0] // Its esc shows all again.
	}
	var actions []screen.Action
	if s, ok := m.suggestion(); ok {
		actions = append(actions, screen.Do([]string{"y"}, "y", "take "+string(s), adoptMsg{}))
	}
	actions = append(actions, tick, resolve.Unless(none))
	if len(m.withState(failed, stopped)) > 0 {
		actions = append(actions, screen.Do([]string{"R"}, "R", "try again", againMsg{}))
	}
	return append(actions, back)
}

// none says that no row is shown, or "".
func (m Model) none() string {
	if len(m.list.Rows()) > 0 {
		return ""
	}
	return "no service is shown: esc shows all"
}

// aboutRow are the keys for the row under the cursor.
func (m Model) aboutRow() []screen.Action {
	none, unresolved := m.none(), m.none()
	if r, ok := m.row(); ok && r.state != resolved {
		unresolved = fmt.Sprintf("%s has no host yet: tick it with space, then press enter", r.service)
		if r.ticked || len(m.picks()) == 0 {
			unresolved = fmt.Sprintf("%s has no host yet: enter resolves it", r.service)
		}
	}
	try := nav.PushMsg{Route: nav.Send{Request: send.Request{Account: m.account}}}
	return []screen.Action{
		screen.Do([]string{"t"}, "t", "try key", try),
		screen.Do([]string{"p"}, "p", "preview", previewMsg{}).Unless(none),
		screen.Do([]string{"c"}, "c", "copy host", askMsg{}).Unless(unresolved),
	}
}

// aboutAll are the keys for many rows.
func (m Model) aboutAll() []screen.Action {
	running, nothing := "", ""
	if m.job.Running() {
		running = "a lookup is running: esc stops it"
	}
	if len(m.copied()) == 0 {
		nothing = "no service has a host yet: enter resolves what is ticked"
	}
	actions := []screen.Action{
		screen.Do([]string{"r"}, "r", "refresh", refreshMsg{}).Unless(running),
		screen.Do([]string{"a"}, "a", "tick all", tickAllMsg{}).Unless(m.none()),
		screen.Do([]string{"n"}, "n", "type a name", namingMsg(true)),
		screen.Do([]string{"C"}, "C", "copy all", copyingMsg(true)).Unless(nothing),
	}
	return append([]screen.Action{screen.Do([]string{"/"}, "/", "filter", screen.OpenFilter())}, actions...)
}
