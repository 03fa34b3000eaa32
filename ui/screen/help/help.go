// Package help is the screen that lists every key of the one below it.
package help

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Model lists keys and scrolls.
type Model struct {
	about   string
	actions []screen.Action
	width   int
	height  int
	first   int
}

// New returns the help about a screen.
func New(about string, actions []screen.Action) Model {
	return Model{about: about, actions: actions, width: 80, height: 20}
}

// Init starts nothing.
func (m Model) Init() tea.Cmd { return nil }

// Update scrolls.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case screen.Move:
		m.first += int(msg)
	}
	m.first = screen.Scrolled(m.first, len(m.lines(theme.Theme{})), m.height)
	return m, nil
}

// View draws the rows that fit.
func (m Model) View(th theme.Theme) string {
	lines := m.lines(th)
	return strings.Join(lines[min(m.first, len(lines)):], "\n")
}

// keyWidth is the column of the keys.
const keyWidth = len("  shift+tab  ")

func (m Model) lines(th theme.Theme) []string {
	lines := []string{th.Strong.Render("Keys: " + m.about), ""}
	for _, a := range m.actions {
		h := a.Key.Help()
		lines = append(lines, th.Accent.Render(widget.Fit("  "+h.Key, keyWidth))+" "+th.Text.Render(widget.Cut(h.Desc, m.width-keyWidth-1)))
		if a.Off == "" {
			continue
		}
		for _, l := range widget.Wrap("not now: "+domain.Clean(a.Off), max(1, m.width-keyWidth-1)) {
			lines = append(lines, strings.Repeat(" ", keyWidth+1)+th.Muted.Render(l))
		}
	}
	return lines
}

// Title names the screen.
func (m Model) Title() string { return "help" }

// Typing is never so.
func (m Model) Typing() bool { return false }

// Actions scroll and close.
func (m Model) Actions() []screen.Action {
	return append([]screen.Action{screen.Do([]string{"esc", "q"}, "esc", "close", nav.PopMsg{})}, screen.Moves(m.height)...)
}
