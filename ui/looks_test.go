package ui

import (
	"image/color"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"lpkeys/ui/uitest"
)

// faces are the states that stand for their screens.
var faces = []string{
	"welcome", "guide", "details", "key pasted", "review", "accounts", "edit", "new key", "move", "key that is revealed",
	"services resolved", "operations", "preview", "preview explained", "copy as", "compare with what differs",
	"key that works", "key that is refused", "unlock", "help", "commands", "switching", "settings", "doctor",
}

// look visits the states that stand for their screens.
func look(t *testing.T, width, height int, at func(t *testing.T, d *uitest.Driver)) {
	t.Helper()
	seen := 0
	for i, s := range states {
		if slices.Contains(faces, s.name) {
			seen++
			t.Run(s.name, func(t *testing.T) { visit(t, i, width, height, at) })
		}
	}
	if seen != len(faces) {
		t.Errorf("%d of %d states are there", seen, len(faces))
	}
}

func TestEveryScreenUsesAWideTerminalWell(t *testing.T) {
	look(t, 200, 60, func(t *testing.T, d *uitest.Driver) {
		golden.RequireEqual(t, []byte(strings.TrimRight(d.Screen(), "\n")+"\n"))
	})
}

// Styles stand in these with ␛ for the escape character.
func TestEveryScreenLooksRightOnADarkTerminal(t *testing.T) { styled(t, color.Black) }

func TestEveryScreenLooksRightOnALightTerminal(t *testing.T) { styled(t, color.White) }

func styled(t *testing.T, background color.Color) {
	look(t, 80, 24, func(t *testing.T, d *uitest.Driver) {
		d.Send(tea.BackgroundColorMsg{Color: background})
		lines := strings.Split(strings.ReplaceAll(d.Frame(), "\x1b", "␛"), "\n")
		for i := range lines {
			lines[i] = strings.TrimRight(lines[i], " ")
		}
		golden.RequireEqual(t, []byte(strings.Join(lines, "\n")+"\n"))
	})
}
