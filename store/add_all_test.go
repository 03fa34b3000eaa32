package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// addAll adds accounts with these names together.
func addAll(t *testing.T, s *store.Store, names ...string) error {
	t.Helper()
	return s.AddAll(t.Context(), store.KeyringVault, bundleOf(names...))
}

func TestAccountsThatAreAddedTogetherAreThereWithTheirKeys(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "old")
	if err := addAll(t, s, "a", "b", "c"); err != nil {
		t.Fatal(err)
	}
	for _, s := range []*store.Store{s, h.open()} {
		want(t, "accounts", names(t, s), "old a b c")
		for i, name := range []string{"a", "b", "c"} {
			a, err := s.Account(name)
			if err != nil || a.ID != "12345678" || !a.Production() || a.Vault != store.KeyringVault || a.Added.IsZero() {
				t.Errorf("%s: got %+v, %v", name, a, err)
			}
			if key, err := s.Key(t.Context(), name); err != nil || !storetest.Equal(key, storetest.Key(i+1)) {
				t.Errorf("%s has another key, %v", name, err)
			}
		}
	}
	wantTruth(t, h)
}

func TestNoTwoAccountsAreAddedInOneMoment(t *testing.T) {
	h := newHome(t) // whose clock stands still
	s := h.open()
	add(t, s, "one", "two")
	if err := addAll(t, s, "three", "four"); err != nil {
		t.Fatal(err)
	}
	five, err := h.open().Add(t.Context(), account("five"), storetest.Key(5))
	if err != nil {
		t.Fatal(err)
	}
	accounts, err := s.Accounts()
	if err != nil || len(accounts) != 5 || accounts[4] != five {
		t.Fatalf("got %+v, %v", accounts, err)
	}
	name := make(map[time.Time]string)
	for _, a := range accounts {
		if other := name[a.Added]; other != "" {
			t.Errorf("%s and %s were added at %v: who holds one takes the other for it under a new name", other, a.Name, a.Added)
		}
		name[a.Added] = a.Name
	}
}

func TestNobodyChoseADefaultAmongSeveralThatCameTogether(t *testing.T) {
	for first, names := range map[string][]string{"": {"a", "b"}, "a": {"a"}} {
		s := newHome(t).open()
		if err := addAll(t, s, names...); err != nil {
			t.Fatal(err)
		}
		a, there, err := s.Default()
		if err != nil || there != (first != "") || a.Name != first {
			t.Errorf("%v: the default is %q, %v, want %q", names, a.Name, err, first)
		}
	}
}

func TestANameThatIsTakenKeepsAllFromBeingAdded(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	before := h.read("accounts.json")
	err := addAll(t, s, "new", "ACME", "newer")
	var taken *store.NameTakenError
	if !errors.As(err, &taken) || taken.Name != "acme" {
		t.Errorf("got %v, want that acme is there", err)
	}
	want(t, "the index", h.read("accounts.json"), before)
	want(t, "items", fmt.Sprint(len(h.vault.items)), "1")
}

func TestABundleThatCouldNotBeOpenedIsNotAdded(t *testing.T) {
	h := newHome(t)
	s := h.open()
	b := bundleOf("a", "b", "A")
	err := s.AddAll(t.Context(), store.KeyringVault, b)
	wantProblem(t, "a name twice", err, store.BundleUnfit)
	b = bundleOf("a", "b")
	b[1].Key.TokenSecret = oauth.Secret{}
	err = s.AddAll(t.Context(), store.KeyringVault, b)
	wantProblem(t, "half a key", err, store.BundleUnfit)
	want(t, "accounts", names(t, s), "")
	want(t, "items", fmt.Sprint(len(h.vault.items)), "0")
}

func TestNobodySeesAnAccountBeforeTheLastKeyIsKept(t *testing.T) {
	h := newHome(t)
	s, other := h.open(), h.open()
	looks := 0
	h.vault.afterPut = func(string) error {
		looks++
		want(t, "while they are added", names(t, other), "")
		want(t, "a repair by another process", repair(t, other), "")
		return nil
	}
	if err := addAll(t, s, "a", "b", "c"); err != nil || looks != 3 {
		t.Errorf("after %d looks: %v", looks, err)
	}
	want(t, "then", names(t, other), "a b c")
}

func TestAVaultThatFailsAtAnyKeyLeavesTheOldState(t *testing.T) {
	for _, failure := range []error{store.ErrLocked, store.ErrTimedOut, errors.New("odd")} {
		for at := range 3 {
			for _, after := range []bool{false, true} { // the key was kept all the same
				h := newHome(t)
				s := h.open()
				add(t, s, "old")
				puts := 0
				fail := func(string) error {
					if puts++; puts == at+1 {
						return failure
					}
					return nil
				}
				h.vault.beforePut = fail
				if after {
					h.vault.beforePut, h.vault.afterPut = nil, fail
				}
				if after && failure == store.ErrLocked {
					continue // That refusal promises that nothing was kept.
				}
				err := addAll(t, s, "a", "b", "c")
				name := fmt.Sprintf("key %d, %v, kept %v", at, failure, after)
				if !errors.Is(err, failure) || is[*store.UnfinishedError](err) == errors.Is(failure, store.ErrLocked) {
					t.Errorf("%s: got %v", name, err)
				}
				want(t, name, names(t, s), "old")
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
				again := h.open()
				repair(t, again)
				want(t, name+", then", names(t, again), "old")
				wantTruth(t, h)
			}
		}
	}
}

func TestWhoStopsWhileAccountsAreAddedHasTheOldState(t *testing.T) {
	for at := range 4 {
		h := newHome(t)
		s := h.open()
		add(t, s, "old")
		ctx, stop := context.WithCancel(t.Context())
		puts := 0
		h.vault.afterPut = func(string) error {
			if puts++; puts == at {
				stop()
			}
			return nil
		}
		if at == 0 {
			stop()
		}
		err := s.AddAll(ctx, store.KeyringVault, bundleOf("a", "b", "c"))
		expected := "old"
		if at == 3 { // It was over by then.
			expected = "old a b c"
		}
		if errors.Is(err, context.Canceled) == (at == 3) {
			t.Errorf("stopped after %d: got %v", at, err)
		}
		want(t, fmt.Sprintf("stopped after %d", at), names(t, s), expected)
		wantTruth(t, h)
		stop()
	}
}

// The last write fails, and those that undo it do not.
func TestKeysWhoseAccountsCannotBeKeptAreForgottenAtOnce(t *testing.T) {
	h := newHome(t)
	add(t, h.open(), "old")
	before := h.read("accounts.json")
	d := &disk{before: healthy}
	h.options.FS = d
	s := h.open()
	puts := 0
	h.vault.afterPut = func(string) error {
		if puts++; puts == 3 {
			d.before = func(op, path string) error {
				if op == "make" && filepath.Base(path) == "accounts.json.new" {
					d.before = healthy
					return syscall.ENOSPC
				}
				return nil
			}
		}
		return nil
	}
	if err := addAll(t, s, "a", "b", "c"); !errors.Is(err, syscall.ENOSPC) || is[*store.UnfinishedError](err) {
		t.Errorf("got %v, want the disk's error and nothing left to do", err)
	}
	want(t, "items", fmt.Sprint(len(h.vault.items)), "1")
	want(t, "the index", h.read("accounts.json"), before)
}

// What cannot be forgotten at once is left to the next start.
func TestAKeyThatCannotBeForgottenIsForgottenLater(t *testing.T) {
	h := newHome(t)
	s := h.open()
	puts := 0
	h.vault.beforePut = func(string) error {
		if puts++; puts == 3 {
			return store.ErrLocked
		}
		return nil
	}
	h.vault.beforeForget = func(string) error { return store.ErrLocked }
	if err := addAll(t, s, "a", "b", "c"); !is[*store.UnfinishedError](err) {
		t.Errorf("got %v, want that it is not finished", err)
	}
	want(t, "accounts", names(t, s), "")
	if err := addAll(t, s, "a"); !is[*store.NameTakenError](err) {
		t.Errorf("again: got %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := h.open()
	h.vault.look = store.ErrLocked
	want(t, "report of a locked vault", repair(t, again), "left alone a and 1 more")
	want(t, "accounts of a locked vault", names(t, again), "")
	h.vault.look, h.vault.beforeForget = nil, nil
	want(t, "report", repair(t, h.open()), "undone a and 1 more")
	wantTruth(t, h)
}
