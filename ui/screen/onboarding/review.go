package onboarding

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/form"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/unlock"
)

type (
	checkMsg struct{}
	saveMsg  struct{}
)

func (m Model) startCheck() (screen.Model, tea.Cmd) {
	var ctx context.Context
	m.job.Stop()
	ctx, m.job = job.Start(m.ctx)
	m.check, m.doing, m.failure = form.Check{State: form.Checking}, "the check", nil
	return m, form.Ask(ctx, m.services.Resolver, m.job.ID(), m.details.Account().ID)
}

func (m Model) checked(msg form.CheckedMsg) Model {
	if m.job.Owns(msg.Job) {
		m.job = m.job.Stop()
		m.check = msg.Check
	}
	if m.check.State == form.Refused {
		m.details = m.details.FocusID()
	}
	return m
}

// save keeps the account and its key.
func (m Model) save() (screen.Model, tea.Cmd) {
	var ctx context.Context
	m.job.Stop()
	ctx, m.job = job.Start(m.ctx)
	m.doing, m.last, m.failure, m.first = "saving", m.job.ID(), nil, 0
	a := m.details.Account()
	a.Vault = m.vault
	return m, save(ctx, m.services.Keeper, m.job.ID(), a, m.key.Credentials())
}

// unlocked saves what waited for the vault file, unless it was dropped meanwhile.
func (m Model) unlocked() (screen.Model, tea.Cmd) {
	if m.step != review { // Suspending leads back to the key.
		return m, nil
	}
	return m.save()
}

// saved leaves the walk, or stays and says what to do. An answer that comes
// after saving was stopped still counts when the account was kept; one to a walk
// that was left is nobody's.
func (m Model) saved(msg savedMsg) (screen.Model, tea.Cmd) {
	if msg.job != m.last {
		return m, nil
	}
	if msg.err != nil && !m.job.Owns(msg.job) {
		var unclear *store.UnfinishedError
		if errors.As(msg.err, &unclear) {
			return m, event.Say(event.Warning, explain.OnScreen(msg.err).Error)
		}
		return m, nil
	}
	m.job = m.job.Stop()
	if m.vault == store.FileVault && unlock.Asks(msg.err) {
		return m, nav.Push(nav.Unlock{New: errors.Is(msg.err, store.ErrNoVault)})
	}
	if msg.err != nil {
		w := explain.OnScreen(msg.err)
		m.failure, m.refused = &w, m.vault == store.KeyringVault && w.Exit == explain.VaultFailed
		return m, nil
	}
	m.key = form.NewKey()
	a := msg.account
	return m, tea.Sequence(
		event.Tell(event.InForce{Account: a, Why: "added just now"}),
		nav.Replace(nav.Services{Account: a}),
		event.Say(event.Done, fmt.Sprintf("%s is saved (%s). t tries its key", a.Name, a.Vault)),
	)
}

func (m Model) reviewActions(back screen.Action) []screen.Action {
	words := "save"
	if m.check.State != form.Known {
		words = "save without the check"
	}
	again := screen.Do([]string{"r"}, "r", "check again", checkMsg{})
	actions := []screen.Action{screen.Do([]string{"enter"}, "enter", words, saveMsg{}), back, again}
	switch {
	case m.failure != nil && m.refused && m.services.Rehearsal == "":
		actions = append([]screen.Action{screen.Do([]string{"f"}, "f", "use the vault file", chooseMsg{store.FileVault})}, actions...)
	case m.check.State == form.Refused:
		// A wrong account ID must not be saved by the key one presses anyway.
		actions = []screen.Action{
			back, screen.Do([]string{"S"}, "S", words, saveMsg{}), again,
			screen.Do([]string{"enter"}, "enter", "save", nil).Unless("LivePerson does not know this account ID: esc goes back to mend it, S saves it all the same").Quietly(),
		}
	}
	return append(actions, screen.Moves(m.height)...)
}

func (m Model) reviewLines(th theme.Theme) []form.Line {
	a := m.details.Account()
	shown := th.Muted.Render("none")
	switch {
	case a.Production():
		shown = th.Production.Render(" PRODUCTION ")
	case a.Environment != "":
		shown = th.Text.Render(domain.Clean(a.Environment))
	}
	const labels = len("Environment")
	lines := append(m.news(th), form.Line{},
		form.Labelled(th, "Name", labels, false, th.Text.Render(a.Name)),
		form.Labelled(th, "Account ID", labels, false, th.Text.Render(string(a.ID))),
		form.Labelled(th, "Environment", labels, false, shown),
		form.Labelled(th, "Key", labels, false, th.Text.Render("four values, masked")),
		form.Labelled(th, "Rests in", labels, false, th.Text.Render(m.vaultWords())))
	for _, d := range m.key.Doubts {
		lines = append(lines, form.Text(th.Warning, "! "+d, m.width)...)
	}
	return lines
}

// news says how the check or the saving went.
func (m Model) news(th theme.Theme) []form.Line {
	switch {
	case m.job.Running() && m.check.State != form.Checking:
		return form.Text(th.Accent, m.saving(), m.width)
	case m.failure != nil:
		return form.Failure(th, "Not saved: ", *m.failure, m.width)
	default:
		return m.check.Lines(th, m.width, "r")
	}
}

func (m Model) saving() string {
	if m.vault == store.KeyringVault {
		return "Saving. The keyring may ask you to unlock it, in a window of its own; esc stops the wait."
	}
	return "Saving. esc stops the wait."
}

func (m Model) vaultWords() string {
	switch m.vault {
	case store.KeyringVault:
		return "the keyring of your operating system"
	case store.FileVault:
		return "the encrypted vault file"
	default:
		return "memory, until you leave"
	}
}
