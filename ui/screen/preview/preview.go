// Package preview is the screen on which a request is made, and which shows its
// signed Authorization header exactly as it will be copied, and how it came
// about.
package preview

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/draft"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/judge"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/signature"
	"lpkeys/ui/widget"
)

// Locator finds the hosts of services, and knows which are LivePerson's.
type Locator interface {
	judge.Hosts
	Locate(context.Context, domain.AccountID, domain.Service, domain.Options) (domain.Answer, error)
}

// Router knows the way to the clipboard.
type Router interface{ Route() clip.Route }

// Services is what the screen works with.
type Services struct {
	Maker   signature.Maker
	Locator Locator
	Clip    Router
}

func (m Model) now() time.Time { return m.services.Maker.Now() }

// doing is what the screen waits for.
type doing int

const (
	nothing doing = iota
	finding
	signing
)

// pane is the part of the screen that keys move in.
type pane int

const (
	onRequest pane = iota
	onHeader
)

// reason is for what a signature is made.
type reason int

const (
	toShow reason = iota
	toCopyValue
	toCopyHeader
	toCopyAs
)

// Model is one request and its header.
type Model struct {
	ctx        context.Context
	services   Services
	account    store.Account
	operations []domain.Operation // of the service
	draft      draft.Draft
	origin     domain.Origin // of the host that was looked up
	insisted   bool          // the person wants it signed though LivePerson does not

	pane     pane
	row      int // of the parameters
	first    int // line that is seen, of the request
	below    int // line that is seen, of the header beside it
	editing  editing
	field    widget.Field
	problem  *explain.Words // with what was typed
	explains bool
	cursor   int // of the explained parameters

	job     job.Job
	doing   doing
	retry   *domain.Retry
	clock   job.Job
	then    reason
	made    *signature.Made
	failure *explain.Words
	locked  bool
	width   int
	height  int
}

// New returns the preview of a service's first operation, or of a free request
// when the route names no service.
func New(ctx context.Context, services Services, r nav.Preview) Model {
	m := Model{ctx: ctx, services: services, account: r.Account, origin: r.Origin, width: 80, height: 20}
	m.draft.Method = "GET"
	if r.Service == "" {
		return m
	}
	m.operations = operationsOf(r.Service)
	switch {
	case len(m.operations) > 0:
		m.draft = draft.Of(m.operations[0]).Timed(m.now())
	default:
		m.draft, _ = draft.Parse("GET", string(r.Service)+":/") // A service's name is one.
	}
	if r.Host.Name != "" {
		m.draft = m.draft.At(r.Host.Name)
	}
	return m
}

func operationsOf(service domain.Service) []domain.Operation {
	var operations []domain.Operation
	for _, api := range domain.Catalogue() {
		for _, op := range api.Operations {
			if op.Service == service {
				operations = append(operations, op)
			}
		}
	}
	return operations
}

// Init looks up the host and signs, as far as there is something to sign. Who
// is to make a free request begins with its URL.
func (m Model) Init() tea.Cmd {
	if m.draft.Text() == "" {
		return event.Tell(editMsg{onURL})
	}
	return event.Tell(signMsg{})
}

// Update answers keys and what the commands brought.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		return m.inSight(), nil
	case event.InForce:
		return m.follow(msg.Account)
	case foundMsg, retriedMsg, signedMsg, agedMsg:
		return m.heard(msg)
	case tea.KeyPressMsg:
		m.field, m.problem = m.field.Press(msg), nil
		return m.inSight(), nil
	case tea.PasteMsg:
		return m.paste(msg.Content)
	case editMsg, nextMsg, acceptMsg, cancelMsg, removeMsg, methodMsg:
		return m.change(msg)
	case screen.Move:
		return m.move(msg), nil
	case screen.Click:
		return m.click(msg)
	case paneMsg:
		m.pane = 1 - m.pane
		return m.shown(), nil
	case explainMsg:
		m.explains, m.cursor, m.below = !m.explains, 0, 0
		m.pane = onRequest
		if m.explains {
			m.pane = onHeader
		}
		return m.shown(), nil
	case chooseMsg:
		return m.pick()
	case sendMsg:
		return m, nav.Push(m.send())
	case nav.Chosen:
		return m.chosen(msg.Operation)
	case compareMsg:
		return m, nav.Push(nav.Compare{Account: m.account, Request: m.request()})
	default:
		return m.signs(msg)
	}
}

// Title names the screen.
func (m Model) Title() string { return "preview" }

// Typing is so while a field has the cursor.
func (m Model) Typing() bool { return m.editing != nowhere }

// Unsaved reports whether something typed would be lost.
func (m Model) Unsaved() bool { return m.Typing() && m.field.Value() != m.before() }
