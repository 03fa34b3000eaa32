package preview

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/job"
	"lpkeys/ui/signature"
)

// signedMsg is a signature, or why there is none.
type signedMsg struct {
	job  job.ID
	made signature.Made
	err  error
}

func sign(ctx context.Context, m signature.Maker, id job.ID, account string, r oauth.Request) tea.Cmd {
	return func() tea.Msg {
		made, err := m.Sign(ctx, account, r)
		return signedMsg{job: id, made: made, err: err}
	}
}

// foundMsg is the host of a service, or why there is none.
type foundMsg struct {
	job    job.ID
	answer domain.Answer
	err    error
}

// retriedMsg says that a look-up failed and goes on, and where to hear of the
// next time.
type retriedMsg struct {
	from  asking
	retry domain.Retry
}

// asking is a look-up under way.
type asking struct {
	ctx     context.Context
	job     job.ID
	account domain.AccountID
	service domain.Service
	retries chan domain.Retry
}

func find(l Locator, a asking) tea.Cmd {
	return func() tea.Msg {
		answer, err := l.Locate(a.ctx, a.account, a.service, domain.Options{OnRetry: a.tell})
		return foundMsg{job: a.job, answer: answer, err: err}
	}
}

func (a asking) tell(r domain.Retry) {
	select {
	case a.retries <- r:
	case <-a.ctx.Done():
	}
}

// hear waits for a retry. It ends with the look-up.
func hear(a asking) tea.Cmd {
	return func() tea.Msg {
		select {
		case r := <-a.retries:
			return retriedMsg{a, r}
		case <-a.ctx.Done():
			return nil
		}
	}
}

// agedMsg says that the age on display may no longer be true.
type agedMsg struct {
	ctx context.Context
	job job.ID
}
