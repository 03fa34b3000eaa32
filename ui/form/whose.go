package form

import (
	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Whose names the account that a screen is about, which need not be the one in
// force: its name, its environment and its ID. The mark of production stays, however
// narrow the screen.
func Whose(th theme.Theme, a store.Account, width int) Line {
	mark := Environment(th, a)
	if mark != "" {
		mark = " " + mark
	}
	name := widget.Cut(domain.Clean(a.Name), max(8, width-widget.Width(mark)))
	return Line{Text: widget.Cut(th.Strong.Render(name)+mark+"  "+th.Muted.Render(domain.Clean(string(a.ID))), width)}
}

// Environment draws an account's label; production says so in words, capitals
// and colour.
func Environment(th theme.Theme, a store.Account) string {
	switch {
	case a.Production():
		return th.Production.Render(" PRODUCTION ")
	case a.Environment != "":
		return th.Muted.Render("[" + domain.Clean(a.Environment) + "]")
	}
	return ""
}
