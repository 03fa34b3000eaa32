package preview

import (
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
)

type (
	paneMsg    struct{}
	explainMsg struct{}
	compareMsg struct{}
	sendMsg    struct{}
)

// Actions are the keys of the state the screen is in.
func (m Model) Actions() []screen.Action {
	switch {
	case m.Typing():
		return m.typingActions()
	case m.doing != nothing:
		return append([]screen.Action{screen.Do([]string{"esc"}, "esc", "stop", stopMsg{})}, m.moves()...)
	}
	unsigned := m.obstacle()
	if unsigned == "" && m.made == nil {
		unsigned = "nothing is signed yet: s signs"
	}
	var actions []screen.Action
	if m.locked {
		actions = append(actions, screen.Do([]string{"u"}, "u", "unlock", nav.PushMsg{Route: nav.Unlock{}}))
	}
	again := screen.Do([]string{"s"}, "s", "sign again", signMsg{}).Unless(m.gap())
	if m.unwanted() != nil {
		actions = append(actions, screen.Do([]string{"s"}, "s", "sign it all the same", insistMsg{}).Unless(m.gap()))
	}
	back := screen.Do([]string{"esc"}, "esc", "back", nav.PopMsg{})
	value := screen.Do([]string{"enter"}, "enter", "edit value", editMsg{onValue}).Unless(m.noRow())
	if m.pane == onHeader {
		value = value.Quietly()
	}
	explanation := screen.Do([]string{"x"}, "x", "explain", explainMsg{}).Unless(unsigned)
	if m.explaining() {
		explanation = explanation.Quietly()
		back = screen.Do([]string{"esc"}, "esc", "close explanation", explainMsg{})
	}
	actions = append(actions,
		screen.Do([]string{"y"}, "y", "copy as", askMsg{toCopyAs}).Unless(unsigned),
		screen.Do([]string{"c"}, "c", "copy value", askMsg{toCopyValue}).Unless(unsigned),
		value,
		screen.Do([]string{"t"}, "t", "send", sendMsg{}).Unless(m.unsent()),
		back,
		explanation,
		screen.Do([]string{"e"}, "e", "edit URL", editMsg{onURL}),
		screen.Do([]string{"o"}, "o", "operation", chooseMsg{}).Unless(m.noOperations()),
	)
	if m.unwanted() == nil {
		actions = append(actions, again)
	}
	return append(append(actions,
		screen.Do([]string{"d"}, "d", "compare", compareMsg{}).Unless(m.gap()),
		screen.Do([]string{"m"}, "m", "method", methodMsg{}),
		screen.Do([]string{"a"}, "a", "add parameter", editMsg{onQuery}).Unless(m.noURL()),
		screen.Do([]string{"delete", "backspace"}, "del", "remove parameter", removeMsg{}).Unless(m.noRow()),
		screen.Do([]string{"f"}, "f", "add form parameter", editMsg{onForm}).Unless(m.noURL()),
		screen.Do([]string{"b"}, "b", "edit body", editMsg{onBody}).Unless(m.hasForm()),
		screen.Do([]string{"l"}, "l", "copy header line", askMsg{toCopyHeader}).Unless(unsigned).Quietly(),
		screen.Do([]string{"tab"}, "tab", m.otherPane(), paneMsg{}).Quietly(),
	), m.moves()...)
}

func (m Model) typingActions() []screen.Action {
	actions := []screen.Action{screen.Do([]string{"enter"}, "enter", "take it", acceptMsg{})}
	if m.editing == onValue && m.row+1 < len(m.draft.Params) {
		actions = append(actions, screen.Do([]string{"tab"}, "tab", "next value", nextMsg{}))
	}
	return append(actions, screen.Do([]string{"esc"}, "esc", "cancel", cancelMsg{}))
}

func (m Model) moves() []screen.Action { return screen.Moves(m.height) }

func (m Model) otherPane() string {
	if m.pane == onRequest {
		return "to the header"
	}
	return "to the request"
}

func (m Model) noURL() string {
	switch {
	case m.draft.Text() != "":
		return ""
	case m.editing == onURL:
		return "there is no URL yet"
	}
	return "there is no URL yet: e edits it"
}

func (m Model) noRow() string {
	switch {
	case len(m.draft.Params) == 0:
		return "the request has no parameters: a adds one"
	case m.pane == onHeader:
		return "the header has the keys: tab goes to the request"
	}
	return ""
}

func (m Model) hasForm() string {
	if m.draft.Form() != "" {
		return "the form is the body: remove its parameters first"
	}
	return ""
}

func (m Model) noOperations() string {
	if len(m.operations) == 0 {
		return "the catalogue has no request for this service"
	}
	return ""
}
