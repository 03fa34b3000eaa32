// Package doctor is the screen that looks at everything lpkeys needs and says
// how what is wrong is mended.
package doctor

import (
	"context"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/doctor"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Examine runs every check, those of the account of this name among them, and
// tells each finding as it is known.
type Examine func(ctx context.Context, account string, tell func(doctor.Finding) error) error

// Model is the list of findings.
type Model struct {
	ctx     context.Context
	examine Examine
	account string // the one in force; "" for none
	found   []doctor.Finding
	failure *explain.Words // why the checks ended early
	job     job.Job
	stopped bool
	first   int
	width   int
	height  int
}

// New returns the screen before its first check.
func New(ctx context.Context, examine Examine, account string) Model {
	return Model{ctx: ctx, examine: examine, account: account, width: 80, height: 20}
}

// Init begins the checks.
func (m Model) Init() tea.Cmd { return event.Tell(runMsg{}) }

type (
	runMsg  struct{}
	stopMsg struct{}
	copyMsg struct{}
)

// Update gathers what is found.
func (m Model) Update(msg tea.Msg) (screen.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case screen.Move:
		m.first += int(msg)
	case runMsg:
		return m.run()
	case stopMsg:
		m.job, m.stopped = m.job.Stop(), true
	case copyMsg:
		return m, event.Tell(event.Copy{What: "the report", Text: m.report()})
	case heardMsg:
		return m.heard(msg)
	case event.InForce:
		m.account = msg.Account.Name
	}
	m.first = screen.Scrolled(m.first, len(m.lines(theme.Theme{})), m.height)
	return m, nil
}

func (m Model) run() (screen.Model, tea.Cmd) {
	m.job.Stop()
	var ctx context.Context
	ctx, m.job = job.Start(m.ctx)
	m.found, m.failure, m.stopped, m.first = nil, nil, false, 0
	told := make(chan heardMsg)
	return m, tea.Batch(examine(ctx, m.examine, m.account, m.job.ID(), told), hear(ctx, told))
}

func (m Model) heard(msg heardMsg) (screen.Model, tea.Cmd) {
	if !m.job.Owns(msg.job) {
		return m, nil
	}
	if !msg.over {
		m.found = append(m.found[:len(m.found):len(m.found)], msg.finding)
		return m, hear(msg.ctx, msg.from)
	}
	m.job = m.job.Stop()
	if msg.err != nil {
		w := explain.OnScreen(msg.err)
		m.failure = &w
	}
	return m, nil
}

// View draws the findings, and what is done now.
func (m Model) View(th theme.Theme) string {
	lines := m.lines(th)
	return strings.Join(lines[min(m.first, len(lines)):], "\n")
}

func (m Model) lines(th theme.Theme) []string {
	lines := []string{m.head(th), ""}
	for _, f := range m.found {
		lines = append(lines, m.finding(th, f)...)
	}
	if m.failure != nil {
		lines = append(lines, m.wrapped(th.Danger, "", "✗ "+m.failure.Whole())...)
	}
	return lines
}

// head says how far the checks have come, and what came of them.
func (m Model) head(th theme.Theme) string {
	bad := 0
	for _, f := range m.found {
		if f.State == doctor.Failed || f.State == doctor.Warning {
			bad++
		}
	}
	switch {
	case m.job.Running():
		return th.Accent.Render(widget.Cut("looking at everything; a check may take some seconds", m.width))
	case m.stopped:
		return th.Warning.Render(widget.Cut("stopped; r begins again", m.width))
	case bad == 0:
		return th.Success.Render(widget.Cut("✓ nothing is wrong", m.width))
	case bad == 1:
		return th.Warning.Render(widget.Cut("! one thing needs you", m.width))
	}
	return th.Warning.Render(widget.Cut("! "+strconv.Itoa(bad)+" things need you", m.width))
}

const checkWidth = len("keyring service") + 2

func (m Model) finding(th theme.Theme, f doctor.Finding) []string {
	mark, style := "✓ ", th.Success
	switch f.State {
	case doctor.Warning:
		mark, style = "! ", th.Warning
	case doctor.Failed:
		mark, style = "✗ ", th.Danger
	case doctor.NotTried:
		mark, style = "- ", th.Muted
	case doctor.OK:
	}
	indent := strings.Repeat(" ", len("  ")+checkWidth)
	if m.width < 60 {
		indent = "  "
	}
	lines := m.wrapped(th.Text, indent, f.Text)
	head := style.Render(mark + widget.Fit(f.Check, checkWidth))
	if m.width < 60 {
		lines = append([]string{style.Render(mark + f.Check)}, lines...)
	} else {
		lines[0] = head + strings.TrimPrefix(lines[0], indent)
	}
	if f.Fix != "" {
		lines = append(lines, m.wrapped(th.Accent, indent, f.Fix)...)
	}
	return lines
}

func (m Model) wrapped(style theme.Style, indent, text string) []string {
	lines := widget.Wrap(domain.Clean(text), max(1, m.width-len(indent)))
	for i := range lines {
		lines[i] = indent + style.Render(lines[i])
	}
	return lines
}

// report is what is found as plain text, for a message to somebody who helps.
func (m Model) report() string {
	var b strings.Builder
	for _, f := range m.found {
		b.WriteString(string(f.State) + "  " + f.Check + ": " + domain.Clean(f.Text) + "\n")
	}
	return b.String()
}

// Title names the screen.
func (m Model) Title() string { return "doctor" }

// Typing is never so.
func (m Model) Typing() bool { return false }

// Actions are the keys of the state.
func (m Model) Actions() []screen.Action {
	moves := screen.Moves(m.height)
	if m.job.Running() {
		return append([]screen.Action{screen.Do([]string{"esc"}, "esc", "stop", stopMsg{})}, moves...)
	}
	nothing := ""
	if len(m.found) == 0 {
		nothing = "nothing was found yet"
	}
	return append([]screen.Action{
		screen.Do([]string{"r", "enter"}, "r", "run again", runMsg{}),
		screen.Do([]string{"c"}, "c", "copy the report", copyMsg{}).Unless(nothing),
		screen.Do([]string{"esc", "q"}, "esc", "back", nav.PopMsg{}),
	}, moves...)
}
