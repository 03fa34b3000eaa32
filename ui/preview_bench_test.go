package ui

import (
	"io"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/clip"
	"lpkeys/ui/demo"
	"lpkeys/ui/nav"
	"lpkeys/ui/uitest"
)

// A key press until the next frame is drawn, in a signed and explained request
// at 200x60. The budget is 2 ms.
func BenchmarkKeyPressInAnExplanation(b *testing.B) {
	box := demo.New()
	services, err := rehearsal(b.Context(), box)
	if err != nil {
		b.Fatal(err)
	}
	services.Now, services.Clip = time.Now, clip.New(clip.Env{Getenv: func(string) string { return "" }})
	accounts, err := services.Store.Accounts()
	if err != nil {
		b.Fatal(err)
	}
	var m tea.Model = New(b.Context(), services, Start{Accounts: accounts, InForce: &accounts[0]})
	told := func(msg tea.Msg) tea.Cmd {
		var cmd tea.Cmd
		m, cmd = m.Update(msg)
		return cmd
	}
	told(tea.WindowSizeMsg{Width: 200, Height: 60})
	host := domain.Host{Name: "va.msghist." + demo.Domain, LivePerson: true}
	begin := told(nav.PushMsg{Route: nav.Preview{Account: accounts[0], Service: "msgHist", Host: host}})
	told(told(begin())())
	told(uitest.Key("x"))
	keys := []tea.KeyPressMsg{uitest.Key("down"), uitest.Key("down"), uitest.Key("up")}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		told(keys[i%len(keys)])
		io.WriteString(io.Discard, m.View().Content)
	}
}
