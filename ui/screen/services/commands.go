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
	host    domain.Host
	took    time.Duration
	err     error
}

func lookUp(ctx context.Context, r Resolver, id job.ID, account domain.AccountID, s domain.Service) tea.Cmd {
	return func() tea.Msg {
		began := time.Now()
		host, err := r.Resolve(ctx, account, s)
		return resolvedMsg{job: id, service: s, host: host, took: time.Since(began), err: err}
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
