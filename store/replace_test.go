package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// wantKey checks which key an account has.
func wantKey(t *testing.T, s *store.Store, name string, n int) {
	t.Helper()
	key, err := s.Key(t.Context(), name)
	if err != nil || !storetest.Equal(key, storetest.Key(n)) {
		t.Errorf("the key of %q is not key %d: %v, %v", name, n, key, err)
	}
}

func replace(t *testing.T, s *store.Store, name string, n int) {
	t.Helper()
	if err := s.Replace(t.Context(), name, storetest.Key(n)); err != nil {
		t.Fatalf("replacing the key of %q: %v", name, err)
	}
}

func TestAReplacedKeyIsBackUntilItIsForgotten(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme", "bolt")
	first := slices.Clone(h.vault.items)
	replace(t, s, "ACME", 7)
	wantKey(t, s, "acme", 7)
	wantKey(t, h.open(), "acme", 7)
	want(t, "accounts", names(t, s), "acme bolt")
	if slices.Contains(first, h.vault.items[2]) {
		t.Errorf("item %q was used again", h.vault.items[2])
	}

	if err := s.RestoreKey(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	wantKey(t, s, "acme", 1)
	if err := s.RestoreKey(t.Context(), "acme"); !errors.Is(err, store.ErrNoOldKey) {
		t.Errorf("restoring it twice: got %v", err)
	}
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantKey(t, s, "acme", 1)
	if !slices.Equal(h.vault.items, first) {
		t.Errorf("the vault holds %q, want %q", h.vault.items, first)
	}
	wantTruth(t, h)

	replace(t, s, "acme", 8)
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.RestoreKey(t.Context(), "acme"); !errors.Is(err, store.ErrNoOldKey) {
		t.Errorf("restoring what is forgotten: got %v", err)
	}
	wantKey(t, s, "acme", 8)
	wantTruth(t, h)
}

func TestKeysReplacedInARowComeBackInTheirOrder(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	replace(t, s, "acme", 2)
	replace(t, s, "acme", 3)
	for _, n := range []int{2, 1} {
		if err := s.RestoreKey(t.Context(), "acme"); err != nil {
			t.Fatal(err)
		}
		wantKey(t, s, "acme", n)
	}
	replace(t, s, "acme", 4)
	if err := s.RestoreKey(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	wantKey(t, s, "acme", 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, "report", repair(t, h.open()), "cleared acme")
	wantKey(t, h.open(), "acme", 1)
	wantTruth(t, h)
}

func TestAnAccountRemovedAfterItsKeyWasReplacedLeavesNeither(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	replace(t, s, "acme", 2)
	if err := s.MarkRemoving("acme"); err != nil {
		t.Fatal(err)
	}
	if err := s.RestoreKey(t.Context(), "acme"); !is[*store.NoAccountError](err) {
		t.Errorf("restoring the key of what is being removed: got %v", err)
	}
	if err := s.Restore("acme"); err != nil {
		t.Fatal(err)
	}
	if err := s.RestoreKey(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	wantKey(t, s, "acme", 1)
	replace(t, s, "acme", 3)

	// The keys that were replaced are gone, and then the vault closes.
	h.vault.beforeForget = func(string) error {
		if len(h.vault.forgets) == 2 {
			return store.ErrLocked
		}
		return nil
	}
	if err := s.Remove(t.Context(), "acme"); !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v", err)
	}
	h.vault.beforeForget = nil
	wantKey(t, s, "acme", 3)
	if err := s.RestoreKey(t.Context(), "acme"); !errors.Is(err, store.ErrNoOldKey) {
		t.Errorf("restoring what is forgotten: got %v", err)
	}
	wantTruth(t, h)
	if err := s.Remove(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	wantTruth(t, h)
}

func TestAnotherProcessWaitsForTheUndo(t *testing.T) {
	h := newHome(t)
	working, other := h.open(), h.open()
	add(t, working, "acme")
	replace(t, working, "acme", 2)
	for what, err := range map[string]error{
		"Replace":    other.Replace(t.Context(), "acme", storetest.Key(3)),
		"RestoreKey": other.RestoreKey(t.Context(), "acme"),
		"Remove":     other.Remove(t.Context(), "acme"),
	} {
		if !errors.Is(err, store.ErrBusy) {
			t.Errorf("%s: got %v, want ErrBusy", what, err)
		}
	}
	want(t, "report of the other", repair(t, other), "")
	wantKey(t, other, "acme", 2)
	if err := working.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, "report of the other", repair(t, other), "cleared acme")
	wantKey(t, other, "acme", 2)
	wantTruth(t, h)
}

func TestAReplacementThatIsRefusedChangesNothing(t *testing.T) {
	for _, refusal := range []error{store.ErrLocked, store.ErrTooBig, store.ErrExists} {
		h := newHome(t)
		s := h.open()
		add(t, s, "acme")
		before := h.read("accounts.json")
		h.vault.beforePut = func(string) error { return refusal }
		err := s.Replace(t.Context(), "acme", storetest.Key(2))
		if !errors.Is(err, refusal) || is[*store.UnfinishedError](err) {
			t.Errorf("%v: got %v", refusal, err)
		}
		want(t, "index", h.read("accounts.json"), before)
		wantKey(t, s, "acme", 1)
		wantTruth(t, h)
	}
}

func TestAKeyThatCannotBeOneReplacesNothing(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	if err := s.Replace(t.Context(), "acme", oauth.Credentials{}); !is[*oauth.CredentialError](err) {
		t.Errorf("got %v", err)
	}
	if err := s.Replace(t.Context(), "nobody", storetest.Key(2)); !is[*store.NoAccountError](err) {
		t.Errorf("got %v", err)
	}
	wantTruth(t, h)
}

func TestAReplacementWithoutAClearAnswerKeepsTheOldKeyAndCanBeTriedAgain(t *testing.T) {
	for _, late := range []bool{false, true} {
		h := newHome(t)
		s := h.open()
		add(t, s, "acme")
		timeOut := func(string) error { return store.ErrTimedOut }
		if h.vault.beforePut = timeOut; late {
			h.vault.beforePut, h.vault.afterPut = nil, timeOut
		}
		err := s.Replace(t.Context(), "acme", storetest.Key(2))
		var unfinished *store.UnfinishedError
		if !errors.As(err, &unfinished) || unfinished.Doing != store.Replacing {
			t.Errorf("got %v", err)
		}
		want(t, "accounts", names(t, s), "acme")
		wantKey(t, s, "acme", 1)
		h.vault.beforePut, h.vault.afterPut = nil, nil
		replace(t, s, "acme", 3)
		if err := s.ForgetRemoved(t.Context()); err != nil {
			t.Fatal(err)
		}
		want(t, "report while the first try may still arrive", repair(t, s), "")
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		want(t, "report", repair(t, h.open()), "cleared acme")
		wantKey(t, h.open(), "acme", 3)
		wantTruth(t, h)
	}
}

func TestAVaultThatGivesBackAnotherKeyReplacesNothing(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	h.vault.afterPut = func(item string) error {
		_ = h.vault.Vault.Forget(t.Context(), item)
		return h.vault.Vault.Put(t.Context(), item, storetest.Key(66))
	}
	if err := s.Replace(t.Context(), "acme", storetest.Key(2)); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("got %v", err)
	}
	wantKey(t, s, "acme", 1)
	wantTruth(t, h)
}

func TestTheNewItemIsInTheIndexBeforeTheVaultIsAsked(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	seen := false
	h.vault.beforePut = func(item string) error {
		seen = slices.Contains(itemsIn(t, h.read("accounts.json")), "keyring/"+item)
		want(t, "accounts meanwhile", names(t, s), "acme(replacing)")
		wantKey(t, s, "acme", 1)
		return nil
	}
	replace(t, s, "acme", 2)
	if !seen {
		t.Error("the index did not name the new item")
	}
}

func TestAKillInAReplacementLeavesTheOldKeyOrTheNew(t *testing.T) {
	replacing := func(s *store.Store) { _ = s.Replace(context.Background(), "acme", storetest.Key(2)) }
	cases := []struct {
		name   string
		change func(*store.Store)
		dies   func(*vault)
		key    int
	}{
		{"before the new key was put", replacing, func(v *vault) { v.beforePut = die }, 1},
		{"after the new key was put", replacing, func(v *vault) { v.afterPut = die }, 1},
		{"before the old key was forgotten", func(s *store.Store) {
			replacing(s)
			_ = s.ForgetRemoved(context.Background())
		}, func(v *vault) { v.beforeForget = die }, 2},
		{"while it could be undone", func(s *store.Store) {
			replacing(s)
			_ = die("")
		}, func(*vault) {}, 2},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			h := newHome(t)
			add(t, h.open(), "acme")
			c.dies(h.vault)
			killed(t, h, c.change)
			s := h.open()
			h.vault.look = store.ErrLocked
			want(t, "report while the vault is locked", repair(t, s), "left alone acme")
			h.vault.look = nil
			want(t, "report", repair(t, s), "cleared acme")
			want(t, "second report", repair(t, h.open()), "")
			wantKey(t, s, "acme", c.key)
			wantTruth(t, h)
		})
	}
}

func TestAnOldKeyIsForgottenOnlyWhileTheNewOneIsWhole(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	replace(t, s, "acme", 2)
	if err := h.vault.Forget(t.Context(), h.vault.items[1]); err != nil {
		t.Fatal(err)
	}
	var left *store.LeftoverError
	if err := s.ForgetRemoved(t.Context()); !errors.As(err, &left) || !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	if left == nil || left.Name != "acme" || len(left.Items) != 1 || left.Items[0].Name != h.vault.items[0] {
		t.Errorf("got %+v, want that it names item %q", left, h.vault.items[0])
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := h.open()
	want(t, "report", repair(t, again), "cleared acme")
	wantKey(t, again, "acme", 1)
	wantTruth(t, h)
}
