package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func move(t *testing.T, s *store.Store, name string, to store.VaultName) store.Account {
	t.Helper()
	a, err := s.Move(t.Context(), name, to)
	if err != nil {
		t.Fatalf("moving %q: %v", name, err)
	}
	return a
}

func TestAMoveTakesTheKeyAlongAndLeavesNone(t *testing.T) {
	h := newHome(t).withFile()
	s := h.open()
	add(t, s, "acme", "bolt")
	a := move(t, s, "ACME", store.FileVault)
	if found, err := s.Account("acme"); err != nil || found != a || a.Vault != store.FileVault || a.State != store.Kept {
		t.Errorf("got %+v, and %+v, %v from the index", a, found, err)
	}
	wantKey(t, h.open(), "acme", 1)
	if len(h.file.items) != 1 || len(h.vault.items) != 1 {
		t.Errorf("the vaults hold %q", h.held())
	}
	wantTruth(t, h)
	move(t, s, "acme", store.KeyringVault)
	wantKey(t, s, "acme", 1)
	wantTruth(t, h)
}

func TestAMoveToWhereTheKeyIsTouchesNothing(t *testing.T) {
	h := newHome(t).withFile()
	s := h.open()
	add(t, s, "acme")
	index := h.read("accounts.json")
	h.vault.get = errors.New("it was asked")
	a := move(t, s, "acme", store.KeyringVault)
	if a.Name != "acme" || a.Vault != store.KeyringVault {
		t.Errorf("got %+v", a)
	}
	want(t, "index", h.read("accounts.json"), index)
}

func TestAMoveThatCannotBeginChangesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		account string
		break_  func(*home)
		matches func(error) bool
	}{
		"a vault that is not here": {"acme", func(h *home) { delete(h.options.Vaults, store.FileVault) }, isUnsupported},
		"a key that is not there": {"acme", func(h *home) { h.vault.get = store.ErrNotFound },
			func(err error) bool { return errors.Is(err, store.ErrNotFound) }},
		"a vault that is locked": {"acme", func(h *home) { h.vault.get = store.ErrLocked },
			func(err error) bool { return errors.Is(err, store.ErrLocked) }},
		"an account that is not there": {"nobody", func(*home) {}, is[*store.NoAccountError]},
		"a refusal where it is to go": {"acme", func(h *home) { h.file.beforePut = func(string) error { return store.ErrTooBig } },
			func(err error) bool { return errors.Is(err, store.ErrTooBig) }},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t).withFile()
			add(t, h.open(), "acme")
			index := h.read("accounts.json")
			c.break_(h)
			if _, err := h.open().Move(t.Context(), c.account, store.FileVault); !c.matches(err) || is[*store.UnfinishedError](err) {
				t.Errorf("got %v", err)
			}
			want(t, "index", h.read("accounts.json"), index)
			h.vault.get = nil
			wantKey(t, h.open(), "acme", 1)
			if len(h.file.items) != 0 {
				t.Errorf("the vaults hold %q", h.held())
			}
		})
	}
}

func TestAMoveReadsTheKeyWhereItIsBeforeItForgetsIt(t *testing.T) {
	h := newHome(t).withFile()
	s := h.open()
	add(t, s, "acme")
	var done []string
	h.file.afterPut = func(string) error {
		done = append(done, "put")
		want(t, "accounts meanwhile", names(t, s), "acme(moving)")
		wantKey(t, s, "acme", 1)
		return nil
	}
	h.vault.beforeForget = func(string) error {
		done = append(done, "forget")
		a, err := s.Account("acme")
		if err != nil || a.Vault != store.FileVault {
			t.Errorf("while the source forgets, the account is %+v, %v", a, err)
		}
		return nil
	}
	move(t, s, "acme", store.FileVault)
	want(t, "order", strings.Join(done, " "), "put forget")

	// What the other vault gives back is not what it was given.
	h.vault.beforeForget = nil
	h.vault.afterPut = func(item string) error {
		return errors.Join(h.vault.Vault.Forget(t.Context(), item), h.vault.Vault.Put(t.Context(), item, storetest.Key(66)))
	}
	if _, err := s.Move(t.Context(), "acme", store.KeyringVault); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("got %v", err)
	}
	wantKey(t, s, "acme", 1)
	wantTruth(t, h)
}

func TestASourceThatWillNotForgetIsToldAndClearedLater(t *testing.T) {
	for _, refusal := range []error{store.ErrNoBus, store.ErrTimedOut, context.Canceled} {
		h := newHome(t).withFile()
		s := h.open()
		add(t, s, "acme")
		item := h.vault.items[0]
		h.vault.beforeForget = func(string) error { return refusal }
		a, err := s.Move(t.Context(), "acme", store.FileVault)
		var left *store.LeftoverError
		if !errors.As(err, &left) || !errors.Is(err, refusal) || a.Vault != store.FileVault {
			t.Fatalf("%v: got %+v, %v", refusal, a, err)
		}
		if expected := []store.Item{{Vault: store.KeyringVault, Name: item}}; left.Name != "acme" || !slices.Equal(left.Items, expected) {
			t.Errorf("got %+v, want it to name %v", left, expected)
		}
		want(t, "accounts", names(t, s), "acme")
		wantKey(t, s, "acme", 1)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		h.vault.look = store.ErrNoBus
		want(t, "report while the keyring is gone", repair(t, h.open()), "left alone acme")
		h.vault.look = nil
		want(t, "report while it will not forget", repair(t, h.open()), "left alone acme")
		h.vault.beforeForget = nil
		want(t, "report", repair(t, h.open()), "cleared acme")
		wantKey(t, h.open(), "acme", 1)
		wantTruth(t, h)
	}
}

func TestWhatAMoveLeftIsForgottenAtTheEndOfTheProgram(t *testing.T) {
	h := newHome(t).withFile()
	s := h.open()
	add(t, s, "acme")
	h.vault.beforeForget = func(string) error { return store.ErrLocked }
	if _, err := s.Move(t.Context(), "acme", store.FileVault); !is[*store.LeftoverError](err) {
		t.Fatalf("got %v", err)
	}
	if err := s.RestoreKey(t.Context(), "acme"); !errors.Is(err, store.ErrNoOldKey) {
		t.Errorf("a move is no replacement: got %v", err)
	}
	h.vault.beforeForget = nil
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantTruth(t, h)
}

func TestAMoveLeavesNoReplacedKeyBehind(t *testing.T) {
	h := newHome(t).withFile()
	s := h.open()
	add(t, s, "acme")
	replace(t, s, "acme", 2)
	move(t, s, "acme", store.FileVault)
	wantKey(t, s, "acme", 2)
	if err := s.RestoreKey(t.Context(), "acme"); !errors.Is(err, store.ErrNoOldKey) {
		t.Errorf("got %v", err)
	}
	wantTruth(t, h)
}

func TestAMoveWithoutAClearAnswerStaysWhereItWas(t *testing.T) {
	for _, late := range []bool{false, true} {
		h := newHome(t).withFile()
		s := h.open()
		add(t, s, "acme")
		timeOut := func(string) error { return store.ErrTimedOut }
		if h.file.beforePut = timeOut; late {
			h.file.beforePut, h.file.afterPut = nil, timeOut
		}
		a, err := s.Move(t.Context(), "acme", store.FileVault)
		var unfinished *store.UnfinishedError
		if !errors.As(err, &unfinished) || unfinished.Doing != store.Moving || a.Vault != store.KeyringVault {
			t.Errorf("got %+v, %v", a, err)
		}
		want(t, "accounts", names(t, s), "acme")
		h.file.beforePut, h.file.afterPut = nil, nil
		move(t, s, "acme", store.FileVault)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		want(t, "report", repair(t, h.open()), "cleared acme")
		wantKey(t, h.open(), "acme", 1)
		wantTruth(t, h)
	}
}

func TestAKillInAMoveLeavesTheKeyInOneVault(t *testing.T) {
	cases := []struct {
		name  string
		dies  func(*home)
		vault store.VaultName
	}{
		{"before it was put", func(h *home) { h.file.beforePut = die }, store.KeyringVault},
		{"after it was put", func(h *home) { h.file.afterPut = die }, store.KeyringVault},
		{"before it was forgotten", func(h *home) { h.vault.beforeForget = die }, store.FileVault},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := newHome(t).withFile()
			add(t, h.open(), "acme")
			c.dies(h)
			killed(t, h, func(s *store.Store) { _, _ = s.Move(context.Background(), "acme", store.FileVault) })
			s := h.open()
			report, err := s.Repair(t.Context())
			if err != nil || len(report) != 1 || report[0].Outcome != store.Cleared || report[0].Account.State != store.Moving {
				t.Errorf("got %+v, %v", report, err)
			}
			if a, err := s.Account("acme"); err != nil || a.Vault != c.vault {
				t.Errorf("got %+v, %v, want it in vault %s", a, err, c.vault)
			}
			wantKey(t, s, "acme", 1)
			wantTruth(t, h)
		})
	}
}

func TestAPlanSaysWhatAMoveWouldDoAndDoesNothing(t *testing.T) {
	h := newHome(t).withFile()
	s := h.open()
	add(t, s, "acme")
	index := h.read("accounts.json")
	h.vault.get, h.file.look = errors.New("it was asked"), store.ErrLocked
	plan, err := s.PlanMove(t.Context(), "acme", store.FileVault)
	if err != nil || plan.Account.Name != "acme" || plan.To != store.FileVault || plan.Nothing() {
		t.Errorf("got %+v, %v", plan, err)
	}
	if plan.Source != nil || !errors.Is(plan.Target, store.ErrLocked) {
		t.Errorf("the vaults: got %v and %v", plan.Source, plan.Target)
	}
	if plan, err := s.PlanMove(t.Context(), "acme", store.KeyringVault); err != nil || !plan.Nothing() {
		t.Errorf("to where it is: got %+v, %v", plan, err)
	}
	for _, c := range []struct {
		account string
		to      store.VaultName
		matches func(error) bool
	}{
		{"acme", "attic", isUnsupported},
		{"nobody", store.FileVault, is[*store.NoAccountError]},
	} {
		_, planned := s.PlanMove(t.Context(), c.account, c.to)
		_, moved := s.Move(t.Context(), c.account, c.to)
		if !c.matches(planned) || !c.matches(moved) {
			t.Errorf("%s to %s: the plan says %v and the move %v", c.account, c.to, planned, moved)
		}
	}
	want(t, "index", h.read("accounts.json"), index)
}

func TestTheIndexSaysWhatCannotBeChanged(t *testing.T) {
	h := newHome(t).withFile()
	add(t, h.open(), "acme")
	h.write("accounts.json", strings.Replace(h.read("accounts.json"), `"version": 1`, `"version": 2`, 1))
	s := h.open()
	for name, change := range map[string]func() error{
		"Replace":      func() error { return s.Replace(t.Context(), "acme", storetest.Key(2)) },
		"RestoreKey":   func() error { return s.RestoreKey(t.Context(), "acme") },
		"Move":         func() error { _, err := s.Move(t.Context(), "acme", store.FileVault); return err },
		"PlanMove":     func() error { _, err := s.PlanMove(t.Context(), "acme", store.FileVault); return err },
		"Copy":         func() error { _, err := s.Copy(t.Context(), "acme", "new"); return err },
		"Edit":         func() error { _, err := s.Edit("acme", store.Details{Name: "a", ID: "1"}); return err },
		"RemoveAnyway": func() error { return s.RemoveAnyway(t.Context(), "acme") },
	} {
		if err := change(); !is[*store.NewerError](err) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if len(h.vault.items) != 1 || len(h.file.items) != 0 {
		t.Errorf("the vaults hold %q", h.held())
	}
}
