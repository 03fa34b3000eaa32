package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"lpkeys/store"
)

// A deaf vault lets everybody wait who looks at it or has it forget something.
type deaf struct {
	store.Vault
	look, forget error
	waits        int
}

func (v *deaf) Look(context.Context) error {
	if v.look != nil {
		v.waits++
	}
	return v.look
}

func (v *deaf) Forget(ctx context.Context, item string) error {
	if v.forget != nil {
		v.waits++
		return v.forget
	}
	return v.Vault.Forget(ctx, item)
}

// A thousand accounts may come in one bundle, and each wait may last for seconds.
func TestAVaultThatDoesNotAnswerIsWaitedForOnceAndNotForEachItem(t *testing.T) {
	mark := func(_ context.Context, s *store.Store, name string) error { return s.MarkRemoving(name) }
	for name, c := range map[string]struct {
		remove       func(context.Context, *store.Store, string) error // while the keyring is gone
		look, forget error
		report       string
	}{
		"a look at what was cut short":   {mark, store.ErrTimedOut, nil, "left alone a, left alone b, left alone c"},
		"a removal that was cut short":   {mark, nil, store.ErrTimedOut, "left alone a, left alone b, left alone c"},
		"a keyring that is stuck":        {mark, nil, store.ErrStuck, "left alone a, left alone b, left alone c"},
		"a look at what was left":        {removeAnyway, store.ErrTimedOut, nil, ""},
		"what was left is not forgotten": {removeAnyway, nil, store.ErrTimedOut, ""},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			keyring := &deaf{Vault: h.vault}
			h.options.Vaults[store.KeyringVault] = keyring
			s := h.open()
			add(t, s, "a", "b", "c")
			keyring.look = store.ErrNoService
			for _, account := range []string{"a", "b", "c"} {
				if err := c.remove(t.Context(), s, account); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			keyring.look, keyring.forget, keyring.waits = c.look, c.forget, 0
			s = h.open()
			want(t, "report", repair(t, s), c.report)
			want(t, "waits", fmt.Sprint(keyring.waits), "1")

			keyring.look, keyring.forget = nil, nil
			repair(t, s)
			want(t, "accounts", names(t, s), "")
			wantTruth(t, h)
		})
	}
}

func removeAnyway(ctx context.Context, s *store.Store, name string) error {
	if err := s.RemoveAnyway(ctx, name); !is[*store.LeftoverError](err) {
		return fmt.Errorf("removing %s anyway: %w", name, err)
	}
	return nil
}

func TestTakingABundleBackWaitsOnceForAVaultThatDoesNotAnswer(t *testing.T) {
	h := newHome(t)
	keyring := &deaf{Vault: h.vault}
	h.options.Vaults[store.KeyringVault] = keyring
	h.vault.beforePut = func(item string) error {
		if strings.HasPrefix(item, "d-") {
			keyring.forget = store.ErrTimedOut
			return store.ErrLocked
		}
		return nil
	}
	s := h.open()
	if err := addAll(t, s, "a", "b", "c", "d"); !is[*store.UnfinishedError](err) || !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v", err)
	}
	want(t, "waits", fmt.Sprint(keyring.waits), "1")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	keyring.forget = nil
	want(t, "report", repair(t, h.open()), "undone a and 2 more")
	wantTruth(t, h)
}
