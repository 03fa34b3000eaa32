package onboarding

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/unlock"
	"lpkeys/ui/widget"
)

// sealForm asks for the passphrase of the vault file, twice when it is new.
type sealForm struct {
	fields []widget.Secret
	at     int
	fresh  bool
}

func newSeal(fresh bool) sealForm {
	f := sealForm{fresh: fresh, fields: []widget.Secret{widget.NewPassphrase("Passphrase", "of your vault file")}}
	if fresh {
		f.fields = []widget.Secret{
			widget.NewPassphrase("Passphrase", "several words are better than one").Judged(weakness),
			widget.NewPassphrase("Once more", "so that it is what you meant"),
		}
	}
	f.fields[0] = f.fields[0].Focus()
	return f
}

// weakness is a hint; whatever is chosen is taken.
func weakness(passphrase string) string { return explain.Weakness(unlock.Weigh(passphrase)) }

func (f sealForm) with(i int, s widget.Secret) sealForm {
	f.fields = append([]widget.Secret(nil), f.fields...)
	f.fields[i] = s
	return f
}

func (f sealForm) press(msg tea.KeyPressMsg) sealForm {
	return f.with(f.at, f.fields[f.at].Press(msg))
}

func (f sealForm) paste(text string) sealForm { return f.with(f.at, f.fields[f.at].Insert(text)) }

func (f sealForm) move(by int) sealForm {
	f = f.with(f.at, f.fields[f.at].Blur())
	f.at = (f.at + by + len(f.fields)) % len(f.fields)
	return f.with(f.at, f.fields[f.at].Focus())
}

// ready says whether the passphrase can be used, and beside which field what
// is missing.
func (f sealForm) ready() (sealForm, bool) {
	first := f.fields[0]
	if first.IsZero() {
		first.Problem = "type a passphrase first"
		return f.with(0, first), false
	}
	if !f.fresh {
		return f, true
	}
	second := f.fields[1]
	if f.at == 0 {
		return f.move(1), false
	}
	if !second.Value().Equal(first.Value()) {
		second = second.Set(oauth.Secret{})
		second.Problem = "not the same as above: type it again"
		return f.with(1, second), false
	}
	return f, true
}

// open makes or unlocks the vault file.
func (m Model) open() (screen.Model, tea.Cmd) {
	var ready bool
	if m.seal, ready = m.seal.ready(); !ready {
		return m, nil
	}
	var ctx context.Context
	m.job.Stop()
	ctx, m.job = job.Start(m.ctx)
	m.doing, m.failure = m.opening(), nil
	return m, openVault(ctx, m.services.File, m.job.ID(), m.seal.fields[0].Value())
}

// opening says what is being done with the passphrase.
func (m Model) opening() string {
	if m.seal.fresh {
		return "making the vault file"
	}
	return "opening the vault file"
}

// opened goes on to save, or says what is wrong with the passphrase.
func (m Model) opened(msg openedMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	m.job = m.job.Stop()
	if msg.err != nil {
		w := explain.Of(msg.err)
		m.seal, m.failure = newSeal(m.seal.fresh), &w
		return m, nil
	}
	m.seal = newSeal(false)
	m.step = review
	return m.save()
}

func (f sealForm) about() string {
	if f.fresh {
		return "Choose a passphrase for the vault file. It is asked for once each time you start lpkeys. Nobody can recover it for you."
	}
	return "The passphrase of your vault file opens it until you leave lpkeys."
}

func (m Model) passphraseLines(th theme.Theme) []string {
	lines := []string{""}
	if m.job.Running() {
		return append(lines, th.Accent.Render(m.doing)+th.Muted.Render("  about a second: the work makes guessing slow"))
	}
	// What went wrong takes the place of what it is about: both would not fit into
	// a small terminal, and typing cannot scroll.
	if m.failure == nil {
		lines = append(lines, m.text(th.Text, m.seal.about())...)
		lines = append(lines, "")
	}
	for i, field := range m.seal.fields {
		lines = append(lines, m.labelled(th, field.Label, i == m.seal.at, field.View(th, m.fieldWidth())))
	}
	if m.failure != nil {
		lines = append(lines, "")
		lines = append(lines, m.text(th.Danger, "✗ "+m.failure.Error+".")...)
		lines = append(lines, m.text(th.Text, m.failure.Hint+".")...)
	}
	return lines
}
