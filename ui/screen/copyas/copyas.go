// Package copyas is the screen on which a signed request is written the way that
// another program wants it, and copied, or put into a file.
package copyas

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/format"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/signature"
	"lpkeys/ui/widget"
)

// Clipboard is where copies go.
type Clipboard interface {
	Probe(context.Context) clip.Decision
	Route() clip.Route
	Words() string
}

// Services is what the screen works with.
type Services struct {
	Maker signature.Maker
	Clip  Clipboard
}

// use is what happens with the text.
type use int

const (
	toClipboard use = iota
	toFile
)

// Model is one request in every format.
type Model struct {
	ctx      context.Context
	services Services
	route    nav.CopyAs
	made     signature.Made
	texts    []text // one for each of the items
	list     screen.List
	scroll   int // of the text
	allowed  bool
	other    bool // another account is in force by now

	job     job.Job // signing anew
	then    use     // what follows it
	failure *explain.Words
	clock   job.Job
	naming  bool
	file    widget.Field
	refused *explain.Words // the name of a file
	width   int
	height  int
}

// New returns the list with the cursor on the format that was asked for.
func New(ctx context.Context, services Services, r nav.CopyAs) Model {
	m := Model{ctx: ctx, services: services, route: r, made: r.Made, allowed: r.Foreign == "", width: 80, height: 20}
	if r.As == "" {
		r.As = format.AsCurlSign // Good for longer than one request, and in no history.
	}
	for i, it := range items {
		if it.name == r.As {
			m.list.Cursor = i
		}
	}
	return m.written()
}

// Init asks the desktop whether it answers.
func (m Model) Init() tea.Cmd {
	return tea.Batch(probe(m.ctx, m.services.Clip), event.Tell(startMsg{}))
}

type (
	startMsg  struct{} // of the clock
	useMsg    struct{ to use }
	allowMsg  struct{ to use }
	acceptMsg struct{}
	cancelMsg struct{}
	stopMsg   struct{}
	scrollMsg int
)

// Update answers keys and what signing and writing brought.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case screen.Move:
		if m.naming {
			return m, nil // The file is named for what is to be in it.
		}
		m.list, m.scroll, m.failure = m.list.Moved(msg, len(items), m.listHeight()), 0, nil
	case screen.Click:
		return m.click(msg)
	case scrollMsg:
		m.scroll = screen.Scrolled(m.scroll+int(msg), len(m.folded()), m.textHeight())
	case startMsg:
		return m.tick()
	case agedMsg:
		if m.clock.Owns(msg.job) {
			return m, m.age(msg.ctx, msg.job)
		}
	case event.InForce:
		return m.follow(msg.Account), nil
	case useMsg:
		return m.ask(msg.to)
	case allowMsg:
		if m.other { // The question was about the one before.
			return m, nil
		}
		m.allowed = true
		return m.give(msg.to)
	case signedMsg:
		return m.signed(msg)
	case stopMsg:
		m.job = m.job.Stop()
	default:
		return m.files(msg)
	}
	m.list = m.list.Within(len(items), m.listHeight())
	return m, nil
}

// follow gives up what is under way when another account is in force by now.
func (m Model) follow(a store.Account) Model {
	if !a.Same(m.route.Account) {
		m.other, m.naming, m.job = true, false, m.job.Stop()
		return m
	}
	m.route.Account = a
	return m
}

// back tells the preview which signature counts now, unless that is one of
// another account's by now.
func (m Model) back() nav.PopMsg {
	if m.other {
		return nav.PopMsg{}
	}
	return nav.PopMsg{Tell: nav.Signed{Made: m.made}}
}

// click moves to a format, and copies it when the cursor is there already.
func (m Model) click(at screen.Click) (screen.Model, tea.Cmd) {
	if m.beside() && at.Column >= m.listWidth() || at.Line >= m.listHeight() || m.naming {
		return m, nil
	}
	list, there, again := m.list.At(at.Line, len(items))
	if !there {
		return m, nil
	}
	m.list, m.scroll = list, 0
	if action := m.use(); again && action.Off == "" {
		return m.Update(action.Msg)
	}
	return m, nil
}

// ask asks first when the host is not LivePerson's. The bare URL tells nobody
// anything.
func (m Model) ask(to use) (screen.Model, tea.Cmd) {
	if m.allowed || m.item().plain {
		return m.give(to)
	}
	return m, nav.Push(nav.Foreign(m.route.Foreign, allowMsg{to}))
}

// give copies the text, or asks for the name of a file. A header that was given
// before, or is old, is signed anew first, and shown.
func (m Model) give(to use) (screen.Model, tea.Cmd) {
	if m.item().live && m.made.Worn(m.services.Maker.Now()) {
		m.job.Stop()
		ctx, j := job.Start(m.ctx)
		m.job, m.then, m.failure = j, to, nil
		r := m.route.Request
		return m, sign(ctx, m.services.Maker, j.ID(), r.Account, oauth.Request{Method: r.Method, URL: r.URL, Form: r.Form})
	}
	if to == toFile {
		return m.name(), nil
	}
	t := m.text()
	if t.err != nil {
		return m, event.Say(event.Failure, explain.OnScreen(t.err).Error)
	}
	m.made.Copied = m.made.Copied || m.item().live
	return m, event.Tell(event.Copy{What: m.item().what, Text: t.text})
}

func (m Model) signed(msg signedMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	m.job = m.job.Stop()
	if msg.err != nil {
		w := explain.OnScreen(msg.err)
		m.failure = &w
		return m, nil
	}
	m.made = msg.made
	m, clock := m.written().tick()
	next, cmd := m.give(m.then)
	return next, tea.Batch(clock, cmd)
}

// tick keeps the age on display true.
func (m Model) tick() (Model, tea.Cmd) {
	m.clock.Stop()
	var ctx context.Context
	ctx, m.clock = job.Start(m.ctx)
	return m, m.age(ctx, m.clock.ID())
}

func (m Model) age(ctx context.Context, id job.ID) tea.Cmd {
	every := time.Second
	if m.services.Maker.Now().Sub(m.made.At) >= time.Minute {
		every = time.Minute
	}
	return job.After(ctx, every, agedMsg{ctx, id})
}

// Title names the screen.
func (m Model) Title() string { return "copy as" }

// Typing is so while a file is named.
func (m Model) Typing() bool { return m.naming }

// Actions are the keys of the list, or of the name of a file.
func (m Model) Actions() []screen.Action {
	if m.naming {
		return []screen.Action{
			screen.Do([]string{"enter"}, "enter", "write the file", acceptMsg{}),
			screen.Do([]string{"esc"}, "esc", "write none", cancelMsg{}),
		}
	}
	if m.job.Running() {
		return []screen.Action{screen.Do([]string{"esc"}, "esc", "stop", stopMsg{})}
	}
	half := scrollMsg(max(1, m.textHeight()-1))
	scroll := screen.Do([]string{"space", "ctrl+f"}, "space", "scroll the text", half)
	if len(m.folded()) <= m.textHeight() {
		scroll = scroll.Quietly()
	}
	file := screen.Do([]string{"w"}, "w", "write to a file", useMsg{toFile}).Unless(m.obstacle())
	if m.services.Clip.Route() == clip.None {
		file = file.Quietly() // As enter does.
	}
	actions := []screen.Action{
		m.use(),
		file,
		screen.Do([]string{"esc"}, "esc", "back", m.back()),
		scroll,
		screen.Do([]string{"ctrl+b"}, "ctrl+b", "scroll the text back", -half).Quietly(),
	}
	return append(actions, screen.Moves(m.listHeight())...)
}

// use is what enter does: it copies, or writes a file where there is no
// clipboard.
func (m Model) use() screen.Action {
	if m.services.Clip.Route() == clip.None {
		return screen.Do([]string{"enter", "c"}, "enter", "write to a file", useMsg{toFile}).Unless(m.obstacle())
	}
	return screen.Do([]string{"enter", "c"}, "enter", "copy", useMsg{toClipboard}).Unless(m.obstacle())
}

// obstacle says why the text cannot be used, or "".
func (m Model) obstacle() string {
	switch t := m.text(); {
	case m.other:
		return "another account is in force by now: esc goes back to its request"
	case t.err != nil:
		return explain.OnScreen(t.err).Error
	}
	return ""
}
