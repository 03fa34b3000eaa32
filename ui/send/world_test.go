package send_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/demo"
	"lpkeys/ui/send"
)

// world is a LivePerson in a box, and somebody who sends there.
type world struct {
	box    *demo.Box
	sender *send.Sender
	kept   *accounts
}

func newWorld() *world {
	box := demo.New()
	kept := &accounts{all: box.Accounts()}
	hosts := box.Client()
	hosts.Jitter = func() float64 { return 0 }
	return &world{box, &send.Sender{Accounts: kept, Hosts: hosts}, kept}
}

// account is one of the box's.
func (w *world) account(t *testing.T, name string) store.Account {
	t.Helper()
	at := slices.IndexFunc(w.kept.all, func(a demo.Account) bool { return a.Name == name })
	if at < 0 {
		t.Fatalf("the box has no %s", name)
	}
	return w.kept.all[at].Account
}

// accounts are the box's, as a person keeps them.
type accounts struct {
	all []demo.Account

	mu       sync.Mutex
	recorded []store.Attempt
}

func (a *accounts) UseKey(ctx context.Context, name string) (key oauth.Credentials, used store.Used, err error) {
	for _, one := range a.all {
		if one.Name == name {
			return one.Key, used, ctx.Err()
		}
	}
	return key, used, store.ErrNotFound
}

func (a *accounts) Record(_ store.Used, attempt store.Attempt) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.recorded = append(a.recorded, attempt)
	return store.ErrBusy // which is nobody's business
}

func bubble(t *testing.T, story func(*testing.T)) {
	t.Helper()
	synctest.Test(t, story)
}
