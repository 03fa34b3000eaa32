// Package ui is the face of lpkeys on a terminal: it opens screens, routes
// messages between them and draws the frame around them. What the screens do
// is their own business; see the folders below screen.
package ui

import (
	"context"
	"reflect"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
)

// Home is the size the screens are drawn for when the terminal tells none.
const homeWidth, homeHeight = 80, 24

// App is the root model. It holds the open screens, the account in force and
// the last thing worth telling, and nothing that a screen could hold itself.
type App struct {
	ctx      context.Context
	services Services
	start    Start
	stack    []place
	theme    theme.Theme
	onLight  bool // what the terminal said of its background
	prefs    preferences
	width    int
	height   int
	toast    event.Toast
	copied   copied
	account  *store.Account
	why      string
}

// place is an open screen. leave ends the context of everything it started, which
// is no other place's.
type place struct {
	ctx    context.Context
	route  nav.Route
	screen screen.Model
	leave  context.CancelFunc
}

// New returns the app at home, or in onboarding when there is no account yet.
// ctx is above everything that any screen starts.
func New(ctx context.Context, services Services, start Start) App {
	a := App{ctx: ctx, services: services, start: start, account: start.InForce, why: start.Why}
	a.prefs = preferences{now: start.Preferences, kept: start.Preferences, broken: start.Broken}
	a.theme = a.colours()
	services.Clip.KeepFor(start.Preferences.Clipboard)
	a.stack = []place{a.open(nav.Accounts{})}
	if len(start.Accounts) == 0 {
		a.stack = append(a.stack, a.open(nav.Onboarding{}))
	}
	if start.Notice != "" {
		a.toast = event.Toast{Tone: event.Warning, Text: start.Notice}
	}
	return a
}

// Init asks the terminal for its background, finishes what an earlier run left
// cut short, and starts the screens.
func (a App) Init() tea.Cmd {
	cmds := []tea.Cmd{tea.RequestBackgroundColor, repair(a.ctx, a.services.Store)}
	for _, p := range a.stack {
		cmds = append(cmds, p.begin())
	}
	return tea.Batch(cmds...)
}

// Update delivers each message: keys and pastes to the screen on top, moves
// to the stack, everything else to every screen, since an answer may belong
// to one that is covered now.
func (a App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return a.resize(msg)
	case tea.BackgroundColorMsg:
		a.onLight = !msg.IsDark()
		a.theme = a.colours()
		return a, nil
	case tea.KeyPressMsg:
		a.toast = event.Toast{}
		return a.press(msg)
	case tea.MouseClickMsg:
		a.toast = event.Toast{}
		return a.click(msg.Mouse())
	case tea.MouseWheelMsg:
		return a.wheel(msg.Mouse())
	case tea.PasteMsg:
		a.toast = event.Toast{}
		return a.top(msg)
	case nav.PushMsg:
		return a.push(msg.Route)
	case nav.ReplaceMsg:
		return a.replace(msg.Route)
	case nav.PopMsg:
		return a.pop(msg.Tell)
	case nav.QuitMsg:
		return a, tea.Quit
	case event.Toast:
		a.toast = msg
		return a, nil
	case listedMsg:
		return a.listed(msg)
	case event.PreferencesAre:
		return a.prefer(msg.Preferences)
	case preferredMsg:
		return a.preferred(msg)
	case event.Copy:
		return a, copyText(a.ctx, a.services.Clip, msg)
	case copiedMsg:
		return a.copiedAnswer(msg)
	case dueMsg:
		return a.due(msg)
	case clearedMsg:
		return a.cleared(msg)
	case handedMsg:
		return a.handed(msg)
	case repairedMsg:
		return a.repaired(msg)
	case event.InForce:
		a.account, a.why = &msg.Account, msg.Why
		return a.all(msg)
	case event.Edited:
		return a.edited(msg)
	case event.DefaultIs:
		return a.newDefault(msg.Account)
	case begunMsg:
		return a.begun(msg)
	case event.NoneInForce:
		a.account, a.why = nil, ""
		return a.all(msg)
	}
	return a.all(msg)
}

// newDefault is the app after an account was made the default. Who works with
// another goes on with it; who works with none works with this one.
func (a App) newDefault(account store.Account) (tea.Model, tea.Cmd) {
	theDefault := explain.Reason(store.Because{Reason: store.ByDefault})
	switch {
	case a.account == nil || a.account.Name == account.Name:
		return a.Update(event.InForce{Account: account, Why: theDefault})
	case a.why == theDefault:
		a.why = "chosen here"
	}
	return a, nil
}

// edited goes on with the account in force as it is now.
func (a App) edited(msg event.Edited) (tea.Model, tea.Cmd) {
	next, cmd := a.all(msg)
	if a.account == nil || a.account.Name != msg.Was {
		return next, cmd
	}
	return next, tea.Sequence(cmd, event.Tell(event.InForce{Account: msg.Account, Why: a.why}))
}

// press turns a key into the message it means here. While the screen is
// typing, keys that print go to its text field.
func (a App) press(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	top := a.stack[len(a.stack)-1].screen
	if !top.Typing() || msg.Text == "" {
		for _, action := range a.actions() {
			if key.Matches(msg, *action.Key) {
				return a.act(action)
			}
		}
	}
	return a.top(msg)
}

// actions are what keys mean now: to the screen on top, and everywhere.
func (a App) actions() []screen.Action {
	top := a.stack[len(a.stack)-1].screen
	return append(top.Actions(), everywhere(top.Typing())...)
}

// act does what was chosen, by a key, a click or from the palette.
func (a App) act(action screen.Action) (tea.Model, tea.Cmd) {
	if action.Off != "" {
		a.toast = event.Toast{Tone: event.Warning, Text: action.Key.Help().Desc + ": " + action.Off}
		return a, nil
	}
	return a.mean(action.Msg)
}

// mean does what a message means, whether a key or another screen sent it: the
// app's own, a move, or what only the screen on top knows.
func (a App) mean(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.Action:
		return a.act(msg)
	case openMsg:
		return a.openOver(msg.route)
	case switchMsg:
		return a.switching()
	case switchedMsg:
		a.toast = event.Toast{Tone: event.Done, Text: msg.account.Name + " is in force now"}
		return a.Update(event.InForce{Account: msg.account, Why: "chosen here"})
	case homeMsg:
		return a.home(msg.sure)
	case quitMsg:
		return a.quit()
	case tea.SuspendMsg:
		next, cmd := a.all(event.Suspending{})
		return next, tea.Sequence(cmd, a.handOver(), tea.Suspend)
	case nav.PushMsg, nav.PopMsg, nav.ReplaceMsg, nav.QuitMsg:
		return a.Update(msg)
	default:
		return a.top(msg)
	}
}

// quit leaves, and asks first when something typed would be lost. Who asks
// twice means it.
func (a App) quit() (tea.Model, tea.Cmd) {
	if _, asked := a.stack[len(a.stack)-1].route.(nav.Confirm); !asked && a.unsaved() {
		return a.push(nav.Confirm{
			Title:    "leave",
			Question: "What you have typed is not saved yet. Leave lpkeys and throw it away?",
			Consent:  "throw it away",
			Yes:      nav.QuitMsg{},
		})
	}
	return a, tea.Quit
}

// home goes back to the accounts, and asks first when something typed would be lost.
func (a App) home(sure bool) (tea.Model, tea.Cmd) {
	if !sure && a.unsaved() {
		return a.push(nav.Confirm{
			Title:    "accounts",
			Question: "What you have typed is not saved yet. Go to the accounts and throw it away?",
			Consent:  "throw it away",
			Yes:      homeMsg{sure: true},
		})
	}
	next, _ := a.replace(nav.Accounts{})
	return next, event.Tell(event.AccountsChanged{})
}

func (a App) unsaved() bool {
	for _, p := range a.stack {
		if s, holds := p.screen.(screen.Holder); holds && s.Unsaved() {
			return true
		}
	}
	return false
}

// top sends msg to the screen that is seen.
func (a App) top(msg tea.Msg) (tea.Model, tea.Cmd) {
	var cmd tea.Cmd
	a, cmd = a.deliver(len(a.stack)-1, msg)
	return a, cmd
}

// all sends msg to every screen.
func (a App) all(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmds := make([]tea.Cmd, 0, len(a.stack))
	for i := range a.stack {
		var cmd tea.Cmd
		a, cmd = a.deliver(i, msg)
		cmds = append(cmds, cmd)
	}
	return a, tea.Batch(cmds...)
}

func (a App) deliver(i int, msg tea.Msg) (App, tea.Cmd) {
	next, cmd := a.stack[i].screen.Update(msg)
	stack := append([]place(nil), a.stack...)
	stack[i].screen = next
	a.stack = stack
	return a, cmd
}

// push opens a screen, unless it is the one on top already: two presses of a
// key may ask before the first is answered.
func (a App) push(r nav.Route) (tea.Model, tea.Cmd) {
	if top := a.stack[len(a.stack)-1].route; reflect.TypeOf(top) == reflect.TypeOf(r) {
		return a, nil
	}
	p := a.open(r)
	a.stack = append(append([]place(nil), a.stack...), p)
	return a, p.begin()
}

func (a App) replace(r nav.Route) (tea.Model, tea.Cmd) {
	for _, p := range a.stack[1:] {
		p.leave()
	}
	a.stack = a.stack[:1:1]
	return a.push(r)
}

// pop closes the screen on top. Home is never closed: a move that was asked
// for twice must not leave the program.
func (a App) pop(tell tea.Msg) (tea.Model, tea.Cmd) {
	if len(a.stack) == 1 {
		return a, nil
	}
	a.stack[len(a.stack)-1].leave()
	a.stack = a.stack[: len(a.stack)-1 : len(a.stack)-1]
	if tell != nil {
		return a.mean(tell)
	}
	if len(a.stack) == 1 {
		// What was stopped half way, or done elsewhere, shows at home.
		return a, event.Tell(event.AccountsChanged{})
	}
	return a, nil
}

func (a App) resize(msg tea.WindowSizeMsg) (tea.Model, tea.Cmd) {
	a.width, a.height = msg.Width, msg.Height
	return a.all(a.area())
}
