package change

import (
	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/form"
	"lpkeys/ui/nav"
	"lpkeys/ui/theme"
)

// View draws the state. What does not fit scrolls, or keeps the field under the
// cursor in sight.
func (m Model) View(th theme.Theme) string {
	lines := m.lines(th)
	return form.Join(lines, form.Shown(lines, m.field(), m.first, m.height))
}

func (m Model) lines(th theme.Theme) []form.Line {
	lines := []form.Line{form.Whose(th, m.route.Account, m.width)}
	if m.height >= 12 {
		lines = append(lines, form.Line{})
	}
	switch m.state {
	case checking:
		return append(lines, m.check.Lines(th, m.width, "r")...)
	case doubtful:
		return append(lines, m.doubts(th)...)
	case working:
		return append(lines, m.wait(th)...)
	case failed:
		return append(lines, form.Failure(th, "", m.failure, m.width)...)
	default:
		return append(lines, m.question(th)...)
	}
}

// question is what is asked.
func (m Model) question(th theme.Theme) []form.Line {
	switch m.route.What {
	case nav.NewKey:
		return m.key.Lines(th, m.width)
	case nav.Move:
		return m.moveLines(th)
	default:
		lines := append(m.details.Lines(th, m.width), form.Line{})
		return append(lines, form.Text(th.Muted, m.about(), m.width)...)
	}
}

func (m Model) about() string {
	if m.route.What == nav.Duplicate {
		return "The copy has the same account ID, environment and key. From then on the two have nothing to do with each other."
	}
	return "Another account ID is looked up at LivePerson before it is saved. The key stays as it is."
}

func (m Model) moveLines(th theme.Theme) []form.Line {
	from := m.route.Account.Vault
	lines := form.Text(th.Text, "The key rests in "+explain.Vault(from)+". enter moves it to "+explain.Vault(other(from))+".", m.width)
	if m.route.Replaced {
		lines = append(lines, form.Text(th.Warning, "! The old key that was replaced is forgotten as well: u cannot bring it back then.", m.width)...)
	}
	lines = append(lines, form.Line{})
	return append(lines, form.Text(th.Muted, "It is read back there before it is forgotten here: whatever cuts the move short, the key is whole in one of the two.", m.width)...)
}

// doubts are what is to be known before the change is made all the same.
func (m Model) doubts(th theme.Theme) []form.Line {
	if m.route.What != nav.NewKey {
		return m.check.Lines(th, m.width, "r")
	}
	lines := form.Text(th.Text, "The four values are in, and look odd:", m.width)
	for _, d := range m.key.Doubts {
		lines = append(lines, form.Text(th.Warning, "! "+d, m.width)...)
	}
	return lines
}

// wait says what is going on, and what may be in its way.
func (m Model) wait(th theme.Theme) []form.Line {
	lines := form.Text(th.Accent, m.words.doing+" …", m.width)
	keyring := m.route.What == nav.Move || m.route.Account.Vault == store.KeyringVault
	if keyring && m.route.What != nav.Details {
		lines = append(lines, form.Text(th.Muted, "The keyring may ask you to unlock it, in a window of its own; esc stops the wait.", m.width)...)
	}
	return lines
}
