package services

import (
	"errors"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
)

// wanted are the ticked rows, or the one under the cursor when none is, as far
// as LivePerson is to be asked for them.
func (m Model) wanted() []int {
	rows := m.picks()
	if i, ok := m.list.Row(); ok && len(rows) == 0 {
		rows = []int{i}
	}
	now := time.Now()
	return slices.DeleteFunc(rows, func(i int) bool { return m.rows[i].fresh(now) })
}

func (m Model) resolve(rows []int, anew time.Time) (Model, tea.Cmd) {
	if len(rows) == 0 {
		what := "every ticked service"
		if r, ok := m.row(); ok && len(m.picks()) == 0 {
			what = string(r.service)
		}
		return m, event.Say(event.Note, what+" is resolved already: r asks again")
	}
	return m.ask(rows, anew)
}

// refresh asks anew for what is ticked and for the account's own list.
func (m Model) refresh() (Model, tea.Cmd) { return m.ask(m.picks(), time.Now()) }

// ask looks up rows, and in passing the account's own list: it costs no request
// of its own. A job that runs goes on with more.
func (m Model) ask(rows []int, anew time.Time) (Model, tea.Cmd) {
	var cmds []tea.Cmd
	if !m.job.Running() {
		ctx, j := job.Start(m.ctx)
		m.job = j
		m.from = asking{ctx: ctx, job: j.ID(), account: m.account.ID, retries: make(chan retryMsg)}
		cmds = append(cmds, hear(m.from), spin(ctx, j.ID()))
	}
	a := m.from
	a.anew = anew
	m = m.at(rows, func(r *row) { r.state, r.retry = resolving, nil })
	for _, i := range rows {
		cmds = append(cmds, lookUp(m.resolver, a, m.rows[i].service))
	}
	if !m.asksList {
		m.asksList, m.retry = true, nil
		cmds = append(cmds, lookUpAll(m.resolver, a))
	}
	return m, tea.Batch(cmds...)
}

func (m Model) stop() Model {
	m.job = m.job.Stop()
	m.asksList, m.retry, m.opening = false, nil, ""
	return m.at(m.withState(resolving), func(r *row) { r.state = stopped })
}

// rested is the model when nothing is asked any more.
func (m Model) rested() Model {
	if !m.asksList && len(m.withState(resolving)) == 0 {
		m.job = m.job.Stop()
	}
	return m
}

func (m Model) answered(msg resolvedMsg) (Model, tea.Cmd) {
	i := m.find(msg.service)
	if !m.job.Owns(msg.job) || i < 0 {
		return m, nil
	}
	m = m.at([]int{i}, func(r *row) {
		r.took, r.retry, r.answer, r.state = msg.took, nil, msg.answer, resolved
		if msg.err != nil {
			r.failure, r.brief, r.words, r.state = nil, brief(msg.err), explain.OnScreen(msg.err), failed
			errors.As(msg.err, &r.failure)
		}
	}).measured().rested()
	if m.opening != msg.service {
		return m, nil
	}
	m.opening = ""
	if msg.err != nil {
		return m, nil
	}
	return m, m.open(*m.rows[i])
}

// heardAll takes the account's own list. That it could not be had is told by
// the rows that wanted it, or here where there are none.
func (m Model) heardAll(msg listedMsg) (Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	m.asksList, m.retry = false, nil
	told := len(m.withState(resolving, failed)) > 0
	m = m.rested()
	switch {
	case msg.err == nil:
		return m.learn(msg.list, msg.took).arranged(), nil
	case told:
		return m, nil
	}
	return m, event.Say(event.Failure, explain.OnScreen(msg.err).Whole())
}

// learn shows the account's own list, which came after a while: every service
// that it has gets a host.
func (m Model) learn(list domain.List, took time.Duration) Model {
	m.known, m.listed = true, list.Origin
	has := make(map[domain.Service]domain.Host, len(list.Entries))
	for _, e := range list.Entries {
		has[e.Service] = e.Host
	}
	m = m.changed(func(r *row) bool {
		host, listed := has[r.service]
		delete(has, r.service)
		r.absent = !listed && !r.fixed && !r.alsoIn(list)
		if !listed {
			return true
		}
		if r.section == typed {
			r.section = others
		}
		if r.state != resolving && !r.answer.At.After(list.At) {
			r.state, r.took, r.answer = resolved, took, domain.Answer{Host: host, Origin: list.Origin}
		}
		return true
	})
	rows := slices.Clone(m.rows)
	for _, e := range list.Entries {
		if host, more := has[e.Service]; more {
			r := beyond(e.Service, others)
			r.state, r.took, r.answer = resolved, took, domain.Answer{Host: host, Origin: list.Origin}
			rows = append(rows, r)
		}
	}
	m.rows = rows
	return m
}

// alsoIn reports whether the list has the service in another spelling.
func (r *row) alsoIn(list domain.List) bool {
	return slices.ContainsFunc(list.Entries, func(e domain.Entry) bool {
		return slices.ContainsFunc(r.apis, func(api domain.API) bool { return slices.Contains(api.Also, e.Service) })
	})
}

// heard lets a row, or the list, say that it will be tried again.
func (m Model) heard(msg heardMsg) (Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	if i := m.find(msg.service); i >= 0 {
		m = m.at([]int{i}, func(r *row) { r.retry = &msg.retry })
	} else {
		m.retry = &msg.retry
	}
	return m, hear(msg.from)
}

func (m Model) turn(msg spinMsg) (Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	m.spin++
	return m, spin(msg.ctx, msg.job)
}

// preview opens the row under the cursor, once it has a host. Whoever moves on
// meanwhile stays here.
func (m Model) preview() (Model, tea.Cmd) {
	i, ok := m.list.Row()
	if !ok {
		return m, nil
	}
	r := *m.rows[i]
	if r.state == resolved && (r.answer.Stale() || r.fresh(time.Now())) {
		return m, m.open(r)
	}
	m.opening = r.service
	if r.state == resolving {
		return m, nil
	}
	return m.ask([]int{i}, time.Time{})
}

func (m Model) open(r row) tea.Cmd {
	return nav.Push(nav.Preview{Account: m.account, Service: r.service, Host: r.answer.Host, Origin: r.answer.Origin})
}

// suggestion is what the service under the cursor is likely to be called.
func (m Model) suggestion() (domain.Service, bool) {
	r, ok := m.row()
	if !ok || r.state != failed || r.failure == nil || len(r.failure.Suggestions) == 0 {
		return "", false
	}
	return r.failure.Suggestions[0], true
}

// adopt takes the suggestion in the place of the name that is none.
func (m Model) adopt() (Model, tea.Cmd) {
	wrong, _ := m.list.Row()
	s, ok := m.suggestion()
	if !ok {
		return m, nil
	}
	if m.rows[wrong].section == typed {
		m.rows = slices.Delete(slices.Clone(m.rows), wrong, wrong+1)
	} else {
		m = m.at([]int{wrong}, func(r *row) { r.ticked = false })
	}
	return m.take(s)
}

// brief is a failure in few words.
func brief(err error) string {
	var failure *domain.Error
	switch {
	case !errors.As(err, &failure):
		return explain.OnScreen(err).Error
	case len(failure.Suggestions) > 0:
		return fmt.Sprintf("%s. Did you mean %s?", failure.Kind, failure.Suggestions[0])
	default:
		return failure.Kind.String()
	}
}
