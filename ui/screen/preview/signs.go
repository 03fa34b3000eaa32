package preview

import (
	"context"
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/aim"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/judge"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
)

type (
	signMsg     struct{}
	stopMsg     struct{}
	insistMsg   struct{}
	insistedMsg struct{ account store.Account } // that the question was about
)

// signs answers what has to do with signing and copying.
func (m Model) signs(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case signMsg, nav.Unlocked:
		return m.begin(toShow)
	case stopMsg:
		m.job, m.doing, m.then = m.job.Stop(), nothing, toShow
	case insistMsg:
		return m.insist()
	case insistedMsg:
		if !msg.account.Same(m.account) {
			return m, nil
		}
		m.insisted = true
		return m.begin(toShow)
	case askMsg:
		return m.ask(msg.to)
	case copyMsg:
		if !msg.account.Same(m.account) {
			return m, nil
		}
		return m.copy(msg.to)
	case nav.Signed:
		m.made = &msg.Made
		return m.tick()
	}
	return m, nil
}

// request is what would be signed.
func (m Model) request() oauth.Request {
	return oauth.Request{Method: m.draft.Method, URL: m.draft.URL(m.account.ID), Form: m.draft.Form()}
}

// unwanted says why LivePerson wants no signature here, or that it would destroy
// something, unless the person insists. Whoever writes the URL of an operation
// by hand is told as well.
func (m Model) unwanted() error {
	if m.insisted {
		return nil
	}
	op := m.draft.Operation
	switch {
	case op.Name != "":
	case m.draft.Service != "":
		op, _ = judge.OperationAt(m.draft.Method, m.draft.Path())
	default:
		op, _ = judge.Operation(m.services.Locator, m.draft.Method, m.request().URL)
	}
	if op.Name == "" {
		return nil
	}
	return op.Signable()
}

// insist asks whether to sign all the same.
func (m Model) insist() (screen.Model, tea.Cmd) {
	why := explain.OnScreen(m.unwanted())
	return m, nav.Push(nav.Confirm{
		Title:    "not signed",
		Question: why.Whole() + ". Sign it all the same?",
		Consent:  "sign it",
		Yes:      insistedMsg{m.account},
	})
}

// obstacle says why the request cannot be signed as it stands, or "".
func (m Model) obstacle() string {
	if err := m.unwanted(); err != nil {
		return explain.OnScreen(err).Error
	}
	return m.gap()
}

// gap says what the request still lacks, or "".
func (m Model) gap() string {
	if missing := m.noURL(); missing != "" {
		return missing
	}
	if names := m.draft.Lacks(); len(names) > 0 {
		verb := " needs a value"
		if len(names) > 1 {
			verb = " need values"
		}
		return domain.Clean(strings.Join(names, ", ")) + verb + ": enter edits it"
	}
	for _, p := range m.draft.Params {
		if p.Bad() {
			return p.Place.String() + " parameter " + domain.Clean(p.Name) + " " + p.Problem()
		}
	}
	if left := aim.Placeholder(m.request().URL); left != "" {
		return "the URL still has " + left + " in it: e edits it"
	}
	return ""
}

// verdict says where the request would go.
func (m Model) verdict() judge.Verdict { return judge.Of(m.services.Locator, m.request().URL) }

// begin looks up the host if there is none, and signs the request as it stands.
// What then follows the signature does.
func (m Model) begin(then reason) (screen.Model, tea.Cmd) {
	m.job, m.clock, m.doing = m.job.Stop(), m.clock.Stop(), nothing
	m.made, m.failure, m.locked, m.retry, m.then = nil, nil, false, nil, then
	if m.draft.Text() == "" {
		return m, nil
	}
	if m.draft.Origin == "" {
		return m.find()
	}
	if m.obstacle() != "" {
		return m.shown(), nil
	}
	var ctx context.Context
	ctx, m.job = job.Start(m.ctx)
	m.doing = signing
	return m, sign(ctx, m.services.Maker, m.job.ID(), m.account.Name, m.request())
}

// heard takes the answers of commands that are still wanted.
func (m Model) heard(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case foundMsg:
		if m.job.Owns(msg.job) {
			return m.found(msg)
		}
	case retriedMsg:
		if m.job.Owns(msg.from.job) {
			m.retry = &msg.retry
			return m, hear(msg.from)
		}
	case signedMsg:
		if m.job.Owns(msg.job) {
			return m.signed(msg)
		}
	case agedMsg:
		if m.clock.Owns(msg.job) && m.made != nil {
			return m, m.age(msg.ctx, msg.job)
		}
	}
	return m, nil
}

func (m Model) signed(msg signedMsg) (screen.Model, tea.Cmd) {
	m.job, m.doing = m.job.Stop(), nothing
	then := m.then
	m.then = toShow
	if msg.err != nil {
		w := explain.OnScreen(msg.err)
		m.failure, m.locked = &w, isLockedFile(m.account, msg.err)
		return m, nil
	}
	m.made = &msg.made
	m, clock := m.tick()
	if then == toShow {
		return m, clock
	}
	next, cmd := m.copy(then)
	return next, tea.Batch(clock, cmd)
}

// tick keeps the age on display true.
func (m Model) tick() (Model, tea.Cmd) {
	m.clock.Stop()
	var ctx context.Context
	ctx, m.clock = job.Start(m.ctx)
	return m, m.age(ctx, m.clock.ID())
}

// age wakes the screen when the age on display is no longer true.
func (m Model) age(ctx context.Context, id job.ID) tea.Cmd {
	every := time.Second
	if m.now().Sub(m.made.At) >= time.Minute {
		every = time.Minute
	}
	return job.After(ctx, every, agedMsg{ctx, id})
}

// isLockedFile reports whether a passphrase would help.
func isLockedFile(a store.Account, err error) bool {
	return a.Vault == store.FileVault && errors.Is(err, store.ErrLocked)
}
