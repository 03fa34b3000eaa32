package store_test

import (
	"context"
	"errors"
	"testing"

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
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		h.vault.beforeForget = nil
		want(t, "report", repair(t, h.open()), "removed acme")
		wantTruth(t, h)
	}
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
