package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
)

// repairLimit bounds the wait for a vault that is asked about an account whose
// change was cut short. What it leaves undone is tried at the next start.
const repairLimit = 10 * time.Second

// repairedMsg says what was found cut short and what became of it.
type repairedMsg struct {
	report []store.Repaired
	err    error
}

func repair(ctx context.Context, s *store.Store) tea.Cmd {
	return func() tea.Msg {
		ctx, done := context.WithTimeout(ctx, repairLimit)
		defer done()
		report, err := s.Repair(ctx)
		return repairedMsg{report: report, err: err}
	}
}

// repaired tells the person, what was done beside an error included, and behind what
// was told at the start if nobody has read that yet. With nothing to tell it stays
// quiet.
func (a App) repaired(msg repairedMsg) (App, tea.Cmd) {
	var said []string
	for _, r := range msg.report {
		text, _ := explain.Repaired(r)
		said = append(said, text)
	}
	if msg.err != nil {
		said = append(said, explain.OnScreen(msg.err).Error)
	}
	if len(said) == 0 {
		return a, nil
	}
	if a.toast.Text != "" && a.toast.Text == a.start.Notice {
		said = append([]string{a.toast.Text}, said...)
	}
	a.toast = event.Toast{Tone: event.Warning, Text: strings.Join(said, "; ")}
	return a, event.Tell(event.AccountsChanged{})
}
