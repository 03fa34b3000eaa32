package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestAnAccountWhoseVaultIsGoneCanBeRemovedAnyway(t *testing.T) {
	gone := func(h *home) { h.vault.look, h.vault.get = store.ErrNoService, store.ErrNoService }
	for name, lose := range map[string]func(*home){
		"a keyring that does not answer":    gone,
		"a program that knows it no longer": func(h *home) { delete(h.options.Vaults, store.KeyringVault) },
		"a vault that refuses": func(h *home) {
			h.vault.beforeForget = func(string) error { return store.ErrDismissed }
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t).withFile()
			add(t, h.open(), "acme", "bolt")
			item := h.vault.items[0]
			lose(h)
			s := h.open()
			err := s.RemoveAnyway(t.Context(), "acme")
			var left *store.LeftoverError
			if expected := []store.Item{{Vault: store.KeyringVault, Name: item}}; !errors.As(err, &left) || left.Name != "acme" || !slices.Equal(left.Items, expected) {
				t.Fatalf("got %v, want it to name %v", err, expected)
			}
			want(t, "accounts", names(t, s), "bolt")
			want(t, "report while it is gone", repair(t, h.open()), "")
			a := account("acme")
			a.Vault = store.FileVault
			if _, err := s.Add(t.Context(), a, storetest.Key(9)); err != nil {
				t.Errorf("its name: got %v", err)
			}

			h.vault.look, h.vault.get, h.vault.beforeForget = nil, nil, nil
			h.options.Vaults[store.KeyringVault] = h.vault
			again := h.open()
			report, err := again.Repair(t.Context())
			if err != nil || len(report) != 1 || report[0].Outcome != store.Cleared || report[0].Item != left.Items[0] {
				t.Errorf("got %+v, %v", report, err)
			}
			wantKey(t, again, "acme", 9)
			wantTruth(t, h)
		})
	}
}

func TestRemovedAnywayAsksNobodyAndStopsWhenItIsTold(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme", "bolt")
	if err := s.RemoveAnyway(t.Context(), "acme"); err != nil {
		t.Errorf("with its vault there: got %v", err)
	}
	wantTruth(t, h)

	h.vault.look = store.ErrLocked
	h.vault.beforeForget = func(string) error {
		t.Error("a vault that is locked was asked")
		return nil
	}
	if err := s.RemoveAnyway(t.Context(), "bolt"); !is[*store.LeftoverError](err) {
		t.Errorf("got %v", err)
	}
	h.vault.look, h.vault.beforeForget = nil, nil
	want(t, "report", repair(t, s), "cleared ")
	add(t, s, "core")
	over, cancel := context.WithCancel(t.Context())
	h.vault.beforeForget = func(string) error {
		cancel()
		return context.Canceled
	}
	if err := s.RemoveAnyway(over, "core"); !is[*store.UnfinishedError](err) || !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	want(t, "accounts", names(t, s), "core(removing)")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	h.vault.beforeForget = nil
	want(t, "report", repair(t, h.open()), "removed core")
	wantTruth(t, h)
}
