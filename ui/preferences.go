package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/theme"
)

// preferences are what the person chose, and how far it is written.
type preferences struct {
	now     store.Preferences
	kept    store.Preferences // in config.toml
	writing bool
	broken  error // why config.toml could not be read
}

// preferredMsg says whether preferences were written.
type preferredMsg struct {
	preferences store.Preferences
	err         error
}

// prefer is the app with other preferences. They hold at once. One writing is
// under way at a time, so that the last choice is what stays in the file.
func (a App) prefer(p store.Preferences) (tea.Model, tea.Cmd) {
	a.prefs.now = p
	a.theme = a.colours()
	a.services.Clip.KeepFor(p.Clipboard)
	return a.keepPreferences()
}

func (a App) keepPreferences() (App, tea.Cmd) {
	if a.prefs.writing || a.prefs.now == a.prefs.kept {
		return a, nil
	}
	a.prefs.writing = true
	kept, p := a.services.Store, a.prefs.now
	return a, func() tea.Msg { return preferredMsg{p, kept.SetPreferences(p)} }
}

func (a App) preferred(msg preferredMsg) (tea.Model, tea.Cmd) {
	a.prefs.writing = false
	// What could not be written is not tried again before it changes again.
	a.prefs.kept = msg.preferences
	if msg.err != nil {
		a.toast = event.Toast{Tone: event.Failure, Text: "this holds until you leave, but was not kept: " + explain.OnScreen(msg.err).Whole()}
	}
	return a.keepPreferences()
}

// keepLastPreferences writes what was chosen too shortly before the end.
func (a App) keepLastPreferences() error {
	if !a.prefs.writing && a.prefs.now == a.prefs.kept {
		return nil
	}
	if err := a.services.Store.SetPreferences(a.prefs.now); err != nil {
		return fmt.Errorf("keeping the settings: %w", err)
	}
	return nil
}

// colours are those that the person chose, or that fit the terminal.
func (a App) colours() theme.Theme {
	switch a.prefs.now.Theme {
	case store.ThemeLight:
		return theme.New(false)
	case store.ThemeDark:
		return theme.New(true)
	default:
		return theme.New(!a.onLight)
	}
}
