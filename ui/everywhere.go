package ui

import (
	"reflect"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/screen/palette"
	"lpkeys/ui/send"
)

// openMsg opens a screen over the present one, or closes it when it is there.
type openMsg struct{ route nav.Route }

// switchMsg opens the list of accounts to switch to.
type switchMsg struct{}

// homeMsg goes back to the accounts, which are below all other screens. It asks
// first when something would be lost, unless that was asked.
type homeMsg struct{ sure bool }

// quitMsg leaves, after a question when something would be lost.
type quitMsg struct{}

// everywhere lists the keys that mean the same on every screen. While a text
// is typed, letters and signs belong to it.
func everywhere(typing bool) []screen.Action {
	help := screen.Do([]string{"?", "f1"}, "?", "help", openMsg{nav.Help{}})
	if typing {
		help = screen.Do([]string{"f1"}, "f1", "help", openMsg{nav.Help{}})
	}
	return []screen.Action{
		screen.Do([]string{"ctrl+p"}, "ctrl+p", "commands", openMsg{nav.Palette{}}),
		screen.Do([]string{"ctrl+o"}, "ctrl+o", "switch account", switchMsg{}),
		help,
		screen.Do([]string{","}, ",", "settings", openMsg{nav.Settings{}}).Quietly(),
		screen.Do([]string{"!"}, "!", "doctor", openMsg{nav.Doctor{}}).Quietly(),
		screen.Do([]string{"ctrl+z"}, "ctrl+z", "suspend", tea.SuspendMsg{}).Quietly(),
		screen.Do([]string{"ctrl+c"}, "ctrl+c", "quit", quitMsg{}).Quietly(),
	}
}

// overlay reports whether a screen is only laid over another: opening a second
// one takes the place of the first.
func overlay(r nav.Route) bool {
	switch r.(type) {
	case nav.Help, nav.Palette, nav.Switch:
		return true
	}
	return false
}

// openOver opens a screen over the present one, or closes it when that is
// where we are.
func (a App) openOver(r nav.Route) (tea.Model, tea.Cmd) {
	top := a.stack[len(a.stack)-1]
	if !overlay(top.route) || len(a.stack) == 1 {
		return a.push(r)
	}
	top.leave()
	a.stack = a.stack[: len(a.stack)-1 : len(a.stack)-1]
	if reflect.TypeOf(top.route) == reflect.TypeOf(r) {
		return a, nil
	}
	return a.push(r)
}

// elsewhere are the places that the palette leads to beside what the screen on
// top offers, with words that they may be looked for by.
func (a App) elsewhere() []palette.Row {
	add := palette.Row{Words: "add an account", Aside: "a key of your own", Msg: nav.PushMsg{Route: nav.Onboarding{}}}
	var back []palette.Row
	if len(a.stack) > 1 {
		back = []palette.Row{{Words: "accounts", Aside: "rename, edit, another key, remove", Msg: homeMsg{}}}
	}
	if a.account == nil {
		return append(back, add)
	}
	whose := *a.account
	return append(back, []palette.Row{
		{Words: "services and their hosts", Aside: "resolve, copy hosts", Msg: nav.PushMsg{Route: nav.Services{Account: whose}}},
		{Words: "try key", Aside: "does the key work, and why not", Msg: nav.PushMsg{Route: nav.Send{Request: send.Request{Account: whose}}}},
		{Words: "sign any request", Aside: "preview, copy as curl, explain, compare", Msg: nav.PushMsg{Route: nav.Preview{Account: whose}}},
		add,
	}...)
}

// commands are the rows of the palette: what every key means now, but for
// those that only move, and the places that can be gone to. What cannot be used
// now comes last.
func (a App) commands() []palette.Row {
	var rows, off []palette.Row
	places := a.elsewhere()
	said := map[string]bool{}
	offered := map[reflect.Type]bool{reflect.TypeOf(a.stack[len(a.stack)-1].route): true}
	list := func(row palette.Row) {
		switch {
		case said[row.Words]:
		case row.Off != "":
			off = append(off, row)
		default:
			rows = append(rows, row)
		}
		said[row.Words] = true
	}
	for _, action := range a.actions() {
		if push, opens := action.Msg.(nav.PushMsg); opens {
			offered[reflect.TypeOf(push.Route)] = true
		}
		if _, moves := action.Msg.(screen.Move); !moves && action.Msg != (openMsg{nav.Palette{}}) {
			list(command(action, places))
		}
	}
	for _, row := range places {
		if push, opens := row.Msg.(nav.PushMsg); !opens || !offered[reflect.TypeOf(push.Route)] {
			list(row)
		}
	}
	return append(rows, off...)
}

// command is the row of a key. One that leads to a place is found by the words of
// the place.
func command(action screen.Action, places []palette.Row) palette.Row {
	h := action.Key.Help()
	row := palette.Row{Words: h.Desc, Aside: action.Aside, Key: h.Key, Off: action.Off, Msg: action}
	for _, place := range places {
		if place.Words == row.Words || reflect.DeepEqual(place.Msg, action.Msg) {
			row.Words, row.Aside = place.Words, place.Aside
		}
	}
	return row
}

// listedMsg is what can be switched to, or why that is not known.
type listedMsg struct {
	accounts []store.Account
	err      error
}

// switching reads the accounts, so that the list shows those of this moment.
func (a App) switching() (tea.Model, tea.Cmd) {
	if _, there := a.stack[len(a.stack)-1].route.(nav.Switch); there {
		return a.pop(nil)
	}
	kept := a.services.Store
	return a, func() tea.Msg {
		accounts, err := kept.Accounts()
		return listedMsg{accounts, err}
	}
}

func (a App) listed(msg listedMsg) (tea.Model, tea.Cmd) {
	if msg.err != nil {
		a.toast = event.Toast{Tone: event.Failure, Text: explain.OnScreen(msg.err).Whole()}
		return a, nil
	}
	return a.openOver(nav.Switch{Accounts: msg.accounts})
}

// others are the rows of the switcher. The account in force comes last: nobody
// opens the list to choose it.
func (a App) others(accounts []store.Account) []palette.Row {
	var rows, last []palette.Row
	for _, acc := range accounts {
		row := palette.Row{
			Words: domain.Clean(acc.Name), Aside: aside(acc), Production: acc.Production(), Msg: switchedMsg{acc},
		}
		switch {
		case acc.State != store.Kept:
			row.Off = string(acc.State)
		case a.account != nil && acc.Name == a.account.Name:
			row.Off = "it is in force"
			last = append(last, row)
			continue
		}
		rows = append(rows, row)
	}
	return append(rows, last...)
}

// aside is what the switcher says of an account beside its name; production has a
// mark of its own.
func aside(acc store.Account) string {
	facts := string(acc.ID) + " " + string(acc.Vault)
	if acc.Environment != "" && !acc.Production() {
		facts = acc.Environment + " " + facts
	}
	return domain.Clean(facts)
}

// switchedMsg puts another account in force, for this run.
type switchedMsg struct{ account store.Account }
