package settings

import (
	"fmt"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// setting is one thing to choose. Its values are gone through in their order.
type setting struct {
	name   string
	about  string
	now    func(store.Preferences) string
	values []value
}

// value is one choice of a setting.
type value struct {
	is  func(store.Preferences) bool
	put func(store.Preferences) store.Preferences
}

var settings = []setting{
	{
		"Colours", "Auto asks the terminal for its background. NO_COLOR turns colours off.",
		func(p store.Preferences) string {
			return map[store.Theme]string{store.ThemeAuto: "auto", store.ThemeLight: "for a light terminal", store.ThemeDark: "for a dark terminal"}[p.Theme]
		},
		valuesOf(func(p *store.Preferences) *store.Theme { return &p.Theme }, store.ThemeAuto, store.ThemeLight, store.ThemeDark),
	},
	{
		"Clipboard", "How long a copy stays where lpkeys can take it back.",
		func(p store.Preferences) string {
			return fmt.Sprintf("cleared after %d s", int(p.Clipboard/time.Second))
		},
		valuesOf(func(p *store.Preferences) *time.Duration { return &p.Clipboard },
			10*time.Second, 30*time.Second, time.Minute, 2*time.Minute, 5*time.Minute),
	},
	{
		"New keys rest in", "Where a new key is put unless you say otherwise. Keys that are kept stay where they are.",
		func(p store.Preferences) string {
			return map[store.VaultName]string{
				"": "the keyring, where there is one", store.KeyringVault: "the keyring", store.FileVault: "the encrypted vault file",
			}[p.Vault]
		},
		valuesOf(func(p *store.Preferences) *store.VaultName { return &p.Vault }, "", store.KeyringVault, store.FileVault),
	},
	{
		"Mouse", "A click moves and ticks, the wheel scrolls. Where it is on, most terminals select text while shift is held.",
		func(p store.Preferences) string {
			if p.Mouse {
				return "on"
			}
			return "off"
		},
		valuesOf(func(p *store.Preferences) *bool { return &p.Mouse }, true, false),
	},
}

func valuesOf[T comparable](of func(*store.Preferences) *T, all ...T) []value {
	values := make([]value, len(all))
	for i, v := range all {
		values[i] = value{
			is:  func(p store.Preferences) bool { return *of(&p) == v },
			put: func(p store.Preferences) store.Preferences { *of(&p) = v; return p },
		}
	}
	return values
}

const labelWidth = len("New keys rest in") + 4

// View draws the settings, what the one under the cursor means, and where
// things are. The row under the cursor stays in sight.
func (m Model) View(th theme.Theme) string {
	var lines []string
	for i, s := range settings {
		pointer, style := "  ", th.Muted
		if i == m.list.Cursor {
			pointer, style = "> ", th.Selected
		}
		lines = append(lines, th.Accent.Render(pointer)+style.Render(widget.Fit(s.name, labelWidth-2))+th.Text.Render(s.now(m.chosen)))
	}
	if m.height < len(settings) {
		return strings.Join(lines[min(m.list.Cursor, len(lines)-m.height):], "\n")
	}
	say := func(style theme.Style, text string) {
		lines = append(lines, widget.Paragraph(style, text, m.width)...)
	}
	lines = append(lines, "")
	if m.broken != nil {
		say(th.Danger, "✗ "+m.broken.Error+".")
		say(th.Text, m.broken.Hint+".")
	} else {
		say(th.Text, settings[m.list.Cursor].about)
	}
	lines = append(lines, "")
	for _, p := range m.places {
		lines = append(lines, th.Muted.Render(widget.Fit("  "+p.What, labelWidth))+th.Muted.Render(domain.Clean(p.Path)))
	}
	return strings.Join(lines, "\n")
}
