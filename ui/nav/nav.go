// Package nav names the places a person can be and the ways between them.
// A screen says where to go with a [Route]; package ui alone knows which
// screen that opens, so no screen ever imports another.
package nav

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/send"
)

// Route is a place a person can be.
type Route interface{ route() }

type (
	// Accounts lists what is stored. It is home.
	Accounts struct{}

	// Onboarding walks through adding one account.
	Onboarding struct{}

	// Change changes one account in one way. Replaced says that an old key of it
	// can still be brought back.
	Change struct {
		Account  store.Account
		What     Changing
		Replaced bool
	}

	// ShowKey shows the key of one account.
	ShowKey struct{ Account store.Account }

	// Services ticks and resolves the services of one account.
	Services struct{ Account store.Account }

	// Preview signs a request for one account. Service and Host are empty
	// for a free request. Origin is the host's: it may be stale, and tells of the
	// clock that signatures are stamped by.
	Preview struct {
		Account store.Account
		Service domain.Service
		Host    domain.Host
		Origin  domain.Origin
	}

	// Operations lists what can be asked of one service. The screen below is
	// sent [Chosen] when one was.
	Operations struct {
		Of     []domain.Operation // at least one
		Chosen int                // the one that is now; -1 for none
	}

	// Send sends a request and shows what came of it. Without a Method it is the
	// first one that the account's key may be tried with.
	Send struct{ Request send.Request }

	// Unlock asks for the passphrase of the vault file, or for the first one of
	// a New file, which it makes. The screen below is sent [Unlocked] when the
	// file is open.
	Unlock struct{ New bool }

	// Confirm asks a question before something that loses data. Yes is sent
	// to the screen below when the person agrees.
	Confirm struct {
		Title    string
		Question string
		Consent  string // the words on the key that agrees: "remove it"
		Yes      tea.Msg
	}

	// Help lists every key of the screen below.
	Help struct{}

	// Palette finds a command by its words.
	Palette struct{}

	// Switch lists the accounts that can be put in force. It opens over any
	// screen.
	Switch struct{ Accounts []store.Account }

	// Settings shows and changes what a person chose about the screens.
	Settings struct{}

	// Doctor looks at everything lpkeys needs.
	Doctor struct{}
)

// Changing is a way in which an account can be changed.
type Changing int

const (
	Details   Changing = iota // its name, account ID and environment
	Duplicate                 // another account with its key
	NewKey                    // another key
	Move                      // the key goes to the other vault
)

func (Accounts) route()   {}
func (Onboarding) route() {}
func (Change) route()     {}
func (ShowKey) route()    {}
func (Services) route()   {}
func (Preview) route()    {}
func (Operations) route() {}
func (Send) route()       {}
func (Unlock) route()     {}
func (Confirm) route()    {}
func (Help) route()       {}
func (Palette) route()    {}
func (Switch) route()     {}
func (Settings) route()   {}
func (Doctor) route()     {}

type (
	// PushMsg opens a screen over the present one.
	PushMsg struct{ Route Route }

	// ReplaceMsg closes every screen and opens one over home.
	ReplaceMsg struct{ Route Route }

	// PopMsg closes the present screen. Tell, when not nil, is then sent to
	// the screen below.
	PopMsg struct{ Tell tea.Msg }

	// QuitMsg leaves the program.
	QuitMsg struct{}

	// Chosen tells the screen below which of [Operations] it is to be.
	Chosen struct{ Operation int }

	// Unlocked tells the screen below that the vault file is open now.
	Unlocked struct{}
)

// Discard asks before what was typed is thrown away.
func Discard(yes tea.Msg) Confirm {
	return Confirm{
		Title:    "leave",
		Question: "What you have typed is not saved yet. Throw it away?",
		Consent:  "throw it away",
		Yes:      yes,
	}
}

// Push opens r over the present screen.
func Push(r Route) tea.Cmd { return sending(PushMsg{r}) }

// Replace closes every screen and opens r over home.
func Replace(r Route) tea.Cmd { return sending(ReplaceMsg{r}) }

// Pop closes the present screen.
func Pop() tea.Cmd { return sending(PopMsg{}) }

// PopAndTell closes the present screen and sends msg to the one below.
func PopAndTell(msg tea.Msg) tea.Cmd { return sending(PopMsg{Tell: msg}) }

func sending(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
