// Package unlock is the screen that asks for the passphrase of the vault file,
// or for the first one of a file that is to be made.
package unlock

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/form"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
)

// Unlocker is what the screen needs of the vault file.
type Unlocker interface {
	OpenWith(ctx context.Context, passphrase oauth.Secret) error
}

// Model asks for one passphrase.
type Model struct {
	ctx      context.Context
	unlocker Unlocker
	fresh    bool // the vault file is to be made
	form     form.Passphrase
	failure  *explain.Words // of the last try
	job      job.Job
	width    int
	height   int
}

// New returns the screen.
func New(ctx context.Context, unlocker Unlocker, r nav.Unlock) Model {
	return Model{
		ctx: ctx, unlocker: unlocker, fresh: r.New, form: form.NewPassphrase(r.New), width: 80, height: 20,
	}
}

// Init starts nothing.
func (m Model) Init() tea.Cmd { return nil }

type (
	tryMsg   struct{}
	stopMsg  struct{}
	fieldMsg int
)

// Update takes the passphrase and what the vault says of it.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		if !m.job.Running() {
			m.form = m.form.Press(msg)
		}
	case tea.PasteMsg:
		if !m.job.Running() {
			m.form = m.form.Paste(msg.Content)
		}
	case fieldMsg:
		m.form = m.form.Move(int(msg))
	case screen.Click:
		lines := m.lines(theme.Theme{})
		m.form = m.form.Focus(form.FieldAt(lines, form.Shown(lines, m.form.At(), 0, m.height), msg.Line))
	case event.Suspending:
		m.form = m.form.Dropped()
	case stopMsg:
		m.job = m.job.Stop()
	case tryMsg:
		return m.try()
	case triedMsg:
		return m.tried(msg)
	case nav.Unlocked:
		// The help lay over this screen, and was closed in its stead.
		return m, nav.PopAndTell(msg)
	}
	return m, nil
}

func (m Model) try() (screen.Model, tea.Cmd) {
	var ready bool
	if m.form, ready = m.form.Enter(); !ready {
		return m, nil
	}
	var ctx context.Context
	m.failure = nil
	m.job.Stop()
	ctx, m.job = job.Start(m.ctx)
	return m, open(ctx, m.unlocker, m.job.ID(), m.form.Value())
}

func (m Model) tried(msg triedMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	m.job = m.job.Stop()
	m.form = m.form.Dropped()
	if msg.err != nil {
		w := explain.OnScreen(msg.err)
		m.failure = &w
		return m, nil
	}
	return m, nav.PopAndTell(nav.Unlocked{})
}

// View draws the field, and above it what it is for.
func (m Model) View(th theme.Theme) string {
	lines := m.lines(th)
	return form.Join(lines, form.Shown(lines, m.form.At(), 0, m.height))
}

// lines are the screen. What went wrong takes the place of what it is about: both
// would not fit into a small terminal, and typing cannot scroll.
func (m Model) lines(th theme.Theme) []form.Line {
	var lines []form.Line
	if m.height >= 16 {
		lines = append(lines, form.Line{})
	}
	if m.job.Running() {
		lines = append(lines, form.Text(th.Accent, m.doing()+" the vault file …", m.width)...)
		return append(lines, form.Text(th.Muted, "It takes about a second: the work makes guessing slow.", m.width)...)
	}
	if m.failure == nil {
		lines = append(lines, form.Text(th.Text, m.about(), m.width)...)
		lines = append(lines, form.Line{})
	}
	lines = append(lines, m.form.Lines(th, m.width)...)
	if m.failure != nil {
		lines = append(lines, form.Line{})
		lines = append(lines, form.Failure(th, "", *m.failure, m.width)...)
	}
	return lines
}

func (m Model) about() string {
	if m.fresh {
		return "Choose a passphrase for the vault file. It is asked for once each time you start lpkeys. Nobody can recover it for you."
	}
	return "The keys in the vault file are encrypted. Its passphrase opens it until you leave lpkeys."
}

func (m Model) doing() string {
	if m.fresh {
		return "making"
	}
	return "opening"
}

// Title names the screen.
func (m Model) Title() string {
	if m.fresh {
		return "new vault file"
	}
	return "unlock"
}

// Typing is so until the passphrase is being tried.
func (m Model) Typing() bool { return !m.job.Running() }

// Unsaved reports whether something was typed that is lost with the screen.
func (m Model) Unsaved() bool { return !m.form.IsZero() }

// Actions try and leave.
func (m Model) Actions() []screen.Action {
	if m.job.Running() {
		return []screen.Action{screen.Do([]string{"esc"}, "esc", "stop "+m.doing()+" the vault file", stopMsg{})}
	}
	back := screen.Do([]string{"esc"}, "esc", "back", nav.PopMsg{})
	if !m.fresh {
		return []screen.Action{screen.Do([]string{"enter"}, "enter", "unlock", tryMsg{}), back}
	}
	return []screen.Action{
		screen.Do([]string{"enter"}, "enter", "continue", tryMsg{}),
		screen.Do([]string{"tab", "down"}, "tab", "next field", fieldMsg(1)),
		screen.Do([]string{"shift+tab", "up"}, "shift+tab", "field before", fieldMsg(-1)).Quietly(),
		back,
	}
}
