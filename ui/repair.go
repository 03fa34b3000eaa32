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

// repaired tells the person. With nothing to tell it stays quiet.
func (a App) repaired(msg repairedMsg) (App, tea.Cmd) {
	if msg.err != nil {
		a.toast = event.Toast{Tone: event.Failure, Text: explain.Of(msg.err).Error}
		return a, nil
	}
	if len(msg.report) == 0 {
		return a, nil
	}
	said := make([]string, len(msg.report))
	for i, r := range msg.report {
		said[i] = repairWords(r)
	}
	a.toast = event.Toast{Tone: event.Warning, Text: strings.Join(said, "; ")}
	return a, event.Tell(event.AccountsChanged{})
}

// repairWords is one line of the report for people.
func repairWords(r store.Repaired) string {
	name := r.Account.Name
	switch r.Outcome {
	case store.Finished:
		return name + " was being added and is kept"
	case store.Undone:
		return name + " was being added, its key was never kept, and its entry is gone"
	case store.Removed:
		return name + " was being removed and is forgotten"
	case store.Cleared:
		return "what a change of " + name + " had left elsewhere is forgotten"
	case store.Closed:
		return r.Path + " could be read by others and is yours alone now"
	default:
		return name + " is " + string(r.Outcome) + ": its vault cannot be asked now"
	}
}
