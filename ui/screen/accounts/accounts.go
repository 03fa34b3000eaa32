// Package accounts is the home screen: what is stored, which account is in
// force and why, and the way to everything that can be done with an account.
package accounts

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/send"
)

// Keeper is what the screen needs of the store.
type Keeper interface {
	Accounts() ([]store.Account, error)
	Default() (store.Account, bool, error)
	LastUsed() map[string]time.Time
	Histories() map[string]store.History
	Replaced() []string
	SetDefault(name string) error
	MarkRemoving(name string) error
	Restore(name string) error
	RestoreKey(ctx context.Context, name string) error
}

// Vaults says whether a vault can be used now without asking anybody.
type Vaults interface {
	Look(ctx context.Context, v store.VaultName) error
}

// Model is the list of accounts.
type Model struct {
	ctx      context.Context
	keeper   Keeper
	vaults   Vaults
	now      func() time.Time
	rows     []store.Account
	visible  []int // the rows that the filter keeps
	used     map[string]time.Time
	tried    map[string]store.History
	replaced map[string]bool // whose old key can be brought back
	inForce  string
	why      string
	byDef    string        // name of the default account
	removing store.Account // waits for its vault to be unlocked
	lost     string        // removed while in force, and not brought back
	wanted   string        // goes to the cursor when it is read
	filter   screen.Filter
	list     screen.List
	loading  job.Job
	undoing  job.Job
	failure  *explain.Words
	cols     columns
	width    int
	height   int
}

// Known is what the screen draws until it has read the store itself.
type Known struct {
	Accounts []store.Account
	Default  string
	InForce  *store.Account
	Why      string
}

// New returns the list.
func New(ctx context.Context, keeper Keeper, vaults Vaults, now func() time.Time, known Known) Model {
	m := Model{ctx: ctx, keeper: keeper, vaults: vaults, now: now, rows: known.Accounts, byDef: known.Default, width: 80, height: 20}
	if known.InForce != nil {
		m.inForce, m.why = known.InForce.Name, known.Why
	}
	return m.narrowed(m.inForce)
}

// Init reads the store.
func (m Model) Init() tea.Cmd { return event.Tell(reloadMsg{}) }

type (
	openMsg    struct{}
	useMsg     struct{}
	tryMsg     struct{}
	defaultMsg struct{}
	removeMsg  struct{ account store.Account } // not what is under the cursor by then
	restoreMsg struct{}
	oldKeyMsg  struct{}
	stopMsg    struct{}
	revealMsg  struct{ account store.Account }
	reloadMsg  struct{}
)

// Update answers keys and what the store replies.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	if filter, taken := m.filter.Update(msg); taken {
		here := m.here().Name
		m.filter = filter
		return m.narrowed(here), nil
	}
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.cols = m.columns()
	case screen.Move:
		m.list = m.list.Moved(msg, len(m.visible), m.listHeight())
	case screen.Click:
		return m.click(msg.Line)
	case openMsg:
		return m, tea.Sequence(m.use(), nav.Push(nav.Services{Account: m.here()}))
	case tryMsg:
		return m, tea.Sequence(m.use(), nav.Push(nav.Send{Request: send.Request{Account: m.here()}}))
	case useMsg:
		return m, tea.Sequence(m.use(), event.Say(event.Done, "working with "+m.here().Name+" now"))
	case defaultMsg:
		return m, makeDefault(m.keeper, m.here())
	case removeMsg:
		m.removing = msg.account
		return m, remove(m.ctx, m.keeper, m.vaults, m.removing)
	case lockedMsg:
		return m, nav.Push(nav.Unlock{})
	case nav.Unlocked:
		return m, remove(m.ctx, m.keeper, m.vaults, m.removing)
	case restoreMsg:
		return m, restore(m.keeper, m.here())
	case oldKeyMsg:
		return m.bringBack()
	case stopMsg:
		m.undoing = m.undoing.Stop()
	case revealMsg:
		return m, nav.Push(nav.ShowKey{Account: msg.account})
	case event.InForce:
		m.inForce, m.why = msg.Account.Name, msg.Why
	case event.NoneInForce:
		m.inForce = ""
	case event.Added:
		m.wanted = msg.Account.Name
		return m.reload()
	case event.Edited:
		m.wanted = msg.Account.Name
		return m.reload()
	case event.AccountsChanged, reloadMsg:
		return m.reload()
	case loadedMsg:
		m = m.loaded(msg)
	case changedMsg:
		return m.changed(msg)
	}
	m.list = m.list.Within(len(m.visible), m.listHeight())
	return m, nil
}

// here is the account under the cursor, the zero account when there is none.
func (m Model) here() store.Account {
	if m.list.Cursor >= len(m.visible) {
		return store.Account{}
	}
	return m.rows[m.visible[m.list.Cursor]]
}

func (m Model) use() tea.Cmd {
	return event.Tell(event.InForce{Account: m.here(), Why: "chosen here"})
}

// click moves to a row, and opens it when the cursor is there already.
func (m Model) click(line int) (screen.Model, tea.Cmd) {
	line -= m.aboveList()
	list, there, again := m.list.At(line, len(m.visible))
	if !there || line >= m.listHeight() {
		return m, nil
	}
	m.list = list
	if again && m.off() == "" {
		return m.Update(openMsg{})
	}
	return m, nil
}

// bringBack takes the last replacement of a key back. That reads the vault, which
// may ask a person.
func (m Model) bringBack() (screen.Model, tea.Cmd) {
	var ctx context.Context
	m.undoing.Stop()
	ctx, m.undoing = job.Start(m.ctx)
	return m, restoreKey(ctx, m.keeper, m.undoing.ID(), m.here().Name)
}

// reload reads the store. An older reading that is still on its way is dropped.
func (m Model) reload() (screen.Model, tea.Cmd) {
	m.loading.Stop()
	_, m.loading = job.Start(m.ctx)
	return m, load(m.keeper, m.loading.ID())
}

func (m Model) loaded(msg loadedMsg) Model {
	if !m.loading.Owns(msg.job) {
		return m
	}
	m.loading = m.loading.Stop()
	if msg.err != nil {
		w := explain.OnScreen(msg.err)
		m.failure = &w
		return m
	}
	name := m.here().Name
	m.failure, m.rows, m.byDef = nil, msg.accounts, msg.byDefault
	m.used, m.tried, m.replaced = msg.used, msg.tried, msg.replaced
	if m.wanted != "" {
		name, m.wanted = m.wanted, ""
	}
	return m.narrowed(name)
}

// narrowed finds out which rows the filter keeps, and goes to an account, if it is
// among them.
func (m Model) narrowed(name string) Model {
	m.visible = make([]int, 0, len(m.rows))
	at := -1
	for i, a := range m.rows {
		if m.filter.Narrows() && !m.filter.Keeps(searched(a)) {
			continue
		}
		if a.Name == name {
			at = len(m.visible)
		}
		m.visible = append(m.visible, i)
	}
	if at >= 0 {
		m.list.Cursor = at
	}
	m.cols = m.columns()
	m.list = m.list.Within(len(m.visible), m.listHeight())
	return m
}

// searched is the text in which a filter looks.
func searched(a store.Account) string {
	return a.Name + " " + string(a.ID) + " " + a.Environment + " " + string(a.Vault)
}

func (m Model) changed(msg changedMsg) (screen.Model, tea.Cmd) {
	if msg.job != 0 {
		if !m.undoing.Owns(msg.job) && msg.err != nil {
			return m, nil
		}
		m.undoing = m.undoing.Stop()
	}
	if msg.err != nil {
		return m, event.Say(event.Failure, explain.OnScreen(msg.err).Whole())
	}
	cmds := []tea.Cmd{event.Tell(reloadMsg{}), event.Say(event.Done, msg.did)}
	switch {
	case msg.byDefault.Name != "":
		cmds = append(cmds, event.Tell(event.DefaultIs{Account: msg.byDefault}))
	case msg.removed != "" && msg.removed == m.inForce:
		m.lost = msg.removed
		cmds = append(cmds, event.Tell(event.NoneInForce{}))
	case msg.restored.Name != "" && msg.restored.Name == m.lost:
		m.lost = ""
		cmds = append(cmds, event.Tell(event.InForce{Account: msg.restored, Why: "chosen here"}))
	}
	return m, tea.Batch(cmds...)
}

// Title names the screen.
func (m Model) Title() string { return "accounts" }

// Typing is so while the filter is open.
func (m Model) Typing() bool { return m.filter.Typing() }
