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
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/unlock"
)

// checkState is what is known of the account ID.
type checkState int

const (
	unchecked checkState = iota
	checking
	known
	refused     // the Domain API does not know the account
	unreachable // nobody could say
)

type checked struct {
	state    checkState
	services int
	region   string
	words    explain.Words
}

// stopped is the check after the person ended it.
func (c checked) stopped() checked {
	if c.state == checking {
		c.state = unchecked
	}
	return c
}

type (
	checkMsg struct{}
	saveMsg  struct{}
)

func (m Model) startCheck() (screen.Model, tea.Cmd) {
	var ctx context.Context
	m.job.Stop()
	ctx, m.job = job.Start(m.ctx)
	m.check, m.doing, m.failure = checked{state: checking}, "the check", nil
	return m, check(ctx, m.services.Resolver, m.job.ID(), m.details.account().ID)
}

func (m Model) checked(msg checkedMsg) Model {
	if !m.job.Owns(msg.job) {
		return m
	}
	m.job = m.job.Stop()
	var failure *domain.Error
	switch {
	case msg.err == nil:
		m.check = checked{state: known, services: len(msg.entries), region: region(msg.entries)}
	case errors.As(msg.err, &failure) && (failure.Kind == domain.UnknownAccount || failure.Kind == domain.Refused):
		m.check = checked{state: refused, words: explain.Of(msg.err)}
	default:
		m.check = checked{state: unreachable, words: explain.Of(msg.err)}
	}
	return m
}

// region is the first that a host names.
func region(entries []domain.Entry) string {
	for _, e := range entries {
		if r := e.Host.Region(); r != "" {
			return r
		}
	}
	return ""
}

// save keeps the account and its key.
func (m Model) save() (screen.Model, tea.Cmd) {
	var ctx context.Context
	m.job.Stop()
	ctx, m.job = job.Start(m.ctx)
	m.doing, m.failure = "saving", nil
	a := m.details.account()
	a.Vault = m.vault
	return m, save(ctx, m.services.Keeper, m.job.ID(), a, m.key.credentials())
}

// saved leaves the walk, or stays and says what to do. An answer that comes
// after saving was stopped still counts when the account was kept.
func (m Model) saved(msg savedMsg) (screen.Model, tea.Cmd) {
	if msg.err != nil && !m.job.Owns(msg.job) {
		var unclear *store.UnfinishedError
		if errors.As(msg.err, &unclear) {
			return m, event.Say(event.Warning, explain.Of(msg.err).Error)
		}
		return m, nil
	}
	m.job = m.job.Stop()
	if m.vault == store.FileVault && wantsPassphrase(msg.err) {
		m.step, m.seal = passphrase, newSeal(errors.Is(msg.err, store.ErrNoVault))
		return m, nil
	}
	if msg.err != nil {
		w := explain.Of(msg.err)
		m.failure, m.refused = &w, m.vault == store.KeyringVault && w.Exit == explain.VaultFailed
		return m, nil
	}
	m.key = newKey()
	a := msg.account
	return m, tea.Sequence(
		event.Tell(event.InForce{Account: a, Why: "added just now"}),
		nav.Replace(nav.Services{Account: a}),
		event.Say(event.Done, fmt.Sprintf("%s is saved (%s)", a.Name, a.Vault)),
	)
}

// wantsPassphrase reports whether a person's passphrase would help. Where the
// environment names a file that should open the vault, that file is at fault.
func wantsPassphrase(err error) bool {
	var source *unlock.SourceError
	return (errors.Is(err, store.ErrNoVault) || errors.Is(err, store.ErrLocked)) && !errors.As(err, &source)
}

func (m Model) reviewActions(back screen.Action) []screen.Action {
	words := "save"
	if m.check.state != known {
		words = "save without the check"
	}
	actions := append(scrolling(), screen.Do([]string{"enter"}, "enter", words, saveMsg{}))
	if m.check.state == refused {
		// A wrong account ID must not be saved by the key one presses anyway.
		actions = append(scrolling(),
			screen.Do([]string{"enter"}, "enter", "save", nil).Unless("LivePerson does not know this account ID: esc goes back to mend it, S saves it all the same"),
			screen.Do([]string{"S"}, "S", words, saveMsg{}))
	}
	actions = append(actions, screen.Do([]string{"r"}, "r", "check again", checkMsg{}))
	if m.failure != nil && m.refused && m.services.Rehearsal == "" {
		actions = append(actions, screen.Do([]string{"f"}, "f", "use the vault file", chooseMsg{store.FileVault}))
	}
	return append(actions, back)
}

func (m Model) reviewLines(th theme.Theme) []string {
	a := m.details.account()
	environment := a.Environment
	if environment == "" {
		environment = "none"
	}
	shown := th.Text.Render(domain.Clean(environment))
	if a.Production() {
		shown = th.Production.Render(" PRODUCTION ")
	}
	lines := append(m.news(th), "",
		m.labelled(th, "Name", false, th.Text.Render(a.Name)),
		m.labelled(th, "Account ID", false, th.Text.Render(string(a.ID))),
		m.labelled(th, "Environment", false, shown),
		m.labelled(th, "Key", false, th.Text.Render("four values, masked")),
		m.labelled(th, "Rests in", false, th.Text.Render(m.vaultWords())), "")
	for _, d := range m.key.doubts {
		lines = append(lines, m.text(th.Warning, "! "+d)...)
	}
	return lines
}

// news says how the check or the saving went.
func (m Model) news(th theme.Theme) []string {
	switch {
	case m.job.Running() && m.check.state != checking:
		return m.text(th.Accent, "Saving. Your desktop may ask you to unlock the keyring; esc stops the wait.")
	case m.failure != nil:
		lines := m.text(th.Danger, "✗ Not saved: "+m.failure.Error+".")
		return append(lines, m.text(th.Text, m.failure.Hint+".")...)
	default:
		return m.checkLines(th)
	}
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

func (m Model) checkLines(th theme.Theme) []string {
	switch m.check.state {
	case checking:
		return []string{th.Accent.Render("asking LivePerson for this account's services")}
	case known:
		where := ""
		if m.check.region != "" {
			where = " in " + m.check.region
		}
		lines := m.text(th.Success, fmt.Sprintf("✓ LivePerson knows this account: %d services%s.", m.check.services, where))
		return append(lines, m.text(th.Muted, "This proves the account ID, not the key: looking up services needs no key.")...)
	case refused, unreachable:
		mark := "! not checked: "
		style := th.Warning
		if m.check.state == refused {
			mark, style = "✗ ", th.Danger
		}
		lines := m.text(style, mark+m.check.words.Error)
		return append(lines, m.text(th.Text, m.check.words.Hint)...)
	default:
		return m.text(th.Warning, "! the account ID was not checked: r checks it")
	}
}
