package services

import (
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/paste"
	"lpkeys/ui/screen"
)

// longestName is longer than any name, so that a wrong one is named and not cut.
const longestName = 100

// nameOne opens the field for a name, or closes it.
func (m Model) nameOne(open bool) Model {
	m.naming, m.name = open, m.name.Set("")
	m.name.Problem = ""
	if open {
		m.name = m.name.Focus()
	}
	return m
}

// typed gives a key or a paste to the field.
func (m Model) typed(msg tea.Msg) Model {
	if !m.naming {
		return m
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.name = m.name.Press(msg)
	case tea.PasteMsg:
		if text := strings.TrimSpace(msg.Content); paste.IsValue(text) {
			m.name.Problem = "nothing was pasted: it reads as a value of a key, and this field shows what it holds"
		} else {
			m.name = m.name.Insert(text)
		}
	}
	return m
}

// named looks up the name that was typed.
func (m Model) named() (Model, tea.Cmd) {
	s, err := domain.ParseService(strings.TrimSpace(m.name.Value()))
	var input *domain.InputError
	switch {
	case errors.As(err, &input):
		m.name.Problem = "the name " + input.Problem
		return m, nil
	case paste.IsValue(string(s)):
		m.name.Problem = "this reads as a value of a key, not as a service: nothing was asked"
		return m, nil
	}
	return m.nameOne(false).take(s)
}

// take ticks a service, which gets a row if it has none, and looks it up.
func (m Model) take(s domain.Service) (Model, tea.Cmd) {
	if m.find(s) < 0 {
		m.rows = append(slices.Clone(m.rows), beyond(s, typed))
	}
	m = m.at([]int{m.find(s)}, func(r *row) { r.ticked = true })
	if m = m.arranged().to(s); !m.on(s) {
		m.filter = screen.Filter{} // It would hide what was asked for.
		m = m.arranged().to(s)
	}
	m, remember := m.remember()
	i, _ := m.list.Row()
	if m.rows[i].state == resolving || m.rows[i].fresh(time.Now()) {
		return m, remember
	}
	m, ask := m.ask([]int{i}, time.Time{})
	return m, tea.Batch(remember, ask)
}

// on reports whether the cursor is on a service.
func (m Model) on(s domain.Service) bool {
	r, ok := m.row()
	return ok && r.service == s
}
