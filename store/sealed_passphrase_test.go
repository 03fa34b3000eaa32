package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"filippo.io/age"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

var (
	alpha = oauth.NewSecret("CANARY alpha")
	bravo = oauth.NewSecret("CANARY bravo")
)

func TestANewPassphraseOpensTheVaultAndTheOldOneDoesNot(t *testing.T) {
	v, _ := sealed(t)
	before := readVault(t, v, "vault.age")
	if err := v.SetPassphrase(t.Context(), bravo); err != nil {
		t.Fatal(err)
	}
	again := sealedIn(v.Dir, nil)
	if err := again.Unlock(t.Context(), passphrase); !errors.Is(err, store.ErrWrongPassphrase) {
		t.Errorf("the old one: got %v, want %v", err, store.ErrWrongPassphrase)
	}
	if err := again.Unlock(t.Context(), bravo); err != nil {
		t.Fatalf("the new one: %v", err)
	}
	if _, err := again.Get(t.Context(), "kept"); err != nil {
		t.Errorf("its key: %v", err)
	}
	if readVault(t, v, "vault.age") != before {
		t.Error("vault.age was written, and only the key file should be")
	}
}

func readVault(t *testing.T, v *store.Sealed, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(v.Dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestAPassphraseIsChangedOnlyOfAVaultThatIsThereAndOpen(t *testing.T) {
	v, _ := sealed(t)
	before := readVault(t, v, "vault-key.age")
	if err := sealedIn(v.Dir, nil).SetPassphrase(t.Context(), bravo); !errors.Is(err, store.ErrLocked) {
		t.Errorf("a locked vault: got %v, want %v", err, store.ErrLocked)
	}
	if err := sealedIn(t.TempDir(), nil).SetPassphrase(t.Context(), bravo); !errors.Is(err, store.ErrNoVault) {
		t.Errorf("no vault: got %v, want %v", err, store.ErrNoVault)
	}
	if err := v.SetPassphrase(t.Context(), oauth.Secret{}); !errors.Is(err, store.ErrWrongPassphrase) {
		t.Errorf("an empty passphrase: got %v, want %v", err, store.ErrWrongPassphrase)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := v.SetPassphrase(over, bravo); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: got %v, want %v", err, context.Canceled)
	}
	other, _ := sealed(t)
	for _, name := range []string{"vault.age", "vault.age.previous"} {
		if err := os.WriteFile(filepath.Join(v.Dir, name), []byte(readVault(t, other, name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var problem *store.SealedError
	if err := v.SetPassphrase(t.Context(), bravo); !errors.As(err, &problem) || problem.Problem != store.OtherKey {
		t.Errorf("a vault of another key: got %v, want that it is one", err)
	}
	if readVault(t, v, "vault-key.age") != before {
		t.Error("the key file was changed")
	}
}

func TestAMachinesVaultCanBeGivenAPassphrase(t *testing.T) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	v := sealedIn(t.TempDir(), nil)
	if err := v.CreateIdentity(t.Context(), oauth.NewSecret(identity.String())); err != nil {
		t.Fatal(err)
	}
	if err := v.SetPassphrase(t.Context(), alpha); err != nil {
		t.Fatal(err)
	}
	if err := sealedIn(v.Dir, nil).Unlock(t.Context(), alpha); err != nil {
		t.Errorf("the passphrase: %v", err)
	}
	if err := sealedIn(v.Dir, nil).UnlockIdentity(t.Context(), oauth.NewSecret(identity.String())); err != nil {
		t.Errorf("the identity: %v", err)
	}
}

func TestAPassphraseIsChangedOrNotWhateverFailsOnTheDisk(t *testing.T) {
	unsure := false
	for n, onward := 1, false; ; n++ {
		v, d := sealed(t)
		f := &fault{at: n, onward: onward, err: []error{syscall.ENOSPC, syscall.EACCES, syscall.EIO}[n%3]}
		d.before = f.before
		err := v.SetPassphrase(t.Context(), bravo)
		if f.struck == "" && onward {
			break
		}
		if f.struck == "" {
			n, onward = 0, true
			continue
		}
		unsure = unsure || errors.Is(err, store.ErrNotPutBack)
		fits := whichFits(t, sealedIn(v.Dir, nil), passphrase, bravo)
		switch {
		case err == nil && fits != 1:
			t.Errorf("failing to %s: success, and the old passphrase opens it", f.struck)
		case refused(err) && fits != 0:
			t.Errorf("failing to %s: %v, and the new passphrase opens it", f.struck, err)
		}
	}
	if !unsure {
		t.Error("no fault kept the old key file from being put back")
	}
}

// whichFits answers which of two passphrases opens a vault. The other must be
// told to be wrong, and the keys must be there.
func whichFits(t *testing.T, v *store.Sealed, passphrases ...oauth.Secret) int {
	t.Helper()
	fits := -1
	for i, p := range passphrases {
		switch err := v.Unlock(t.Context(), p); {
		case err == nil && fits < 0:
			fits = i
		case err == nil:
			t.Error("both passphrases open the vault")
		case !errors.Is(err, store.ErrWrongPassphrase):
			t.Errorf("passphrase %d: got %v, want that it is wrong", i+1, err)
		}
	}
	if fits < 0 {
		t.Fatal("neither passphrase opens the vault")
	}
	if _, err := v.Get(t.Context(), "other"); err != nil {
		t.Errorf("its key: %v", err)
	}
	return fits
}

func TestSealedReadsBackTheKeyFileThatItWrote(t *testing.T) {
	v, _ := sealed(t)
	v.FS = forgetfulDisk{}
	if err := v.SetPassphrase(t.Context(), bravo); !errors.Is(err, store.ErrCorrupt) {
		t.Errorf("got %v, want %v", err, store.ErrCorrupt)
	}
}

func TestAnIndexThatCannotBeWrittenKeepsTheOldPassphrase(t *testing.T) {
	v, _ := sealed(t)
	v.Announce = func(string, string) error { return syscall.ENOSPC }
	if err := v.SetPassphrase(t.Context(), bravo); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v, want %v", err, syscall.ENOSPC)
	}
	if err := sealedIn(v.Dir, nil).Unlock(t.Context(), passphrase); err != nil {
		t.Errorf("the old passphrase: %v", err)
	}
}

func TestTwoWhoChangeThePassphraseAtOnceLeaveOneThatFits(t *testing.T) {
	v, _ := sealed(t)
	second := sealedIn(v.Dir, nil)
	if err := second.Unlock(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	for who, change := range map[*store.Sealed]oauth.Secret{v: alpha, second: bravo} {
		both.Go(func() {
			for range 20 {
				if err := who.SetPassphrase(t.Context(), change); err != nil {
					t.Error(err)
				}
			}
		})
	}
	both.Wait()
	whichFits(t, sealedIn(v.Dir, nil), alpha, bravo)
}

// remembering is the vault of a folder with the index that knows its key file.
func remembering(folder string, fs store.FS) (*store.Sealed, *store.Store, error) {
	var s *store.Store
	v := store.NewSealed(store.SealedOptions{
		Dir: folder, FS: fs, WorkFactor: 1,
		KnownSums: func() []string { return s.KeyFileSums() },
		Announce:  func(now, next string) error { return s.AnnounceKeyFileSum(now, next) },
	})
	s, err := store.Open(store.Options{
		Paths: store.Paths{Data: folder}, FS: fs,
		Vaults: map[store.VaultName]store.Vault{store.FileVault: v},
	})
	return v, s, err
}

// settle remembers the key file as a face does after it opened the vault.
func settle(v *store.Sealed, s *store.Store) error {
	sum, err := v.KeyFileSum()
	return errors.Join(err, s.SetKeyFileSum(sum))
}

// changePassphraseForEver says a line before each thing that it does to the
// disk, so that it can be killed anywhere.
func changePassphraseForEver(folder string) error {
	say := func(string, string) error {
		_, err := fmt.Println()
		return err
	}
	ctx := context.Background()
	v, s, err := remembering(folder, &disk{before: say})
	if err != nil {
		return err
	}
	err = v.Unlock(ctx, alpha)
	if err != nil {
		err = v.Unlock(ctx, bravo)
	}
	for i := 0; err == nil; i++ {
		if err = v.SetPassphrase(ctx, []oauth.Secret{alpha, bravo}[i%2]); err == nil {
			err = settle(v, s)
		}
	}
	return err
}

func TestAKillAtAnyMomentLeavesThePassphraseOldOrNew(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	v, s, err := remembering(folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		v.Create(t.Context(), alpha), v.Put(t.Context(), "other", storetest.Key(1)), settle(v, s),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	between := 0
	for range *kills {
		child, out := startChild(t, "never the same passphrase", folder)
		lines := bufio.NewScanner(out)
		for range 1 + rand.IntN(300) {
			if !lines.Scan() {
				t.Fatal("the child ended by itself")
			}
		}
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = child.Wait() // it was killed, and says so
		v, s, err := remembering(folder, nil)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.KeyFileSums()) == 2 {
			between++
		}
		whichFits(t, v, alpha, bravo)
	}
	t.Logf("%d of %d kills came between announcing the key file and remembering it", between, *kills)
	if names := leftBeside(t, folder); names != "" {
		t.Errorf("the killed left %s", names)
	}
}

// leftBeside names the files that are neither ours for good nor cleared by the
// next write.
func leftBeside(t *testing.T, folder string) string {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var odd []string
	for _, file := range files {
		switch strings.TrimSuffix(file.Name(), ".new") {
		case "vault-key.age", "vault.age", "vault.age.previous", "vault.lock",
			"accounts.json", "accounts.json.previous", "accounts.lock":
		default:
			odd = append(odd, file.Name())
		}
	}
	return strings.Join(odd, " ")
}
