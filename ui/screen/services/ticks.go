package services

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
)

// tick ticks the row under the cursor, or unticks it.
func (m Model) tick() (Model, tea.Cmd) {
	i, ok := m.list.Row()
	if !ok {
		return m, nil
	}
	m = m.at([]int{i}, func(r *row) { r.ticked = !r.ticked })
	return m.remember()
}

// tickAll ticks every row that is shown, or unticks them when all are ticked.
func (m Model) tickAll() (Model, tea.Cmd) {
	shown, all := m.list.Rows(), true
	for _, i := range shown {
		all = all && m.rows[i].ticked
	}
	m = m.at(shown, func(r *row) { r.ticked = !all })
	return m.remember()
}

// ticked is the model with those rows ticked that want says so of.
func (m Model) ticked(want func(r *row) bool) Model {
	return m.changed(func(r *row) bool {
		before := r.ticked
		r.ticked = want(r)
		return r.ticked != before
	})
}

// picks lists what is ticked.
func (m Model) picks() []int {
	var rows []int
	for i, r := range m.rows {
		if r.ticked {
			rows = append(rows, i)
		}
	}
	return rows
}

// remember keeps what is ticked for the next visit. As long as it is not known
// what was ticked before, that is not replaced.
func (m Model) remember() (Model, tea.Cmd) {
	if m.recalling.Running() {
		return m, nil
	}
	var picks []domain.Service
	for _, i := range m.picks() {
		picks = append(picks, m.rows[i].service)
	}
	return m, m.memory.save(m.account.Name, picks)
}

func (m Model) saved(msg savedMsg) (Model, tea.Cmd) {
	// An account that is gone, or has another name now, has nobody to tell.
	var gone *store.NoAccountError
	if msg.err == nil || msg.account != m.account.Name || errors.As(msg.err, &gone) {
		return m, nil
	}
	return m, event.Say(event.Warning, "the ticks hold until you leave, and could not be remembered: "+explain.OnScreen(msg.err).Whole())
}

// recalled shows what was ticked and resolved before. What a person has ticked
// meanwhile stays.
func (m Model) recalled(msg recalledMsg) (Model, tea.Cmd) {
	if !m.recalling.Owns(msg.job) {
		return m, nil
	}
	meanwhile := len(m.picks()) > 0
	before := map[domain.Service]bool{}
	for _, s := range msg.picks {
		if before[s] = true; m.find(s) < 0 {
			m.rows = append(m.rows[:len(m.rows):len(m.rows)], beyond(s, typed))
		}
	}
	m = m.ticked(func(r *row) bool { return r.ticked || before[r.service] })
	if msg.listed {
		m = m.learn(msg.list, 0)
	}
	m = m.changed(func(r *row) bool {
		answer, known := msg.answers[r.service]
		if !known || r.state != idle {
			return false
		}
		r.state, r.answer = resolved, answer
		return true
	}).arranged()
	switch {
	case msg.err != nil:
		return m, event.Say(event.Warning, "what was ticked before is not known, and ticks are not remembered: "+explain.OnScreen(msg.err).Whole())
	case meanwhile:
		m.recalling = m.recalling.Stop()
		return m.remember()
	}
	m.recalling = m.recalling.Stop()
	return m, nil
}
