// Package hosts writes down which host serves which service, for both faces:
// as JSON that stays as it is, and as a table. It is free of output.
package hosts

import (
	"encoding/json"
	"strings"
	"time"

	"lpkeys/domain"
)

// Host is what is known of one service, in the shape that programs read.
type Host struct {
	Service    domain.Service `json:"service"`
	Host       string         `json:"host,omitempty"`
	Region     string         `json:"region,omitempty"`
	LivePerson bool           `json:"livePerson"`
	Age        *int64         `json:"age,omitempty"`   // of the answer, in seconds
	Stale      bool           `json:"stale"`           // LivePerson could not be asked
	Error      string         `json:"error,omitempty"` // the code
}

// List is the whole answer.
type List struct {
	API      string `json:"api,omitempty"` // LPKEYS_API_URL's
	Services []Host `json:"services"`
}

// Of is the host of a service by an answer, as it is at a time.
func Of(s domain.Service, a domain.Answer, now time.Time) Host {
	seconds := int64(a.Age(now) / time.Second)
	return Host{
		Service: s, Host: a.Host.Name, Region: a.Host.Region(), LivePerson: a.Host.LivePerson,
		Age: &seconds, Stale: a.Stale(),
	}
}

// JSON is the list as text. Services and hosts have passed their rules, so
// nothing in it needs an escape.
func (l List) JSON() string {
	text, _ := json.MarshalIndent(l, "", "  ") // It always can be.
	return string(text)
}

// Heading names the columns of [List.Rows].
var Heading = []string{"SERVICE", "HOST", "REGION"}

// Rows are the services that have a host.
func (l List) Rows() [][]string {
	var rows [][]string
	for _, h := range l.Services {
		if h.Error == "" {
			rows = append(rows, []string{string(h.Service), h.Host, h.Region})
		}
	}
	return rows
}

// Table is the list in columns below their names.
func (l List) Table() string {
	rows := append([][]string{Heading}, l.Rows()...)
	widths := make([]int, len(Heading))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], len(cell)) // They hold ASCII alone.
		}
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell + strings.Repeat(" ", widths[i]-len(cell)+2))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}
