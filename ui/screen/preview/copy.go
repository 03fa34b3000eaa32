package preview

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/event"
	"lpkeys/ui/explain"
	"lpkeys/ui/format"
	"lpkeys/ui/job"
	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
)

// names is what people are told was copied.
var names = map[format.Name]string{
	format.AsValue:  "the header value",
	format.AsHeader: "the header line",
}

// ask copies, after a question when the host is not LivePerson's.
func (m Model) ask(as format.Name) (screen.Model, tea.Cmd) {
	where := m.verdict()
	if where.LivePerson {
		return m.copy(as)
	}
	return m, nav.Push(nav.Confirm{
		Title:    "not LivePerson's",
		Question: where.Host + " is outside LivePerson's own domains. Whoever runs it can use a copied header until it expires. Copy it all the same?",
		Consent:  "copy it",
		Yes:      copyMsg{as},
	})
}

// copy copies what is shown. A header that was copied before, or is old, is
// signed anew first, since no server takes a nonce twice.
func (m Model) copy(as format.Name) (screen.Model, tea.Cmd) {
	if m.shown == nil {
		return m, nil
	}
	if m.shown.copied || m.services.Now().Sub(m.shown.at) >= Stale {
		return m.sign(as)
	}
	fresh := *m.shown
	fresh.copied = true
	m.shown = &fresh
	text, err := as.Format(format.Request{Header: fresh.header})
	if err != nil {
		return m, event.Say(event.Failure, explain.Of(err).Error)
	}
	return m, event.Tell(event.Copy{What: names[as], Text: text})
}

// age wakes the screen when the age on display is no longer true.
func (m Model) age(ctx context.Context, id job.ID) tea.Cmd {
	every := time.Second
	if m.shown != nil && m.services.Now().Sub(m.shown.at) >= time.Minute {
		every = time.Minute
	}
	return job.After(ctx, every, agedMsg{ctx, id})
}
