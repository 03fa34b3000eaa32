package form

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/ui/explain"
	"lpkeys/ui/job"
	"lpkeys/ui/theme"
)

// Resolver finds every service of an account.
type Resolver interface {
	All(ctx context.Context, id domain.AccountID, o domain.Options) (domain.List, error)
}

// Knowledge is what is known of an account ID.
type Knowledge int

// What can be known of an account ID.
const (
	Unchecked Knowledge = iota
	Checking
	Known
	Refused     // the Domain API does not know the account
	Unreachable // nobody could say
)

// Check is what LivePerson says of an account ID. It proves nothing about a key:
// looking up services needs none.
type Check struct {
	State    Knowledge
	services int
	region   string
	words    explain.Words
}

// CheckedMsg is the answer to [Ask].
type CheckedMsg struct {
	Job   job.ID
	Check Check
}

// Ask looks up the services of an account, which tells a wrong account ID before
// anything is saved. It asks once and takes no answer from the disk for news.
func Ask(ctx context.Context, r Resolver, id job.ID, account domain.AccountID) tea.Cmd {
	return func() tea.Msg {
		list, err := r.All(ctx, account, domain.Options{Once: true})
		if list.Stale() {
			err = list.Failure
		}
		return CheckedMsg{Job: id, Check: checkOf(list.Entries, err)}
	}
}

func checkOf(entries []domain.Entry, err error) Check {
	var failure *domain.Error
	switch {
	case err == nil:
		return Check{State: Known, services: len(entries), region: region(entries)}
	case errors.As(err, &failure) && (failure.Kind == domain.UnknownAccount || failure.Kind == domain.Refused):
		return Check{State: Refused, words: explain.OnScreen(err)}
	default:
		return Check{State: Unreachable, words: explain.OnScreen(err)}
	}
}

// region is the first that a host names.
func region(entries []domain.Entry) string {
	for _, e := range entries {
		if r := e.Host.Region(); r != "" {
			return r
		}
	}
	return ""
}

// Stopped is the check after the person ended it.
func (c Check) Stopped() Check {
	if c.State == Checking {
		c.State = Unchecked
	}
	return c
}

// Lines say how the check went. again is the key that checks again.
func (c Check) Lines(th theme.Theme, width int, again string) []Line {
	switch c.State {
	case Checking:
		return Text(th.Accent, "asking LivePerson for this account's services", width)
	case Known:
		where := ""
		if c.region != "" {
			where = " in " + c.region
		}
		lines := Text(th.Success, fmt.Sprintf("✓ LivePerson knows this account: %d services%s.", c.services, where), width)
		return append(lines, Text(th.Muted, "This proves the account ID, not the key: looking up services needs no key.", width)...)
	case Refused:
		return Failure(th, "", c.words, width)
	case Unreachable:
		return append(Text(th.Warning, "! not checked: "+c.words.Error+".", width), Text(th.Text, c.words.Hint+".", width)...)
	default:
		return Text(th.Warning, "! the account ID was not checked: "+again+" checks it", width)
	}
}
