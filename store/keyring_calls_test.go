// Elsewhere these would reach the keyring of the person who runs them.

//go:build !darwin && !windows

package store_test

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// What can happen while a keyring is about to answer.
var accidents = map[string]func(s *storetest.Service, giveUp context.CancelFunc){
	"the caller gives up": func(_ *storetest.Service, giveUp context.CancelFunc) { giveUp() },
	"the caller gives up, and nothing is answered": func(s *storetest.Service, giveUp context.CancelFunc) {
		s.Behave(storetest.Silent)
		giveUp()
	},
	"nothing is answered any more":  func(s *storetest.Service, _ context.CancelFunc) { s.Behave(storetest.Silent) },
	"the service goes off the bus":  func(s *storetest.Service, _ context.CancelFunc) { s.Vanish() },
	"somebody locks it":             func(s *storetest.Service, _ context.CancelFunc) { s.Behave(storetest.Locked) },
	"somebody takes everything out": func(s *storetest.Service, _ context.CancelFunc) { s.Clear() },
	"somebody guards the items":     func(s *storetest.Service, _ context.CancelFunc) { s.Behave(storetest.ItemLocked) },
	"it begins to talk in riddles":  func(s *storetest.Service, _ context.CancelFunc) { s.Behave(storetest.Odd) },
	"the bus dies":                  func(s *storetest.Service, _ context.CancelFunc) { s.Bus.Stop() },
}

const kept, fresh = "kept-abcdefgh", "new-abcdefgh"

var operations = map[string]func(context.Context, store.Vault) error{
	"Put": func(ctx context.Context, v store.Vault) error { return v.Put(ctx, fresh, storetest.Key(2)) },
	"Get": func(ctx context.Context, v store.Vault) error {
		key, err := v.Get(ctx, kept)
		if err == nil && !storetest.Equal(key, storetest.Key(1)) {
			return errors.New("another key than was put")
		}
		return err
	},
	"Forget": func(ctx context.Context, v store.Vault) error { return v.Forget(ctx, kept) },
}

// An accident may come before any of the calls that an operation makes. Whatever
// the operation answers then has to be true.
func TestKeyringTellsTheTruthWhereverAnAccidentHappens(t *testing.T) {
	for what, accident := range accidents {
		for name, operate := range operations {
			t.Run(name+" while "+what, func(t *testing.T) {
				s := storetest.FakeService(t)
				for n := 1; ; n++ {
					if what == "the bus dies" {
						s = storetest.FakeService(t)
					}
					if !happens(t, s, n, accident, name, operate) {
						break
					}
				}
			})
		}
	}
}

// happens has an accident come before the nth call, if there are so many.
func happens(
	t *testing.T, s *storetest.Service, n int, accident func(*storetest.Service, context.CancelFunc),
	name string, operate func(context.Context, store.Vault) error,
) (happened bool) {
	t.Helper()
	renew(t, s)
	if err := patient().Put(t.Context(), kept, storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	watch, end := context.WithCancel(t.Context())
	defer end()
	ctx, giveUp := context.WithCancel(untilStuck(watch, s))
	defer giveUp()
	settled := settling(t, s.Bus)
	over := make(chan struct{})
	var reached atomic.Bool
	s.OnCall(n, func() {
		defer close(over)
		reached.Store(true)
		accident(s, giveUp)
	})
	err := operate(ctx, store.NewKeyring(store.KeyringOptions{Deadline: time.Hour}))
	happened = reached.Load()
	if happened {
		<-over
	}
	settled()
	wantTrue(t, n, name, err, s)
	return happened
}

// wantTrue compares what an operation answered with what there is now.
func wantTrue(t *testing.T, n int, name string, err error, s *storetest.Service) {
	t.Helper()
	named := []error{
		nil, context.Canceled, store.ErrNoBus, store.ErrNoService, store.ErrLocked, store.ErrTimedOut,
		store.ErrNotFound, store.ErrCorrupt, store.ErrUnsupported,
	}
	if !slices.ContainsFunc(named, func(one error) bool { return errors.Is(err, one) }) {
		t.Errorf("call %d: got %v, want a named error", n, err)
	}
	unchanged := err != nil && store.ChangedNothing(err)
	switch now := len(s.Values(fresh)); {
	case name != "Put":
	case err == nil && now != 1 && s.Items() > 0: // They may all be taken out once it is read back.
		t.Errorf("call %d: Put kept %d items, want one", n, now)
	case unchanged && now != 0:
		t.Errorf("call %d: Put promises that nothing was changed, and the item is there: %v", n, err)
	}
	switch now := len(s.Values(kept)); {
	case name != "Forget":
	case (err == nil || errors.Is(err, store.ErrNotFound)) && now != 0:
		t.Errorf("call %d: Forget answered %v and left %d items", n, err, now)
	}
}

// Each call is a journey to another process and back; a look and go-keyring take
// more than twice as many.
func TestAKeyThatNobodyGuardsIsReadInSixCalls(t *testing.T) {
	const most = 6
	s := storetest.FakeService(t)
	if err := patient().Put(t.Context(), kept, storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	var further atomic.Bool
	s.OnCall(most+1, func() { further.Store(true) })
	if err := operations["Get"](t.Context(), patient()); err != nil {
		t.Fatal(err)
	}
	if further.Load() {
		t.Errorf("it takes more than %d calls", most)
	}
}
