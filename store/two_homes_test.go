package store_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestTwoHomesWithOneKeyringLeaveEachOtherAlone(t *testing.T) {
	twoHomes(t, store.NewMemory(), 600)
}

// twoHomes makes steps in two homes whose keys lie in the same vaults.
func twoHomes(t *testing.T, keyring store.Vault, steps int) {
	t.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	file := store.NewMemory()
	var homes [2]*home
	var stores [2]*store.Store
	var worlds [2]world
	for i := range homes {
		h := newHome(t).withFile()
		h.inMemory()
		h.vault.Vault, h.file.Vault = keyring, file
		for name, v := range h.vaults() {
			v.beforeForget = func(item string) error {
				if !slices.Contains(itemsIn(t, h.read("accounts.json")), string(name)+"/"+item) {
					t.Errorf("a home forgets %s, which is not its own", item)
				}
				return nil
			}
		}
		homes[i], stores[i] = h, h.open()
	}
	for n := range steps {
		i := random.IntN(2)
		step := worlds[i].next(random.IntN)
		if err := step.do(t.Context(), stores[i]); err != nil && !is[*store.LeftoverError](err) {
			t.Fatalf("step %d, %s: %v", n, step, err)
		}
		worlds[i] = worlds[i].after(step)
		if random.IntN(10) == 0 {
			i = random.IntN(2)
			if err := stores[i].Close(); err != nil {
				t.Fatal(err)
			}
			stores[i], worlds[i] = homes[i].open(), worlds[i].ended()
			repairAll(t, stores[i])
		}
		for i := range homes {
			if got, err := population(t.Context(), stores[i]); err != nil || got != worlds[i].String() {
				t.Fatalf("after step %d, %s: home %d has %q, %v, want %q", n, step, i, got, err, worlds[i])
			}
		}
	}
}

// One source of letters for both is worse luck than two homes ever have.
func TestAnItemOfAnotherHomeIsNeverOverwritten(t *testing.T) {
	changes := map[string]func(*store.Store) error{
		"adding": func(s *store.Store) error {
			_, err := s.Add(t.Context(), account("acme"), storetest.Key(2))
			return err
		},
		"replacing": func(s *store.Store) error { return s.Replace(t.Context(), "theirs", storetest.Key(2)) },
		"moving": func(s *store.Store) error {
			_, err := s.Move(t.Context(), "moved", store.KeyringVault)
			return err
		},
	}
	for what, change := range changes {
		t.Run(what, func(t *testing.T) {
			one, two := newHome(t).withFile(), newHome(t).withFile()
			two.vault, two.file, two.options.Vaults = one.vault, one.file, one.options.Vaults
			drawn := &sameLetter{'a'}
			one.options.Rand, two.options.Rand = drawn, drawn
			first, second := one.open(), two.open()
			add(t, first, "acme", "theirs", "moved")

			drawn.letter = 'b'
			add(t, second, "theirs")
			moved := account("moved")
			moved.Vault = store.FileVault
			if _, err := second.Add(t.Context(), moved, storetest.Key(5)); err != nil {
				t.Fatal(err)
			}
			index := two.read("accounts.json")
			drawn.letter = 'a'
			if err := change(second); !errors.Is(err, store.ErrExists) || is[*store.UnfinishedError](err) {
				t.Errorf("got %v", err)
			}
			want(t, "the index of the other", two.read("accounts.json"), index)
			for n, name := range []string{"acme", "theirs", "moved"} {
				wantKey(t, first, name, n+1)
			}
			wantKey(t, second, "theirs", 1)
			wantKey(t, second, "moved", 5)
		})
	}
}

type sameLetter struct{ letter byte }

func (r *sameLetter) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r.letter
	}
	return len(p), nil
}
