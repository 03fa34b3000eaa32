package ui

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/clip"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
)

// copied is what is on the clipboard because of us. The zero value is
// nothing.
type copied struct {
	job     job.Job
	receipt clip.Receipt
}

// copiedMsg is the clipboard's answer.
type copiedMsg struct {
	what    string
	receipt clip.Receipt
	err     error
}

// dueMsg wakes the countdown.
type dueMsg struct {
	ctx context.Context
	job job.ID
}

// clearedMsg says what became of the copy when its time was over.
type clearedMsg struct {
	job     job.ID
	outcome clip.Outcome
	err     error
}

func copyText(ctx context.Context, c *clip.Clipboard, asked event.Copy) tea.Cmd {
	return func() tea.Msg {
		text := asked.Text
		if !asked.Secret.IsZero() {
			text = asked.Secret.Reveal()
		}
		receipt, err := c.Copy(ctx, text)
		return copiedMsg{what: asked.What, receipt: receipt, err: err}
	}
}

func clearCopy(ctx context.Context, c *clip.Clipboard, id job.ID, r clip.Receipt) tea.Cmd {
	return func() tea.Msg {
		outcome, err := c.Clear(ctx, r)
		return clearedMsg{job: id, outcome: outcome, err: err}
	}
}

// copiedAnswer tells what happened and starts the countdown. An escape
// sequence goes out through the renderer, so that it never lands in the middle
// of a frame.
func (a App) copiedAnswer(msg copiedMsg) (App, tea.Cmd) {
	if msg.err != nil {
		a.toast = event.Toast{Tone: event.Failure, Text: explain.OnScreen(msg.err).Whole()}
		return a, nil
	}
	if msg.receipt.Before(a.copied.receipt) {
		return a, nil // It is there no longer: its answer was overtaken.
	}
	a.copied.job.Stop()
	ctx, j := job.Start(a.ctx)
	a.copied = copied{job: j, receipt: msg.receipt}
	a.toast = event.Toast{Tone: event.Done, Text: msg.what + ": " + msg.receipt.Words() + ". " + msg.receipt.Lasting()}
	var cmds []tea.Cmd
	if msg.receipt.Escape != "" {
		cmds = append(cmds, tea.Raw(msg.receipt.Escape))
		a.copied.receipt.Escape = ""
	}
	if msg.receipt.Clearable() {
		cmds = append(cmds, job.After(ctx, time.Second, dueMsg{ctx, j.ID()}))
	}
	return a, tea.Batch(cmds...)
}

// due counts down, and clears the copy when its time is over.
func (a App) due(msg dueMsg) (App, tea.Cmd) {
	if !a.copied.job.Owns(msg.job) {
		return a, nil
	}
	if a.countdown() > 0 {
		return a, job.After(msg.ctx, time.Second, msg)
	}
	return a, clearCopy(msg.ctx, a.services.Clip, msg.job, a.copied.receipt)
}

// cleared says what became of the copy.
func (a App) cleared(msg clearedMsg) (App, tea.Cmd) {
	if !a.copied.job.Owns(msg.job) {
		return a, nil
	}
	a.copied.job.Stop()
	place := a.copied.receipt.Place()
	a.copied = copied{}
	switch {
	case msg.err != nil:
		a.toast = event.Toast{Tone: event.Warning, Text: "the copy could not be cleared: " + explain.OnScreen(msg.err).Error}
	case msg.outcome == clip.Cleared:
		a.toast = event.Toast{Tone: event.Note, Text: place + " was cleared"}
	}
	return a, nil
}

// handedMsg says that another process keeps the copy and clears it.
type handedMsg struct{ job job.ID }

// handOver has another process keep the copy while this one is stopped: it could
// neither serve nor clear it. Where that does not work, the copy is cleared when
// the program goes on.
func (a App) handOver() tea.Cmd {
	if !a.copied.pending() {
		return nil
	}
	ctx, c, r, id := a.ctx, a.services.Clip, a.copied.receipt, a.copied.job.ID()
	return func() tea.Msg {
		if _, err := c.HandOver(ctx, r); err != nil {
			return nil
		}
		return handedMsg{id}
	}
}

func (a App) handed(msg handedMsg) (App, tea.Cmd) {
	if a.copied.job.Owns(msg.job) {
		a.copied.job.Stop()
		a.copied = copied{}
	}
	return a, nil
}

// pending reports whether there is a copy that has to be cleared yet.
func (c copied) pending() bool { return c.job.Running() && c.receipt.Clearable() }

// countdown is the number of whole seconds until the copy is cleared.
func (a App) countdown() int {
	if !a.copied.pending() {
		return 0
	}
	return int(a.copied.receipt.ClearAt.Sub(a.services.Now()).Round(time.Second) / time.Second)
}

// countdownText is what the frame says of the copy, or "".
func (a App) countdownText() string {
	if n := a.countdown(); n > 0 {
		return fmt.Sprintf("%s is cleared in %d s", strings.TrimPrefix(a.copied.receipt.Place(), "the "), n)
	}
	return ""
}

// leaveCopy has what the countdown would have cleared cleared by another process,
// and says what becomes of it.
func (a App) leaveCopy(ctx context.Context, w io.Writer) {
	if !a.copied.pending() {
		return
	}
	outcome, err := a.services.Clip.HandOver(ctx, a.copied.receipt)
	place := a.copied.receipt.Place()
	switch {
	case outcome == clip.Replaced:
	case err == nil:
		fmt.Fprintf(w, "lpkeys: what you copied is cleared from %s in %d s\n", place, max(1, a.countdown()))
	case a.copied.receipt.UntilExit:
		fmt.Fprintf(w, "lpkeys: what you copied left %s when lpkeys ended\n", place)
	default:
		fmt.Fprintf(w, "lpkeys: what you copied is still in %s; nothing clears it now\n", place)
	}
}
