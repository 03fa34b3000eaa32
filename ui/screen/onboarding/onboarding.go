// Package onboarding is the screen that walks a person through adding one
// account: where keys will rest, where LivePerson shows them, the names, the
// four values, a check of the account ID, and saving.
package onboarding

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
	"lpkeys/ui/paste"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
)

// Keeper adds accounts and knows those there are.
type Keeper interface {
	Accounts() ([]store.Account, error)
	Add(ctx context.Context, a store.Account, key oauth.Credentials) (store.Account, error)
}

// Looker says whether a vault can be used now.
type Looker interface {
	Look(ctx context.Context) error
}

// File is the vault file, for machines without a keyring.
type File interface {
	Status() (store.SealedStatus, error)
}

// Services is what the screen works with.
type Services struct {
	Keeper   Keeper
	Resolver form.Resolver
	Keyring  Looker
	File     File

	// Prefer is the vault that the person wants new keys in; "" is the keyring,
	// where there is one.
	Prefer store.VaultName

	// Rehearsal, when not empty, is the only vault there is: one that keeps
	// nothing.
	Rehearsal store.VaultName
}

// step is where in the walk a person is.
type step int

const (
	welcome step = iota
	guide
	details
	key
	review
)

var titles = map[step]string{
	welcome: "welcome", guide: "where the key is", details: "the account", key: "the key", review: "review",
}

// Model is the walk. The four values are held only while they are being typed
// and until they are saved.
type Model struct {
	ctx      context.Context
	services Services
	step     step
	width    int
	height   int
	first    int // the first line that is shown, in steps without a field

	look  looked
	vault store.VaultName // chosen; "" until one can be

	details form.Details
	key     form.Key
	check   form.Check

	job     job.Job        // the check or the saving that runs
	doing   string         // what it does, in words
	last    job.ID         // of the saving that was tried last
	failure *explain.Words // why saving went wrong
	refused bool           // it was the keyring that did not take the key
}

// New returns the walk at its beginning.
func New(ctx context.Context, services Services) Model {
	m := Model{
		ctx: ctx, services: services, width: 80, height: 20, vault: services.Rehearsal,
		details: form.NewDetails(store.Account{Kind: store.OAuth1}), key: form.NewKey(),
	}
	if m.vault == "" && services.Prefer == store.FileVault {
		m.vault = store.FileVault
	}
	return m
}

// Init looks where a key could rest and which names are taken.
func (m Model) Init() tea.Cmd {
	names := form.ReadTaken(m.services.Keeper)
	if m.services.Rehearsal != "" {
		return names
	}
	return tea.Batch(names, event.Tell(lookAgainMsg{}))
}

type (
	nextMsg  struct{}
	backMsg  struct{}
	stopMsg  struct{}
	fieldMsg int // so many fields further on
	leaveMsg struct{}
)

// Update answers keys by step, and what the vault and the network reply.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		return m.press(msg), nil
	case tea.PasteMsg:
		return m.paste(msg.Content)
	case fieldMsg:
		return m.move(int(msg)), nil
	case screen.Move:
		return m.scroll(int(msg)), nil
	case screen.Click:
		return m.click(msg), nil
	case nextMsg:
		return m.next()
	case backMsg:
		return m.back()
	case stopMsg:
		m.job = m.job.Stop()
		m.check = m.check.Stopped()
	case leaveMsg:
		m.key = m.key.Dropped()
		return m, nav.Pop()
	case event.Suspending:
		return m.suspended(), nil
	case lookedMsg:
		return m.looked(msg), nil
	case form.TakenMsg:
		m.details.Taken = msg.Names
	case chooseMsg:
		m = m.choose(msg.vault)
		// On a small terminal the line that says so is below the edge.
		return m, event.Say(event.Done, "chosen: "+m.vaultWords())
	case lookAgainMsg:
		return m.lookAgain()
	case checkMsg:
		return m.startCheck()
	case form.CheckedMsg:
		return m.checked(msg), nil
	case saveMsg:
		return m.save()
	case nav.Unlocked:
		return m.unlocked()
	case savedMsg:
		return m.saved(msg)
	}
	return m, nil
}

// suspended is the walk without anything secret that was typed. Past the form
// with the four values there is nothing to go on with, so it goes back to it.
func (m Model) suspended() Model {
	if m.step > key && !m.key.IsZero() {
		m.job, m.step = m.job.Stop(), key
	}
	m.key = m.key.Dropped()
	return m
}

func (m Model) press(msg tea.KeyPressMsg) Model {
	switch m.step {
	case details:
		m.details = m.details.Press(msg)
	case key:
		m.key = m.key.Press(msg)
	case welcome, guide, review:
	}
	return m
}

// paste takes a whole key wherever it comes, since it must never be shown: its
// account ID goes to its own field, and the four values wait, masked.
func (m Model) paste(text string) (screen.Model, tea.Cmd) {
	switch {
	case m.step == key:
		m.key, _ = m.key.Paste(text, m.details.Account().ID)
	case m.step < key && paste.Key(text):
		return m.early(text)
	case m.step == details:
		m.details = m.details.Paste(text)
	}
	return m, nil
}

// early takes a key that was pasted before it was asked for.
func (m Model) early(text string) (screen.Model, tea.Cmd) {
	var id string
	m.key, id = m.key.Paste(text, "")
	if m.key.Problem != "" {
		return m, event.Say(event.Warning, m.key.Problem)
	}
	said := m.key.Held() + ", masked, until the step of the key"
	if id != "" {
		m.details = m.details.SetID(id)
		said = "the account ID is filled in; " + said
	}
	return m, event.Say(event.Done, said)
}

func (m Model) move(by int) Model {
	switch m.step {
	case details:
		m.details = m.details.Move(by)
	case key:
		m.key = m.key.Move(by)
	case welcome, guide, review:
	}
	return m
}

func (m Model) scroll(by int) Model {
	if m.field() == 0 {
		m.first = screen.Scrolled(m.first+by, len(m.lines(theme.Theme{})), m.height)
	}
	return m
}

// click goes to the field that is pointed at.
func (m Model) click(at screen.Click) Model {
	lines := m.lines(theme.Theme{})
	field := form.FieldAt(lines, form.Shown(lines, m.field(), m.first, m.height), at.Line)
	switch m.step {
	case details:
		m.details = m.details.Focus(field)
	case key:
		m.key = m.key.Focus(field)
	case welcome, guide, review:
	}
	return m
}

// next goes on, if what was typed so far can be right.
func (m Model) next() (screen.Model, tea.Cmd) {
	m.first = 0
	switch m.step {
	case welcome:
		m.step = guide
	case guide:
		m.step = details
	case details:
		var done bool
		if m.details, done = m.details.Enter(); done {
			m.step = key
		}
	case key:
		var done bool
		if m.key, done = m.key.Enter(); done {
			m.step, m.failure = review, nil
			return m.startCheck()
		}
	case review:
		return m.save()
	}
	return m, nil
}

// back goes one step back, or to the account ID that is wrong. Nothing typed is
// lost; leaving the walk with something typed asks first.
func (m Model) back() (screen.Model, tea.Cmd) {
	m.first, m.failure = 0, nil
	switch {
	case m.step == review && m.check.State == form.Refused:
		m.job, m.step = m.job.Stop(), details // where the account ID is
	case m.step > welcome:
		m.job = m.job.Stop()
		m.step--
	case !m.Unsaved():
		return m, nav.Pop()
	default:
		return m, nav.Push(nav.Discard(leaveMsg{}))
	}
	return m, nil
}

// Title names the screen and the step.
func (m Model) Title() string { return "new account: " + titles[m.step] }

// Typing is so in the steps that have text fields.
func (m Model) Typing() bool { return m.step == details || m.step == key }

// Unsaved reports whether something was typed that is lost with the screen.
func (m Model) Unsaved() bool { return m.details.Unsaved() || !m.key.IsZero() }

// Actions are the keys of the step.
func (m Model) Actions() []screen.Action {
	if m.job.Running() {
		return []screen.Action{screen.Do([]string{"esc"}, "esc", "stop "+m.doing, stopMsg{})}
	}
	back := screen.Do([]string{"esc"}, "esc", "back", backMsg{})
	switch m.step {
	case welcome:
		return m.welcomeActions(back)
	case guide:
		return append([]screen.Action{screen.Do([]string{"enter"}, "enter", "continue", nextMsg{}), back}, screen.Moves(m.height)...)
	case review:
		return m.reviewActions(back)
	default:
		return []screen.Action{
			screen.Do([]string{"enter"}, "enter", "continue", nextMsg{}),
			screen.Do([]string{"tab", "down"}, "tab", "next field", fieldMsg(1)),
			screen.Do([]string{"shift+tab", "up"}, "shift+tab", "field before", fieldMsg(-1)).Quietly(),
			back,
		}
	}
}
