// Package unlock is the screen that asks for the passphrase of the vault file.
package unlock

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Unlocker is what the screen needs of the vault file.
type Unlocker interface {
	OpenWith(ctx context.Context, passphrase oauth.Secret) error
}

// Model asks for one passphrase.
type Model struct {
	ctx      context.Context
	unlocker Unlocker
	field    widget.Secret
	failure  *explain.Words // of the last try
	job      job.Job
	width    int
}

// New returns the screen.
func New(ctx context.Context, unlocker Unlocker) Model {
	return Model{
		ctx: ctx, unlocker: unlocker, width: 80,
		field: widget.NewPassphrase("Passphrase", "of your vault file").Focus(),
	}
}

// Init starts nothing.
func (m Model) Init() tea.Cmd { return nil }

type (
	tryMsg  struct{}
	stopMsg struct{}
)

// Update takes the passphrase and what the vault says of it.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width = msg.Width
	case tea.KeyPressMsg:
		if !m.job.Running() {
			m.field = m.field.Press(msg)
		}
	case tea.PasteMsg:
		if !m.job.Running() {
			m.field = m.field.Insert(msg.Content)
		}
	case event.Suspending:
		m.field = m.field.Set(oauth.Secret{})
	case stopMsg:
		m.job = m.job.Stop()
	case tryMsg:
		return m.try()
	case triedMsg:
		return m.tried(msg)
	}
	return m, nil
}

func (m Model) try() (screen.Model, tea.Cmd) {
	if m.field.IsZero() {
		m.field.Problem = "type the passphrase first"
		return m, nil
	}
	var ctx context.Context
	m.failure = nil
	m.job.Stop()
	ctx, m.job = job.Start(m.ctx)
	return m, open(ctx, m.unlocker, m.job.ID(), m.field.Value())
}

func (m Model) tried(msg triedMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	m.job = m.job.Stop()
	m.field = m.field.Set(oauth.Secret{})
	if msg.err != nil {
		w := explain.Of(msg.err)
		m.failure = &w
		return m, nil
	}
	return m, nav.PopAndTell(nav.Unlocked{})
}

// View draws the field, and above it what it is for. What went wrong takes that
// place: both would not fit into a small terminal, and typing cannot scroll.
func (m Model) View(th theme.Theme) string {
	state := m.field.View(th, max(1, m.width-13))
	if m.job.Running() {
		state = th.Muted.Render("opening the vault file (about a second)")
	}
	lines := []string{""}
	if m.failure == nil {
		lines = append(lines, m.text(th.Text, "The key of this account rests in the vault file. Its passphrase opens it until you leave lpkeys.")...)
		lines = append(lines, "")
	}
	lines = append(lines, th.Muted.Render("Passphrase   ")+state)
	if m.failure != nil {
		lines = append(lines, "")
		lines = append(lines, m.text(th.Danger, "✗ "+m.failure.Error+".")...)
		lines = append(lines, m.text(th.Text, m.failure.Hint+".")...)
	}
	return strings.Join(lines, "\n")
}

// text wraps a sentence to the screen.
func (m Model) text(style theme.Style, s string) []string {
	lines := widget.Wrap(domain.Clean(s), m.width)
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return lines
}

// Title names the screen.
func (m Model) Title() string { return "unlock" }

// Typing is so until the passphrase is being tried.
func (m Model) Typing() bool { return !m.job.Running() }

// Actions try and leave.
func (m Model) Actions() []screen.Action {
	if m.job.Running() {
		return []screen.Action{screen.Do([]string{"esc"}, "esc", "stop", stopMsg{})}
	}
	return []screen.Action{
		screen.Do([]string{"enter"}, "enter", "unlock", tryMsg{}),
		screen.Do([]string{"esc"}, "esc", "back", nav.PopMsg{}),
	}
}
