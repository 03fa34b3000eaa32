// Package accounts is the home screen: what is stored, which account is in
// force and why, and the way to add and remove.
package accounts

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/widget"
)

// Keeper is what the screen needs of the store.
type Keeper interface {
	Accounts() ([]store.Account, error)
	Default() (store.Account, bool, error)
	SetDefault(name string) error
	MarkRemoving(name string) error
	Restore(name string) error
}

// Vaults says whether a vault can be used now without asking anybody.
type Vaults interface {
	Look(ctx context.Context, v store.VaultName) error
}

// Model is the list of accounts.
type Model struct {
	ctx      context.Context
	keeper   Keeper
	rows     []store.Account
	inForce  string
	byDef    string // name of the default account
	vaults   Vaults
	removing store.Account // waits for its vault to be unlocked
	lost     string        // removed while in force, and not brought back
	loading  job.Job
	failure  *explain.Words
	cols     columns
	cursor   int
	first    int
	width    int
	height   int
}

// Known is what the screen draws until it has read the store itself.
type Known struct {
	Accounts []store.Account
	Default  string
	InForce  *store.Account
}

// New returns the list.
func New(ctx context.Context, keeper Keeper, vaults Vaults, known Known) Model {
	m := Model{ctx: ctx, keeper: keeper, vaults: vaults, rows: known.Accounts, byDef: known.Default, width: 80, height: 20}
	if known.InForce != nil {
		m.inForce = known.InForce.Name
		m = m.moveTo(known.InForce.Name)
	}
	return m
}

// Init reads the store.
func (m Model) Init() tea.Cmd { return event.Tell(reloadMsg{}) }

type (
	moveMsg    int
	openMsg    struct{}
	defaultMsg struct{}
	removeMsg  struct{}
	restoreMsg struct{}
	reloadMsg  struct{}
)

// Update answers keys and what the store replies.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.cols = m.columns()
	case moveMsg:
		m.cursor = max(0, min(m.cursor+int(msg), len(m.rows)-1))
	case openMsg:
		return m.open()
	case defaultMsg:
		return m, makeDefault(m.keeper, m.rows[m.cursor])
	case removeMsg:
		m.removing = m.rows[m.cursor]
		return m, remove(m.ctx, m.keeper, m.vaults, m.removing)
	case lockedMsg:
		return m, nav.Push(nav.Unlock{})
	case nav.Unlocked:
		return m, remove(m.ctx, m.keeper, m.vaults, m.removing)
	case restoreMsg:
		return m, restore(m.keeper, m.rows[m.cursor])
	case event.InForce:
		m.inForce = msg.Account.Name
	case event.NoneInForce:
		m.inForce = ""
	case event.AccountsChanged, reloadMsg:
		return m.reload()
	case loadedMsg:
		if !m.loading.Owns(msg.job) {
			return m, nil
		}
		m.loading = m.loading.Stop()
		m = m.loaded(msg)
	case changedMsg:
		return m.changed(msg)
	}
	m.first = widget.Window(m.first, m.cursor, m.listHeight(), len(m.rows))
	return m, nil
}

func (m Model) open() (screen.Model, tea.Cmd) {
	a := m.rows[m.cursor]
	return m, tea.Sequence(
		event.Tell(event.InForce{Account: a, Why: "chosen here"}),
		nav.Push(nav.Services{Account: a}),
	)
}

// reload reads the store. An older reading that is still on its way is dropped.
func (m Model) reload() (screen.Model, tea.Cmd) {
	m.loading.Stop()
	_, m.loading = job.Start(m.ctx)
	return m, load(m.keeper, m.loading.ID())
}

func (m Model) loaded(msg loadedMsg) Model {
	if msg.err != nil {
		w := explain.Of(msg.err)
		m.failure = &w
		return m
	}
	name := ""
	if m.cursor < len(m.rows) {
		name = m.rows[m.cursor].Name
	}
	m.failure, m.rows, m.byDef = nil, msg.accounts, msg.byDefault
	m.cols = m.columns()
	m.cursor = max(0, min(m.cursor, len(m.rows)-1))
	return m.moveTo(name)
}

func (m Model) moveTo(name string) Model {
	for i, a := range m.rows {
		if a.Name == name {
			m.cursor = i
		}
	}
	return m
}

func (m Model) changed(msg changedMsg) (screen.Model, tea.Cmd) {
	if msg.err != nil {
		w := explain.Of(msg.err)
		return m, event.Say(event.Failure, w.Error+". "+w.Hint)
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

// Typing is never so: there is no text field.
func (m Model) Typing() bool { return false }

// Actions are the keys of the list.
func (m Model) Actions() []screen.Action {
	none, removed, kept := "", "", "nothing is being removed"
	switch {
	case m.failure != nil:
		none = "the accounts could not be read: r tries again"
		removed, kept = none, none
	case len(m.rows) == 0:
		none = "there is no account yet: a adds one"
		removed = none
	case m.rows[m.cursor].State == store.Removing:
		removed = "this account is being removed: u brings it back"
		kept = ""
	case m.rows[m.cursor].State != store.Kept:
		removed = fmt.Sprintf("this account is in the state %q; the next start of lpkeys finishes that", m.rows[m.cursor].State)
	}
	undo := screen.Do([]string{"u"}, "u", "undo remove", restoreMsg{}).Unless(kept)
	if kept != "" {
		undo = undo.Quietly()
	}
	return []screen.Action{
		undo,
		screen.Do([]string{"enter", "l", "right"}, "enter", "open", openMsg{}).Unless(removed),
		screen.Do([]string{"a"}, "a", "add", nav.PushMsg{Route: nav.Onboarding{}}),
		screen.Do([]string{"x", "delete"}, "x", "remove", removeMsg{}).Unless(removed),
		screen.Do([]string{"d"}, "d", "make default", defaultMsg{}).Unless(removed),
		screen.Do([]string{"q"}, "q", "quit", nav.QuitMsg{}),
		screen.Do([]string{"r"}, "r", "read again", reloadMsg{}).Quietly(),
		screen.Do([]string{"down", "j"}, "↓ j", "down", moveMsg(1)).Unless(none).Quietly(),
		screen.Do([]string{"up", "k"}, "↑ k", "up", moveMsg(-1)).Unless(none).Quietly(),
		screen.Do([]string{"pgdown"}, "pgdn", "a page down", moveMsg(m.listHeight())).Unless(none).Quietly(),
		screen.Do([]string{"pgup"}, "pgup", "a page up", moveMsg(-m.listHeight())).Unless(none).Quietly(),
	}
}
