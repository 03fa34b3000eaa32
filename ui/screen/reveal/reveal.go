// Package reveal is the screen that shows the four values of a key, for a short
// time and only while the terminal is looked at.
package reveal

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/unlock"
)

// Keys reads the key of an account.
type Keys interface {
	Key(ctx context.Context, name string) (oauth.Credentials, error)
}

// seconds is how long the values stay.
const seconds = 20

// state is what has become of the values.
type state int

const (
	reading state = iota
	shown
	hidden
	failed
)

// Model shows one key. The values are held while they are shown and no longer.
type Model struct {
	ctx     context.Context
	keys    Keys
	account store.Account
	state   state
	values  [4]oauth.Secret // in LivePerson's order
	left    int             // seconds until they are hidden
	why     string          // they were hidden
	away    bool            // nobody looks at the terminal
	awaited bool            // they came meanwhile and are read again when somebody does
	failure explain.Words
	job     job.Job // the reading, then the countdown
	cursor  int
	width   int
	height  int
}

// New returns the screen for one account.
func New(ctx context.Context, keys Keys, r nav.ShowKey) Model {
	return Model{ctx: ctx, keys: keys, account: r.Account, width: 80, height: 20}
}

// Init reads the key.
func (m Model) Init() tea.Cmd { return event.Tell(readMsg{}) }

type (
	readMsg struct{}
	hideMsg struct{}
	copyMsg struct{}
	stopMsg struct{}
	leftMsg struct{} // by esc
)

// Update counts down, and hides the values from whoever is not to see them.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case readMsg:
		return m.read()
	case stopMsg:
		return m.hide("reading was stopped"), nil
	case readKeyMsg:
		return m.took(msg)
	case secondMsg:
		return m.second(msg)
	case hideMsg:
		return m.hide("as you asked"), nil
	case event.Suspending:
		if m.state != failed {
			return m.hide("lpkeys was suspended"), nil
		}
	case tea.BlurMsg:
		m.away = true
		if m.state == shown {
			return m.hide("you turned to another window"), nil
		}
	case tea.FocusMsg:
		m.away = false
		if m.awaited {
			return m.read()
		}
	case nav.Unlocked:
		return m.read()
	case copyMsg:
		return m, copyValue(m.account.Name, labels[m.cursor], m.values[m.cursor])
	case leftMsg:
		return m.hide(""), nav.Pop()
	case screen.Move:
		m.cursor = max(0, min(m.cursor+int(msg), len(labels)-1))
	case screen.Click:
		m.cursor = m.valueAt(msg.Line)
	}
	return m, nil
}

func (m Model) read() (screen.Model, tea.Cmd) {
	var ctx context.Context
	m.job.Stop()
	ctx, m.job = job.Start(m.ctx)
	m.state, m.awaited = reading, false
	return m, readKey(ctx, m.keys, m.job.ID(), m.account.Name)
}

// took shows what was read. What comes while nobody looks, such as behind the
// keyring's own prompt, is let go and read again when somebody does.
func (m Model) took(msg readKeyMsg) (screen.Model, tea.Cmd) {
	switch {
	case !m.job.Owns(msg.job):
		return m, nil
	case unlock.Asks(msg.err) && m.account.Vault == store.FileVault && errors.Is(msg.err, store.ErrLocked):
		m = m.hide("the vault file is locked")
		return m, nav.Push(nav.Unlock{})
	case msg.err != nil:
		m = m.hide("")
		m.state, m.failure = failed, explain.OnScreen(msg.err)
		return m, nil
	case m.away:
		m = m.hide("you turned to another window")
		m.awaited = true
		return m, nil
	}
	var ctx context.Context
	m.job.Stop()
	ctx, m.job = job.Start(m.ctx)
	m.state, m.values, m.left = shown, msg.values, seconds
	return m, job.After(ctx, time.Second, secondMsg{ctx, m.job.ID()})
}

func (m Model) second(msg secondMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	if m.left--; m.left > 0 {
		return m, job.After(msg.ctx, time.Second, msg)
	}
	return m.hide("its time was over"), nil
}

// hide lets the values go.
func (m Model) hide(why string) Model {
	m.job = m.job.Stop()
	m.state, m.why, m.values = hidden, why, [4]oauth.Secret{}
	return m
}

// Title names the screen.
func (m Model) Title() string { return "key" }

// Typing is never so.
func (m Model) Typing() bool { return false }

// Actions are the keys of the state.
func (m Model) Actions() []screen.Action {
	back := screen.Do([]string{"esc", "q", "h", "left"}, "esc", "back", leftMsg{})
	moves := screen.Moves(len(labels))
	switch m.state {
	case reading:
		return []screen.Action{screen.Do([]string{"esc"}, "esc", "stop reading", stopMsg{})}
	case shown:
		return append([]screen.Action{
			screen.Do([]string{"v"}, "v", "hide", hideMsg{}),
			screen.Do([]string{"c"}, "c", "copy the value", copyMsg{}),
			back,
		}, moves...)
	default:
		return append([]screen.Action{screen.Do([]string{"v"}, "v", "show", readMsg{}), back}, moves...)
	}
}
