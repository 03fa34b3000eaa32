// Package confirm is the screen that asks before something is lost.
package confirm

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Model asks one question.
type Model struct {
	ask   nav.Confirm
	width int
}

// New returns the screen for one question.
func New(ask nav.Confirm) Model { return Model{ask: ask, width: 80} }

// Init starts nothing.
func (m Model) Init() tea.Cmd { return nil }

// Update only learns its size; the answers are moves.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	if msg, ok := msg.(tea.WindowSizeMsg); ok {
		m.width = msg.Width
	}
	return m, nil
}

// View draws the question.
func (m Model) View(th theme.Theme) string {
	return "\n" + strings.Join(widget.Paragraph(th.Text, m.ask.Question, m.width), "\n")
}

// Title is the question's own.
func (m Model) Title() string { return m.ask.Title }

// Typing is never so: one key answers.
func (m Model) Typing() bool { return false }

// Actions are the two answers. Enter is neither, so that a key pressed twice
// never agrees to a loss.
func (m Model) Actions() []screen.Action {
	return []screen.Action{
		screen.Do([]string{"y"}, "y", m.ask.Consent, nav.PopMsg{Tell: m.ask.Yes}),
		screen.Do([]string{"n", "esc"}, "n", "go back", nav.PopMsg{}),
	}
}
