package accounts

import (
	"fmt"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/widget"
)

// columns are the widths that show every name whole if there is room. A
// column that has no room is left out: 0.
type columns struct{ name, env, id, vault, used int }

const (
	gap       = 2
	markWidth = len("in force, default")
)

// narrow says that there is room for one word of a mark only.
func (m Model) narrow() bool { return m.width < 60 }

func (m Model) columns() columns {
	c := columns{name: len("Name"), env: len(" PRODUCTION "), id: len("Account"), vault: len("keyring"), used: len("Last used")}
	for _, a := range m.rows {
		c.name = max(c.name, widget.Width(domain.Clean(a.Name)))
		c.id = max(c.id, widget.Width(string(a.ID)))
	}
	room := m.width - gap - c.env - gap - gap - len("in force")
	if !m.narrow() {
		room -= markWidth - len("in force")
	}
	for _, column := range []*int{&c.id, &c.vault, &c.used} {
		if room-*column-gap >= min(c.name, 16) {
			room -= *column + gap
		} else {
			*column = 0
		}
	}
	c.name = max(8, min(c.name, room))
	return c
}

func (c columns) row(name, env, id, vault, used, mark string) string {
	var line strings.Builder
	line.WriteString(widget.Fit(name, c.name) + "  " + widget.Fit(env, c.env))
	for _, column := range []struct {
		text  string
		width int
	}{{id, c.id}, {vault, c.vault}, {used, c.used}} {
		if column.width > 0 {
			line.WriteString("  " + widget.Fit(column.text, column.width))
		}
	}
	return line.String() + "  " + mark
}

// lastUsed says how long ago the key was read, by the day.
func (m Model) lastUsed(a store.Account) string {
	day, ok := m.used[a.Name]
	if !ok {
		return "never"
	}
	y, mo, d := m.now().Date()
	// Days are counted at noon: one may have 23 hours or 25.
	today := time.Date(y, mo, d, 12, 0, 0, 0, day.Location())
	switch days := int(today.Sub(day).Hours() / 24); {
	case days <= 0:
		return "today"
	case days == 1:
		return "yesterday"
	case days < 60:
		return fmt.Sprintf("%d d ago", days)
	case days < 730:
		return fmt.Sprintf("%d mo ago", days/30)
	default:
		return fmt.Sprintf("%d y ago", days/365)
	}
}
