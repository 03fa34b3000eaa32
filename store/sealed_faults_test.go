package store_test

import (
	"cmp"
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

const passphraseText = "passphrase"

var passphrase = oauth.NewSecret(passphraseText)

func sealedIn(dir string, fs store.FS) *store.Sealed {
	return store.NewSealed(store.SealedOptions{Dir: dir, FS: cmp.Or(fs, store.FS(unsynced{})), WorkFactor: 1})
}

// sealed makes a vault with two items on a disk that works for now.
func sealed(t *testing.T) (*store.Sealed, *disk) {
	t.Helper()
	d := &disk{before: func(string, string) error { return nil }}
	v := sealedIn(t.TempDir(), d)
	if err := v.Create(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	for _, item := range []string{"kept", "other"} {
		if err := v.Put(t.Context(), item, storetest.Key(1)); err != nil {
			t.Fatal(err)
		}
	}
	return v, d
}

// faults runs act on a new vault once for each of its operations on the disk,
// which fails, alone or with all that follow, and hands the outcome to judge
// together with the vault as another process finds it.
func faults(t *testing.T, act func(*store.Sealed) error, judge func(t *testing.T, after *store.Sealed, err error)) {
	t.Helper()
	unsure := false
	for n, onward := 1, false; ; n++ {
		v, d := sealed(t)
		f := &fault{at: n, onward: onward, err: []error{syscall.ENOSPC, syscall.EACCES, syscall.EIO}[n%3]}
		d.before = f.before
		err := act(v)
		if f.struck == "" && onward {
			break
		}
		if f.struck == "" {
			n, onward = 0, true
			continue
		}
		unsure = unsure || errors.Is(err, store.ErrNotPutBack)
		t.Run("failing to "+f.struck, func(t *testing.T) {
			if file := new(store.FileError); err != nil && (!errors.As(err, &file) || !errors.Is(err, f.err)) {
				t.Errorf("got %v, want the file and the reason named", err)
			}
			after := sealedIn(v.Dir, nil)
			if err := after.Unlock(t.Context(), passphrase); err != nil {
				t.Fatalf("Unlock: got %v, want nil", err)
			}
			if _, err := after.Get(t.Context(), "other"); err != nil {
				t.Errorf("Get, the other item: got %v, want nil", err)
			}
			judge(t, after, err)
		})
	}
	if !unsure {
		t.Error("no fault kept the old content from being put back")
	}
}

// refused reports whether an error promises that nothing was changed.
func refused(err error) bool {
	return err != nil && !errors.Is(err, store.ErrTimedOut) && !errors.Is(err, store.ErrNotPutBack)
}

func TestSealedFailedPutLeavesTheOldState(t *testing.T) {
	put := func(v *store.Sealed) error { return v.Put(t.Context(), "new", storetest.Key(2)) }
	faults(t, put, func(t *testing.T, after *store.Sealed, err error) {
		_, got := after.Get(t.Context(), "new")
		switch {
		case err == nil && got != nil:
			t.Errorf("after success: got %v, want nil", got)
		case refused(err) && !errors.Is(got, store.ErrNotFound):
			t.Errorf("after %v: got %v, want %v", err, got, store.ErrNotFound)
		}
	})
}

func TestSealedFailedForgetLeavesTheOldState(t *testing.T) {
	forget := func(v *store.Sealed) error { return v.Forget(t.Context(), "kept") }
	faults(t, forget, func(t *testing.T, after *store.Sealed, err error) {
		_, got := after.Get(t.Context(), "kept")
		switch {
		case err == nil && !errors.Is(got, store.ErrNotFound):
			t.Errorf("after success: got %v, want %v", got, store.ErrNotFound)
		case refused(err) && got != nil:
			t.Errorf("after %v: got %v, want nil", err, got)
		}
	})
}

// Who tries again may have thought of a better passphrase meanwhile.
func TestSealedFailedCreateCanBeRepeatedWithAnotherPassphrase(t *testing.T) {
	for n, struck := 1, true; struck; n++ {
		f := &fault{at: n, err: syscall.ENOSPC}
		v := sealedIn(t.TempDir(), &disk{before: f.before})
		err := v.Create(t.Context(), passphrase)
		struck = f.struck != ""
		after, opens := sealedIn(v.Dir, nil), passphrase
		if err != nil {
			if status, _ := v.Status(); status == store.SealedUnlocked {
				t.Errorf("failing to %s: got %v and an open vault", f.struck, err)
			}
			opens = bravo
			if err := after.Create(t.Context(), opens); err != nil {
				t.Errorf("failing to %s: again: got %v, want nil", f.struck, err)
			}
		}
		if err := after.Unlock(t.Context(), opens); err != nil {
			t.Errorf("failing to %s: Unlock: got %v, want nil", f.struck, err)
		}
	}
}

// forgetfulDisk answers success to a rename and makes none.
type forgetfulDisk struct{ store.OS }

func (forgetfulDisk) Rename(string, string) error { return nil }

func TestSealedReadsBackWhatItWrote(t *testing.T) {
	v, _ := sealed(t)
	v.FS = forgetfulDisk{}
	for what, err := range map[string]error{
		"Put":    v.Put(t.Context(), "new", storetest.Key(2)),
		"Forget": v.Forget(t.Context(), "kept"),
	} {
		if !errors.Is(err, store.ErrCorrupt) {
			t.Errorf("%s: got %v, want %v", what, err, store.ErrCorrupt)
		}
	}
}

func TestAKeyThatCouldNotBeTakenBackIsSettledAtTheNextStart(t *testing.T) {
	h := newHome(t)
	d := &disk{before: func(string, string) error { return nil }}
	v := sealedIn(t.TempDir(), d)
	if err := v.Create(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	h.options.Vaults[store.FileVault] = v
	s := h.open()
	renamed, broken := false, false
	d.before = func(op, path string) error {
		broken = broken || renamed && op == "sync"
		renamed = renamed || op == "rename" && filepath.Base(path) == "vault.age"
		if broken {
			return syscall.EIO
		}
		return nil
	}
	a := account("acme")
	a.Vault = store.FileVault
	_, err := s.Add(t.Context(), a, storetest.Key(1))
	if !errors.Is(err, store.ErrNotPutBack) || !is[*store.UnfinishedError](err) {
		t.Errorf("got %v, want that it is not finished", err)
	}
	d.before = func(string, string) error { return nil }
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := h.open()
	want(t, "report", repair(t, again), "finished acme")
	if _, err := again.Key(t.Context(), "acme"); err != nil {
		t.Errorf("its key: %v", err)
	}
}
