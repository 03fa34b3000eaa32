package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/event"
	"lpkeys/ui/form"
	"lpkeys/ui/screen"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Below these sizes the frame gives up its rules, then its header, then its
// footer, so that a screen keeps at least one line.
const (
	minHeightForRules  = 9
	minHeightForHeader = 4
	minHeightForFooter = 2
	minWidthForMargin  = 20
)

// size is the terminal's, or home when it tells none.
func (a App) size() (width, height int) {
	width, height = a.width, a.height
	if width <= 0 {
		width = homeWidth
	}
	if height <= 0 {
		height = homeHeight
	}
	return width, height
}

func margin(width int) int {
	if width < minWidthForMargin {
		return 0
	}
	return 1
}

// area is what is left for a screen inside the frame.
func (a App) area() tea.WindowSizeMsg {
	width, height := a.size()
	switch {
	case height >= minHeightForRules:
		height -= 4
	case height >= minHeightForHeader:
		height -= 2
	case height >= minHeightForFooter:
		height--
	}
	return tea.WindowSizeMsg{Width: max(1, width-2*margin(width)), Height: max(1, height)}
}

// View draws the frame and the screen on top inside it.
func (a App) View() tea.View {
	v := tea.NewView(a.render())
	v.AltScreen = true
	v.WindowTitle = a.windowTitle()
	v.ReportFocus = true
	if a.prefs.now.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

func (a App) windowTitle() string {
	if a.account == nil {
		return "lpkeys"
	}
	return "lpkeys: " + domain.Clean(a.account.Name)
}

func (a App) render() string {
	width, height := a.size()
	area := a.area()
	top := a.stack[len(a.stack)-1].screen

	var lines []string
	if height >= minHeightForHeader {
		lines = append(lines, a.header(width, top.Title()))
	}
	if height >= minHeightForRules {
		lines = append(lines, a.theme.Rule.Render(strings.Repeat("─", width)))
	}
	content := strings.Split(top.View(a.theme), "\n")
	shown := body(content, area, width)
	said := a.said(width)
	if len(said) > 1 {
		said = said[:min(len(said), max(1, area.Height))]
		copy(shown[len(shown)-len(said):], said)
	}
	lines = append(lines, shown...)
	if height >= minHeightForRules {
		lines = append(lines, a.status(width, len(content) > area.Height, len(said) == 1))
	}
	if height >= minHeightForFooter {
		lines = append(lines, a.footer(width, height))
	}
	return strings.Join(lines, "\n")
}

// body is the screen's own lines, cut and padded to its area, so that no line
// of the frame ever wraps or moves.
func body(lines []string, area tea.WindowSizeMsg, width int) []string {
	pad := strings.Repeat(" ", margin(width))
	out := make([]string, area.Height)
	for i := range out {
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		out[i] = pad + widget.Fit(line, area.Width) + pad
	}
	return out
}

// header names the account on the left and the screen on the right. On a
// narrow terminal facts give way first, then our own name, then the screen's,
// then the account's; the production mark stays.
func (a App) header(width int, title string) string {
	th := a.theme
	room := width - 2*margin(width)
	mark, name, facts := a.whose()
	name = widget.Cut(name, max(0, room-widget.Width(mark)-1))
	left := strings.TrimRight(th.Text.Render(name)+" "+mark, " ")
	used := widget.Width(left)
	if demo := th.Demo.Render(" DEMO "); a.services.Rehearsal != "" && used+widget.Width(demo)+1 <= room {
		left = demo + " " + left
		used += widget.Width(demo) + 1
	}
	if api := th.Warning.Render("LPKEYS_API_URL"); a.services.API != "" && used+widget.Width(api)+1 <= room {
		left = strings.TrimLeft(left+" "+api, " ")
		used = widget.Width(left)
	}
	right := th.Accent.Render(title)
	if used+1+widget.Width(right) > room {
		right = ""
	}
	used += widget.Width(right) + 1
	if brand := th.Strong.Render("lpkeys"); used+widget.Width(brand)+2 <= room {
		left = strings.TrimRight(brand+"  "+left, " ")
		used += widget.Width(brand) + 2
	}
	for _, fact := range facts {
		if used+2+widget.Width(fact) <= room {
			left += "  " + th.Muted.Render(fact)
			used += 2 + widget.Width(fact)
		}
	}
	pad := strings.Repeat(" ", margin(width))
	return widget.Fit(pad+widget.Fit(left, room-widget.Width(right))+right, width)
}

// whose says whose key is in force: its mark, its name and lesser facts, the
// most telling first. All are empty when no account is.
func (a App) whose() (mark, name string, facts []string) {
	acc := a.account
	if acc == nil {
		return "", "", nil
	}
	return form.Environment(a.theme, *acc), domain.Clean(acc.Name),
		[]string{domain.Clean(string(acc.ID)), domain.Clean(string(acc.Vault)), a.why}
}

// status is the lower rule: the last thing worth telling on the left, what
// holds all the time on the right. What was told just now has precedence.
func (a App) status(width int, more, short bool) string {
	th := a.theme
	left := ""
	if short {
		left = th.Rule.Render("─") + " " + toned(th, a.toast) + " "
	}
	right := ""
	for _, note := range a.notes(more) {
		if widget.Width(left)+widget.Width(note)+3 <= width {
			right = " " + note + " " + th.Rule.Render("─")
			break
		}
	}
	left = widget.Cut(left, width)
	return left + th.Rule.Render(strings.Repeat("─", max(0, width-widget.Width(left)-widget.Width(right)))) + right
}

// said is the last thing worth telling, in as many lines as it takes. One line
// stands in the rule; more are laid over the end of the screen until the next
// key press, so that the next step in them is never cut off.
func (a App) said(width int) []string {
	if a.toast.Text == "" {
		return nil
	}
	if text := toned(a.theme, a.toast); widget.Width(text)+4 <= width {
		return []string{text}
	}
	mark, style := tone(a.theme, a.toast.Tone)
	lines := widget.Wrap(mark+domain.Clean(a.toast.Text), max(1, width-2*margin(width)))
	pad := strings.Repeat(" ", margin(width))
	for i := range lines {
		lines[i] = widget.Fit(pad+style.Render(lines[i]), width)
	}
	return lines
}

// notes are what the right end of the status line may say, the best that fits
// first.
func (a App) notes(more bool) []string {
	th := a.theme
	var notes []string
	below := ""
	if more {
		below = th.Muted.Render("↓ more")
		notes = append(notes, below)
	}
	if text := a.countdownText(); text != "" {
		notes = append([]string{strings.TrimSpace(below + "  " + th.Muted.Render(text)), th.Muted.Render(text)}, notes...)
	}
	if a.services.API != "" {
		whole := th.Warning.Render("asking " + a.services.API)
		notes = append([]string{strings.TrimSpace(below + "  " + whole), whole}, notes...)
	}
	return notes
}

func toned(th theme.Theme, t event.Toast) string {
	mark, style := tone(th, t.Tone)
	return style.Render(mark + domain.Clean(t.Text))
}

// tone is how something is told: by a sign and by a colour.
func tone(th theme.Theme, t event.Tone) (mark string, style theme.Style) {
	switch t {
	case event.Done:
		return "✓ ", th.Success
	case event.Warning:
		return "! ", th.Warning
	case event.Failure:
		return "✗ ", th.Danger
	default:
		return "", th.Text
	}
}

// item is something drawn in the footer, and what a click on it does.
type item struct {
	action screen.Action // none for a mark
	text   string
	at     int // its first column
}

// footer draws the keys. On a terminal without room for the status line a toast
// takes its place.
func (a App) footer(width, height int) string {
	if said := a.said(width); len(said) == 1 && height < minHeightForRules {
		return widget.Fit(said[0], width)
	}
	var line strings.Builder
	line.WriteString(strings.Repeat(" ", margin(width)))
	for i, item := range a.footerItems(width, height) {
		if i > 0 {
			line.WriteString(a.theme.Rule.Render(footerGap))
		}
		line.WriteString(item.text)
	}
	return widget.Fit(line.String(), width)
}

const footerGap = " · " // between two keys

// footerItems are as many of the keys as fit, whole ones only, the first of
// them always. Help stays, whatever has to give way: it lists the others.
func (a App) footerItems(width, height int) []item {
	items := a.items()
	if mark, _, _ := a.whose(); height < minHeightForHeader && a.account != nil && a.account.Production() {
		items = append([]item{{text: mark}}, items...)
	}
	help := items[len(items)-1]
	gap := widget.Width(footerGap)
	room := width - 2*margin(width) - gap - widget.Width(help.text)
	at := margin(width)
	var fit []item
	for i, next := range items[:len(items)-1] {
		wide := widget.Width(next.text)
		if i > 0 && at-margin(width)+wide > room {
			continue
		}
		next.at = at
		fit = append(fit, next)
		at += wide + gap
	}
	if help.at = at; len(fit) == 0 || at+widget.Width(help.text) <= width-margin(width) {
		fit = append(fit, help)
	}
	return fit
}

// items are the keys that belong in the footer now: those of the screen, what can
// be used before what cannot, and those of everywhere, help last.
func (a App) items() []item {
	var items []item
	top := a.stack[len(a.stack)-1].screen
	for _, table := range [][]screen.Action{top.Actions(), everywhere(top.Typing())} {
		var off []item
		for _, action := range table {
			next := item{action: action, text: a.key(action)}
			switch {
			case action.Aux || top.Typing() && prints(action):
			case action.Off != "":
				off = append(off, next)
			default:
				items = append(items, next)
			}
		}
		items = append(items, off...)
	}
	return items
}

// key draws what a key does now. One that cannot be used stands in brackets, since a
// style alone tells nobody without colours.
func (a App) key(action screen.Action) string {
	h := action.Key.Help()
	if action.Off != "" {
		return a.theme.Muted.Render("(" + h.Key + " " + h.Desc + ")")
	}
	return a.theme.Accent.Render(h.Key) + " " + a.theme.Text.Render(h.Desc)
}

// prints reports whether every key of the action is one that would be typed
// into a text field instead.
func prints(action screen.Action) bool {
	for _, k := range action.Key.Keys() {
		if len([]rune(k)) > 1 && k != "space" {
			return false
		}
	}
	return true
}
