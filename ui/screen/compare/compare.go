// Package compare is the screen that finds out why a header or a base string
// that somebody else made is not the right one for a request.
package compare

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/paste"
	"lpkeys/ui/screen"
	"lpkeys/ui/signature"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// state is how far the comparison is.
type state int

const (
	asking state = iota
	comparing
	compared
)

// Model is one request and what somebody else made of it.
type Model struct {
	ctx    context.Context
	maker  signature.Maker
	route  nav.Compare
	state  state
	field  widget.Field
	pasted string // as it was, until something is typed
	job    job.Job
	found  []oauth.Difference
	words  *explain.Words // why nothing could be compared
	other  bool           // another account is in force by now
	first  int
	width  int
	height int
}

// longest is what is taken by typing; a paste may be as long as can be compared.
const longest = 16384

// New returns the screen with nothing pasted.
func New(ctx context.Context, maker signature.Maker, r nav.Compare) Model {
	return Model{ctx: ctx, maker: maker, route: r, field: empty(), width: 80, height: 20}
}

func empty() widget.Field {
	return widget.NewField("Theirs", "OAuth oauth_consumer_key=... or GET&https%3A%2F%2F...", longest).Focus()
}

// Init starts nothing.
func (m Model) Init() tea.Cmd { return nil }

type (
	compareMsg struct{}
	stopMsg    struct{}
	againMsg   struct{}
)

// comparedMsg is what differs, or why that is not known.
type comparedMsg struct {
	job   job.ID
	found []oauth.Difference
	err   error
}

func compare(ctx context.Context, m signature.Maker, id job.ID, r nav.Compare, theirs string) tea.Cmd {
	return func() tea.Msg {
		found, err := m.Compare(ctx, r.Account.Name, r.Request, theirs)
		return comparedMsg{id, found, err}
	}
}

// Update answers keys and what was found.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		if m.state == asking {
			m.field, m.pasted, m.words = m.field.Press(msg), "", nil
		}
	case tea.PasteMsg:
		return m.paste(msg.Content)
	case compareMsg:
		return m.compare()
	case stopMsg:
		m.job, m.state = m.job.Stop(), asking
	case againMsg:
		m.state, m.field, m.pasted, m.found, m.first = asking, empty(), "", nil, 0
	case comparedMsg:
		if m.job.Owns(msg.job) {
			return m.compared(msg), nil
		}
	case event.InForce:
		if !msg.Account.Same(m.route.Account) {
			m.other = true
			break
		}
		m.route.Account = msg.Account
	case screen.Move:
		m.first += int(msg)
	}
	m.first = screen.Scrolled(m.first, len(m.lines(theme.Theme{})), m.height)
	return m, nil
}

// paste compares what was pasted at once. What reads as a key is not taken: it
// would be shown.
func (m Model) paste(text string) (screen.Model, tea.Cmd) {
	if m.state == comparing {
		return m, nil
	}
	m.state, m.words, m.first = asking, nil, 0
	switch {
	case paste.Key(text):
		m.field, m.pasted = empty(), ""
		m.field.Problem = "nothing was pasted: it reads as a key, and this field shows what it holds"
		return m, nil
	case strings.TrimSpace(text) == "":
		return m, nil
	}
	m.pasted = text
	m.field = empty().Set(text)
	return m.compare()
}

func (m Model) compare() (screen.Model, tea.Cmd) {
	if m.other {
		m.words = &explain.Words{Error: otherAccount, Hint: "Sign it there, and compare then"}
		return m, nil
	}
	theirs := m.pasted
	if theirs == "" {
		theirs = m.field.Value()
	}
	if strings.TrimSpace(theirs) == "" {
		m.words = &explain.Words{Error: "there is nothing to compare with", Hint: "Paste a header or a base string"}
		return m, nil
	}
	m.job.Stop()
	ctx, j := job.Start(m.ctx)
	m.job, m.state = j, comparing
	return m, compare(ctx, m.maker, j.ID(), m.route, theirs)
}

func (m Model) compared(msg comparedMsg) Model {
	m.job, m.first = m.job.Stop(), 0
	if msg.err != nil {
		w := explain.OnScreen(msg.err)
		m.words, m.state = &w, asking
		return m
	}
	m.found, m.state = msg.found, compared
	return m
}

const otherAccount = "another account is in force by now: esc goes back to its request"

// Title names the screen.
func (m Model) Title() string { return "compare" }

// Typing is so while theirs is typed.
func (m Model) Typing() bool { return m.state == asking }

// Actions are the keys of the state the screen is in.
func (m Model) Actions() []screen.Action {
	back := screen.Do([]string{"esc"}, "esc", "back", nav.PopMsg{})
	switch m.state {
	case asking:
		other := ""
		if m.other {
			other = otherAccount
		}
		return []screen.Action{screen.Do([]string{"enter"}, "enter", "compare", compareMsg{}).Unless(other), back}
	case comparing:
		return []screen.Action{screen.Do([]string{"esc"}, "esc", "stop", stopMsg{})}
	}
	return append([]screen.Action{screen.Do([]string{"e"}, "e", "another one", againMsg{}), back}, screen.Moves(m.height)...)
}
