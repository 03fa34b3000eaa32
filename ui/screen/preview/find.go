package preview

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
)

// find looks up the host of the draft's service.
func (m Model) find() (screen.Model, tea.Cmd) {
	ctx, j := job.Start(m.ctx)
	m.job, m.doing = j, finding
	a := asking{ctx: ctx, job: j.ID(), account: m.account.ID, service: m.draft.Service, retries: make(chan domain.Retry)}
	return m, tea.Batch(find(m.services.Locator, a), hear(a))
}

// found goes on to sign for the host, or says why there is none.
func (m Model) found(msg foundMsg) (screen.Model, tea.Cmd) {
	m.job, m.doing = m.job.Stop(), nothing
	if msg.err != nil {
		w := explain.OnScreen(msg.err)
		m.failure = &w
		return m, nil
	}
	m.origin = msg.answer.Origin
	m.draft = m.draft.At(msg.answer.Host.Name)
	return m.begin(m.then)
}

// follow makes the request one of the account that is in force now. The host of
// a service is another account's then, and is looked up again.
func (m Model) follow(account store.Account) (screen.Model, tea.Cmd) {
	same := account.Same(m.account)
	m.account = account
	if same {
		return m, nil
	}
	m.insisted = false
	if m.draft.Service != "" {
		m.draft.Origin, m.origin = "", domain.Origin{}
	}
	if m.Typing() {
		m.job, m.clock, m.doing, m.made = m.job.Stop(), m.clock.Stop(), nothing, nil
		return m, nil
	}
	return m.begin(toShow)
}

type chooseMsg struct{}

// pick opens the list of the service's operations.
func (m Model) pick() (screen.Model, tea.Cmd) {
	at := -1
	for i, op := range m.operations {
		if op.Name == m.draft.Operation.Name {
			at = i
		}
	}
	return m, nav.Push(nav.Operations{Of: m.operations, Chosen: at})
}

func (m Model) chosen(i int) (screen.Model, tea.Cmd) {
	next, err := m.draft.Edited(m.operations[i].Name)
	if err != nil {
		return m, event.Say(event.Failure, explain.OnScreen(err).Error)
	}
	return m.become(next)
}
