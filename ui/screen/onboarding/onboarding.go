// Package onboarding is the screen that walks a person through adding one
// account: where keys will rest, where LivePerson shows them, the names, the
// four values, a check of the account ID, and saving.
package onboarding

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
)

// Keeper adds accounts and knows those there are.
type Keeper interface {
	Accounts() ([]store.Account, error)
	Add(ctx context.Context, a store.Account, key oauth.Credentials) (store.Account, error)
}

// Resolver finds every service of an account.
type Resolver interface {
	All(ctx context.Context, id domain.AccountID, o domain.Options) (domain.List, error)
}

// Looker says whether a vault can be used now.
type Looker interface {
	Look(ctx context.Context) error
}

// File is the vault file, for machines without a keyring.
type File interface {
	Status() (store.SealedStatus, error)
	OpenWith(ctx context.Context, passphrase oauth.Secret) error
}

// Services is what the screen works with. Rehearsal, when not empty, is the
// only vault there is: one that keeps nothing.
type Services struct {
	Keeper    Keeper
	Resolver  Resolver
	Keyring   Looker
	File      File
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
	passphrase
)

var titles = map[step]string{
	welcome: "welcome", guide: "where the key is", details: "the account",
	key: "the key", review: "review", passphrase: "passphrase",
}

// Model is the walk. The four values are held only while they are being typed
// and until they are saved.
type Model struct {
	ctx      context.Context
	services Services
	step     step
	width    int
	height   int
	first    int // scrolled lines of the guide

	look  looked
	vault store.VaultName // chosen; "" until one can be

	details detailsForm
	key     keyForm
	check   checked
	seal    sealForm

	job     job.Job        // the check, the unlocking or the saving that runs
	doing   string         // what it does, in words
	failure *explain.Words // why saving went wrong
	refused bool           // it was the keyring that did not take the key
}

// New returns the walk at its beginning.
func New(ctx context.Context, services Services) Model {
	return Model{
		ctx: ctx, services: services, width: 80, height: 20,
		vault: services.Rehearsal, details: newDetails(), key: newKey(), seal: newSeal(false),
	}
}

// Init looks where a key could rest and which names are taken.
func (m Model) Init() tea.Cmd {
	names := readNames(m.services.Keeper)
	if m.services.Rehearsal != "" {
		return names
	}
	return tea.Batch(names, event.Tell(lookAgainMsg{}))
}

type (
	nextMsg  struct{}
	backMsg  struct{}
	stopMsg  struct{}
	moveMsg  int
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
		return m.paste(msg.Content), nil
	case moveMsg:
		return m.move(int(msg)), nil
	case nextMsg:
		return m.next()
	case backMsg:
		return m.back()
	case stopMsg:
		m.job = m.job.Stop()
		m.check = m.check.stopped()
	case leaveMsg:
		m.key = newKey()
		return m, nav.Pop()
	case event.Suspending:
		return m.suspended(), nil
	case lookedMsg:
		return m.looked(msg), nil
	case namesMsg:
		m.details.taken = msg.names
	case chooseMsg:
		m = m.choose(msg.vault)
		// On a small terminal the line that says so is below the edge.
		return m, event.Say(event.Done, "chosen: "+m.vaultWords())
	case lookAgainMsg:
		return m.lookAgain()
	case checkMsg:
		return m.startCheck()
	case checkedMsg:
		return m.checked(msg), nil
	case saveMsg:
		return m.save()
	case openedMsg:
		return m.opened(msg)
	case savedMsg:
		return m.saved(msg)
	}
	return m, nil
}

// suspended is the walk without anything secret that was typed. Past the form
// with the four values there is nothing to go on with, so it goes back to it.
func (m Model) suspended() Model {
	if m.step > key && !m.key.isZero() {
		m.job, m.step = m.job.Stop(), key
	}
	m.key, m.seal = m.key.dropped(), newSeal(m.seal.fresh)
	return m
}

func (m Model) press(msg tea.KeyPressMsg) Model {
	switch m.step {
	case details:
		m.details = m.details.press(msg)
	case key:
		m.key = m.key.press(msg)
	case passphrase:
		if !m.job.Running() {
			m.seal = m.seal.press(msg)
		}
	case welcome, guide, review:
	}
	return m
}

func (m Model) paste(text string) Model {
	switch m.step {
	case details:
		m.details = m.details.paste(text)
	case key:
		m.key = m.key.paste(text, m.details.account().ID)
	case passphrase:
		if !m.job.Running() {
			m.seal = m.seal.paste(text)
		}
	case welcome, guide, review:
	}
	return m
}

func (m Model) move(by int) Model {
	switch m.step {
	case details:
		m.details = m.details.move(by)
	case key:
		m.key = m.key.move(by)
	case passphrase:
		m.seal = m.seal.move(by)
	case welcome, guide, review:
		m.first = max(0, min(m.first+by, len(m.lines(theme.Theme{}))-m.height))
	}
	return m
}

// next goes on, if what was typed so far can be right.
func (m Model) next() (screen.Model, tea.Cmd) {
	switch m.step {
	case welcome:
		m.step = guide
	case guide:
		m.step = details
	case details:
		var done bool
		if m.details, done = m.details.enter(); done {
			m.step = key
		}
	case key:
		var done bool
		if m.key, done = m.key.enter(); done {
			m.step, m.failure = review, nil
			return m.startCheck()
		}
	case passphrase:
		return m.open()
	case review:
		return m.save()
	}
	m.first = 0
	return m, nil
}

// back goes one step back. Nothing typed is lost; leaving the walk with
// something typed asks first.
func (m Model) back() (screen.Model, tea.Cmd) {
	m.first, m.failure = 0, nil
	switch {
	case m.step == passphrase:
		m.step, m.seal = review, newSeal(m.seal.fresh)
	case m.step > welcome:
		m.job = m.job.Stop()
		m.step--
	case m.key.isZero() && m.details.isZero():
		return m, nav.Pop()
	default:
		return m, nav.Push(nav.Confirm{
			Title:    "leave",
			Question: "What you have typed is not saved yet. Throw it away?",
			Consent:  "throw it away",
			Yes:      leaveMsg{},
		})
	}
	return m, nil
}

// Title names the screen and the step.
func (m Model) Title() string { return "new account: " + titles[m.step] }

// Typing is so in the steps that have text fields.
func (m Model) Typing() bool {
	return !m.job.Running() && (m.step == details || m.step == key || m.step == passphrase)
}

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
		return append(scrolling(), screen.Do([]string{"enter"}, "enter", "continue", nextMsg{}), back)
	case review:
		return m.reviewActions(back)
	default:
		return []screen.Action{
			screen.Do([]string{"enter"}, "enter", "continue", nextMsg{}),
			screen.Do([]string{"tab", "down"}, "tab", "next field", moveMsg(1)),
			screen.Do([]string{"shift+tab", "up"}, "shift+tab", "field before", moveMsg(-1)).Quietly(),
			back,
		}
	}
}

func scrolling() []screen.Action {
	return []screen.Action{
		screen.Do([]string{"down", "j"}, "↓ j", "scroll down", moveMsg(1)).Quietly(),
		screen.Do([]string{"up", "k"}, "↑ k", "scroll up", moveMsg(-1)).Quietly(),
	}
}
