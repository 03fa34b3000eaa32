package preview

import (
	tea "charm.land/bubbletea/v2"

	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/format"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/send"
)

type (
	askMsg  struct{ to reason }
	copyMsg struct {
		to      reason
		account store.Account // that the question was about
	}
)

// copies are the formats that one key copies, and what people are told of them.
var copies = map[reason]struct {
	as   format.Name
	what string
}{
	toCopyValue:  {format.AsValue, "the header value"},
	toCopyHeader: {format.AsHeader, "the header line"},
}

// ask copies, after a question when the host is not LivePerson's. Where there
// is no clipboard, it goes to where a file can be written.
func (m Model) ask(to reason) (screen.Model, tea.Cmd) {
	if m.made == nil {
		return m, nil
	}
	if to == toCopyAs || m.services.Clip.Route() == clip.None {
		return m, nav.Push(m.copyAs(copies[to].as))
	}
	if host := m.foreign(); host != "" {
		return m, nav.Push(nav.Foreign(host, copyMsg{to, m.account}))
	}
	return m.copy(to)
}

// foreign is the host unless it is LivePerson's.
func (m Model) foreign() string {
	where := m.verdict()
	if where.LivePerson {
		return ""
	}
	return where.Host
}

// unsent says why the request cannot be sent, or "".
func (m Model) unsent() string {
	if why := m.obstacle(); why != "" {
		return why
	}
	if left := m.bodyGap(); left != "" && m.draft.Form() == "" {
		return left + " stands for a value in its body: b edits it"
	}
	return ""
}

// send is the route to what sends the request as it is shown.
func (m Model) send() nav.Send {
	r := m.wire()
	return nav.Send{Request: send.Request{Account: m.account, Method: r.Method, URL: r.URL, Form: r.Form, Body: r.Body, Type: r.ContentType}}
}

func (m Model) copyAs(as format.Name) nav.CopyAs {
	return nav.CopyAs{Account: m.account, Made: *m.made, Foreign: m.foreign(), As: as, Request: m.wire()}
}

// wire is the request with its body, as other programs would send it.
func (m Model) wire() format.Request {
	r := m.request()
	body, kind := m.draft.Body, m.draft.ContentType
	if r.Form != "" {
		body, kind = "", ""
	}
	return format.Request{
		Account: m.account.Name, Insisted: m.insisted, Method: r.Method, URL: r.URL, Form: r.Form,
		Body: body, ContentType: kind, Shell: format.SystemShell(),
	}
}

// copy copies what is shown. A header that was copied before, or is old, is
// signed anew first, since no server takes a nonce twice.
func (m Model) copy(to reason) (screen.Model, tea.Cmd) {
	if m.made == nil {
		return m, nil
	}
	if m.made.Worn(m.now()) {
		return m.begin(to)
	}
	made := *m.made
	made.Copied = true
	m.made = &made
	text, err := copies[to].as.Format(format.Request{Header: made.Header})
	if err != nil {
		return m, event.Say(event.Failure, explain.OnScreen(err).Error)
	}
	return m, event.Tell(event.Copy{What: copies[to].what, Text: text})
}
