// Package screen is what every screen agrees on: six methods and a table of
// keys. The folders below it hold one screen each.
package screen

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/theme"
)

// Model is a screen. It is given its services when it is made, its size as a
// [tea.WindowSizeMsg] that holds its own area, and its theme when it is drawn.
type Model interface {
	Init() tea.Cmd
	Update(tea.Msg) (Model, tea.Cmd)

	// View draws the screen. It may return fewer or more lines than fit; what
	// does not fit is cut.
	View(theme.Theme) string

	// Title is what the frame calls the screen.
	Title() string

	// Actions lists what every key does now. It depends on the state and is
	// the only place that knows keys: footer and help draw it.
	Actions() []Action

	// Typing reports whether letters go into a text field now. While they do,
	// only keys that print nothing are matched against Actions.
	Typing() bool
}

// Holder is a screen that may hold what a person typed and nobody saved.
type Holder interface {
	// Unsaved reports whether something would be lost if lpkeys ended now.
	Unsaved() bool
}

// Action is one thing a key does.
type Action struct {
	Key   *key.Binding
	Msg   tea.Msg // what pressing the key means to the screen
	Off   string  // why it cannot be used now; "" when it can
	Aux   bool    // in the help only, not in the footer
	Aside string  // other words for it, by which the palette finds it
}

// Do makes an action. keys are Bubble Tea's key names;
// label is what people are shown for them.
func Do(keys []string, label, words string, msg tea.Msg) Action {
	binding := key.NewBinding(key.WithKeys(keys...), key.WithHelp(label, words))
	return Action{Key: &binding, Msg: msg}
}

// Unless marks the action as unusable for a reason; "" leaves it usable.
func (a Action) Unless(reason string) Action {
	a.Off = reason
	return a
}

// Beside gives the action other words that it may be looked for by.
func (a Action) Beside(words string) Action {
	a.Aside = words
	return a
}

// Quietly keeps the action out of the footer.
func (a Action) Quietly() Action {
	a.Aux = true
	return a
}
