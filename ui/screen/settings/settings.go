// Package settings is the screen on which a person says how lpkeys is to look
// and behave. What is chosen holds at once and is written to config.toml.
package settings

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
)

// A Place is where something of lpkeys rests, for a person to know.
type Place struct{ What, Path string }

// Model is the list of settings.
type Model struct {
	places []Place
	chosen store.Preferences
	broken *explain.Words // why config.toml cannot be changed; nil when it can
	list   screen.List
	width  int
	height int
}

// New returns the settings as they hold now. broken is why config.toml cannot be
// read, nil when it can.
func New(now store.Preferences, broken error, places []Place) Model {
	m := Model{chosen: now, places: places, width: 80, height: 20}
	if broken != nil {
		w := explain.OnScreen(broken)
		m.broken = &w
	}
	return m
}

// Init starts nothing.
func (m Model) Init() tea.Cmd { return nil }

type (
	nextMsg   struct{}
	beforeMsg struct{}
)

// Update changes a setting.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case screen.Move:
		m.list.Cursor += int(msg)
	case screen.Click:
		return m.click(msg.Line)
	case nextMsg:
		return m.turn(1)
	case beforeMsg:
		return m.turn(-1)
	}
	m.list.Cursor = max(0, min(m.list.Cursor, len(settings)-1))
	return m, nil
}

func (m Model) click(line int) (screen.Model, tea.Cmd) {
	list, there, again := screen.List{Cursor: m.list.Cursor}.At(line, len(settings))
	if !there {
		return m, nil
	}
	m.list = list
	if again && m.broken == nil {
		return m.turn(1)
	}
	return m, nil
}

// turn takes the next value of the setting under the cursor, or the one before.
// It holds at once.
func (m Model) turn(by int) (screen.Model, tea.Cmd) {
	of := settings[m.list.Cursor].values
	at := slices.IndexFunc(of, func(v value) bool { return v.is(m.chosen) })
	if at < 0 {
		at = -max(by, 0) // One that only the file can say.
	}
	m.chosen = of[(at+by+len(of))%len(of)].put(m.chosen)
	return m, event.Tell(event.PreferencesAre{Preferences: m.chosen})
}

// Title names the screen.
func (m Model) Title() string { return "settings" }

// Typing is never so: values are chosen, not typed.
func (m Model) Typing() bool { return false }

// Actions are the keys of the list.
func (m Model) Actions() []screen.Action {
	broken := ""
	if m.broken != nil {
		broken = "config.toml has to be mended first"
	}
	return append([]screen.Action{
		screen.Do([]string{"enter", "space", "right", "l"}, "enter", "change", nextMsg{}).Unless(broken),
		screen.Do([]string{"left", "h"}, "← h", "the value before", beforeMsg{}).Unless(broken).Quietly(),
		screen.Do([]string{"esc", "q"}, "esc", "back", nav.PopMsg{}),
	}, screen.Moves(len(settings))...)
}
