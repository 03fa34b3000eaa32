package store_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestChangesOfAKeyTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHome(t)
		s := h.open()
		add(t, s, "acme")
		removed := make(chan error, 1)
		h.vault.beforePut = func(string) error {
			go func() { removed <- s.Remove(t.Context(), "acme") }()
			synctest.Wait()
			if len(h.vault.forgets) > 0 {
				t.Error("the removal did not wait")
			}
			return nil
		}
		replace(t, s, "acme", 2)
		if err := <-removed; err != nil {
			t.Errorf("removing: got %v", err)
		}
		want(t, "accounts", names(t, s), "")
		wantTruth(t, h)
	})
}

func TestAMarkMadeDuringAReplacementStays(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	h.vault.beforePut = func(string) error { return s.MarkRemoving("acme") }
	replace(t, s, "acme", 2)
	want(t, "accounts", names(t, s), "acme(removing)")
	if err := s.Restore("acme"); err != nil {
		t.Fatal(err)
	}
	wantKey(t, s, "acme", 2)
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTruth(t, h)
}

func TestARenameDuringAReplacementIsKept(t *testing.T) {
	h := newHome(t)
	s, other := h.open(), h.open()
	add(t, s, "acme")
	h.vault.beforePut = func(string) error { return other.Rename("acme", "bolt") }
	replace(t, s, "acme", 2)
	wantKey(t, s, "bolt", 2)
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTruth(t, h)
}

func TestAnOldKeyThatIsGoneIsNotBroughtBack(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	replace(t, s, "acme", 2)
	if err := h.vault.Forget(t.Context(), h.vault.items[0]); err != nil {
		t.Fatal(err)
	}
	if err := s.RestoreKey(t.Context(), "acme"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	wantKey(t, s, "acme", 2)
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTruth(t, h)
}

func TestAKeyThatArrivesAfterItsAccountIsRemovedIsForgotten(t *testing.T) {
	h := newHome(t)
	s, other := h.open(), h.open()
	add(t, s, "acme")
	late := ""
	h.vault.beforePut = func(item string) error {
		late = item
		return store.ErrTimedOut
	}
	if err := s.Replace(t.Context(), "acme", storetest.Key(2)); !is[*store.UnfinishedError](err) {
		t.Fatalf("got %v", err)
	}
	h.vault.beforePut = nil
	if err := s.Remove(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	want(t, "accounts", names(t, s), "")
	want(t, "reports while it may still arrive", repair(t, s)+repair(t, other), "")
	if err := h.vault.Put(t.Context(), late, storetest.Key(2)); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, "report", repair(t, other), "cleared ")
	wantTruth(t, h)
}

func TestARepairAndAChangeOfAKeyTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHome(t)
		first := h.open()
		add(t, first, "acme")
		replace(t, first, "acme", 2)
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		s, replaced, held := h.open(), make(chan error, 1), len(h.vault.items)
		h.vault.beforeForget = func(string) error {
			go func() { replaced <- s.Replace(t.Context(), "acme", storetest.Key(3)) }()
			synctest.Wait()
			if len(h.vault.items) != held {
				t.Error("the change did not wait")
			}
			return nil
		}
		want(t, "report", repair(t, s), "cleared acme")
		if err := <-replaced; err != nil {
			t.Errorf("replacing: got %v", err)
		}
		wantKey(t, s, "acme", 3)
		h.vault.beforeForget = nil
		if err := s.ForgetRemoved(t.Context()); err != nil {
			t.Fatal(err)
		}
		wantTruth(t, h)
	})
}

func TestAKeyThatArrivesAfterARefusedRemovalIsForgotten(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	late := ""
	h.vault.beforePut = func(item string) error {
		late = item
		return store.ErrTimedOut
	}
	if err := s.Replace(t.Context(), "acme", storetest.Key(2)); !is[*store.UnfinishedError](err) {
		t.Fatalf("got %v", err)
	}
	h.vault.beforePut = nil
	h.vault.beforeForget = func(item string) error {
		if item == late {
			return nil // It is not there yet.
		}
		return store.ErrLocked
	}
	if err := s.Remove(t.Context(), "acme"); !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v", err)
	}
	h.vault.beforeForget = nil
	if err := errors.Join(h.vault.Put(t.Context(), late, storetest.Key(2)), s.Close()); err != nil {
		t.Fatal(err)
	}
	want(t, "report", repair(t, h.open()), "cleared acme")
	wantKey(t, h.open(), "acme", 1)
	wantTruth(t, h)
}
