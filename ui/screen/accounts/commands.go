package accounts

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/job"
)

// loadedMsg is what the store holds now.
type loadedMsg struct {
	job       job.ID
	accounts  []store.Account
	byDefault string
	err       error
}

// changedMsg says that the store did what was asked, or why not.
type changedMsg struct {
	did       string
	byDefault string        // the new default, if that was asked
	removed   string        // the account that is gone, if one is
	restored  store.Account // the account that is back, if one is
	err       error
}

func load(k Keeper, id job.ID) tea.Cmd {
	return func() tea.Msg {
		accounts, err := k.Accounts()
		if err != nil {
			return loadedMsg{job: id, err: err}
		}
		byDefault, _, err := k.Default()
		return loadedMsg{job: id, accounts: accounts, byDefault: byDefault.Name, err: err}
	}
}

func makeDefault(k Keeper, name string) tea.Cmd {
	return func() tea.Msg {
		return changedMsg{did: name + " is the default now", byDefault: name, err: k.SetDefault(name)}
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

func restore(k Keeper, a store.Account) tea.Cmd {
	return func() tea.Msg {
		err := k.Restore(a.Name)
		a.State = store.Kept
		return changedMsg{did: a.Name + " is back", restored: a, err: err}
	}
}
