package form

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
)

// Accounts lists the accounts that there are.
type Accounts interface {
	Accounts() ([]store.Account, error)
}

// TakenMsg lists the names that are taken.
type TakenMsg struct{ Names []string }

// ReadTaken finds them out. Where that fails none is: the change that the form is
// for meets the same error and shows it.
func ReadTaken(a Accounts) tea.Cmd {
	return func() tea.Msg {
		accounts, _ := a.Accounts()
		var taken TakenMsg
		for _, account := range accounts {
			taken.Names = append(taken.Names, account.Name)
		}
		return taken
	}
}
