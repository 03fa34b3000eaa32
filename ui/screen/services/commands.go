package services

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/job"
)

// resolvedMsg is what the Domain API said about one service.
type resolvedMsg struct {
	job     job.ID
	service domain.Service
	answer  domain.Answer
	took    time.Duration
	err     error
}

// retryMsg says that a look-up failed and goes on.
type retryMsg struct {
	job     job.ID
	service domain.Service
	retry   domain.Retry
}

// asking is what the look-ups of one job share.
type asking struct {
	ctx     context.Context
	job     job.ID
	account domain.AccountID
	anew    time.Time // what was kept earlier is not wanted
	retries chan retryMsg
}

func lookUp(r Resolver, a asking, s domain.Service) tea.Cmd {
	return func() tea.Msg {
		began := time.Now()
		answer, err := r.Locate(a.ctx, a.account, s, domain.Options{
			NotBefore: a.anew,
			OnRetry:   func(retry domain.Retry) { a.tell(retryMsg{a.job, s, retry}) },
		})
		return resolvedMsg{job: a.job, service: s, answer: answer, took: time.Since(began), err: err}
	}
}

func (a asking) tell(msg retryMsg) {
	select {
	case a.retries <- msg:
	case <-a.ctx.Done():
	}
}

// heardMsg is a retry, and where to hear the next.
type heardMsg struct {
	retryMsg
	from asking
}

// hear waits for a retry of the job. It ends with the job.
func hear(a asking) tea.Cmd {
	return func() tea.Msg {
		select {
		case msg := <-a.retries:
			return heardMsg{msg, a}
		case <-a.ctx.Done():
			return nil
		}
	}
}

// spinMsg turns the sign of progress.
type spinMsg struct {
	ctx context.Context
	job job.ID
}

func spin(ctx context.Context, id job.ID) tea.Cmd {
	return job.After(ctx, 100*time.Millisecond, spinMsg{ctx, id})
}
