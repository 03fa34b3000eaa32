package onboarding

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/job"
)

// lookedMsg says whether the keyring can be used, and what became of the
// vault file.
type lookedMsg struct {
	job     job.ID
	keyring error
	sealed  store.SealedStatus
	err     error // why the vault file's status is not known
}

func look(ctx context.Context, s Services, id job.ID) tea.Cmd {
	return func() tea.Msg {
		status, err := s.File.Status()
		return lookedMsg{job: id, keyring: s.Keyring.Look(ctx), sealed: status, err: err}
	}
}

// savedMsg says whether the account and its key are kept.
type savedMsg struct {
	job     job.ID
	account store.Account
	err     error
}

// save keeps the account. However it ends, and whoever still waits for it, the
// list of accounts may be another one afterwards.
func save(ctx context.Context, k Keeper, id job.ID, a store.Account, key oauth.Credentials) tea.Cmd {
	add := func() tea.Msg {
		saved, err := k.Add(ctx, a, key)
		return savedMsg{job: id, account: saved, err: err}
	}
	return tea.Sequence(add, event.Tell(event.AccountsChanged{}))
}
