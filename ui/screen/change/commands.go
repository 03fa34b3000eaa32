package change

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/unlock"
)

// doneMsg says that the change was made, or why not.
type doneMsg struct {
	job    job.ID
	what   tea.Msg // what others should hear of
	said   string
	err    error
	locked bool // the vault file has to be opened first
	fresh  bool // or to be made
}

// command is the change.
func (m Model) command(ctx context.Context) tea.Cmd {
	k, id, a := m.services.Keeper, m.job.ID(), m.route.Account
	switch m.route.What {
	case nav.Details:
		return edit(k, id, a.Name, m.details.Account().Details())
	case nav.Duplicate:
		return duplicate(ctx, k, m.services.Vaults, id, a, m.details.Account().Name)
	case nav.NewKey:
		return replaceKey(ctx, k, m.services.Vaults, id, a, m.key.Credentials())
	default:
		return moveKey(ctx, k, m.services.Vaults, id, a, other(a.Vault))
	}
}

// andThen has the list of accounts read again, however a change ends and whoever
// still waits for it.
func andThen(change func() tea.Msg) tea.Cmd {
	return tea.Sequence(change, event.Tell(event.AccountsChanged{}))
}

func edit(k Keeper, id job.ID, name string, d store.Details) tea.Cmd {
	return andThen(func() tea.Msg {
		a, err := k.Edit(name, d)
		return doneMsg{job: id, what: event.Edited{Was: name, Account: a}, said: a.Name + " is saved", err: err}
	})
}

func duplicate(ctx context.Context, k Keeper, v Vaults, id job.ID, a store.Account, to string) tea.Cmd {
	return andThen(func() tea.Msg {
		added, err := k.Copy(ctx, a.Name, to)
		done := doneMsg{job: id, what: event.Added{Account: added}, err: err}
		done.said = fmt.Sprintf("%s is added with the key of %s (%s)", added.Name, a.Name, added.Vault)
		return done.asking(ctx, v, false)
	})
}

func replaceKey(ctx context.Context, k Keeper, v Vaults, id job.ID, a store.Account, key oauth.Credentials) tea.Cmd {
	return andThen(func() tea.Msg {
		done := doneMsg{job: id, what: event.AccountsChanged{}, err: k.Replace(ctx, a.Name, key)}
		done.said = a.Name + " has another key; u brings the old one back"
		return done.asking(ctx, v, a.Vault == store.FileVault)
	})
}

func moveKey(ctx context.Context, k Keeper, v Vaults, id job.ID, a store.Account, to store.VaultName) tea.Cmd {
	return andThen(func() tea.Msg {
		moved, err := k.Move(ctx, a.Name, to)
		done := doneMsg{job: id, what: event.Edited{Was: a.Name, Account: moved}, err: err}
		done.said = "the key of " + a.Name + " rests in " + explain.Vault(to) + " now"
		return done.asking(ctx, v, to == store.FileVault)
	})
}

// asking finds out whether a passphrase would help. A keyring can be locked too;
// so the vault file is asked. One that is gone is made anew only where it was to
// take the key: elsewhere that would hide that a key is lost.
func (done doneMsg) asking(ctx context.Context, v Vaults, takes bool) doneMsg {
	if !unlock.Asks(done.err) {
		return done
	}
	done.locked = errors.Is(done.err, store.ErrLocked) && errors.Is(v.Look(ctx, store.FileVault), store.ErrLocked)
	done.fresh = takes && errors.Is(done.err, store.ErrNoVault)
	return done
}

// done leaves, or stays and says what to do. An answer that comes after the
// change was stopped still counts when it was made; one to a screen that was
// left is nobody's.
func (m Model) done(msg doneMsg) (screen.Model, tea.Cmd) {
	var left *store.LeftoverError
	switch {
	case msg.job != m.last:
		return m, nil
	case errors.As(msg.err, &left): // The change was made.
		return m.left(msg, event.Warning, explain.OnScreen(msg.err).Error)
	case msg.err == nil:
		return m.left(msg, event.Done, msg.said)
	case !m.job.Owns(msg.job):
		var unclear *store.UnfinishedError
		if errors.As(msg.err, &unclear) {
			return m, event.Say(event.Warning, explain.OnScreen(msg.err).Error)
		}
		return m, nil
	}
	m.job, m.state = m.job.Stop(), asking
	if msg.locked || msg.fresh {
		return m, nav.Push(nav.Unlock{New: msg.fresh})
	}
	m.state, m.first, m.failure = failed, 0, explain.OnScreen(msg.err)
	return m, nil
}

func (m Model) left(msg doneMsg, tone event.Tone, said string) (screen.Model, tea.Cmd) {
	m.job, m.key = m.job.Stop(), m.key.Dropped()
	// Home, and not one screen back: the help may be open over this one.
	return m, tea.Sequence(nav.Replace(nav.Accounts{}), event.Tell(msg.what), event.Say(tone, said))
}

// other is the vault that a key can be moved to.
func other(v store.VaultName) store.VaultName {
	if v == store.FileVault {
		return store.KeyringVault
	}
	return store.FileVault
}
