package ui

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/screen"
	"lpkeys/ui/widget"
)

// wheelLines is how far one notch of the wheel goes.
const wheelLines = 3

func (a App) wheel(m tea.Mouse) (tea.Model, tea.Cmd) {
	switch m.Button {
	case tea.MouseWheelDown:
		return a.top(screen.Move(wheelLines))
	case tea.MouseWheelUp:
		return a.top(screen.Move(-wheelLines))
	}
	return a, nil
}

// click presses what is in the footer, or tells the screen on top where it
// was.
func (a App) click(m tea.Mouse) (tea.Model, tea.Cmd) {
	if m.Button != tea.MouseLeft {
		return a, nil
	}
	width, height := a.size()
	if m.Y == height-1 && height >= minHeightForFooter {
		for _, item := range a.footerItems(width, height) {
			if m.X >= item.at && m.X < item.at+widget.Width(item.text) && item.action.Key != nil {
				return a.act(item.action)
			}
		}
		return a, nil
	}
	line, column := m.Y-a.above(), m.X-margin(width)
	if area := a.area(); line < 0 || line >= area.Height || column < 0 || column >= area.Width {
		return a, nil
	}
	return a.top(screen.Click{Line: line, Column: column})
}

// above is the number of lines of the frame above the screen.
func (a App) above() int {
	switch _, height := a.size(); {
	case height >= minHeightForRules:
		return 2
	case height >= minHeightForHeader:
		return 1
	default:
		return 0
	}
}
