package answer_test

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/nav"
	"lpkeys/ui/screen/answer"
	"lpkeys/ui/send"
	"lpkeys/ui/theme"
)

// ready is a sender that answers at once.
type ready struct{ answer.Sender }

func (ready) Changes(send.Request) bool { return false }

func (ready) Send(context.Context, send.Request, send.Options) (send.Outcome, error) {
	return send.Outcome{Status: 200}, nil
}

// In the program an answer may be on its way to the screen when esc is pressed.
func TestAnAnswerThatComesAfterEscIsDropped(t *testing.T) {
	services := answer.Services{Sender: ready{}, Now: time.Now}
	r := send.Request{Method: "GET", URL: "https://va.ac.liveperson.net/x"}
	m := answer.New(t.Context(), services, nav.Send{Request: r})
	sending, cmd := m.Update(m.Init()())
	work := cmd().(tea.BatchMsg)
	go work[0]()
	request := work[1]()
	sent, cmd := sending.Update(request)
	end := cmd()

	stopped, _ := sent.Update(sent.Actions()[0].Msg)
	for name, late := range map[string]tea.Msg{"the request": request, "the end": end} {
		after, cmd := stopped.Update(late)
		if shown := after.View(theme.Theme{}); !strings.Contains(shown, "stopped") || cmd != nil {
			t.Errorf("%s: the screen shows %q and goes on: %v", name, shown, cmd != nil)
		}
	}
	if taken, _ := sent.Update(end); !strings.Contains(taken.View(theme.Theme{}), "200") {
		t.Error("the same answer is dropped before esc too")
	}
}
