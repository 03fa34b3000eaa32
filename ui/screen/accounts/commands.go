package accounts

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/job"
)

// loadedMsg is what the store holds now.
type loadedMsg struct {
	job       job.ID
	accounts  []store.Account
	byDefault string
	used      map[string]time.Time
	tried     map[string]store.History
	replaced  map[string]bool
	err       error
}

// changedMsg says that the store did what was asked, or why not.
type changedMsg struct {
	job       job.ID // of what can be stopped, 0 for the rest
	did       string
	byDefault store.Account // the new default, if that was asked
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
		loaded := loadedMsg{job: id, accounts: accounts, byDefault: byDefault.Name, used: k.LastUsed(), tried: k.Histories(), err: err}
		loaded.replaced = make(map[string]bool)
		for _, name := range k.Replaced() {
			loaded.replaced[name] = true
		}
		return loaded
	}
}

func makeDefault(k Keeper, a store.Account) tea.Cmd {
	return func() tea.Msg {
		return changedMsg{did: a.Name + " is the default now", byDefault: a, err: k.SetDefault(a.Name)}
	}
}

// lockedMsg says that the vault file has to be opened first: a key that nobody
// can reach when the program ends could not be forgotten then.
type lockedMsg struct{}

func remove(ctx context.Context, k Keeper, v Vaults, a store.Account) tea.Cmd {
	return func() tea.Msg {
		if a.Vault == store.FileVault && errors.Is(v.Look(ctx, a.Vault), store.ErrLocked) {
			return lockedMsg{}
		}
		return changedMsg{
			did:     a.Name + " is forgotten when you leave lpkeys; u brings it back",
			removed: a.Name,
			err:     k.MarkRemoving(a.Name),
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

func restoreKey(ctx context.Context, k Keeper, id job.ID, name string) tea.Cmd {
	return func() tea.Msg {
		return changedMsg{job: id, did: name + " has its old key again", err: k.RestoreKey(ctx, name)}
	}
}
