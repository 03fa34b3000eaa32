package doctor

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/doctor"
	"lpkeys/ui/job"
)

// heardMsg is a finding, or that the checks are over.
type heardMsg struct {
	job     job.ID
	finding doctor.Finding
	over    bool
	err     error
	ctx     context.Context
	from    <-chan heardMsg
}

// examine runs the checks. Every finding goes through told, and the end after
// them: as answers of their own they could overtake each other.
func examine(ctx context.Context, run Examine, account string, id job.ID, told chan heardMsg) tea.Cmd {
	tell := func(msg heardMsg) error {
		msg.job, msg.ctx, msg.from = id, ctx, told
		select {
		case told <- msg:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return func() tea.Msg {
		err := run(ctx, account, func(f doctor.Finding) error { return tell(heardMsg{finding: f}) })
		// Who stopped does not wait for the end.
		_ = tell(heardMsg{over: true, err: err})
		return nil
	}
}

// hear waits for a finding of the job. It ends with the job.
func hear(ctx context.Context, told <-chan heardMsg) tea.Cmd {
	return func() tea.Msg {
		select {
		case msg := <-told:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}
