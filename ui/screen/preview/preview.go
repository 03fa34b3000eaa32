// Package preview is the screen that shows the signed Authorization header of
// a request exactly as it will be copied, and how it came about.
package preview

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/format"
	"lpkeys/ui/job"
	"lpkeys/ui/judge"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Keys gives the key of an account. It may wait for a keyring's prompt.
type Keys interface {
	Key(ctx context.Context, name string) (oauth.Credentials, error)
}

// Services is what the screen works with.
type Services struct {
	Keys  Keys
	Hosts judge.Hosts
	Now   func() time.Time
	Nonce func() string // nil: random
}

// Stale is the age at which a shown header is signed anew before it is
// copied. LivePerson documents no tolerance; servers commonly allow five
// minutes.
const Stale = 5 * time.Minute

// focus says which text field has the cursor.
type focus int

const (
	nowhere focus = iota
	onURL
	onForm
)

// signed is a header as it is shown. It holds nothing secret but the
// signature itself.
type signed struct {
	header  string
	stamp   string
	at      time.Time
	copied  bool
	reading []line // the explanation, line by line
}

// Model is one request and its header.
type Model struct {
	ctx        context.Context
	services   Services
	account    store.Account
	host       domain.Host
	origin     domain.Origin // of the host
	operations []domain.Operation
	chosen     int // index into operations; -1 is a free request
	method     string
	url        widget.Field
	form       widget.Field
	before     [2]string // URL and form when editing began
	focus      focus
	job        job.Job
	clock      job.Job
	shown      *signed
	failure    *explain.Words
	locked     bool
	insisted   bool // the person wants it signed though LivePerson does not
	explaining bool
	first      int
	then       format.Name // what to copy as soon as the signature is there
	width      int
	height     int
}

// New returns the preview of a service's first operation, or of a free
// request when the route names no service.
func New(ctx context.Context, services Services, r nav.Preview) Model {
	m := Model{
		ctx: ctx, services: services, account: r.Account, host: r.Host, origin: r.Origin, chosen: -1,
		method: "GET", width: 80, height: 20,
		url:  widget.NewField("URL", "https://HOST/path?query; {accountId} is filled in", 8192).Tight(),
		form: widget.NewField("Form", "name=value&name=value, if the body is a form", 8192).Tight(),
	}
	for _, api := range domain.Catalogue() {
		for _, op := range api.Operations {
			if op.Service == r.Service {
				m.operations = append(m.operations, op)
			}
		}
	}
	if r.Host.Name == "" {
		return m
	}
	if len(m.operations) == 0 {
		m.url = m.url.Set("https://" + r.Host.Name + "/")
		return m
	}
	return m.choose(0)
}

// choose fills the request with an operation of the catalogue.
func (m Model) choose(i int) Model {
	op := m.operations[i]
	m.chosen, m.method = i, op.Method
	m.url = m.url.Set(op.Target(m.host, m.account.ID))
	m.form = m.form.Set("")
	m.shown, m.failure, m.first, m.insisted = nil, nil, 0, false
	return m
}

// Init signs what is there, if it can be signed.
func (m Model) Init() tea.Cmd {
	if m.obstacle() != "" {
		return nil
	}
	return event.Tell(signMsg{})
}

type (
	signMsg     struct{}
	stopMsg     struct{}
	editMsg     struct{ field focus }
	acceptMsg   struct{}
	cancelMsg   struct{}
	methodMsg   struct{}
	chooseMsg   struct{}
	insistMsg   struct{}
	insistedMsg struct{}
	explainMsg  struct{}
	scrollMsg   int
	askMsg      struct{ as format.Name }
	copyMsg     struct{ as format.Name }
)

// Update answers keys and what signing brought.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		m = m.edit(func(f widget.Field) widget.Field { return f.Press(msg) })
	case tea.PasteMsg:
		return m.paste(msg.Content)
	case editMsg:
		m = m.begin(msg.field)
	case acceptMsg:
		m = m.blur()
		if m.before != [2]string{m.url.Value(), m.form.Value()} {
			m.chosen, m.insisted = -1, false // No longer what it was.
		}
		return m.sign("")
	case cancelMsg:
		m = m.cancel()
	case methodMsg:
		i := slices.Index(methods, m.method)
		m.method = methods[(i+1)%len(methods)]
		m.chosen, m.insisted = -1, false
		return m.sign("")
	case chooseMsg:
		return m, nav.Push(nav.Operations{Of: m.operations, Chosen: m.chosen})
	case nav.Chosen:
		m = m.choose(msg.Operation)
		return m, m.Init()
	case insistMsg:
		return m.insist()
	case insistedMsg:
		m.insisted = true
		return m.sign("")
	case explainMsg:
		m.explaining, m.first = !m.explaining, 0
	case scrollMsg:
		m.first = max(0, min(m.first+int(msg), len(m.lines(theme.Theme{}))-m.height))
	case signMsg, nav.Unlocked:
		return m.sign("")
	case stopMsg:
		m.job, m.then = m.job.Stop(), ""
	case askMsg:
		return m.ask(msg.as)
	case copyMsg:
		return m.copy(msg.as)
	case signedMsg:
		return m.answered(msg)
	case agedMsg:
		if m.clock.Owns(msg.job) && m.shown != nil {
			return m, m.age(msg.ctx, msg.job)
		}
	}
	return m, nil
}

var methods = []string{"GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"}

// request is what would be signed: {accountId} filled, blanks around the URL
// left out.
func (m Model) request() oauth.Request {
	target := strings.ReplaceAll(strings.TrimSpace(m.url.Value()), domain.AccountPlaceholder, string(m.account.ID))
	return oauth.Request{Method: m.method, URL: target, Form: m.form.Value()}
}

// operation is the one of the catalogue that was chosen, if one was.
func (m Model) operation() (domain.Operation, bool) {
	if m.chosen < 0 {
		return domain.Operation{}, false
	}
	return m.operations[m.chosen], true
}

// unwanted says why LivePerson wants no signature here, or that it would destroy
// something, unless the person insists. Whoever writes the URL of an operation
// by hand is told as well.
func (m Model) unwanted() error {
	op, known := m.operation()
	if !known {
		op, known = judge.Operation(m.services.Hosts, m.method, m.request().URL)
	}
	if !known || m.insisted {
		return nil
	}
	return op.Signable()
}

// insist asks whether to sign all the same.
func (m Model) insist() (screen.Model, tea.Cmd) {
	why := explain.Of(m.unwanted())
	return m, nav.Push(nav.Confirm{
		Title:    "not signed",
		Question: why.Error + ". " + why.Hint + ". Sign it all the same?",
		Consent:  "sign it",
		Yes:      insistedMsg{},
	})
}

// obstacle says why the request cannot be signed as it stands, or "".
func (m Model) obstacle() string {
	if err := m.unwanted(); err != nil {
		return explain.Of(err).Error
	}
	target := m.request().URL
	if target == "" {
		return "there is no URL yet: e edits it"
	}
	if open, shut := strings.IndexByte(target, '{'), strings.IndexByte(target, '}'); open >= 0 && shut > open {
		return "the URL still has " + domain.Clean(target[open:shut+1]) + " in it: e edits it"
	}
	return ""
}

// verdict says where the request would go.
func (m Model) verdict() judge.Verdict { return judge.Of(m.services.Hosts, m.request().URL) }

// sign signs the request as it stands and copies it afterwards if asked.
func (m Model) sign(then format.Name) (screen.Model, tea.Cmd) {
	m.job.Stop()
	m.clock = m.clock.Stop()
	m.shown, m.failure, m.locked, m.first = nil, nil, false, 0
	if m.obstacle() != "" {
		m.job = job.Job{}
		return m, nil
	}
	var ctx context.Context
	ctx, m.job = job.Start(m.ctx)
	m.then = then
	return m, sign(ctx, m.services, m.job.ID(), m.account.Name, m.request())
}

func (m Model) answered(msg signedMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	m.job = m.job.Stop()
	then := m.then
	m.then = ""
	if msg.err != nil {
		w := explain.Of(msg.err)
		m.failure, m.locked = &w, isLockedFile(m.account, msg.err)
		return m, nil
	}
	m.shown = &msg.signed
	var ctx context.Context
	ctx, m.clock = job.Start(m.ctx)
	clock := m.age(ctx, m.clock.ID())
	if then == "" {
		return m, clock
	}
	next, cmd := m.copy(then)
	return next, tea.Batch(clock, cmd, event.Say(event.Note, "signed anew and copied"))
}

// Title names the screen.
func (m Model) Title() string { return "preview" }

// Typing is so while a field has the cursor.
func (m Model) Typing() bool { return m.focus != nowhere }

// Actions are the keys of the state the screen is in.
func (m Model) Actions() []screen.Action {
	if m.Typing() {
		return []screen.Action{
			screen.Do([]string{"enter"}, "enter", "sign it", acceptMsg{}),
			screen.Do([]string{"tab"}, "tab", m.otherField(), editMsg{m.other()}),
			screen.Do([]string{"esc"}, "esc", "leave it as it was", cancelMsg{}),
		}
	}
	if m.job.Running() {
		return []screen.Action{screen.Do([]string{"esc"}, "esc", "stop", stopMsg{})}
	}
	unsigned, few := m.obstacle(), ""
	if unsigned == "" && m.shown == nil {
		unsigned = "nothing is signed yet"
	}
	if len(m.operations) == 0 {
		few = "the catalogue has no request for this service"
	}
	var actions []screen.Action
	if m.locked {
		actions = append(actions, screen.Do([]string{"u"}, "u", "unlock", nav.PushMsg{Route: nav.Unlock{}}))
	}
	again := []screen.Action{screen.Do([]string{"s"}, "s", "sign again", signMsg{}).Unless(m.obstacle())}
	if m.unwanted() != nil {
		actions = append(actions, screen.Do([]string{"s"}, "s", "sign it all the same", insistMsg{}))
		again = nil
	}
	actions = append(actions,
		screen.Do([]string{"c"}, "c", "copy value", askMsg{format.AsValue}).Unless(unsigned),
		screen.Do([]string{"l"}, "l", "copy header line", askMsg{format.AsHeader}).Unless(unsigned),
		screen.Do([]string{"e"}, "e", "edit URL", editMsg{onURL}),
		screen.Do([]string{"esc"}, "esc", "back", nav.PopMsg{}),
	)
	return append(append(actions, again...),
		screen.Do([]string{"o"}, "o", "operation", chooseMsg{}).Unless(few),
		screen.Do([]string{"m"}, "m", "method", methodMsg{}),
		screen.Do([]string{"x"}, "x", "explain", explainMsg{}),
		screen.Do([]string{"f"}, "f", "edit form", editMsg{onForm}).Quietly(),
		screen.Do([]string{"down", "j"}, "↓ j", "scroll down", scrollMsg(1)).Quietly(),
		screen.Do([]string{"up", "k"}, "↑ k", "scroll up", scrollMsg(-1)).Quietly(),
	)
}

func (m Model) other() focus {
	if m.focus == onURL {
		return onForm
	}
	return onURL
}

func (m Model) otherField() string {
	if m.focus == onURL {
		return "form"
	}
	return "URL"
}
