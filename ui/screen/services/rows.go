package services

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/ui/explain"
	"lpkeys/ui/widget"
)

// state is how far a row has come.
type state int

const (
	idle state = iota
	resolving
	resolved
	failed
	stopped
)

// The groups beside those of the catalogue.
const (
	others = "Other services of this account"
	typed  = "Names that you typed"
)

// row is a service and what is known of it.
type row struct {
	service domain.Service
	section string // of the catalogue, or one of ours
	titles  string
	apis    []domain.API // of the catalogue
	text    string       // what a filter looks through
	fixed   bool         // the catalogue knows its hosts, and LivePerson's list does not
	always  bool         // it has one host for everybody, of which no answer grows old
	absent  bool         // from the account's own list
	ticked  bool
	state   state
	answer  domain.Answer
	took    time.Duration
	retry   *domain.Retry // while the look-up waits for another try
	failure *domain.Error // why it failed, as far as it is the Domain API's
	brief   string        // why it failed, beside the name
	words   explain.Words // and in full
}

// fresh reports whether LivePerson need not be asked again yet.
func (r *row) fresh(now time.Time) bool {
	return r.state == resolved && (r.always || !r.answer.Stale() && r.answer.Age(now) < domain.Keep)
}

// latest is how long an answer may be called new.
const latest = time.Minute

// catalogue gives a row to every service of the catalogue, in its order.
func catalogue() []*row {
	var rows []*row
	at := map[domain.Service]*row{}
	list := func(service domain.Service, api domain.API) {
		r := at[service]
		if r == nil {
			r = &row{service: service, section: api.Section, fixed: api.Hosts != nil, always: len(api.Hosts) == 1}
			at[service], rows = r, append(rows, r)
		}
		if n := len(r.apis); n > 0 && r.apis[n-1].Title == api.Title {
			return
		}
		r.apis = append(r.apis, api)
		r.titles += ", " + api.Title
	}
	for _, api := range domain.Catalogue() {
		list(api.Service, api)
		for _, operation := range api.Operations {
			list(operation.Service, api)
		}
	}
	for _, r := range rows {
		r.titles = strings.TrimPrefix(r.titles, ", ")
		r.text = strings.ToLower(string(r.service) + " " + r.titles + " " + r.section)
	}
	return rows
}

// beyond is a row for a service that the catalogue does not have.
func beyond(s domain.Service, section string) *row {
	return &row{service: s, section: section, text: strings.ToLower(string(s) + " " + section)}
}

// row is the one under the cursor.
func (m Model) row() (row, bool) {
	i, ok := m.list.Row()
	if !ok || i >= len(m.rows) { // The rows are being changed.
		return row{}, false
	}
	return *m.rows[i], true
}

func (m Model) find(s domain.Service) int {
	return slices.IndexFunc(m.rows, func(r *row) bool { return r.service == s })
}

func (m Model) services() []domain.Service {
	services := make([]domain.Service, len(m.rows))
	for i, r := range m.rows {
		services[i] = r.service
	}
	return services
}

// changed is the model with rows changed that change says so of. A model that
// was handed out before keeps its own.
func (m Model) changed(change func(r *row) bool) Model {
	rows := slices.Clone(m.rows)
	for i, r := range rows {
		if own := *r; change(&own) {
			rows[i] = &own
		}
	}
	m.rows = rows
	return m
}

// at is the model with some of its rows changed.
func (m Model) at(rows []int, change func(r *row)) Model {
	m.rows = slices.Clone(m.rows)
	for _, i := range rows {
		own := *m.rows[i]
		change(&own)
		m.rows[i] = &own
	}
	return m
}

// arranged puts the rows in their order, below the catalogue's what else the
// account has and what was typed, and shows what the filter keeps.
func (m Model) arranged() Model {
	at, was := m.row()
	rows := slices.Clone(m.rows)
	slices.SortStableFunc(rows, func(a, b *row) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.order(), b.order()))
	})
	m.rows = rows
	m.list = m.list.Showing(len(rows),
		func(i int) bool {
			return m.filter.Keeps(rows[i].text) || m.filter.Keeps(rows[i].text+" "+rows[i].answer.Host.Name)
		},
		func(a, b int) bool { return rows[a].section == rows[b].section })
	if was {
		m = m.to(at.service)
	}
	return m.measured()
}

func (r *row) rank() int {
	switch r.section {
	case others:
		return 1
	case typed:
		return 2
	default:
		return 0
	}
}

// order is by name beyond the catalogue.
func (r *row) order() string {
	if r.rank() == 0 {
		return ""
	}
	return strings.ToLower(string(r.service))
}

// to goes to a service, if it is shown.
func (m Model) to(s domain.Service) Model {
	if i := m.find(s); i >= 0 {
		m.list = m.list.To(i).Within(m.listHeight())
	}
	return m
}

// measured is the model with the widths of its columns.
func (m Model) measured() Model {
	m.names, m.hosts = 0, 0
	for _, i := range m.list.Rows() {
		m.names = max(m.names, widget.Width(string(m.rows[i].service)))
		m.hosts = max(m.hosts, widget.Width(m.rows[i].answer.Host.Name))
	}
	return m
}

// withState lists the rows in one of the states.
func (m Model) withState(states ...state) []int {
	var rows []int
	for i, r := range m.rows {
		if slices.Contains(states, r.state) {
			rows = append(rows, i)
		}
	}
	return rows
}
