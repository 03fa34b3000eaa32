package answer

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/pretty"
	"lpkeys/ui/send"
)

// line is what a piece of work tells its screen through. Everything goes through
// it, the end as well: answers of their own could overtake each other.
type line struct {
	ctx     context.Context
	job     job.ID
	allowed []string // hosts beside LivePerson's
	told    chan heardMsg
}

func newLine(ctx context.Context, id job.ID, allowed []string) line {
	return line{ctx, id, allowed, make(chan heardMsg)}
}

// heardMsg is how far the work is: a request that was picked, progress, or the
// end.
type heardMsg struct {
	line     line
	request  send.Request
	progress send.Progress
	end      *end
}

// end is what came of it.
type end struct {
	out  *send.Outcome
	read string // the body, set for reading
	err  error
}

func (l line) tell(msg heardMsg) {
	msg.line = l
	select {
	case l.told <- msg:
	case <-l.ctx.Done():
	}
}

// options let the sender tell its progress.
func (l line) options() send.Options {
	return send.Options{Allowed: l.allowed, Progress: func(p send.Progress) { l.tell(heardMsg{progress: p}) }}
}

// hear waits for what is told next. It ends with the job.
func hear(l line) tea.Cmd {
	return func() tea.Msg {
		select {
		case msg := <-l.told:
			return msg
		case <-l.ctx.Done():
			return nil
		}
	}
}

// try picks a request and sends it.
func (s Services) try(l line, a store.Account) tea.Cmd {
	return s.made(l, func(o send.Options) (send.Request, error) { return s.Sender.First(l.ctx, a, o) })
}

// aim makes a request of an operation and sends it.
func (s Services) aim(l line, a store.Account, op domain.Operation) tea.Cmd {
	return s.made(l, func(o send.Options) (send.Request, error) { return s.Sender.Aim(l.ctx, a, op, nil, o) })
}

// send sends a request.
func (s Services) send(l line, r send.Request) tea.Cmd {
	return s.made(l, func(send.Options) (send.Request, error) { return r, nil })
}

func (s Services) made(l line, request func(send.Options) (send.Request, error)) tea.Cmd {
	return func() tea.Msg {
		r, err := request(l.options())
		if err != nil {
			l.tell(heardMsg{end: &end{err: err}})
			return nil
		}
		l.tell(heardMsg{request: r})
		r.Allowed = l.allowed
		out, err := s.Sender.Send(l.ctx, r, l.options())
		l.tell(heardMsg{end: &end{&out, pretty.Beginning(out.Body, mostShown), err}})
		return nil
	}
}

// replace goes to where the account gets another key.
func replace(k Keys, a store.Account) tea.Cmd {
	return func() tea.Msg {
		again := slices.Contains(k.Replaced(), a.Name)
		return nav.PushMsg{Route: nav.Change{Account: a, What: nav.NewKey, Replaced: again}}
	}
}

// listedMsg is what can be tried.
type listedMsg struct {
	job     job.ID
	choices []domain.Operation
	err     error
}

func list(ctx context.Context, l Lister, id job.ID, account domain.AccountID) tea.Cmd {
	return func() tea.Msg {
		all, err := l.All(ctx, account, domain.Options{})
		return listedMsg{id, send.Choices(all.Entries), err}
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
