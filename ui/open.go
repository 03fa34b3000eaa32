package ui

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"lpkeys/ui/nav"
	"lpkeys/ui/screen"
	"lpkeys/ui/screen/accounts"
	"lpkeys/ui/screen/answer"
	"lpkeys/ui/screen/change"
	"lpkeys/ui/screen/compare"
	"lpkeys/ui/screen/confirm"
	"lpkeys/ui/screen/copyas"
	doctorscreen "lpkeys/ui/screen/doctor"
	"lpkeys/ui/screen/help"
	"lpkeys/ui/screen/onboarding"
	"lpkeys/ui/screen/operations"
	"lpkeys/ui/screen/palette"
	"lpkeys/ui/screen/preview"
	"lpkeys/ui/screen/reveal"
	"lpkeys/ui/screen/services"
	"lpkeys/ui/screen/settings"
	"lpkeys/ui/screen/unlock"
	"lpkeys/ui/signature"
)

// open makes the screen of a route and tells it its area before anything
// else. Whatever the screen starts ends when the place is left.
func (a App) open(r nav.Route) place {
	ctx, leave := context.WithCancel(a.ctx)
	s, _ := a.screenOf(ctx, r).Update(a.area())
	return place{ctx: ctx, route: r, screen: s, leave: leave}
}

// begunMsg is what the beginning of a place brought.
type begunMsg struct {
	ctx context.Context
	msg tea.Msg
}

// begin starts the screen. What that brings is for this place alone: there may be
// another of its kind below, which has begun long ago.
func (p place) begin() tea.Cmd { return addressed(p.ctx, p.screen.Init()) }

func addressed(ctx context.Context, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		msg := cmd()
		batch, several := msg.(tea.BatchMsg)
		switch {
		case msg == nil:
			return nil
		case !several:
			return begunMsg{ctx, msg}
		}
		for i, c := range batch {
			batch[i] = addressed(ctx, c)
		}
		return batch
	}
}

func (a App) begun(msg begunMsg) (tea.Model, tea.Cmd) {
	for i, p := range a.stack {
		if p.ctx == msg.ctx {
			return a.deliver(i, msg.msg)
		}
	}
	return a, nil
}

// screenOf is the map: the only place that knows which screen a route opens.
func (a App) screenOf(ctx context.Context, r nav.Route) screen.Model {
	s := a.services
	switch r := r.(type) {
	case nav.Accounts:
		return accounts.New(ctx, s.Store, s, s.Now, accounts.Known{
			Accounts: a.start.Accounts, Default: a.start.Default, InForce: a.account, Why: a.why,
		})
	case nav.Onboarding:
		return onboarding.New(ctx, onboarding.Services{
			Keeper: s.Store, Resolver: s.Resolver, Keyring: s.Keyring, File: s.File, Rehearsal: s.Rehearsal,
			Prefer: a.prefs.now.Vault,
		})
	case nav.Change:
		return change.New(ctx, change.Services{Keeper: s.Store, Resolver: s.Resolver, Vaults: s}, r)
	case nav.ShowKey:
		return reveal.New(ctx, s.Store, r)
	case nav.Services:
		return services.New(ctx, s.Resolver, s.Store, r.Account)
	case nav.Preview:
		return preview.New(ctx, preview.Services{Maker: a.maker(), Locator: s.Resolver, Clip: s.Clip}, r)
	case nav.CopyAs:
		return copyas.New(ctx, copyas.Services{Maker: a.maker(), Clip: s.Clip}, r)
	case nav.Compare:
		return compare.New(ctx, a.maker(), r)
	case nav.Operations:
		return operations.New(r)
	case nav.Send:
		return answer.New(ctx, answer.Services{Sender: s.Sender, Hosts: s.Resolver, Keys: s.Store, Now: s.Now}, r)
	case nav.Unlock:
		return unlock.New(ctx, s.File, r)
	case nav.Confirm:
		return confirm.New(r)
	case nav.Help:
		top := a.stack[len(a.stack)-1].screen
		return help.New(top.Title(), append(top.Actions(), everywhere(top.Typing())...))
	case nav.Palette:
		return palette.New("commands", "", a.commands())
	case nav.Switch:
		return palette.New("switch account", "There is no account yet: ctrl+p, add an account.", a.others(r.Accounts))
	case nav.Settings:
		return settings.New(a.prefs.now, a.prefs.broken, s.Places)
	case nav.Doctor:
		return doctorscreen.New(ctx, s.Examine, a.inForce())
	}
	panic(fmt.Sprintf("no screen for the route %T", r))
}

// inForce is the name of the account that is in force, "" when none is.
func (a App) inForce() string {
	if a.account == nil {
		return ""
	}
	return a.account.Name
}

func (a App) maker() signature.Maker {
	return signature.Maker{Keys: a.services.Store, Now: a.services.Now, Nonce: a.services.Nonce}
}
