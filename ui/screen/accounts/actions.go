package accounts

import (
	tea "charm.land/bubbletea/v2"

	"fmt"

	"lpkeys/store"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
)

// off is why nothing can be done with the account under the cursor, "" when
// something can.
func (m Model) off() string {
	a := m.here()
	switch {
	case m.failure != nil:
		return "the accounts could not be read: r tries again"
	case len(m.rows) == 0:
		return "there is no account yet: a adds one"
	case len(m.visible) == 0:
		return "no account matches the filter: esc shows all"
	case m.undoing.Running():
		return "the old key is being brought back: esc stops that"
	case a.State == store.Removing:
		return "this account is being removed: u brings it back"
	case a.State != store.Kept:
		return fmt.Sprintf("this account is in the state %q; the next start of lpkeys finishes that", a.State)
	}
	return ""
}

// Actions are the keys of the list.
func (m Model) Actions() []screen.Action {
	if m.filter.Typing() {
		return append(m.filter.Actions(), screen.Moves(m.listHeight())[:4]...)
	}
	usual := append(m.doing(), m.changing()...)
	actions := append(usual, m.filter.Actions()...)
	switch {
	case m.undoing.Running():
		actions = append([]screen.Action{screen.Do([]string{"esc"}, "esc", "stop", stopMsg{})}, usual...)
	case m.off() != "" && len(m.visible) == 0: // What can be done comes first.
		for i := range usual {
			usual[i].Aux = usual[i].Off != ""
		}
		actions = append(m.filter.Actions(), usual...)
		if len(m.rows) == 0 {
			actions = usual
		}
	}
	actions = append(actions,
		screen.Do([]string{"q"}, "q", "quit", nav.QuitMsg{}),
		screen.Do([]string{"r"}, "r", "read again", reloadMsg{}).Quietly())
	return append(actions, screen.Moves(m.listHeight())...)
}

// doing is what one does with an account, the most frequent first.
func (m Model) doing() []screen.Action {
	off := m.off()
	return append(m.undo(),
		screen.Do([]string{"enter", "l", "right"}, "enter", "open", openMsg{}).Unless(off),
		screen.Do([]string{"a"}, "a", "add", nav.PushMsg{Route: nav.Onboarding{}}),
		screen.Do([]string{"t"}, "t", "try key", tryMsg{}).Unless(off),
		screen.Do([]string{"e"}, "e", "edit", m.change(nav.Details)).Unless(off).Beside("rename, account ID, environment"),
		screen.Do([]string{"x", "delete"}, "x", "remove", m.removal()).Unless(off).Beside("delete, forget the key"),
		screen.Do([]string{"d"}, "d", "make default", defaultMsg{}).Unless(off),
	)
}

// removal removes the account, and asks first where the key may be in use by
// others than this person.
func (m Model) removal() tea.Msg {
	a := m.here()
	if !a.Production() {
		return removeMsg{a}
	}
	return nav.PushMsg{Route: nav.Confirm{
		Title:    "remove",
		Question: a.Name + " is marked production. Remove it? Its key is forgotten when you leave lpkeys; until then u brings it back.",
		Consent:  "remove it",
		Yes:      removeMsg{a},
	}}
}

// undo comes first where there is something to undo, and stays out of the footer
// elsewhere.
func (m Model) undo() []screen.Action {
	switch a := m.here(); {
	case a.State == store.Removing && m.failure == nil:
		return []screen.Action{screen.Do([]string{"u"}, "u", "undo remove", restoreMsg{})}
	case m.replaced[a.Name] && m.off() == "":
		return []screen.Action{screen.Do([]string{"u"}, "u", "old key back", oldKeyMsg{})}
	}
	reason := m.off()
	if reason == "" {
		reason = "nothing is being removed, and no key was replaced"
	}
	return []screen.Action{screen.Do([]string{"u"}, "u", "undo", restoreMsg{}).Unless(reason).Quietly()}
}

// changing is what else can be done with an account and its key.
func (m Model) changing() []screen.Action {
	off := m.off()
	a := m.here()
	nowhere := off
	if a.Vault != store.KeyringVault && a.Vault != store.FileVault && off == "" {
		nowhere = "there is no other vault to move its key to"
	}
	reveal := nav.PushMsg{Route: nav.Confirm{
		Title:    "reveal",
		Question: "Show the four values of " + a.Name + "? Whoever sees this screen, or a recording of it, has the key then.",
		Consent:  "show them",
		Yes:      revealMsg{a},
	}}
	return []screen.Action{
		screen.Do([]string{"space"}, "space", "use", useMsg{}).Unless(off).Quietly(),
		screen.Do([]string{"y"}, "y", "duplicate", m.change(nav.Duplicate)).Unless(off).Quietly(),
		screen.Do([]string{"K"}, "K", "replace key", m.change(nav.NewKey)).Unless(off).Quietly(),
		screen.Do([]string{"m"}, "m", "move to the other vault", m.change(nav.Move)).Unless(nowhere).Quietly(),
		screen.Do([]string{"v"}, "v", "view the key", reveal).Unless(off).Quietly(),
	}
}

func (m Model) change(what nav.Changing) nav.PushMsg {
	a := m.here()
	return nav.PushMsg{Route: nav.Change{Account: a, What: what, Replaced: m.replaced[a.Name]}}
}
