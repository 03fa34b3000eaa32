package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"lpkeys/store"
)

func TestACopyHasAKeyOfItsOwn(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	if _, err := s.Edit("acme", store.Details{Name: "acme", ID: "le99", Environment: "production"}); err != nil {
		t.Fatal(err)
	}
	a, err := s.Copy(t.Context(), "ACME", " acme two ")
	if err != nil || a.Name != "acme two" || a.ID != "le99" || a.Environment != "production" || a.Vault != store.KeyringVault {
		t.Errorf("got %+v, %v", a, err)
	}
	replace(t, s, "acme", 5)
	if err := s.Remove(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	wantKey(t, s, "acme two", 1)
	wantTruth(t, h)
}

func TestACopyThatFailsSaysOfWhichOfTheTwo(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme", "bolt")
	if _, err := s.Copy(t.Context(), "acme", "BOLT"); !is[*store.NameTakenError](err) {
		t.Errorf("a name that is taken: got %v", err)
	}
	if _, err := s.Copy(t.Context(), "nobody", "new"); !is[*store.NoAccountError](err) {
		t.Errorf("nobody: got %v", err)
	}
	h.vault.get = store.ErrLocked
	if _, err := s.Copy(t.Context(), "acme", "new"); !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), `"acme"`) {
		t.Errorf("a key that cannot be read: got %v", err)
	}
	h.vault.get = nil
	h.vault.beforePut = func(string) error { return context.Canceled }
	_, err := s.Copy(t.Context(), "acme", "new")
	var unfinished *store.UnfinishedError
	if !errors.As(err, &unfinished) || unfinished.Name != "new" || unfinished.Doing != store.Adding {
		t.Errorf("an interruption: got %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, "report", repair(t, h.open()), "undone new")
	wantTruth(t, h)
}

func TestEditChangesAllOrNothing(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme", "bolt")
	h.vault.get = errors.New("it was asked")
	a, err := s.Edit("ACME", store.Details{Name: " core ", ID: "le77", Environment: " production "})
	if err != nil || a.Name != "core" || a.ID != "le77" || a.Environment != "production" || !a.Production() {
		t.Errorf("got %+v, %v", a, err)
	}
	if found, err := h.open().Account("core"); err != nil || found != a {
		t.Errorf("after a restart: got %+v, %v", found, err)
	}
	if d, ok, err := s.Default(); err != nil || !ok || d.Name != "core" {
		t.Errorf("the default is %+v, %v", d, err)
	}
	index := h.read("accounts.json")
	good := a.Details()
	for what, c := range map[string]struct {
		change  func(*store.Details)
		matches func(error) bool
	}{
		"a name that is taken":    {func(d *store.Details) { d.Name = "Bolt" }, is[*store.NameTakenError]},
		"a name that deceives":    {func(d *store.Details) { d.Name = "a\u202eb" }, is[*store.NameError]},
		"an odd environment":      {func(d *store.Details) { d.Environment = "\x1b" }, is[*store.NameError]},
		"an account ID of blanks": {func(d *store.Details) { d.ID = " 1" }, func(err error) bool { return err != nil }},
	} {
		d := good
		c.change(&d)
		if _, err := s.Edit("core", d); !c.matches(err) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	if _, err := s.Edit("nobody", good); !is[*store.NoAccountError](err) {
		t.Errorf("nobody: got %v", err)
	}
	want(t, "index", h.read("accounts.json"), index)
	h.vault.get = nil
	wantTruth(t, h)
}
