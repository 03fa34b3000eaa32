// Package event holds what a screen tells the whole program: something
// happened that others show too.
package event

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/store"
)

// Tone is how a [Toast] should be read. It is told in words as well as in
// colour.
type Tone int

const (
	Note Tone = iota
	Done
	Warning
	Failure
)

// Toast is one line about something that has happened. It stays until the
// next key press.
type Toast struct {
	Tone Tone
	Text string
}

// InForce says that the program now works with this account.
type InForce struct {
	Account store.Account
	Why     string // "chosen here", "the default"
}

// NoneInForce says that the account in force is gone.
type NoneInForce struct{}

// DefaultIs says which account is the default now.
type DefaultIs struct{ Account store.Account }

// AccountsChanged says that the list of accounts is not what it was.
type AccountsChanged struct{}

// PreferencesAre says what a person chose about the screens. It holds at once and
// is written to config.toml.
type PreferencesAre struct{ Preferences store.Preferences }

// Suspending says that the shell is about to show: what is typed or revealed
// and secret must be dropped.
type Suspending struct{}

// Copy asks for text on the clipboard. What names it for the person: "the
// header value". A value of a key comes as Secret, and Text is empty then.
type Copy struct {
	What, Text string
	Secret     oauth.Secret
}

// Tell sends any event.
func Tell(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Say shows text until the next key press.
func Say(tone Tone, text string) tea.Cmd { return Tell(Toast{tone, text}) }
