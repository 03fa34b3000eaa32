// Package change is the screen that changes one account: its details, its key,
// the vault that holds it; or makes another account with its key.
package change

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/form"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
)

// Keeper is what the screen needs of the store.
type Keeper interface {
	Accounts() ([]store.Account, error)
	Edit(name string, d store.Details) (store.Account, error)
	Copy(ctx context.Context, name, to string) (store.Account, error)
	Replace(ctx context.Context, name string, key oauth.Credentials) error
	Move(ctx context.Context, name string, to store.VaultName) (store.Account, error)
}

// Vaults says whether a vault can be used now without asking anybody.
type Vaults interface {
	Look(ctx context.Context, v store.VaultName) error
}

// Services is what the screen works with.
type Services struct {
	Keeper   Keeper
	Resolver form.Resolver
	Vaults   Vaults
}

// state is how far the change has come.
type state int

const (
	asking   state = iota
	checking       // a new account ID
	doubtful       // there is something to be said before it is done
	working
	failed
)

// Model is one change of one account.
type Model struct {
	ctx      context.Context
	services Services
	route    nav.Change
	words    words
	state    state
	details  form.Details // of details and duplicate
	key      form.Key     // of a new key
	check    form.Check
	failure  explain.Words // of the last try
	job      job.Job
	last     job.ID // of the change that was tried last
	width    int
	height   int
	first    int // the first line that is shown, where there is no field
}

// words are what a change is called.
type words struct{ title, do, doing string }

var wordsOf = map[nav.Changing]words{
	nav.Details:   {"edit", "save", "saving"},
	nav.Duplicate: {"duplicate", "duplicate", "duplicating"},
	nav.NewKey:    {"new key", "replace the key", "replacing the key"},
	nav.Move:      {"move", "move the key", "moving the key"},
}

// New returns the screen for one change.
func New(ctx context.Context, services Services, r nav.Change) Model {
	m := Model{ctx: ctx, services: services, route: r, words: wordsOf[r.What], width: 80, height: 20, key: form.NewKey()}
	m.details = form.NewDetails(r.Account)
	if r.What == nav.Duplicate {
		m.details = form.NewName(r.Account)
	}
	return m
}

// Init learns which names are taken.
func (m Model) Init() tea.Cmd { return form.ReadTaken(m.services.Keeper) }

type (
	goMsg    struct{} // on with it
	checkMsg struct{}
	stopMsg  struct{}
	backMsg  struct{}
	leaveMsg struct{}
	fieldMsg int
)

// Update takes what is typed, and what LivePerson and the store reply.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		m.details, m.key = m.pressed(msg)
	case tea.PasteMsg:
		m.details, m.key = m.pasted(msg.Content)
	case fieldMsg:
		m.details, m.key = m.details.Move(int(msg)), m.key.Move(int(msg))
	case screen.Click:
		return m.click(msg), nil
	case screen.Move:
		if m.field() == 0 {
			m.first = screen.Scrolled(m.first+int(msg), len(m.lines(theme.Theme{})), m.height)
		}
	case event.Suspending:
		return m.suspended(), nil
	case form.TakenMsg:
		m.details.Taken = msg.Names
	case goMsg:
		return m.goOn()
	case checkMsg:
		return m.startCheck()
	case form.CheckedMsg:
		return m.checked(msg)
	case nav.Unlocked:
		return m.unlocked()
	case doneMsg:
		return m.done(msg)
	case stopMsg:
		m.job, m.state, m.first = m.job.Stop(), asking, 0
	case backMsg:
		return m.back()
	case leaveMsg:
		m.key = m.key.Dropped()
		return m, nav.Pop()
	}
	return m, nil
}

// suspended is the screen without anything secret that was typed.
func (m Model) suspended() Model {
	if m.state != working && m.route.What == nav.NewKey {
		m.state = asking
	}
	m.key = m.key.Dropped()
	return m
}

func (m Model) pressed(msg tea.KeyPressMsg) (form.Details, form.Key) {
	switch {
	case m.field() == 0:
		return m.details, m.key
	case m.route.What == nav.NewKey:
		return m.details, m.key.Press(msg)
	default:
		return m.details.Press(msg), m.key
	}
}

func (m Model) pasted(text string) (form.Details, form.Key) {
	switch {
	case m.field() == 0:
		return m.details, m.key
	case m.route.What == nav.NewKey:
		key, _ := m.key.Paste(text, m.route.Account.ID)
		return m.details, key
	default:
		return m.details.Paste(text), m.key
	}
}

// click goes to the field that is pointed at.
func (m Model) click(at screen.Click) Model {
	lines := m.lines(theme.Theme{})
	field := form.FieldAt(lines, form.Shown(lines, m.field(), m.first, m.height), at.Line)
	m.details, m.key = m.details.Focus(field), m.key.Focus(field)
	return m
}

// field is the one that has the cursor, 0 where nothing is typed.
func (m Model) field() int {
	switch {
	case m.state != asking || m.route.What == nav.Move:
		return 0
	case m.route.What == nav.NewKey:
		return m.key.At()
	default:
		return m.details.At()
	}
}

// goOn does what was asked for, if nothing has to be said before.
func (m Model) goOn() (screen.Model, tea.Cmd) {
	switch {
	case m.state == failed && m.dropped():
		m.state = asking
		return m, nil
	case m.state == doubtful, m.state == failed:
		return m.work()
	}
	ready := true
	switch m.route.What {
	case nav.Details, nav.Duplicate:
		m.details, ready = m.details.Enter()
	case nav.NewKey:
		m.key, ready = m.key.Enter()
		if ready && len(m.key.Doubts) > 0 {
			m.state, m.first = doubtful, 0
			return m, nil
		}
	case nav.Move:
	}
	switch {
	case !ready:
		return m, nil
	case m.route.What == nav.Details && m.details.Account().ID != m.route.Account.ID:
		return m.startCheck()
	}
	return m.work()
}

// startCheck asks LivePerson for the new account ID before anything is saved.
func (m Model) startCheck() (screen.Model, tea.Cmd) {
	m, ctx := m.begin(checking)
	m.check = form.Check{State: form.Checking}
	return m, form.Ask(ctx, m.services.Resolver, m.job.ID(), m.details.Account().ID)
}

func (m Model) checked(msg form.CheckedMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.Job) {
		return m, nil
	}
	m.job, m.check = m.job.Stop(), msg.Check
	if m.check.State == form.Known {
		return m.work()
	}
	if m.check.State == form.Refused {
		m.details = m.details.FocusID()
	}
	m.state = doubtful
	return m, nil
}

// work makes the change.
func (m Model) work() (screen.Model, tea.Cmd) {
	m, ctx := m.begin(working)
	m.last = m.job.ID()
	return m, m.command(ctx)
}

func (m Model) begin(s state) (Model, context.Context) {
	var ctx context.Context
	m.job.Stop()
	ctx, m.job = job.Start(m.ctx)
	m.state, m.first = s, 0
	return m, ctx
}

// unlocked goes on with what waited for the vault file, unless it was dropped
// meanwhile.
func (m Model) unlocked() (screen.Model, tea.Cmd) {
	if m.dropped() {
		return m, nil
	}
	return m.work()
}

// dropped reports whether the new key was let go while something was waited for.
func (m Model) dropped() bool { return m.route.What == nav.NewKey && m.key.IsZero() }

// back leaves, or goes back to the form. Leaving with something typed asks first.
func (m Model) back() (screen.Model, tea.Cmd) {
	switch {
	case m.state == doubtful, m.state == failed:
		m.state, m.first = asking, 0
		return m, nil
	case !m.Unsaved():
		return m, nav.Pop()
	}
	return m, nav.Push(nav.Discard(leaveMsg{}))
}

// Title names the screen.
func (m Model) Title() string { return m.words.title }

// Typing is so while a form is on the screen.
func (m Model) Typing() bool { return m.field() > 0 }

// Unsaved reports whether something was typed that is lost with the screen.
func (m Model) Unsaved() bool {
	switch m.route.What {
	case nav.Details, nav.Duplicate:
		return m.details.Unsaved()
	case nav.NewKey:
		return !m.key.IsZero()
	default:
		return false
	}
}

// Actions are the keys of the state.
func (m Model) Actions() []screen.Action {
	back := screen.Do([]string{"esc"}, "esc", "back", backMsg{})
	moves := screen.Moves(m.height)
	switch {
	case m.state == checking:
		return append([]screen.Action{screen.Do([]string{"esc"}, "esc", "stop the check", stopMsg{})}, moves...)
	case m.state == working:
		return append([]screen.Action{screen.Do([]string{"esc"}, "esc", "stop "+m.words.doing, stopMsg{})}, moves...)
	case m.state == doubtful:
		return append(m.doubtfulActions(back), moves...)
	case m.state == failed:
		return append([]screen.Action{screen.Do([]string{"enter"}, "enter", "try again", goMsg{}), back}, moves...)
	case m.route.What == nav.Move:
		return append([]screen.Action{screen.Do([]string{"enter"}, "enter", m.words.do, goMsg{}), back}, moves...)
	case m.route.What == nav.Duplicate:
		return []screen.Action{screen.Do([]string{"enter"}, "enter", m.words.do, goMsg{}), back}
	default:
		return []screen.Action{
			screen.Do([]string{"enter"}, "enter", "continue", goMsg{}),
			screen.Do([]string{"tab", "down"}, "tab", "next field", fieldMsg(1)),
			screen.Do([]string{"shift+tab", "up"}, "shift+tab", "field before", fieldMsg(-1)).Quietly(),
			back,
		}
	}
}

func (m Model) doubtfulActions(back screen.Action) []screen.Action {
	again := screen.Do([]string{"r"}, "r", "check again", checkMsg{})
	switch {
	case m.route.What == nav.NewKey:
		return []screen.Action{screen.Do([]string{"enter"}, "enter", "replace anyway", goMsg{}), back}
	case m.check.State == form.Refused:
		// A wrong account ID must not be saved by the key one presses anyway.
		return []screen.Action{back, screen.Do([]string{"S"}, "S", "save anyway", goMsg{}), again}
	default:
		return []screen.Action{screen.Do([]string{"enter"}, "enter", "save anyway", goMsg{}), back, again}
	}
}
