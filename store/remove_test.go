package store_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestARemovalCanBeUndoneUntilItIsForgotten(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme", "bolt")
	if err := s.MarkRemoving("ACME"); err != nil {
		t.Fatal(err)
	}
	want(t, "accounts", names(t, s), "acme(removing) bolt")
	if _, ok, err := s.Default(); ok || err != nil {
		t.Errorf("the default is %v, %v while it is being removed", ok, err)
	}
	if _, err := s.Key(t.Context(), "acme"); !is[*store.NoAccountError](err) {
		t.Errorf("its key: got %v", err)
	}
	if _, err := s.Add(t.Context(), account("acme"), storetest.Key(3)); !is[*store.NameTakenError](err) {
		t.Errorf("its name: got %v", err)
	}

	if err := s.Restore("acme"); err != nil {
		t.Fatal(err)
	}
	if a, ok, err := s.Default(); a.Name != "acme" || !ok || err != nil {
		t.Errorf("the restored default is %q, %v, %v", a.Name, ok, err)
	}
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(t, "accounts", names(t, s), "acme bolt")
	wantTruth(t, h)

	for _, name := range []string{"acme", "bolt"} {
		if err := s.MarkRemoving(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(t, "accounts", names(t, s), "")
	wantTruth(t, h)
}

func TestARefusedRemovalChangesNothing(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	h.vault.beforeForget = func(string) error { return store.ErrLocked }
	if err := s.Remove(t.Context(), "acme"); !errors.Is(err, store.ErrLocked) || is[*store.UnfinishedError](err) {
		t.Errorf("got %v", err)
	}
	wantTruth(t, h)
	want(t, "accounts", names(t, s), "acme")
}

func TestAnUnclearRemovalIsFinishedAtTheNextStart(t *testing.T) {
	for _, unclear := range []error{store.ErrTimedOut, context.Canceled, errors.New("no name")} {
		h := newHome(t)
		s := h.open()
		add(t, s, "acme")
		h.vault.beforeForget = func(string) error { return unclear }
		if err := s.Remove(t.Context(), "acme"); !is[*store.UnfinishedError](err) || !errors.Is(err, unclear) {
			t.Errorf("%v: got %v", unclear, err)
		}
		if err := s.Restore("acme"); !is[*store.NoAccountError](err) {
			t.Errorf("restoring what may be gone: got %v", err)
		}
		h.vault.beforeForget = func(string) error { return store.ErrLocked }
		if err := s.Remove(t.Context(), "acme"); !errors.Is(err, store.ErrLocked) {
			t.Errorf("removing it again: got %v", err)
		}
		if err := s.Restore("acme"); !is[*store.NoAccountError](err) {
			t.Errorf("restoring what may be gone, after a refusal: got %v", err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		h.vault.beforeForget = nil
		want(t, "report", repair(t, h.open()), "removed acme")
		wantTruth(t, h)
	}
}

func TestARemovalThatHasBegunCannotBeUndone(t *testing.T) {
	begin := map[string]func(*home) (*store.Store, error){
		"Remove": func(h *home) (*store.Store, error) {
			s := h.open()
			return s, s.Remove(t.Context(), "acme")
		},
		"ForgetRemoved": func(h *home) (*store.Store, error) {
			s := h.open()
			return s, errors.Join(s.MarkRemoving("acme"), s.ForgetRemoved(t.Context()))
		},
		"Repair": func(h *home) (*store.Store, error) {
			killed := h.open()
			err := errors.Join(killed.MarkRemoving("acme"), killed.Close())
			s := h.open()
			_, repairing := s.Repair(t.Context())
			return s, errors.Join(err, repairing)
		},
	}
	for name, remove := range begin {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			add(t, h.open(), "acme", "bolt")
			var undone, marked error
			during := func(s *store.Store) func(string) error {
				return func(string) error {
					undone, marked = s.Restore("acme"), s.MarkRemoving("acme")
					return nil
				}
			}
			h.opened = func(s *store.Store) { h.vault.beforeForget = during(s) }
			s, err := remove(h)
			if err != nil {
				t.Fatal(err)
			}
			if !is[*store.NoAccountError](undone) || !is[*store.NoAccountError](marked) {
				t.Errorf("restoring in the middle: got %v; marking: got %v", undone, marked)
			}
			want(t, "accounts", names(t, s), "bolt")
			wantTruth(t, h)
		})
	}
}

func TestAnAccountThatIsRestoredInTimeKeepsItsKey(t *testing.T) {
	h := newHome(t)
	first, second := h.open(), h.open()
	add(t, first, "acme", "bolt", "core")
	for _, name := range []string{"acme", "bolt"} {
		if err := first.MarkRemoving(name); err != nil {
			t.Fatal(err)
		}
	}
	restore := func(s *store.Store) func(string) error {
		return func(string) error {
			h.vault.beforeForget = nil
			return s.Restore("bolt")
		}
	}
	h.vault.beforeForget = restore(first)
	if err := first.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(t, "accounts", names(t, first), "bolt core")
	wantTruth(t, h)

	for _, name := range []string{"core", "bolt"} {
		if err := first.MarkRemoving(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	h.vault.beforeForget = func(string) error {
		h.vault.beforeForget = nil
		return second.Restore("core")
	}
	want(t, "report", repair(t, second), "removed bolt")
	want(t, "accounts", names(t, second), "core")
	wantTruth(t, h)
}

func TestAMarkThatIsMadeDuringARepairStays(t *testing.T) {
	h := newHome(t)
	killed(t, h, func(s *store.Store) {
		h.vault.afterPut = func(string) error { return store.ErrTimedOut }
		_, _ = s.Add(t.Context(), account("acme"), storetest.Key(1))
		h.vault.afterPut = nil
		add(t, s, "acme")
		die("")
	})
	s := h.open()
	h.vault.beforeForget = func(string) error { return s.MarkRemoving("acme") }
	repair(t, s)
	want(t, "accounts", names(t, s), "acme(removing)")
	h.vault.beforeForget = nil
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTruth(t, h)
}

func TestARefusedRemovalLeavesAnEarlierMark(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	if err := s.MarkRemoving("acme"); err != nil {
		t.Fatal(err)
	}
	h.vault.beforeForget = func(string) error { return store.ErrLocked }
	if err := s.Remove(t.Context(), "acme"); !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v", err)
	}
	want(t, "accounts", names(t, s), "acme(removing)")
	if err := s.Restore("acme"); err != nil {
		t.Errorf("restoring what the vault still holds: got %v", err)
	}
	wantTruth(t, h)
}

func TestRemovalsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHome(t)
		s := h.open()
		add(t, s, "acme")
		inside, second := 0, make(chan error, 1)
		h.vault.beforeForget = func(string) error {
			if inside++; inside > 1 {
				return nil
			}
			go func() { second <- s.Remove(t.Context(), "acme") }()
			synctest.Wait()
			if inside != 1 {
				t.Error("the second did not wait")
			}
			return store.ErrLocked
		}
		if err := s.Remove(t.Context(), "acme"); !errors.Is(err, store.ErrLocked) {
			t.Errorf("the first: got %v", err)
		}
		if err := <-second; err != nil {
			t.Errorf("the second: got %v", err)
		}
		wantTruth(t, h)
	})
}

func TestAKeyThatIsGoneAlreadyDoesNotKeepItsAccount(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	if err := h.vault.Forget(t.Context(), h.vault.items[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Key(t.Context(), "acme"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("its key: got %v, want ErrNotFound", err)
	}
	if err := s.Remove(t.Context(), "acme"); err != nil {
		t.Error(err)
	}
	wantTruth(t, h)
}
