// Elsewhere these would reach the keyring of the person who runs them.

//go:build !darwin && !windows

package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// An end is how one operation ends in one mode.
type end struct {
	err     error
	changed bool // the item is there after a Put, and gone after a Forget
	later   bool // it will be so when the caller is gone
	unclear bool // the error does not promise that nothing changes
	hangs   bool // until the deadline
}

var (
	fine    = end{}              // for a Get
	made    = end{changed: true} // for the others
	timeout = end{err: store.ErrTimedOut, hangs: true}
	sent    = end{err: store.ErrTimedOut, hangs: true, unclear: true}
	belated = end{err: store.ErrTimedOut, hangs: true, unclear: true, later: true}

	// The service was gone before it could answer.
	lost    = end{err: store.ErrTimedOut, unclear: true}
	unheard = end{err: store.ErrTimedOut, unclear: true, changed: true}

	locked      = end{err: store.ErrLocked}
	dismissed   = end{err: store.ErrDismissed}
	unsupported = end{err: store.ErrUnsupported}
	corrupt     = end{err: store.ErrCorrupt}
	feigned     = end{err: store.ErrCorrupt, unclear: true}
)

// ends are how Put, Get and Forget end.
type ends struct{ put, get, forget end }

func each(e end) ends { return ends{e, e, e} }

// keyringModes is what the vault makes of each mode: when it looks, when nobody
// watches the program, and when a person is there.
var keyringModes = map[storetest.Mode]struct {
	look          error
	alone, person ends
}{
	storetest.Works:  {nil, ends{made, fine, made}, ends{made, fine, made}},
	storetest.Slow:   {nil, ends{made, fine, made}, ends{made, fine, made}},
	storetest.Silent: {store.ErrTimedOut, each(timeout), each(timeout)},
	storetest.Odd:    {store.ErrUnsupported, each(unsupported), each(unsupported)},

	storetest.Locked:          {store.ErrLocked, each(locked), each(timeout)},
	storetest.UnlockDismissed: {store.ErrLocked, each(locked), each(dismissed)},
	storetest.UnlockAnswered:  {store.ErrLocked, each(locked), ends{made, fine, made}},
	storetest.UnlockedLate:    {store.ErrLocked, each(locked), each(timeout)},
	storetest.OddPrompt:       {store.ErrLocked, each(locked), each(locked)},

	// Only Put makes a collection: another one, which is closed, may have the item.
	storetest.NoCollection:     {store.ErrLocked, each(locked), ends{made, locked, locked}},
	storetest.NoneAndDismissed: {store.ErrLocked, each(locked), ends{dismissed, locked, locked}},
	storetest.Empty:            {store.ErrLocked, each(locked), ends{timeout, locked, locked}},
	storetest.OtherCollection:  {nil, ends{made, fine, made}, ends{made, fine, made}},
	storetest.LoginOnly:        {nil, ends{made, fine, made}, ends{made, fine, made}},

	storetest.ItemLocked:    {nil, ends{made, locked, made}, ends{made, timeout, made}},
	storetest.ItemDismissed: {nil, ends{made, locked, made}, ends{made, dismissed, made}},
	storetest.ItemAnswered:  {nil, ends{made, locked, made}, ends{made, fine, made}},

	storetest.HangsOnChange:   {nil, ends{sent, fine, sent}, ends{sent, fine, sent}},
	storetest.Vanishes:        {nil, ends{unheard, fine, unheard}, ends{unheard, fine, unheard}},
	storetest.VanishesBefore:  {nil, ends{lost, fine, lost}, ends{lost, fine, lost}},
	storetest.Late:            {nil, ends{belated, fine, belated}, ends{belated, fine, belated}},
	storetest.ChangeDismissed: {nil, ends{dismissed, fine, dismissed}, ends{dismissed, fine, dismissed}},
	storetest.ChangeUnseen:    {nil, ends{sent, fine, sent}, ends{sent, fine, sent}},
	storetest.ChangeAnswered:  {nil, ends{made, fine, made}, ends{made, fine, made}},
	storetest.ChangedLate:     {nil, ends{belated, fine, belated}, ends{belated, fine, belated}},
	storetest.Lies:            {nil, ends{feigned, fine, feigned}, ends{feigned, fine, feigned}},
	storetest.AnotherValue:    {nil, ends{corrupt, corrupt, made}, ends{corrupt, corrupt, made}},
	storetest.Full:            {nil, ends{unsupported, fine, made}, ends{unsupported, fine, made}},
}

// A fuse is a context whose deadline comes when it is told to: a busy machine
// reaches no moment of an operation within a set time.
type fuse struct {
	context.Context
	burnt chan struct{}
}

func (f fuse) Done() <-chan struct{} { return f.burnt }

func (f fuse) Err() error {
	select {
	case <-f.burnt:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// untilStuck is a deadline that comes when the service lets a caller wait. It
// watches until ctx is over.
func untilStuck(ctx context.Context, s *storetest.Service) context.Context {
	f := fuse{ctx, make(chan struct{})}
	go func() {
		select {
		case <-s.Stuck():
			close(f.burnt)
		case <-ctx.Done():
		}
	}()
	return f
}

// inEveryMode runs a test for each mode, without a person and with one.
func inEveryMode(t *testing.T, test func(t *testing.T, s *storetest.Service, mode storetest.Mode, person bool, want ends)) {
	for _, mode := range storetest.Modes {
		row, there := keyringModes[mode]
		if !there {
			t.Errorf("nothing is expected of a service that %s", mode)
		}
		t.Run("a service that "+string(mode), func(t *testing.T) {
			s := storetest.FakeService(t)
			t.Run("alone", func(t *testing.T) { test(t, s, mode, false, row.alone) })
			t.Run("before a person", func(t *testing.T) { test(t, s, mode, true, row.person) })
		})
	}
}

func TestKeyringNamesEveryWayAServiceFails(t *testing.T) {
	inEveryMode(t, func(t *testing.T, s *storetest.Service, mode storetest.Mode, person bool, want ends) {
		t.Run("Put", func(t *testing.T) {
			inMode(t, s, mode, person, want.put, 2, func(ctx context.Context, v store.Vault) error {
				return v.Put(ctx, "new-abcdefgh", storetest.Key(2))
			})
		})
		t.Run("Get", func(t *testing.T) {
			inMode(t, s, mode, person, want.get, 1, func(ctx context.Context, v store.Vault) error {
				key, err := v.Get(ctx, "kept-abcdefgh")
				if err == nil && !storetest.Equal(key, storetest.Key(1)) {
					t.Error("got another key than was put")
				}
				return err
			})
		})
		t.Run("Forget", func(t *testing.T) {
			inMode(t, s, mode, person, want.forget, 0, func(ctx context.Context, v store.Vault) error {
				return v.Forget(ctx, "kept-abcdefgh")
			})
		})
	})
}

// inMode does one thing to a keyring that holds one item, and checks how it
// ends, and that there are so many items once it is changed, and one otherwise.
func inMode(t *testing.T, s *storetest.Service, mode storetest.Mode, person bool, want end, changed int, do func(context.Context, store.Vault) error) {
	t.Helper()
	renew(t, s)
	if err := patient().Put(t.Context(), "kept-abcdefgh", storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	watch, over := context.WithCancel(t.Context())
	defer over()
	ctx := untilStuck(watch, s)
	settled := settling(t, s.Bus)
	s.Behave(mode)
	wantEnd(t, want, ctx, func() error {
		return do(ctx, store.NewKeyring(store.KeyringOptions{Interactive: person, Deadline: time.Hour}))
	})
	settled()
	items := 1
	if want.changed {
		items = changed
	}
	if got := s.Items(); !want.later && got != items {
		t.Errorf("got %d items afterwards, want %d", got, items)
	}
	if want.later {
		s.AwaitLate()
		if got := s.Items(); got != changed {
			t.Errorf("got %d items once nobody waits any more, want %d", got, changed)
		}
	}
}

// renew makes a service work, with nothing in it.
func renew(t *testing.T, s *storetest.Service) {
	t.Helper()
	s.Behave(storetest.Works)
	s.Restart()
	s.Clear()
}

func wantEnd(t *testing.T, want end, ctx context.Context, do func() error) (err error) {
	t.Helper()
	start := time.Now()
	err = do()
	// The deadline is an hour, but for the fuse. A busy machine takes seconds.
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	if got := ctx.Err() != nil; got != want.hangs {
		t.Errorf("the service let us wait: got %v, want %v", got, want.hangs)
	}
	if !errors.Is(err, want.err) {
		t.Errorf("got %v, want %v", err, want.err)
	}
	if err != nil && store.ChangedNothing(err) == want.unclear {
		t.Errorf("%v: promises that nothing was changed: %v, want %v", err, !want.unclear, want.unclear)
	}
	wantNoSecret(t, "the error", fmt.Appendf(nil, "%v %+v %#v", err, err, err))
	return err
}

func TestKeyringLookAnswersWithinHalfASecondAndNeverPrompts(t *testing.T) {
	for _, mode := range storetest.Modes {
		t.Run("a service that "+string(mode), func(t *testing.T) {
			s := storetest.FakeService(t)
			settled := settling(t, s.Bus)
			s.Behave(mode)
			v := store.NewKeyring(store.KeyringOptions{Interactive: true, Deadline: time.Hour})
			best := time.Hour
			for range 5 { // A busy machine may miss it, but not always.
				start := time.Now()
				if err := v.Look(t.Context()); !errors.Is(err, keyringModes[mode].look) {
					t.Errorf("got %v, want %v", err, keyringModes[mode].look)
				}
				if best = min(best, time.Since(start)); best <= 500*time.Millisecond {
					break
				}
			}
			if best > 500*time.Millisecond {
				t.Errorf("it took %v, want 500 ms at most", best)
			}
			if n := s.Prompts(); n != 0 {
				t.Errorf("got %d prompts, want none", n)
			}
			settled()
		})
	}
}

func TestAKeyringThatFailsLeavesTheIndexTelling(t *testing.T) {
	inEveryMode(t, func(t *testing.T, s *storetest.Service, mode storetest.Mode, person bool, want ends) {
		t.Run("Add", func(t *testing.T) {
			through(t, s, mode, person, want.put, func(ctx context.Context, st *store.Store) error {
				_, err := st.Add(ctx, account("new"), storetest.Key(2))
				return err
			}, map[bool]course{
				true:  {now: "kept new", unfinished: "kept", repaired: "finished new", then: "kept new"},
				false: {now: "kept", unfinished: "kept", repaired: "undone new", then: "kept"},
			})
		})
		t.Run("Key", func(t *testing.T) {
			through(t, s, mode, person, want.get, func(ctx context.Context, st *store.Store) error {
				_, err := st.Key(ctx, "kept")
				return err
			}, map[bool]course{false: {now: "kept", then: "kept"}})
		})
		t.Run("Remove", func(t *testing.T) {
			gone := course{now: "", unfinished: "kept(removing)", repaired: "removed kept", then: ""}
			kept := gone
			kept.now = "kept"
			through(t, s, mode, person, want.forget, func(ctx context.Context, st *store.Store) error {
				return st.Remove(ctx, "kept")
			}, map[bool]course{true: gone, false: kept})
		})
	})
}

// A course is what the index says after a change: at once when the keyring gave a
// clear answer, else unfinished, and what a repair did and left.
type course struct{ now, unfinished, repaired, then string }

// through does one thing to a store with one account in a keyring, and then
// starts again with the keyring at work.
func through(t *testing.T, s *storetest.Service, mode storetest.Mode, person bool, outcome end, do func(context.Context, *store.Store) error, courses map[bool]course) {
	t.Helper()
	renew(t, s)
	h := newHome(t)
	h.options.Vaults[store.KeyringVault] = patient()
	add(t, h.open(), "kept")

	s.Behave(mode)
	h.options.Vaults[store.KeyringVault] = store.NewKeyring(store.KeyringOptions{Interactive: person, Deadline: time.Hour})
	st := h.open()
	watch, over := context.WithCancel(t.Context())
	defer over()
	ctx := untilStuck(watch, s)
	err := wantEnd(t, outcome, ctx, func() error { return do(ctx, st) })
	expected := courses[outcome.changed || outcome.later]
	if outcome.unclear {
		expected.now = expected.unfinished
	} else {
		expected.repaired, expected.then = "", expected.now
	}
	if got := is[*store.UnfinishedError](err); got != outcome.unclear {
		t.Errorf("got %v; that it is unfinished: %v, want %v", err, got, outcome.unclear)
	}
	want(t, "accounts at once", names(t, st), expected.now)
	if outcome.later {
		s.AwaitLate()
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}

	s.Behave(storetest.Works)
	s.Restart()
	h.options.Vaults[store.KeyringVault] = patient()
	again := h.open()
	want(t, "report", repair(t, again), expected.repaired)
	want(t, "accounts after the repair", names(t, again), expected.then)
	accounts := strings.Fields(expected.then)
	for _, name := range accounts {
		if _, err := again.Key(t.Context(), name); err != nil {
			t.Errorf("the key of %q: %v", name, err)
		}
	}
	if got := s.Items(); got != len(accounts) {
		t.Errorf("the keyring holds %d items, and the index knows %d", got, len(accounts))
	}
	if index := h.read("accounts.json"); strings.Contains(index, `"owner"`) || strings.Contains(index, `"adding"`) {
		t.Errorf("something is still under way:\n%s", index)
	}
}
