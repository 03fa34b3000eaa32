package services

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/event"
	"lpkeys/ui/hosts"
	"lpkeys/ui/nav"
)

// form is how several hosts are written.
type form int

const (
	asTable form = iota
	asJSON
)

// copyOne copies the host under the cursor.
func (m Model) copyOne() (Model, tea.Cmd) {
	r, ok := m.row()
	if !ok {
		return m, nil
	}
	return m, m.copyOut([]*row{&r}, copyMsg{"the host", r.answer.Host.Name})
}

// copied are the rows that a copy of all takes: those that are ticked and have a
// host, or all that are shown and have one.
func (m Model) copied() []*row {
	if rows := m.withHosts(m.picks()); len(rows) > 0 {
		return rows
	}
	return m.withHosts(m.list.Rows())
}

func (m Model) withHosts(of []int) (rows []*row) {
	for _, i := range of {
		if m.rows[i].state == resolved {
			rows = append(rows, m.rows[i])
		}
	}
	return rows
}

// written writes rows down.
func written(rows []*row, as form) string {
	var list hosts.List
	for _, r := range rows {
		list.Services = append(list.Services, hosts.Of(r.service, r.answer, time.Now()))
	}
	if as == asJSON {
		return list.JSON()
	}
	return list.Table()
}

func (m Model) copyAll(as form) (Model, tea.Cmd) {
	m.copying = false
	rows := m.copied()
	what := fmt.Sprintf("%d hosts", len(rows))
	if len(rows) == 1 {
		what = "one host"
	}
	what += map[form]string{asTable: " as a table", asJSON: " as JSON"}[as]
	return m, m.copyOut(rows, copyMsg{what, written(rows, as)})
}

// copyOut copies hosts, after a question when one is not LivePerson's.
func (m Model) copyOut(rows []*row, msg copyMsg) tea.Cmd {
	var foreign []string
	for _, r := range rows {
		if !r.answer.Host.LivePerson {
			foreign = append(foreign, r.answer.Host.Name)
		}
	}
	question := ""
	switch n := len(foreign); {
	case n == 0:
		return event.Tell(event.Copy{What: msg.what, Text: msg.text})
	case n == 1:
		question = foreign[0] + " is outside LivePerson's own domains."
	case n <= 3:
		question = strings.Join(foreign, ", ") + " are outside LivePerson's own domains."
	default:
		question = fmt.Sprintf("%s and %d more are outside LivePerson's own domains.", strings.Join(foreign[:2], ", "), n-2)
	}
	return nav.Push(nav.Confirm{
		Title:    "not LivePerson's",
		Question: question + " Copy " + msg.what + " all the same?",
		Consent:  "copy it",
		Yes:      msg,
	})
}
