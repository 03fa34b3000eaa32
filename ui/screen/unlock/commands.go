package unlock

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/ui/job"
)

// triedMsg is the vault's answer to a passphrase.
type triedMsg struct {
	job job.ID
	err error
}

func open(ctx context.Context, u Unlocker, id job.ID, passphrase oauth.Secret) tea.Cmd {
	return func() tea.Msg { return triedMsg{job: id, err: u.OpenWith(ctx, passphrase)} }
}
