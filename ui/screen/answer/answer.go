// Package answer is the screen that sends a signed request and shows what came
// of it: that the key works, or why it does not.
package answer

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/diagnose"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/send"
)

// Sender sends requests. All but Changes may wait for the network, and Send for
// a keyring.
type Sender interface {
	First(ctx context.Context, a store.Account, o send.Options) (send.Request, error)
	Aim(ctx context.Context, a store.Account, op domain.Operation, values map[string]string, o send.Options) (send.Request, error)
	Send(ctx context.Context, r send.Request, o send.Options) (send.Outcome, error)
	Changes(r send.Request) bool
}

// Keys knows whose key was replaced and can still be brought back. It may read
// the disk.
type Keys interface{ Replaced() []string }

// Lister knows every service that an account has.
type Lister interface {
	All(ctx context.Context, id domain.AccountID, o domain.Options) (domain.List, error)
}

// Services is what the screen works with.
type Services struct {
	Sender Sender
	Hosts  Lister
	Keys   Keys
	Now    func() time.Time
}

// state is how far the request is.
type state int

const (
	asking state = iota // a question has to be answered before anything is sent
	busy
	failed // nothing was sent, or no answer came
	answered
)

// part is what is shown of an answer.
type part int

const (
	why part = iota
	body
	headers
	signed
)

// Model is one request, and its answer.
type Model struct {
	ctx      context.Context
	services Services
	account  store.Account
	request  send.Request // without a method until one is picked
	picked   bool         // it was picked here, and another can be
	choices  []domain.Operation
	chosen   int // of choices; -1 for none
	state    state
	question string
	foreign  string   // the host that the question is about
	allowed  []string // hosts beside LivePerson's to which the person agreed
	job      job.Job
	progress send.Progress
	spin     int
	words    *explain.Words // why nothing came
	locked   bool           // a passphrase would help
	out      *send.Outcome  // once answered
	read     string         // its body, set for reading; or its beginning
	part     part
	rows     []row // of the part, folded to the width
	find     find
	first    int
	width    int
	height   int
}

// New returns the screen before anything is sent. A request that only reads is
// sent at once.
func New(ctx context.Context, services Services, r nav.Send) Model {
	return Model{
		ctx: ctx, services: services, account: r.Request.Account, request: r.Request,
		picked: r.Request.Method == "", chosen: -1, width: 80, height: 20,
	}
}

// Init sends what needs no question.
func (m Model) Init() tea.Cmd { return event.Tell(sendMsg{}) }

type (
	sendMsg    struct{}
	agreeMsg   struct{}
	stopMsg    struct{}
	replaceMsg struct{}
	chooseMsg  struct{}
	turnMsg    struct{}
	copyMsg    struct{}
)

// Update answers keys, and what the network says.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m = m.laidOut()
	case tea.KeyPressMsg, tea.PasteMsg, findMsg:
		m = m.look(msg)
	case screen.Move:
		m.first += int(msg)
	case sendMsg:
		if !m.picked && m.services.Sender.Changes(m.request) {
			m.state, m.question = asking, "This request is not known to only read: it may change or destroy something at LivePerson. Send it?"
			return m, nil
		}
		return m.send()
	case nav.Unlocked:
		if m.locked {
			return m.send()
		}
	case agreeMsg:
		return m.agree()
	case stopMsg:
		m = m.stop()
	case replaceMsg:
		return m, replace(m.services.Keys, m.account)
	case chooseMsg:
		return m.list()
	case listedMsg:
		return m.listed(msg)
	case nav.Chosen:
		return m.choose(msg.Operation)
	case turnMsg:
		m.part, m.first, m.find = m.next(), 0, find{}
		m = m.laidOut()
	case copyMsg:
		return m, event.Tell(event.Copy{What: "the " + m.part.name(), Text: m.text()})
	case event.InForce:
		return m.follow(msg.Account), nil
	case heardMsg:
		return m.heard(msg)
	case spinMsg:
		return m.turn(msg)
	}
	m.first = screen.Scrolled(m.first, len(m.rows), m.room())
	return m, nil
}

// send begins. What was picked is picked again, at the host that serves it now.
func (m Model) send() (screen.Model, tea.Cmd) {
	m.job.Stop()
	var ctx context.Context
	ctx, m.job = job.Start(m.ctx)
	m.state, m.words, m.locked, m.question, m.progress = busy, nil, false, "", send.Progress{}
	line := m.line(ctx)
	work := m.services.try(line, m.account)
	switch {
	case !m.picked:
		work = m.services.send(line, m.request)
	case m.chosen >= 0:
		work = m.services.aim(line, m.account, m.choices[m.chosen])
	}
	return m, tea.Batch(work, hear(line), spin(ctx, m.job.ID()))
}

func (m Model) line(ctx context.Context) line { return newLine(ctx, m.job.ID(), m.allowed) }

// agree does what the question was about.
func (m Model) agree() (screen.Model, tea.Cmd) {
	if m.foreign != "" {
		m.allowed = append(slices.Clone(m.allowed), m.foreign)
		m.foreign = ""
	}
	return m.send()
}

func (m Model) stop() Model {
	m.job = m.job.Stop()
	m.state, m.words = failed, &explain.Words{Error: "stopped", Hint: "r sends it again"}
	if m.progress.Phase == send.Examining {
		m.words.Error = "it was refused, and stopped before it was found out why"
	}
	if !m.picked && m.services.Sender.Changes(m.request) {
		m.words.Hint += ". What LivePerson had already, it may have done"
	}
	return m
}

// heard takes what the work tells.
func (m Model) heard(msg heardMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.line.job) {
		return m, nil
	}
	switch {
	case msg.request.Method != "":
		m.request = msg.request
	case msg.end == nil:
		m.progress = msg.progress
	default:
		return m.ended(*msg.end), nil
	}
	return m, hear(msg.line)
}

func (m Model) ended(e end) Model {
	m.job = m.job.Stop()
	m.first, m.find = 0, find{}
	if e.err != nil {
		return m.fail(e.err)
	}
	m.state, m.out, m.read = answered, e.out, e.read
	if m.part = body; len(e.out.Findings) > 0 {
		m.part = why
	}
	return m.laidOut()
}

// fail says why nothing came. A host that is not LivePerson's is a question.
func (m Model) fail(err error) Model {
	w := explain.OnScreen(err)
	m.state, m.words = failed, &w
	m.locked = m.account.Vault == store.FileVault && errors.Is(err, store.ErrLocked)
	if host := foreignHost(err); host != "" {
		m.state, m.foreign = asking, host
		m.question = host + " is outside LivePerson's own domains. Send a signed request there all the same?"
	}
	return m
}

// foreignHost is the host that err says is not LivePerson's, or "".
func foreignHost(err error) string {
	if typed, ok := errors.AsType[*send.HostError](err); ok {
		return typed.Host
	}
	if found, ok := errors.AsType[*domain.ForeignHostError](err); ok {
		return found.Host.Name
	}
	return ""
}

// follow becomes another account's. Nothing is sent for it before the person
// asks.
func (m Model) follow(a store.Account) Model {
	if a.Same(m.account) {
		m.account = a // It may have another name by now.
		m.request.Account = a
		return m
	}
	m.job = m.job.Stop()
	m.account, m.request, m.picked, m.choices, m.chosen, m.allowed = a, send.Request{Account: a}, true, nil, -1, nil
	m.state, m.question, m.words, m.foreign = asking, "Another account is in force now. Send a request that only reads, signed with its key?", nil, ""
	m.locked = false
	return m
}

// list asks which requests can be tried.
func (m Model) list() (screen.Model, tea.Cmd) {
	m.job.Stop()
	var ctx context.Context
	ctx, m.job = job.Start(m.ctx)
	m.state, m.words = busy, nil
	m.progress = send.Progress{Phase: send.Finding}
	return m, tea.Batch(list(ctx, m.services.Hosts, m.job.ID(), m.account.ID), spin(ctx, m.job.ID()))
}

func (m Model) listed(msg listedMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	m.job = m.job.Stop()
	if msg.err != nil {
		return m.fail(msg.err), nil
	}
	if m.choices = msg.choices; len(m.choices) == 0 {
		return m.fail(send.ErrNothingToTry), nil
	}
	m.state, m.words = failed, &explain.Words{Error: "nothing is chosen yet", Hint: "o chooses a request, r sends the one before"}
	return m, nav.Push(nav.Operations{Of: m.choices, Chosen: max(0, m.chosen)})
}

// choose tries another request, unless it was one of another account's.
func (m Model) choose(i int) (screen.Model, tea.Cmd) {
	if i >= len(m.choices) {
		return m, nil
	}
	m.chosen, m.picked = i, true
	return m.send()
}

func (m Model) turn(msg spinMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	m.spin++
	return m, spin(msg.ctx, msg.job)
}

// parts are what there is to show.
func (m Model) parts() []part {
	all := []part{body, headers, signed}
	if len(m.out.Findings) > 0 {
		all = append([]part{why}, all...)
	}
	return all
}

func (m Model) next() part {
	all := m.parts()
	for i, p := range all {
		if p == m.part {
			return all[(i+1)%len(all)]
		}
	}
	return all[0]
}

// Title names the screen.
func (m Model) Title() string {
	if m.picked {
		return "try the key"
	}
	return "send"
}

// Typing is so while what to look for is typed.
func (m Model) Typing() bool { return m.state == answered && m.find.open }

// Actions are the keys of the state the screen is in.
func (m Model) Actions() []screen.Action {
	back := screen.Do([]string{"esc"}, "esc", "back", nav.PopMsg{})
	another := screen.Do([]string{"o"}, "o", "another request", chooseMsg{})
	again := screen.Do([]string{"r", "enter"}, "r", "send again", sendMsg{})
	switch m.state {
	case asking:
		return []screen.Action{screen.Do([]string{"y"}, "y", "send it", agreeMsg{}), back}
	case busy:
		return []screen.Action{screen.Do([]string{"esc"}, "esc", "stop", stopMsg{})}
	case failed:
		actions := []screen.Action{again, back, another}
		if m.locked {
			actions = append([]screen.Action{screen.Do([]string{"u"}, "u", "unlock", nav.PushMsg{Route: nav.Unlock{}})}, actions...)
		}
		return actions
	}
	if m.find.open {
		return m.find.actions()
	}
	actions := []screen.Action{screen.Do([]string{"tab"}, "tab", "show "+m.next().name(), turnMsg{})}
	if m.doubted() {
		actions = append(actions, screen.Do([]string{"K"}, "K", "replace key", replaceMsg{}))
	}
	actions = append(actions, again, back, another, screen.Do([]string{"c"}, "c", "copy "+m.part.name(), copyMsg{}).Unless(m.nothing()))
	return append(append(actions, m.find.actions()...), screen.Moves(m.room())...)
}

// doubted reports whether a reason is that the key is not right.
func (m Model) doubted() bool {
	return slices.ContainsFunc(m.out.Findings, func(f diagnose.Finding) bool { return keyOf(f) == "K" })
}

// nothing says why there is nothing to copy, or "".
func (m Model) nothing() string {
	if m.part == body && m.out.Body == "" || m.part == headers && len(m.out.Header) == 0 {
		return "there is nothing in it"
	}
	return ""
}
