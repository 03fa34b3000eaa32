// Package services is the screen on which services are ticked and resolved to
// the hosts that serve them for one account.
package services

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
)

// Resolver finds the host of a service.
type Resolver interface {
	Locate(ctx context.Context, id domain.AccountID, s domain.Service, o domain.Options) (domain.Answer, error)
}

// state is how far a row has come.
type state int

const (
	idle state = iota
	resolving
	resolved
	failed
	stopped
)

type row struct {
	service domain.Service
	section string // of the catalogue
	titles  string
	ticked  bool
	state   state
	answer  domain.Answer
	took    time.Duration
	retry   *domain.Retry // while the look-up waits for another try
	brief   string        // why it failed, beside the name
	words   explain.Words // and in full
}

// Model is the checklist of services of one account.
type Model struct {
	ctx      context.Context
	resolver Resolver
	account  store.Account
	rows     []row
	job      job.Job
	spin     int
	cursor   int
	first    int
	width    int
	height   int
}

// New returns the checklist with nothing ticked.
func New(ctx context.Context, resolver Resolver, account store.Account) Model {
	m := Model{ctx: ctx, resolver: resolver, account: account, width: 80, height: 20}
	at := map[domain.Service]int{}
	list := func(service domain.Service, api domain.API) {
		i, known := at[service]
		switch {
		case !known:
			at[service] = len(m.rows)
			m.rows = append(m.rows, row{service: service, section: api.Section, titles: api.Title})
		case !strings.HasSuffix(m.rows[i].titles, api.Title):
			m.rows[i].titles += ", " + api.Title
		}
	}
	for _, api := range domain.Catalogue() {
		list(api.Service, api)
		for _, operation := range api.Operations {
			list(operation.Service, api)
		}
	}
	return m
}

// Init starts nothing: nothing is asked of the network until a person asks.
func (m Model) Init() tea.Cmd { return nil }

type (
	moveMsg    int
	tickMsg    struct{}
	tickAllMsg struct{}
	resolveMsg struct{}
	refreshMsg struct{}
	stopMsg    struct{}
	askMsg     struct{}
	copyMsg    struct{ host string }
	previewMsg struct{}
)

// Update answers keys and what the Domain API replies.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case moveMsg:
		m.cursor = max(0, min(m.cursor+int(msg), len(m.rows)-1))
	case tickMsg:
		m.rows = m.changed(m.cursor, func(r *row) { r.ticked = !r.ticked })
	case tickAllMsg:
		m = m.tickAll()
	case resolveMsg:
		return m.resolve(time.Time{})
	case refreshMsg:
		return m.resolve(time.Now())
	case stopMsg:
		m = m.stop()
	case askMsg:
		return m.ask()
	case copyMsg:
		return m, event.Tell(event.Copy{What: "the host", Text: msg.host})
	case previewMsg:
		r := m.rows[m.cursor]
		return m, nav.Push(nav.Preview{Account: m.account, Service: r.service, Host: r.answer.Host, Origin: r.answer.Origin})
	case resolvedMsg:
		m = m.answered(msg)
	case heardMsg:
		return m.heard(msg)
	case spinMsg:
		return m.turn(msg)
	}
	m.first = m.scrolled()
	return m, nil
}

// changed returns the rows with one of them changed: a model that was handed
// out before keeps its own.
func (m Model) changed(i int, change func(*row)) []row {
	rows := append([]row(nil), m.rows...)
	change(&rows[i])
	return rows
}

// tickAll ticks every row, or none when all are ticked.
func (m Model) tickAll() Model {
	all := m.ticked() == len(m.rows)
	rows := append([]row(nil), m.rows...)
	for i := range rows {
		rows[i].ticked = !all
	}
	m.rows = rows
	return m
}

func (m Model) ticked() int {
	n := 0
	for _, r := range m.rows {
		if r.ticked {
			n++
		}
	}
	return n
}

// resolve looks up every ticked service, or the one under the cursor when none
// is ticked. Those that have a host are left alone unless LivePerson is to be
// asked anew.
func (m Model) resolve(anew time.Time) (screen.Model, tea.Cmd) {
	rows := append([]row(nil), m.rows...)
	if m.ticked() == 0 {
		rows[m.cursor].ticked = true
	}
	m.rows = rows
	ctx, j := job.Start(m.ctx)
	all := asking{ctx: ctx, job: j.ID(), account: m.account.ID, anew: anew, retries: make(chan retryMsg)}
	var cmds []tea.Cmd
	for i := range rows {
		if rows[i].ticked && (rows[i].state != resolved || !anew.IsZero()) {
			rows[i].state, rows[i].retry = resolving, nil
			cmds = append(cmds, lookUp(m.resolver, all, rows[i].service))
		}
	}
	if len(cmds) == 0 {
		j.Stop()
		return m, event.Say(event.Note, "every ticked service is resolved already")
	}
	m.job = j
	return m, tea.Batch(append(cmds, hear(all), spin(ctx, j.ID()))...)
}

func (m Model) stop() Model {
	m.job = m.job.Stop()
	rows := append([]row(nil), m.rows...)
	for i := range rows {
		if rows[i].state == resolving {
			rows[i].state = stopped
		}
	}
	m.rows = rows
	return m
}

func (m Model) answered(msg resolvedMsg) Model {
	if !m.job.Owns(msg.job) {
		return m
	}
	open := 0
	rows := append([]row(nil), m.rows...)
	for i := range rows {
		if rows[i].service == msg.service {
			rows[i].took = msg.took
			rows[i].answer, rows[i].state = msg.answer, resolved
			if msg.err != nil {
				rows[i].brief, rows[i].words, rows[i].state = brief(msg.err), explain.Of(msg.err), failed
			}
		}
		if rows[i].state == resolving {
			open++
		}
	}
	m.rows = rows
	if open == 0 {
		m.job = m.job.Stop()
	}
	return m
}

// heard lets a row say that it will be tried again.
func (m Model) heard(msg heardMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	rows := append([]row(nil), m.rows...)
	for i := range rows {
		if rows[i].service == msg.service {
			rows[i].retry = &msg.retry
		}
	}
	m.rows = rows
	return m, hear(msg.from)
}

// ask copies the host under the cursor, after a question when it is not
// LivePerson's.
func (m Model) ask() (screen.Model, tea.Cmd) {
	host := m.rows[m.cursor].answer.Host
	if host.LivePerson {
		return m, event.Tell(event.Copy{What: "the host", Text: host.Name})
	}
	return m, nav.Push(nav.Confirm{
		Title:    "not LivePerson's",
		Question: host.Name + " is outside LivePerson's own domains. Copy it all the same?",
		Consent:  "copy it",
		Yes:      copyMsg{host.Name},
	})
}

// brief is a failure in few words.
func brief(err error) string {
	var failure *domain.Error
	switch {
	case !errors.As(err, &failure):
		return explain.Of(err).Error
	case len(failure.Suggestions) > 0:
		return fmt.Sprintf("%s. Did you mean %s?", failure.Kind, failure.Suggestions[0])
	default:
		return failure.Kind.String()
	}
}

func (m Model) turn(msg spinMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	m.spin++
	return m, spin(msg.ctx, msg.job)
}

// Title names the screen.
func (m Model) Title() string { return "services" }

// Typing is never so: there is no text field.
func (m Model) Typing() bool { return false }

// Actions are the keys of the list. While a lookup runs, esc stops it and comes
// first, so that no footer is too narrow for it.
func (m Model) Actions() []screen.Action {
	running := ""
	tick := screen.Do([]string{"space"}, "space", "tick", tickMsg{})
	resolve := screen.Do([]string{"enter"}, "enter", "resolve", resolveMsg{})
	first := []screen.Action{tick, resolve, screen.Do([]string{"esc", "h", "left"}, "esc", "back", nav.PopMsg{})}
	if m.job.Running() {
		running = "a lookup is running: esc stops it"
		first = []screen.Action{screen.Do([]string{"esc"}, "esc", "stop", stopMsg{}), tick, resolve.Unless(running)}
	}
	unresolved := ""
	switch r := m.rows[m.cursor]; {
	case r.state == resolved:
	case r.ticked:
		unresolved = fmt.Sprintf("%s has no host yet: enter resolves it", r.service)
	default:
		unresolved = fmt.Sprintf("%s has no host yet: tick it with space, then press enter", r.service)
	}
	return append(first,
		screen.Do([]string{"p"}, "p", "preview", previewMsg{}).Unless(unresolved),
		screen.Do([]string{"c"}, "c", "copy host", askMsg{}).Unless(unresolved),
		screen.Do([]string{"a"}, "a", "tick all", tickAllMsg{}),
		screen.Do([]string{"r"}, "r", "refresh", refreshMsg{}).Unless(running),
		screen.Do([]string{"down", "j"}, "↓ j", "down", moveMsg(1)).Quietly(),
		screen.Do([]string{"up", "k"}, "↑ k", "up", moveMsg(-1)).Quietly(),
		screen.Do([]string{"pgdown"}, "pgdn", "a page down", moveMsg(m.listHeight())).Quietly(),
		screen.Do([]string{"pgup"}, "pgup", "a page up", moveMsg(-m.listHeight())).Quietly(),
	)
}
