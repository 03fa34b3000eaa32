package services

import (
	"context"
	"slices"
	"sync"
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

// listedMsg is what it said about the whole account.
type listedMsg struct {
	job  job.ID
	list domain.List
	took time.Duration
	err  error
}

// retryMsg says that a look-up failed and goes on. It names no service when
// that is the one for the whole account.
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

func (a asking) options(s domain.Service) domain.Options {
	return domain.Options{
		NotBefore: a.anew,
		OnRetry:   func(retry domain.Retry) { a.tell(retryMsg{a.job, s, retry}) },
	}
}

func lookUp(r Resolver, a asking, s domain.Service) tea.Cmd {
	return func() tea.Msg {
		began := time.Now()
		answer, err := r.Locate(a.ctx, a.account, s, a.options(s))
		return resolvedMsg{job: a.job, service: s, answer: answer, took: time.Since(began), err: err}
	}
}

func lookUpAll(r Resolver, a asking) tea.Cmd {
	return func() tea.Msg {
		began := time.Now()
		list, err := r.All(a.ctx, a.account, a.options(""))
		return listedMsg{job: a.job, list: list, took: time.Since(began), err: err}
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

// restMsg says that the cursor has stayed where it is after so many moves.
type restMsg int

// rest lets a cursor that is on its way go by without a word about each row:
// over a slow line that would be most of what is sent.
func rest(ctx context.Context, moves int) tea.Cmd {
	return job.After(ctx, 80*time.Millisecond, restMsg(moves))
}

// recalledMsg is what is kept of an account.
type recalledMsg struct {
	job     job.ID
	picks   []domain.Service
	list    domain.List
	listed  bool
	answers map[domain.Service]domain.Answer // that the list lacks
	err     error                            // why the picks are not known
}

// recall reads what was ticked and what is kept of earlier answers. It asks
// nobody.
func recall(ctx context.Context, r Resolver, m *memory, id job.ID, name string, account domain.AccountID, known []domain.Service) tea.Cmd {
	return func() tea.Msg {
		msg := recalledMsg{job: id, answers: map[domain.Service]domain.Answer{}}
		msg.picks, msg.err = m.keeper.Picks(name)
		kept := domain.Options{KeptOnly: true}
		list, err := r.All(ctx, account, kept)
		msg.list, msg.listed = list, err == nil
		for _, s := range slices.Concat(known, msg.picks) {
			if slices.ContainsFunc(list.Entries, func(e domain.Entry) bool { return e.Service == s }) {
				continue
			}
			if answer, err := r.Locate(ctx, account, s, kept); err == nil {
				msg.answers[s] = answer
			}
		}
		return msg
	}
}

// memory keeps the picks. Writing takes a while, and a person may tick on or
// leave meanwhile: whichever write is last, it is of what was wanted last.
type memory struct {
	keeper  Keeper
	writing chan struct{} // one token: who has it writes
	mu      sync.Mutex
	wanted  map[string][]domain.Service // by account
}

func remembering(k Keeper) *memory {
	return &memory{keeper: k, writing: make(chan struct{}, 1), wanted: map[string][]domain.Service{}}
}

// savedMsg says whether the picks are kept.
type savedMsg struct {
	account string
	err     error
}

func (m *memory) save(account string, picks []domain.Service) tea.Cmd {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.wanted[account] = picks
	return func() tea.Msg {
		m.writing <- struct{}{}
		defer func() { <-m.writing }()
		picks, waiting := m.take(account)
		if !waiting {
			return nil // Another has written it.
		}
		return savedMsg{account, m.keeper.SetPicks(account, picks)}
	}
}

func (m *memory) take(account string) (picks []domain.Service, waiting bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	picks, waiting = m.wanted[account]
	delete(m.wanted, account)
	return picks, waiting
}
