package preview

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/event"
	"lpkeys/ui/screen"
	"lpkeys/ui/widget"
)

func (m Model) edit(change func(widget.Field) widget.Field) Model {
	switch m.focus {
	case onURL:
		m.url = change(m.url)
	case onForm:
		m.form = change(m.form)
	case nowhere:
	}
	return m
}

// paste says when the URL is another than what was pasted.
func (m Model) paste(text string) (screen.Model, tea.Cmd) {
	m = m.edit(func(f widget.Field) widget.Field { return f.Insert(text) })
	if m.focus != onURL || !m.url.Joined {
		return m, nil
	}
	return m, event.Say(event.Note, "the blanks and line breaks in what was pasted are left out")
}

func (m Model) begin(f focus) Model {
	if m.focus == nowhere {
		m.before = [2]string{m.url.Value(), m.form.Value()}
	}
	m = m.blur()
	m.focus, m.first = f, 0 // The field is at the top: nobody types unseen.
	return m.edit(widget.Field.Focus)
}

func (m Model) blur() Model {
	m = m.edit(widget.Field.Blur)
	m.focus = nowhere
	return m
}

func (m Model) cancel() Model {
	m.url, m.form = m.url.Set(m.before[0]), m.form.Set(m.before[1])
	return m.blur()
}
