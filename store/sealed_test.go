package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"

	"lpkeys/oauth"
)

var passphrase = oauth.NewSecret("correct horse CANARY")

// newSealed makes a vault with one item, in a folder of its own.
func newSealed(t *testing.T) *Sealed {
	t.Helper()
	v := NewSealed(SealedOptions{Dir: t.TempDir(), WorkFactor: 1})
	if err := v.Create(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	mustPut(t, v, "kept")
	return v
}

// again is the same vault in another process: locked, knowing nothing.
func again(v *Sealed) *Sealed {
	return NewSealed(SealedOptions{Dir: v.Dir, WorkFactor: 1, LockWait: v.LockWait})
}

func mustPut(t *testing.T, v *Sealed, item string) {
	t.Helper()
	if err := v.Put(t.Context(), item, keyOf(10)); err != nil {
		t.Fatal(err)
	}
}

// decrypt is what `age -d` does with a passphrase.
func decrypt(t *testing.T, path, passphrase string) string {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	from, err := age.Decrypt(bytes.NewReader(file), identity)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// workFactor reads the scrypt stanza of an age file.
func workFactor(t *testing.T, path string) string {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	stanza := strings.Split(string(file), "\n")[1]
	fields := strings.Fields(stanza)
	if len(fields) != 4 || fields[1] != "scrypt" {
		t.Fatalf("%s: got stanza %q, want scrypt's", path, stanza)
	}
	return fields[3]
}

func TestSealedIsRecoveredByStockAgeTwice(t *testing.T) {
	v := newSealed(t)
	identity := decrypt(t, v.path(keyFileName), passphrase.Reveal())
	if _, err := age.ParseX25519Identity(identity); err != nil {
		t.Errorf("key file: got %v, want an age identity", err)
	}
	text := decrypt(t, v.path(vaultFileName), identity)
	var got struct {
		Items map[string]struct {
			Key struct {
				Token  string `json:"token"`
				Secret string `json:"consumer_secret"`
			} `json:"key"`
		} `json:"items"`
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	want := keyOf(10)
	if kept := got.Items["kept"].Key; kept.Token != want.Token || kept.Secret != want.ConsumerSecret.Reveal() {
		t.Errorf("got %s, want the key in it", text)
	}
}

func TestSealedStretchesThePassphraseAsAgeDoesAndTheIdentityNot(t *testing.T) {
	t.Parallel()
	v := NewSealed(SealedOptions{Dir: t.TempDir()})
	if err := v.Create(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	const ages = "18" // filippo.io/age's default, which its interface does not name
	if got := workFactor(t, v.path(keyFileName)); got != ages {
		t.Errorf("key file: got work factor %s, want %s", got, ages)
	}
	if got := workFactor(t, v.path(vaultFileName)); got != "1" {
		t.Errorf("vault: got work factor %s, want 1", got)
	}
}

func TestSealedIsReadAfterARestart(t *testing.T) {
	v := again(newSealed(t))
	if _, err := v.Get(t.Context(), "kept"); !errors.Is(err, ErrLocked) {
		t.Errorf("before Unlock: got %v, want %v", err, ErrLocked)
	}
	if err := v.Unlock(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	key, err := v.Get(t.Context(), "kept")
	if err != nil || !key.ConsumerSecret.Equal(keyOf(10).ConsumerSecret) {
		t.Errorf("got %v, want the key", err)
	}
	v.Lock()
	if err := v.Put(t.Context(), "late", keyOf(1)); !errors.Is(err, ErrLocked) {
		t.Errorf("after Lock: got %v, want %v", err, ErrLocked)
	}
}

func TestSealedStatusOpensNoFile(t *testing.T) {
	v := newSealed(t)
	closed := NewSealed(SealedOptions{Dir: v.Dir, FS: unreadable{OS{}}})
	empty := NewSealed(SealedOptions{Dir: t.TempDir()})
	for _, c := range []struct {
		v    *Sealed
		want SealedStatus
		look error
	}{{v, SealedUnlocked, nil}, {closed, SealedLocked, ErrLocked}, {empty, NoVault, ErrNoVault}} {
		if got, err := c.v.Status(); got != c.want || err != nil {
			t.Errorf("Status: got %s, %v, want %s", got, err, c.want)
		}
		if err := c.v.Look(t.Context()); !errors.Is(err, c.look) {
			t.Errorf("Look, %s: got %v, want %v", c.want, err, c.look)
		}
	}
}

type unreadable struct{ FS }

func (unreadable) Open(string, int) (File, error) { return nil, os.ErrPermission }

func TestSealedThatIsNotThereSaysSo(t *testing.T) {
	v := NewSealed(SealedOptions{Dir: filepath.Join(t.TempDir(), "none")})
	_, get := v.Get(t.Context(), "any")
	_, sum := v.KeyFileSum()
	for what, err := range map[string]error{
		"Unlock":         v.Unlock(t.Context(), passphrase),
		"UnlockIdentity": v.UnlockIdentity(t.Context(), passphrase),
		"Put":            v.Put(t.Context(), "any", keyOf(1)),
		"Get":            get,
		"Forget":         v.Forget(t.Context(), "any"),
		"KeyFileSum":     sum,
	} {
		if !errors.Is(err, ErrNoVault) {
			t.Errorf("%s: got %v, want %v", what, err, ErrNoVault)
		}
	}
	if _, err := os.Stat(v.Dir); err == nil {
		t.Error("the folder was made")
	}
}

func TestSealedCreateLeavesAVaultAlone(t *testing.T) {
	v := newSealed(t)
	other := again(v)
	if err := other.Create(t.Context(), oauth.NewSecret("another")); !errors.Is(err, ErrVaultExists) {
		t.Errorf("got %v, want %v", err, ErrVaultExists)
	}
	if err := other.Unlock(t.Context(), passphrase); err != nil {
		t.Errorf("Unlock: got %v, want nil", err)
	}
}

func TestSealedCreateFinishesOneThatWasCutShort(t *testing.T) {
	v := newSealed(t)
	before, err := v.KeyFileSum()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{vaultFileName, previousVaultName} {
		if err := os.Remove(v.path(name)); err != nil {
			t.Fatal(err)
		}
	}
	other := again(v)
	wantProblem(t, other.Create(t.Context(), oauth.NewSecret("another")), KeyFileAlone)
	if err := other.Create(t.Context(), passphrase); err != nil {
		t.Errorf("the same passphrase: got %v, want nil", err)
	}
	if after, err := v.KeyFileSum(); after != before {
		t.Errorf("the key file changed, or %v: it may belong to a vault that is elsewhere", err)
	}
	mustPut(t, other, "new")
}

func TestSealedRefusesAnEmptyPassphrase(t *testing.T) {
	v := NewSealed(SealedOptions{Dir: t.TempDir()})
	if err := v.Create(t.Context(), oauth.Secret{}); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("got %v, want %v", err, ErrWrongPassphrase)
	}
	if status, err := v.Status(); status != NoVault {
		t.Errorf("got %s, %v, want %s", status, err, NoVault)
	}
}

func TestSealedOpensWithAMachinesIdentityAndNoKeyFile(t *testing.T) {
	generated, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	// As age-keygen writes it.
	text := oauth.NewSecret(fmt.Sprintf("# created: 2026-01-01\n# public key: %s\n%s\n", generated.Recipient(), generated))
	v := NewSealed(SealedOptions{Dir: t.TempDir()})
	if err := v.CreateIdentity(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	mustPut(t, v, "kept")
	if _, err := os.Stat(v.path(keyFileName)); err == nil {
		t.Error("a key file was made")
	}
	other := again(v)
	if err := other.UnlockIdentity(t.Context(), oauth.NewSecret(generated.String())); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Get(t.Context(), "kept"); err != nil {
		t.Errorf("Get: got %v, want nil", err)
	}
	wantProblem(t, again(v).Unlock(t.Context(), passphrase), KeyFileMissing)
}

func TestSealedTakesNothingWeakerThanAnIdentity(t *testing.T) {
	one, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	v := NewSealed(SealedOptions{Dir: t.TempDir()})
	for name, text := range map[string]string{
		"nothing":           "",
		"a comment":         "# " + one.String(),
		"a passphrase":      "CANARY",
		"a public key":      one.Recipient().String(),
		"two identities":    one.String() + "\n" + one.String(),
		"a damaged one":     strings.Replace(one.String(), "1", "2", 1),
		"one and something": one.String() + "\nCANARY",
	} {
		err := v.CreateIdentity(t.Context(), oauth.NewSecret(text))
		if !errors.Is(err, ErrIdentity) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: got %v, want %v", name, err, ErrIdentity)
		}
	}
}

func TestSealedForgettingReachesTheGenerationBefore(t *testing.T) {
	v := newSealed(t)
	mustPut(t, v, "other")
	if err := v.Forget(t.Context(), "kept"); err != nil {
		t.Fatal(err)
	}
	identity := v.held().Reveal()
	for _, name := range []string{vaultFileName, previousVaultName} {
		text := decrypt(t, v.path(name), identity)
		if strings.Contains(text, `"kept"`) || !strings.Contains(text, `"other"`) {
			t.Errorf("%s: got %s, want it without kept and with other", name, text)
		}
	}
}

func TestSealedTwoProcessesLoseNothing(t *testing.T) {
	first := newSealed(t)
	second := again(first)
	if err := second.Unlock(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	const each = 25
	var all sync.WaitGroup
	for p, v := range []*Sealed{first, second} {
		all.Go(func() {
			for n := range each {
				mine, passing := fmt.Sprintf("p%d-%d", p, n), fmt.Sprintf("passing-p%d", p)
				for what, err := range map[string]error{
					"Put":    v.Put(t.Context(), mine, keyOf(n)),
					"Put 2":  v.Put(t.Context(), passing, keyOf(n)),
					"Forget": v.Forget(t.Context(), passing),
				} {
					if err != nil {
						t.Errorf("%s: got %v, want nil", what, err)
					}
				}
			}
		})
	}
	all.Wait()
	kept, _, err := first.read(first.held())
	if err != nil || len(kept) != 2*each+1 {
		t.Errorf("got %d items, %v, want %d", len(kept), err, 2*each+1)
	}
}

// crowded counts how often the lock was looked for in vain.
type crowded struct {
	OS
	vain *atomic.Int32
}

func (d crowded) TryLock(name string, create bool) (io.Closer, error) {
	lock, err := d.OS.TryLock(name, create)
	if lock == nil {
		d.vain.Add(1)
	}
	return lock, err
}

func TestSealedManyGoroutinesQueueUp(t *testing.T) {
	v := newSealed(t)
	var vain atomic.Int32
	v.FS = crowded{vain: &vain}
	var all sync.WaitGroup
	for n := range 10 {
		all.Go(func() {
			if err := v.Put(t.Context(), fmt.Sprint("item-", n), keyOf(n)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if n := vain.Load(); n > 0 {
		t.Errorf("the lock was looked for %d times in vain, want none", n)
	}

	v.turn <- struct{}{} // somebody who takes long
	v.LockWait = time.Millisecond
	if err := v.Put(t.Context(), "late", keyOf(1)); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v, want %v", err, ErrBusy)
	}
}

func TestSealedBehindAnotherProcessWaitsAndThenSaysSo(t *testing.T) {
	v := newSealed(t)
	v.LockWait = 50 * time.Millisecond
	lock, err := OS{}.TryLock(v.path(vaultLockName), true)
	if err != nil || lock == nil {
		t.Fatalf("got %v, %v, want the lock", lock, err)
	}
	if err := v.Put(t.Context(), "late", keyOf(1)); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v, want %v", err, ErrBusy)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := v.Put(over, "late", keyOf(1)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
	if _, err := v.Get(t.Context(), "kept"); err != nil {
		t.Errorf("Get: got %v, want nil: reading waits for nobody", err)
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	mustPut(t, v, "late")
}
