// Package job tells running work from finished work. Bubble Tea cannot stop a
// command that has begun: only its context can, and its answer arrives all the
// same. A [Job] owns that context and an id; a screen drops every answer whose
// id it no longer owns.
package job

import (
	"context"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
)

// ID tells one job from every other of the process. Zero is no job.
type ID uint64

var last atomic.Uint64

// Job is a piece of work that can be stopped. The zero Job is not running.
type Job struct {
	id   ID
	stop context.CancelFunc
}

// Start begins a job below parent. The context ends when the job is stopped.
func Start(parent context.Context) (context.Context, Job) {
	ctx, stop := context.WithCancel(parent)
	return ctx, Job{id: ID(last.Add(1)), stop: stop}
}

// ID is what the job's commands put in their answers.
func (j Job) ID() ID { return j.id }

// Running reports whether the job was started and neither stopped nor ended.
func (j Job) Running() bool { return j.stop != nil }

// Owns reports whether an answer with this id belongs to the running job.
func (j Job) Owns(id ID) bool { return j.Running() && j.id == id }

// Stop ends the job's context and returns the job that is running now: none.
func (j Job) Stop() Job {
	if j.stop != nil {
		j.stop()
	}
	return Job{}
}

// After sends msg once d has passed, or nothing when ctx ends first.
func After(ctx context.Context, d time.Duration, msg tea.Msg) tea.Cmd {
	return func() tea.Msg {
		t := time.NewTimer(d)
		defer t.Stop()
		select {
		case <-t.C:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}
