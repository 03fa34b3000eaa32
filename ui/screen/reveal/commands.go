package reveal

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/ui/event"
	"lpkeys/ui/job"
)

// readKeyMsg carries the four values, which a person has asked to see.
type readKeyMsg struct {
	job    job.ID
	values [4]oauth.Secret
	err    error
}

// secondMsg wakes the countdown.
type secondMsg struct {
	ctx context.Context
	job job.ID
}

func readKey(ctx context.Context, keys Keys, id job.ID, account string) tea.Cmd {
	return func() tea.Msg {
		key, err := keys.Key(ctx, account)
		if err != nil {
			return readKeyMsg{job: id, err: err}
		}
		return readKeyMsg{job: id, values: [4]oauth.Secret{
			oauth.NewSecret(key.ConsumerKey), key.ConsumerSecret, oauth.NewSecret(key.Token), key.TokenSecret,
		}}
	}
}

func copyValue(account, label string, value oauth.Secret) tea.Cmd {
	return event.Tell(event.Copy{What: "the " + label + " of " + account, Secret: value})
}
