package onboarding

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// looked is what is known of the places where a key could rest.
type looked struct {
	job     job.Job // the look, while it lasts
	done    bool
	keyring error
	sealed  store.SealedStatus
	file    error // why the vault file's status is not known
}

type (
	chooseMsg    struct{ vault store.VaultName }
	lookAgainMsg struct{}
)

// locked says that the keyring is there and will ask to be unlocked, which is
// good enough to go on.
func (l looked) locked() bool { return errors.Is(l.keyring, store.ErrLocked) }

func (l looked) usable() bool { return l.done && (l.keyring == nil || l.locked()) }

// lookAgain forgets what was found, and the keyring as the choice.
func (m Model) lookAgain() (screen.Model, tea.Cmd) {
	var ctx context.Context
	m.look.job.Stop()
	m.look = looked{}
	ctx, m.look.job = job.Start(m.ctx)
	if m.vault == store.KeyringVault {
		m.vault = ""
	}
	return m, look(ctx, m.services, m.look.job.ID())
}

func (m Model) looked(msg lookedMsg) Model {
	if !m.look.job.Owns(msg.job) {
		return m
	}
	m.look.job.Stop()
	m.look = looked{done: true, keyring: msg.keyring, sealed: msg.sealed, file: msg.err}
	if m.vault == "" && m.look.usable() {
		m.vault = store.KeyringVault
	}
	return m
}

func (m Model) choose(v store.VaultName) Model {
	m.vault, m.failure, m.refused = v, nil, false
	return m
}

func (m Model) welcomeActions(back screen.Action) []screen.Action {
	undecided := ""
	switch {
	case m.vault != "":
	case !m.look.done:
		undecided = "still looking for the keyring"
	default:
		undecided = "choose first: f takes the vault file, r looks for the keyring again"
	}
	actions := append(scrolling(), screen.Do([]string{"enter"}, "enter", "continue", nextMsg{}).Unless(undecided))
	if m.services.Rehearsal == "" {
		if m.vault != store.FileVault {
			actions = append(actions, screen.Do([]string{"f"}, "f", "use the vault file", chooseMsg{store.FileVault}))
		} else if m.look.usable() {
			actions = append(actions, screen.Do([]string{"f"}, "f", "use the keyring", chooseMsg{store.KeyringVault}))
		}
		actions = append(actions, screen.Do([]string{"r"}, "r", "look again", lookAgainMsg{}))
	}
	return append(actions, back)
}

func (m Model) welcomeLines(th theme.Theme) []string {
	lines := append([]string{""}, m.text(th.Strong, "lpkeys keeps LivePerson API keys and signs requests with them.")...)
	lines = append(lines, m.text(th.Text, "You need the four values of one API key: App key, Secret, Access token, Access token secret, and the account ID that they belong to.")...)
	lines = append(lines, "", th.Strong.Render("Where your key will rest"))
	switch {
	case m.services.Rehearsal != "":
		return append(lines, m.text(th.Text, "In this rehearsal it is held in memory and gone when you leave. Nothing leaves this program.")...)
	case !m.look.done:
		return append(lines, th.Accent.Render("looking for the keyring of this computer"))
	case m.look.locked():
		lines = append(lines, m.text(th.Success, "In the keyring of your operating system.")...)
		lines = append(lines, m.text(th.Text, "It is locked now: your desktop will ask you to unlock it when the key is saved.")...)
	case m.look.usable():
		lines = append(lines, m.text(th.Success, "In the keyring of your operating system, which other programs of yours can ask for it, and no other person.")...)
	default:
		w := explain.Of(m.look.keyring)
		lines = append(lines, m.text(th.Warning, "! No keyring can be used: "+w.Error)...)
		lines = append(lines, m.text(th.Muted, w.Hint)...)
	}
	lines = append(lines, "")
	return append(lines, m.vaultFileLines(th)...)
}

// vaultFileLines offers the encrypted file: chosen in the open, never a silent
// fallback.
func (m Model) vaultFileLines(th theme.Theme) []string {
	there := "It would be made now, under a passphrase of yours."
	switch {
	case m.look.file != nil:
		there = "But: " + explain.Of(m.look.file).Error + "."
	case m.look.sealed != store.NoVault:
		there = "There is one already; its passphrase opens it."
	}
	if m.vault == store.FileVault {
		return append([]string{th.Success.Render(widget.Cut("✓ chosen: the encrypted vault file", m.width))}, m.text(th.Text, there)...)
	}
	return m.text(th.Text, "f keeps it in an encrypted file instead (age format, under a passphrase). "+there+" Nothing is ever kept in plain text.")
}
