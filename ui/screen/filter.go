package screen

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/theme"
	"lpkeys/ui/widget"
)

// Filter is a text that narrows a list to the rows that hold every word of it,
// in any case and order. The zero Filter keeps every row.
type Filter struct {
	field  widget.Field
	open   bool
	ready  bool
	folded []string
}

// longestFilter is far longer than any name.
const longestFilter = 200

// filterMsg is what a key means to a filter.
type filterMsg int

const (
	openFilter filterMsg = iota
	keepFilter
	dropFilter
)

// OpenFilter opens a filter, as its key does.
func OpenFilter() tea.Msg { return openFilter }

// Update answers the filter's keys, and what is typed and pasted while it is
// open. It reports whether the message was for the filter.
func (f Filter) Update(msg tea.Msg) (Filter, bool) {
	switch msg := msg.(type) {
	case filterMsg:
		return f.told(msg), true
	case tea.KeyPressMsg:
		if f.open {
			f.field = f.field.Press(msg)
			return f.read(), true
		}
	case tea.PasteMsg:
		if f.open {
			f.field = f.field.Insert(msg.Content)
			return f.read(), true
		}
	}
	return f, false
}

func (f Filter) told(msg filterMsg) Filter {
	if !f.ready {
		f.field, f.ready = widget.NewField("", "type a part of what you look for", longestFilter), true
	}
	switch msg {
	case openFilter:
		f.open, f.field = true, f.field.Focus()
	case keepFilter:
		f.open, f.field = false, f.field.Blur()
	case dropFilter:
		return Filter{}
	}
	return f
}

func (f Filter) read() Filter {
	f.folded = strings.Fields(strings.ToLower(f.field.Value()))
	return f
}

// Typing reports whether keys go into the filter.
func (f Filter) Typing() bool { return f.open }

// Narrows reports whether rows may be left out.
func (f Filter) Narrows() bool { return len(f.folded) > 0 }

// Shown reports whether the filter takes a line of the screen.
func (f Filter) Shown() bool { return f.open || f.Narrows() }

// Keeps reports whether a row with this text stays.
func (f Filter) Keeps(text string) bool {
	if !f.Narrows() {
		return true
	}
	text = strings.ToLower(text)
	for _, word := range f.folded {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// View draws the filter's line.
func (f Filter) View(th theme.Theme, width int) string {
	const sign = "/ "
	if problem := f.field.Problem; problem != "" {
		return th.Danger.Render(widget.Cut("! "+problem, width))
	}
	return th.Accent.Render(widget.Cut(sign, width)) + f.field.View(th, max(0, width-len(sign)))
}

// Actions are the filter's keys: while it is open they come first and enter
// and esc are its own. Keys that move go on working beside them.
func (f Filter) Actions() []Action {
	switch {
	case f.open:
		return []Action{
			Do([]string{"enter"}, "enter", "keep the filter", keepFilter),
			Do([]string{"esc"}, "esc", "show all", dropFilter),
		}
	case f.Narrows():
		return []Action{
			Do([]string{"esc"}, "esc", "show all", dropFilter),
			Do([]string{"/"}, "/", "filter", openFilter),
		}
	default:
		return []Action{Do([]string{"/"}, "/", "filter", openFilter)}
	}
}
