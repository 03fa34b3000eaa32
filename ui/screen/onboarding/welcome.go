package onboarding

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/form"
	"lpkeys/ui/job"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
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
	m.vault, m.failure, m.refused, m.first = v, nil, false, 0
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
	actions := []screen.Action{screen.Do([]string{"enter"}, "enter", "continue", nextMsg{}).Unless(undecided)}
	if m.services.Rehearsal == "" {
		file := screen.Do([]string{"f"}, "f", "use the vault file", chooseMsg{store.FileVault})
		switch {
		case m.vault == "" && m.look.done: // The only way on comes first.
			actions = append([]screen.Action{file}, actions...)
		case m.vault != store.FileVault:
			actions = append(actions, file)
		case m.look.usable():
			actions = append(actions, screen.Do([]string{"f"}, "f", "use the keyring", chooseMsg{store.KeyringVault}))
		}
		actions = append(actions, screen.Do([]string{"r"}, "r", "look again", lookAgainMsg{}))
	}
	return append(append(actions, back), screen.Moves(m.height)...)
}

func (m Model) welcomeLines(th theme.Theme) []form.Line {
	var lines []form.Line
	if m.height >= 16 {
		lines = append(form.Text(th.Text, "lpkeys keeps LivePerson API keys and signs requests with them.", m.width), form.Line{})
	}
	lines = append(lines, form.Line{Text: th.Strong.Render("Where your key will rest")})
	lines = append(lines, m.restLines(th)...)
	lines = append(lines, form.Line{}, form.Line{Text: th.Strong.Render("What you need first")})
	for _, s := range []string{
		"A LivePerson account, and its consent to LivePerson's API terms.",
		"The Administrator or Campaign Manager role there, or somebody who has it.",
		"The account ID and the four values of one API key: App key, Secret, Access token, Access token secret. The next page shows where they are.",
	} {
		lines = append(lines, m.item(th.Muted, th.Text, "  - ", s)...)
	}
	return lines
}

// restLines say where the key will rest, and why there.
func (m Model) restLines(th theme.Theme) []form.Line {
	say := func(style theme.Style, s string) []form.Line { return form.Text(style, s, m.width) }
	var lines []form.Line
	switch {
	case m.services.Rehearsal != "":
		return say(th.Text, "In this rehearsal it is held in memory and gone when you leave. Nothing leaves this program.")
	case m.vault == store.FileVault:
		return m.fileLines(th)
	case !m.look.done:
		return say(th.Accent, "looking for the keyring of this computer")
	case m.look.usable():
		lines = say(th.Success, "✓ In the keyring of your operating system.")
		why := "It is encrypted and opens when you log in. Programs of yours can ask it, other people cannot."
		if m.look.locked() {
			why = "It is locked now, and asks you to unlock it when the key is saved, in a window on your desktop. Without one, unlock it first, or use the vault file."
		}
		lines = append(lines, say(th.Text, why)...)
	default:
		w := explain.OnScreen(m.look.keyring)
		lines = append(say(th.Warning, "! No keyring can be used: "+w.Error), say(th.Muted, w.Hint+".")...)
	}
	return append(lines, say(th.Text, "f keeps it in an encrypted file instead (age format). "+m.fileNow()+" Nothing is ever kept in plain text.")...)
}

// fileLines are about the encrypted file: chosen in the open, never a silent
// fallback.
func (m Model) fileLines(th theme.Theme) []form.Line {
	chosen := "✓ chosen: the encrypted vault file."
	if m.services.Prefer == store.FileVault {
		chosen = "✓ In the encrypted vault file, as your settings say."
	}
	lines := form.Text(th.Success, chosen, m.width)
	return append(lines, form.Text(th.Text, "It opens with a passphrase, on any computer and without a keyring. "+m.fileNow(), m.width)...)
}

func (m Model) fileNow() string {
	switch {
	case m.look.file != nil:
		return "But: " + explain.OnScreen(m.look.file).Error + "."
	case m.look.sealed != store.NoVault:
		return "There is one already; its passphrase opens it."
	default:
		return "It would be made now, under a passphrase of yours."
	}
}
