package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// cut stands for a kill: a panic ends the change, and nothing runs after it.
type cut struct{}

// killed runs change in a store that dies in it, and drops its locks as the
// system would.
func killed(t *testing.T, h *home, change func(*store.Store)) {
	t.Helper()
	s := h.open()
	func() {
		defer func() {
			if _, ours := recover().(cut); !ours {
				t.Fatal("the change was not cut short")
			}
		}()
		change(s)
	}()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, v := range h.vaults() {
		v.beforePut, v.afterPut, v.beforeForget = nil, nil, nil
	}
}

func die(string) error { panic(cut{}) }

func TestTheIndexIsWrittenBeforeAndAfterTheVaultIsTouched(t *testing.T) {
	h := newHome(t)
	s := h.open()
	see := func(state store.State) func(string) error {
		return func(item string) error {
			index := h.read("accounts.json")
			for _, said := range []string{item, `"state": "` + string(state) + `"`, `"owner"`} {
				if !strings.Contains(index, said) {
					t.Errorf("while the vault is asked, the index lacks %s:\n%s", said, index)
				}
			}
			return nil
		}
	}
	h.vault.beforePut, h.vault.beforeForget = see(store.Adding), see(store.Removing)
	add(t, s, "acme")
	if index := h.read("accounts.json"); strings.Contains(index, "owner") || !strings.Contains(index, `"kept"`) {
		t.Errorf("after the add:\n%s", index)
	}
	if err := s.Remove(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	if index := h.read("accounts.json"); strings.Contains(index, "acme") {
		t.Errorf("after the removal:\n%s", index)
	}
}

func TestRepairSettlesWhatAKillCutShort(t *testing.T) {
	adding := func(s *store.Store) { _, _ = s.Add(context.Background(), account("new"), storetest.Key(2)) }
	removing := func(s *store.Store) { _ = s.Remove(context.Background(), "old") }
	cases := []struct {
		name   string
		change func(*store.Store)
		dies   func(*vault)
		after  func(*vault) // how the vault is at the next start
		report string
		left   string
	}{
		{"before the key was put", adding, func(v *vault) { v.beforePut = die }, nil, "undone new", "old"},
		{"after the key was put", adding, func(v *vault) { v.afterPut = die }, nil, "finished new", "old new"},
		{"before the key was forgotten", removing, func(v *vault) { v.beforeForget = die }, nil, "removed old", ""},
		{"a vault that cannot be asked", adding, func(v *vault) { v.afterPut = die },
			func(v *vault) { v.look = store.ErrLocked }, "left alone new", "old"},
		{"a vault that cannot tell", adding, func(v *vault) { v.beforePut = die },
			func(v *vault) { v.get = store.ErrTimedOut }, "left alone new", "old"},
		{"a vault that will not forget", removing, func(v *vault) { v.beforeForget = die },
			func(v *vault) { v.beforeForget = func(string) error { return store.ErrTimedOut } }, "left alone old", "old(removing)"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := newHome(t)
			add(t, h.open(), "old")
			c.dies(h.vault)
			killed(t, h, c.change)
			if c.after != nil {
				c.after(h.vault)
			}
			s := h.open()
			want(t, "report", repair(t, s), c.report)
			want(t, "accounts", names(t, s), c.left)

			// What was left alone is settled as soon as the vault can tell.
			h.vault.look, h.vault.get, h.vault.beforeForget = nil, nil, nil
			repair(t, s)
			want(t, "second report", repair(t, h.open()), "")
			wantTruth(t, h)
		})
	}
}

// wantTruth checks that the index and the vault say the same.
func wantTruth(t *testing.T, h *home) {
	t.Helper()
	s := h.open()
	accounts, err := s.Accounts()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range accounts {
		if _, err := s.Key(t.Context(), a.Name); err != nil || a.State != store.Kept {
			t.Errorf("account %q is %s, and its key: %v", a.Name, a.State, err)
		}
	}
	index := h.read("accounts.json")
	if named := itemsIn(t, index); !slices.Equal(named, h.held()) {
		t.Errorf("the index names %q and the vaults hold %q", named, h.held())
	}
	for _, word := range []string{`"owner"`, `"adding"`, `"leftovers"`} {
		if strings.Contains(index, word) {
			t.Errorf("something is still under way:\n%s", index)
		}
	}
}

// itemsIn lists every item that an index names, as [home.held] does.
func itemsIn(t *testing.T, index string) (items []string) {
	t.Helper()
	type place struct{ Vault, Item string }
	var x struct {
		Accounts []struct {
			place
			Leftovers []place
		}
		Leftovers []place
	}
	if err := json.Unmarshal([]byte(index), &x); err != nil {
		t.Fatal(err)
	}
	places := x.Leftovers
	for _, a := range x.Accounts {
		places = append(append(places, a.place), a.Leftovers...)
	}
	for _, p := range places {
		items = append(items, p.Vault+"/"+p.Item)
	}
	slices.Sort(items)
	return items
}

func TestRepairLeavesTheLivingAlone(t *testing.T) {
	h := newHome(t)
	working, starting := h.open(), h.open()
	h.vault.afterPut = func(string) error {
		want(t, "report of another process", repair(t, starting), "")
		want(t, "report of the same process", repair(t, working), "")
		if err := starting.Remove(t.Context(), "acme"); !errors.Is(err, store.ErrNoAccounts) {
			t.Errorf("removing what is not there yet: got %v", err)
		}
		return nil
	}
	add(t, working, "acme")
	if err := working.MarkRemoving("acme"); err != nil {
		t.Fatal(err)
	}
	want(t, "report", repair(t, starting), "")
	if err := starting.Remove(t.Context(), "acme"); !errors.Is(err, store.ErrBusy) {
		t.Errorf("removing what another is removing: got %v, want ErrBusy", err)
	}
	if err := starting.Restore("acme"); !errors.Is(err, store.ErrBusy) {
		t.Errorf("restoring what another is removing: got %v, want ErrBusy", err)
	}
	if err := working.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, "report", repair(t, starting), "removed acme")
	wantTruth(t, h)
}

func TestAPutThatIsRefusedLeavesNoTrace(t *testing.T) {
	for _, refusal := range []error{
		store.ErrNoBus, store.ErrNoService, store.ErrLocked, store.ErrDismissed, store.ErrStuck, store.ErrTooBig,
		store.ErrUnsupported, store.ErrExists, store.ErrWrongPassphrase, store.ErrNoVault,
		&store.FileError{Op: "writing", Path: "vault.age", Err: errors.New("no space")},
		&store.SealedError{Path: "vault.age", Problem: store.VaultFileDamaged},
	} {
		h := newHome(t)
		s := h.open()
		h.vault.beforePut = func(string) error { return fmt.Errorf("putting: %w", refusal) }
		_, err := s.Add(t.Context(), account("acme"), storetest.Key(1))
		if !errors.Is(err, refusal) || is[*store.UnfinishedError](err) {
			t.Errorf("%v: got %v", refusal, err)
		}
		wantTruth(t, h)
		h.vault.beforePut = nil
		add(t, s, "acme")
		wantTruth(t, h)
	}
}

func TestAnAddGivenUpBeforeTheVaultIsAskedLeavesNoTrace(t *testing.T) {
	h := newHome(t)
	ctx, giveUp := context.WithCancel(t.Context())
	h.options.FS = &disk{before: func(op, path string) error {
		if op == "rename" {
			giveUp()
		}
		return nil
	}}
	_, err := h.open().Add(ctx, account("acme"), storetest.Key(1))
	if !errors.Is(err, context.Canceled) || is[*store.UnfinishedError](err) {
		t.Errorf("got %v", err)
	}
	wantTruth(t, h)
}

func TestAnUnclearPutStaysForTheNextStart(t *testing.T) {
	for _, unclear := range []error{
		store.ErrTimedOut, store.ErrCorrupt, context.Canceled, context.DeadlineExceeded, errors.New("no name"),
	} {
		for _, late := range []bool{false, true} {
			h := newHome(t)
			s := h.open()
			fail := func(string) error { return fmt.Errorf("putting: %w", unclear) }
			expected := "undone acme"
			if h.vault.beforePut = fail; late {
				h.vault.beforePut, h.vault.afterPut, expected = nil, fail, "finished acme"
			}
			_, err := s.Add(t.Context(), account("acme"), storetest.Key(1))
			if !is[*store.UnfinishedError](err) || !errors.Is(err, unclear) {
				t.Errorf("%v: got %v", unclear, err)
			}
			want(t, "accounts", names(t, s), "")
			want(t, "report while it may still arrive", repair(t, s), "")
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			want(t, "report", repair(t, h.open()), expected)
			wantTruth(t, h)
		}
	}
}

func TestAnUnclearAddCanBeTriedAgain(t *testing.T) {
	for _, late := range []bool{false, true} {
		h := newHome(t)
		s := h.open()
		timeOut := func(string) error { return store.ErrTimedOut }
		if h.vault.beforePut = timeOut; late {
			h.vault.beforePut, h.vault.afterPut = nil, timeOut
		}
		if _, err := s.Add(t.Context(), account("acme"), storetest.Key(1)); err == nil {
			t.Fatal("the first try worked")
		}
		h.vault.beforePut, h.vault.afterPut = nil, nil
		if _, err := h.open().Add(t.Context(), account("acme"), storetest.Key(2)); !is[*store.NameTakenError](err) {
			t.Errorf("another process: got %v", err)
		}
		h.vault.beforePut = func(string) error { return store.ErrLocked }
		if _, err := s.Add(t.Context(), account("acme"), storetest.Key(2)); !errors.Is(err, store.ErrLocked) {
			t.Errorf("the second try: got %v", err)
		}
		h.vault.beforePut = nil
		if _, err := s.Add(t.Context(), account("acme"), storetest.Key(2)); err != nil {
			t.Fatalf("the third try: %v", err)
		}
		if key, err := s.Key(t.Context(), "acme"); err != nil || !storetest.Equal(key, storetest.Key(2)) {
			t.Errorf("the key is not the newest: %v, %v", key, err)
		}
		want(t, "report while the first try may still arrive", repair(t, h.open()), "")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		want(t, "report", repair(t, h.open()), "cleared acme")
		wantTruth(t, h)
	}
}

func TestAKeyThatArrivesLateIsBoundToNoOtherBrand(t *testing.T) {
	for what, change := range map[string]func(*store.Account){
		"ID":          func(a *store.Account) { a.ID = "87654321" },
		"environment": func(a *store.Account) { a.Environment = "production" },
	} {
		h := newHome(t)
		s := h.open()
		h.vault.afterPut = func(string) error { return store.ErrTimedOut }
		if _, err := s.Add(t.Context(), account("acme"), storetest.Key(1)); !is[*store.UnfinishedError](err) {
			t.Fatalf("the first try: got %v", err)
		}
		h.vault.afterPut = nil
		h.vault.beforePut = func(string) error { return store.ErrLocked }
		other := account("acme")
		change(&other)
		var taken *store.NameTakenError
		if _, err := s.Add(t.Context(), other, storetest.Key(2)); !errors.As(err, &taken) || taken.State != store.Adding {
			t.Errorf("another %s: got %v, want that the name is taken", what, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		again := h.open()
		want(t, "report", repair(t, again), "finished acme")
		if a, err := again.Account("acme"); err != nil || a.ID != account("acme").ID || a.Environment != account("acme").Environment {
			t.Errorf("another %s: the first key is bound to %+v, %v", what, a, err)
		}
		wantTruth(t, h)
	}
}

func TestAnAddCutShortTwiceKeepsTheNewestKey(t *testing.T) {
	h := newHome(t)
	killed(t, h, func(s *store.Store) {
		h.vault.afterPut = func(string) error { return store.ErrTimedOut }
		_, _ = s.Add(t.Context(), account("acme"), storetest.Key(1))
		h.vault.afterPut = die
		_, _ = s.Add(t.Context(), account("acme"), storetest.Key(2))
	})
	s := h.open()
	want(t, "report", repair(t, s), "finished acme")
	if key, err := s.Key(t.Context(), "acme"); err != nil || !storetest.Equal(key, storetest.Key(2)) {
		t.Errorf("the key is not the newest: %v, %v", key, err)
	}
	wantTruth(t, h)
}

func TestRepairOfAMoveKeepsTheKeyWhereTheIndexSaysItIs(t *testing.T) {
	h := newHome(t)
	add(t, h.open(), "acme")
	key := storetest.Key(9)
	if err := h.vault.Put(t.Context(), "half-moved", key); err != nil {
		t.Fatal(err)
	}
	index := strings.Replace(h.read("accounts.json"), `"state": "kept",`,
		`"state": "moving", "owner": "gone", "leftovers": [{"vault": "keyring", "item": "half-moved"}],`, 1)
	h.write("accounts.json", index)

	h.vault.get = store.ErrLocked
	s := h.open()
	want(t, "report while the key cannot be read", repair(t, s), "left alone acme")
	h.vault.get = nil
	want(t, "report", repair(t, s), "cleared acme")
	wantTruth(t, h)
}
