package accounts

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
)

// loadedMsg is what the store holds now.
type loadedMsg struct {
	accounts  []store.Account
	byDefault string
	err       error
}

// changedMsg says that the store did what was asked, or why not.
type changedMsg struct {
	did     string
	removed string // the account that is gone from sight, if one is
	err     error
}

func load(k Keeper) tea.Cmd {
	return func() tea.Msg {
		accounts, err := k.Accounts()
		if err != nil {
			return loadedMsg{err: err}
		}
		byDefault, _, err := k.Default()
		return loadedMsg{accounts: accounts, byDefault: byDefault.Name, err: err}
	}
}

func makeDefault(k Keeper, name string) tea.Cmd {
	return func() tea.Msg {
		return changedMsg{did: name + " is the default now", err: k.SetDefault(name)}
	}
}

func remove(k Keeper, name string) tea.Cmd {
	return func() tea.Msg {
		return changedMsg{
			did:     name + " is forgotten when you leave lpkeys; u brings it back",
			removed: name,
			err:     k.MarkRemoving(name),
		}
	}
}

func restore(k Keeper, name string) tea.Cmd {
	return func() tea.Msg {
		return changedMsg{did: name + " is back", err: k.Restore(name)}
	}
}
