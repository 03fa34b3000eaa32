package uitest_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/uitest"
)

// counter shows how often it was told something.
type counter struct {
	ctx  context.Context
	text string
}

type told string

func tell(s string) tea.Cmd { return func() tea.Msg { return told(s) } }

func (c counter) Init() tea.Cmd {
	return tea.Sequence(tea.Batch(tell("a"), nil), tell("b"), func() tea.Msg {
		select {
		case <-time.After(time.Hour):
			return told("c")
		case <-c.ctx.Done():
			return nil
		}
	})
}

func (c counter) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case told:
		c.text += string(msg)
	case tea.KeyPressMsg:
		if msg.String() == "q" {
			return c, tea.Quit
		}
		c.text += "<" + msg.String() + ">"
	}
	return c, nil
}

func (c counter) View() tea.View { return tea.NewView("told: " + c.text) }

func TestCommandsRunInOrderAndTimePassesOnlyWhenAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := uitest.New(t, 80, 24, func(ctx context.Context) tea.Model { return counter{ctx: ctx} })
		d.Want("told: ab")
		d.Lack("c")
		d.Wait(time.Hour)
		d.Want("told: abc")
	})
}

func TestKeysArriveByTheNamesBubbleTeaGivesThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := uitest.New(t, 80, 24, func(ctx context.Context) tea.Model { return counter{ctx: ctx} })
		d.Press("enter", "esc", "tab", "shift+tab", "space", "ctrl+c", "x", "S", "?", "pgdown")
		d.Want("<enter><esc><tab><shift+tab><space><ctrl+c><x><S><?><pgdown>")
		d.Press("q")
		if !d.Quit() {
			t.Error("the program did not end")
		}
	})
}
