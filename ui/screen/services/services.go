// Package services is the screen on which services are ticked and resolved to
// the hosts that serve them for one account.
//
// Opening it asks nobody: what is kept of earlier look-ups is shown at once, with
// its age, and LivePerson is asked when a person asks. It follows the account
// that is in force.
package services

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/job"
	"lpkeys/ui/screen"
	"lpkeys/ui/widget"
)

// Resolver finds the host of a service, and all of an account's services.
type Resolver interface {
	Locate(ctx context.Context, id domain.AccountID, s domain.Service, o domain.Options) (domain.Answer, error)
	All(ctx context.Context, id domain.AccountID, o domain.Options) (domain.List, error)
}

// Keeper remembers what was ticked for an account.
type Keeper interface {
	Picks(name string) ([]domain.Service, error)
	SetPicks(name string, picks []domain.Service) error
}

// Model is the checklist of services of one account.
type Model struct {
	ctx      context.Context
	resolver Resolver
	memory   *memory
	account  store.Account
	rows     []*row // each is replaced when it changes, never changed itself
	known    bool   // whether the account's own list is
	listed   domain.Origin

	recalling job.Job
	job       job.Job
	from      asking
	asksList  bool           // the job asks for the account's own list
	retry     *domain.Retry  // while that waits for another try
	opening   domain.Service // to be previewed when its host is there
	spin      int

	list    screen.Grouped
	about   int // the row that more is said of; it follows the cursor once that rests
	moves   int
	filter  screen.Filter
	naming  bool
	name    widget.Field
	copying bool
	names   int // cells that the widest name takes
	hosts   int // and the widest host
	width   int
	height  int
}

// New returns the checklist of an account. What was ticked and resolved before
// comes with Init.
func New(ctx context.Context, resolver Resolver, keeper Keeper, account store.Account) Model {
	m := Model{
		ctx: ctx, resolver: resolver, memory: remembering(keeper), account: account,
		rows: catalogue(), width: 80, height: 20,
		name: widget.NewField("name", "a service name as LivePerson writes it: case counts", longestName),
	}
	_, m.recalling = job.Start(ctx)
	return m.arranged()
}

// Init reads what is kept.
func (m Model) Init() tea.Cmd { return m.recall() }

func (m Model) recall() tea.Cmd {
	return recall(m.ctx, m.resolver, m.memory, m.recalling.ID(), m.account.Name, m.account.ID, m.services())
}

type (
	tickMsg    struct{}
	tickAllMsg struct{}
	resolveMsg struct{}
	againMsg   struct{}
	refreshMsg struct{}
	stopMsg    struct{}
	askMsg     struct{}
	copyMsg    struct{ what, text string }
	copyingMsg bool
	copyAllMsg form
	previewMsg struct{}
	adoptMsg   struct{}
	namingMsg  bool
	nameMsg    struct{}
)

// Update answers keys and what the Domain API replies.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	if rest, ok := msg.(restMsg); ok && int(rest) != m.moves {
		return m, nil
	}
	m, cmd := m.updated(msg)
	m.list = m.list.Within(m.listHeight())
	if _, moved := msg.(screen.Move); moved {
		m.moves++
		return m, rest(m.ctx, m.moves)
	}
	m.about, _ = m.list.Row()
	return m, cmd
}

func (m Model) updated(msg tea.Msg) (Model, tea.Cmd) {
	var ours bool
	if m.filter, ours = m.filter.Update(msg); ours {
		return m.arranged(), nil
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.KeyPressMsg, tea.PasteMsg:
		return m.typed(msg), nil
	case screen.Move:
		m.list, m.opening = m.list.Moved(msg, m.listHeight()), ""
	case screen.Click:
		return m.click(msg)
	case tickMsg:
		return m.tick()
	case tickAllMsg:
		return m.tickAll()
	case resolveMsg:
		return m.resolve(m.wanted(), time.Time{})
	case againMsg:
		return m.resolve(m.withState(failed, stopped), time.Time{})
	case refreshMsg:
		return m.refresh()
	case stopMsg:
		m = m.stop()
	case askMsg:
		return m.copyOne()
	case copyMsg:
		return m, event.Tell(event.Copy{What: msg.what, Text: msg.text})
	case copyingMsg:
		m.copying = bool(msg)
	case copyAllMsg:
		return m.copyAll(form(msg))
	case previewMsg:
		return m.preview()
	case adoptMsg:
		return m.adopt()
	case namingMsg:
		m = m.nameOne(bool(msg))
	case nameMsg:
		return m.named()
	case event.InForce:
		return m.follow(msg.Account)
	case recalledMsg:
		return m.recalled(msg)
	case savedMsg:
		return m.saved(msg)
	case resolvedMsg:
		return m.answered(msg)
	case listedMsg:
		return m.heardAll(msg)
	case heardMsg:
		return m.heard(msg)
	case spinMsg:
		return m.turn(msg)
	}
	return m, nil
}

// follow makes the screen that of another account. What is known of an account
// ID stays known when it goes by another name or by another key.
func (m Model) follow(account store.Account) (Model, tea.Cmd) {
	before := m.account
	m.account = account
	if account.ID == before.ID && account.Name == before.Name {
		return m, nil
	}
	at, _ := m.row()
	if account.ID != before.ID {
		m = m.stop()
		m.rows, m.known, m.copying = catalogue(), false, false
	} else {
		m = m.ticked(func(*row) bool { return false })
	}
	m.recalling.Stop()
	_, m.recalling = job.Start(m.ctx)
	m = m.arranged().to(at.service)
	return m, m.recall()
}

// Title names the screen.
func (m Model) Title() string { return "services" }

// Typing is so in the filter and while a name is typed.
func (m Model) Typing() bool { return m.filter.Typing() || m.naming }
