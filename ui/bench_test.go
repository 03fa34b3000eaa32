package ui

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/clip"
	"lpkeys/ui/demo"
	"lpkeys/ui/nav"
	"lpkeys/ui/uitest"
)

// many is the app at home with n accounts.
func many(tb testing.TB, ctx context.Context, n int) App {
	tb.Helper()
	accounts := make([]store.Account, n)
	for i := range accounts {
		accounts[i] = store.Account{
			Name: fmt.Sprintf("account-%04d", i), ID: domain.AccountID(fmt.Sprint(10_000_000 + i)),
			Environment: []string{"production", "staging", ""}[i%3], Kind: store.OAuth1,
			Vault: store.KeyringVault, State: store.Kept,
		}
	}
	s, err := store.Open(store.Options{Paths: store.Paths{Config: "/b", Data: "/b", Cache: "/b"}, FS: &demo.Disk{}})
	if err != nil {
		tb.Fatal(err)
	}
	return New(ctx, Services{Store: s, Resolver: &domain.Client{}, Now: time.Now, Clip: clip.New(clip.Env{Getenv: func(string) string { return "" }})}, Start{Accounts: accounts, InForce: &accounts[0], Why: "the default"})
}

// A key press until the next frame is drawn, 1,000 accounts at 200x60, in the list
// and in its filter. The budget is 2 ms.
func BenchmarkKeyPressAmongAThousandAccounts(b *testing.B) {
	for _, keys := range [][]string{{"down", "down", "up"}, {"/", "0", "7", "backspace", "esc"}} {
		b.Run(keys[0], func(b *testing.B) {
			var m tea.Model = many(b, b.Context(), 1000)
			m, _ = m.Update(tea.WindowSizeMsg{Width: 200, Height: 60})
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				m, _ = m.Update(uitest.Key(keys[i%len(keys)]))
				io.WriteString(io.Discard, m.View().Content)
			}
		})
	}
}

// The same on the services of an account that has 1,000 beyond the catalogue.
func BenchmarkKeyPressAmongAThousandServices(b *testing.B) {
	a := many(b, b.Context(), 1)
	a.services.Resolver.HTTP = listing(string(a.account.ID), thousand()...)
	if _, err := a.services.Resolver.All(b.Context(), a.account.ID, domain.Options{}); err != nil {
		b.Fatal(err)
	}
	m, _ := a.Update(tea.WindowSizeMsg{Width: 200, Height: 60})
	m, read := m.Update(nav.PushMsg{Route: nav.Services{Account: *a.account}})
	m, _ = m.Update(read())
	if !strings.Contains(m.View().Content, "0 of 1032 ticked") {
		b.Fatal("the thousand services are not there:\n" + m.View().Content)
	}
	for _, keys := range [][]string{{"down", "down", "up"}, {"space"}, {"/", "s", "0", "esc"}} {
		b.Run(keys[0], func(b *testing.B) {
			m := m
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				m, _ = m.Update(uitest.Key(keys[i%len(keys)]))
				io.WriteString(io.Discard, m.View().Content)
			}
		})
	}
}

// The first frame, 100 accounts at 80x24, without the terminal's share.
func BenchmarkFirstFrame(b *testing.B) {
	for b.Loop() {
		m, _ := many(b, b.Context(), 100).Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		io.WriteString(io.Discard, m.View().Content)
	}
}
