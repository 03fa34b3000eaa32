package store_test

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
)

const (
	said     = "did something"
	stepMade = "made a step"
	stepFail = "could not: "
)

// vaultKinds are the pairs of vaults that a kill loop works on, on disk and
// beyond this process. The second of each is closed to who does not ask.
var vaultKinds = map[string]func(folder string, disk store.FS) (keyring, file store.Vault, err error){
	"files": func(folder string, _ store.FS) (store.Vault, store.Vault, error) {
		return itemFiles(filepath.Join(folder, "vault")), itemFiles(filepath.Join(folder, "vault", "second")), nil
	},
	"keyring and sealed file": func(folder string, disk store.FS) (store.Vault, store.Vault, error) {
		sealed := sealedIn(filepath.Join(folder, "data"), disk)
		return store.NewKeyring(store.KeyringOptions{Deadline: time.Minute}), sealed, openSealed(sealed, folder)
	},
}

// openSealed opens a vault with an identity that lies beside it, and makes it
// the first time.
func openSealed(v *store.Sealed, folder string) error {
	text, err := os.ReadFile(filepath.Join(folder, "identity"))
	if err != nil {
		return err
	}
	err = v.UnlockIdentity(context.Background(), oauth.NewSecret(string(text)))
	if errors.Is(err, store.ErrNoVault) {
		return v.CreateIdentity(context.Background(), oauth.NewSecret(string(text)))
	}
	return err
}

func stepOptions(kind, folder string, disk store.FS) (store.Options, error) {
	keyring, file, err := vaultKinds[kind](folder, disk)
	return store.Options{
		Paths:    store.Paths{Config: filepath.Join(folder, "config"), Data: filepath.Join(folder, "data"), Cache: filepath.Join(folder, "cache")},
		Vaults:   map[store.VaultName]store.Vault{store.KeyringVault: keyring, store.FileVault: file},
		FS:       cmp.Or(disk, store.FS(unsynced{})),
		LockWait: 2 * time.Minute,
	}, err
}

// stepsOf answers a source of steps, the same for the same seed.
func stepsOf(seed uint64) func(int) int { return rand.New(rand.NewPCG(seed, 0)).IntN }

// makeSteps is the child: it makes steps for ever, as fast as it can, and says a
// line before and after everything that could be cut short.
func makeSteps(kindAndSeed, folder string) error {
	kind, seedText, _ := strings.Cut(kindAndSeed, " from ")
	seed, err := strconv.ParseUint(seedText, 10, 64)
	if err != nil {
		return err
	}
	say := func(string, string) error {
		_, err := fmt.Println(said)
		return err
	}
	options, err := stepOptions(kind, folder, &disk{before: say})
	if err != nil {
		return err
	}
	for name, vault := range options.Vaults {
		options.Vaults[name] = &telling{vault, say}
	}
	s, err := store.Open(options)
	if err != nil {
		return err
	}
	choose := stepsOf(seed)
	for w := (world{}); ; {
		step := w.next(choose)
		if err := step.do(context.Background(), s); err != nil && !is[*store.LeftoverError](err) {
			fmt.Println(stepFail, step, err)
			return err
		}
		w = w.after(step)
		fmt.Println(stepMade)
	}
}

func TestAKillAtAnyMomentLeavesTheOldStateOrTheNew(t *testing.T) {
	t.Parallel()
	folder := newFolder(t)
	if err := os.Mkdir(filepath.Join(folder, "vault", "second"), 0o700); err != nil {
		t.Fatal(err)
	}
	killLoop(t, "files", folder, func(v store.Vault) []string {
		items, err := filepath.Glob(filepath.Join(string(v.(itemFiles)), "*-????????"))
		if err != nil {
			t.Fatal(err)
		}
		for i := range items {
			items[i] = filepath.Base(items[i])
		}
		return items
	})
}

// killLoop lets children make steps and kills them. After each, the store must
// hold what the steps so far make, with the one that was cut short or without;
// and its vaults must hold what its index names.
func killLoop(t *testing.T, kind, folder string, items func(store.Vault) []string) {
	t.Helper()
	cutShort := 0
	for range *kills {
		seed := rand.Uint64()
		made := killOne(t, fmt.Sprintf("makes steps in %s from %d", kind, seed), folder)
		before, choose := world{}, stepsOf(seed)
		for range made {
			before = before.after(before.next(choose))
		}
		last := before.next(choose)
		after := before.after(last)

		options, err := stepOptions(kind, folder, nil)
		if err != nil {
			t.Fatal(err)
		}
		about := fmt.Sprintf("seed %d, killed in step %d (%s)", seed, made+1, last)
		wantHeld(t, about, options, items, false)
		s, err := store.Open(options)
		if err != nil {
			t.Fatal(err)
		}
		if repairAll(t, s) > 0 {
			cutShort++
		}
		got, err := population(t.Context(), s)
		if err != nil || got != before.ended().String() && got != after.ended().String() {
			t.Errorf("%s: got %q, %v, want %q or %q", about, got, err, before.ended(), after.ended())
		}
		wantHeld(t, about, options, items, true)
		removeAll(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		wantHeld(t, about+", and all removed", options, items, true)
	}
	t.Logf("%d of %d kills cut something short", cutShort, *kills)
	if owners, err := os.ReadDir(filepath.Join(folder, "data", "owners")); err != nil || len(owners) > 1 {
		t.Errorf("the killed left %d owner files, %v", len(owners), err)
	}
}

// killOne starts a child, kills it at a random moment, and answers how many
// steps it had made.
func killOne(t *testing.T, role, folder string) (made int) {
	t.Helper()
	child, out := startChild(t, role, folder)
	lines := bufio.NewReader(out)
	for left := 1 + rand.IntN(1500); ; left-- {
		if left == 0 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		line, err := lines.ReadString('\n')
		switch {
		case errors.Is(err, io.EOF) && left <= 0:
			_ = child.Wait() // it was killed, and says so
			return made
		case err != nil || strings.HasPrefix(line, stepFail):
			t.Fatalf("the child ended by itself: %q, %v", line, err)
		case line == stepMade+"\n":
			made++
		}
	}
}

// repairAll repairs until nothing is left alone: a busy machine can make the
// keyring miss the moment in which it is looked at. It counts what was cut short.
func repairAll(t *testing.T, s *store.Store) (done int) {
	t.Helper()
	for range 20 {
		report, err := s.Repair(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(report, func(r store.Repaired) bool { return r.Outcome == store.LeftAlone })
		if done += len(report); i < 0 {
			return done
		}
		if !errors.Is(report[i].Err, store.ErrTimedOut) {
			t.Fatalf("account %q was left alone: %v", report[i].Account.Name, report[i].Err)
		}
	}
	t.Fatal("the vaults cannot be looked at")
	return 0
}

// wantHeld checks that the vaults hold nothing that the index does not name, and
// everything that it names, if all is settled.
func wantHeld(t *testing.T, about string, options store.Options, items func(store.Vault) []string, settled bool) {
	t.Helper()
	var named, held []string
	index, err := os.ReadFile(filepath.Join(options.Paths.Data, "accounts.json"))
	if err == nil {
		named = itemsIn(t, string(index))
	} else if !errors.Is(err, os.ErrNotExist) {
		t.Fatal(err)
	}
	for name, vault := range options.Vaults {
		for _, item := range items(vault) {
			held = append(held, string(name)+"/"+item)
		}
	}
	slices.Sort(held)
	for _, item := range held {
		if !slices.Contains(named, item) {
			t.Errorf("%s: %s is in a vault, and the index names %q", about, item, named)
		}
	}
	underWay := strings.Contains(string(index), `"owner"`) || strings.Contains(string(index), `"leftovers"`)
	if settled && (underWay || !slices.Equal(named, held)) {
		t.Errorf("%s: the vaults hold %q, and the index is\n%s", about, held, index)
	}
}

func removeAll(t *testing.T, s *store.Store) {
	t.Helper()
	accounts, err := s.Accounts()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range accounts {
		if err := s.Remove(t.Context(), a.Name); err != nil {
			t.Fatal(err)
		}
	}
}
