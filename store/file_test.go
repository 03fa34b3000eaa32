package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func TestFilesAndFoldersAreThePersonsAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // access lists say who may, and no mode shows them
	}
	h := newHome(t)
	s := h.open()
	add(t, s, "acme", "bolt")
	err := filepath.WalkDir(h.options.Paths.Data, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if expected := map[bool]fs.FileMode{true: 0o700, false: 0o600}[entry.IsDir()]; info.Mode().Perm() != expected {
			t.Errorf("%s: got mode %o, want %o", path, info.Mode().Perm(), expected)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOpenClosesEveryFileOfTheSealedVaultToOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // as below
	}
	h := newHome(t)
	v := sealedIn(h.options.Paths.Data, nil)
	for _, err := range []error{v.Create(t.Context(), passphrase), v.Put(t.Context(), "item", storetest.Key(1))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	files := []string{"vault-key.age", "vault.age", "vault.age.previous", "vault.lock"}
	for _, name := range files {
		if err := os.Chmod(h.path(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	h.open()
	for _, name := range files {
		if info, err := os.Stat(h.path(name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got %v, %v, want 0600", name, info.Mode(), err)
		}
	}
}

func TestOpenTakesOthersRightsAwayAndSaysSo(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // access lists say who may, and no mode shows them
	}
	h := newHome(t)
	add(t, h.open(), "acme", "bolt")
	for path, mode := range map[string]fs.FileMode{
		h.options.Paths.Data: 0o755, h.path("accounts.json"): 0o644, h.path("accounts.json.previous"): 0o666,
	} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	foreign := h.path("somebody-elses.txt")
	if err := os.WriteFile(foreign, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	s := h.open()
	want(t, "report", repair(t, s), "closed data, closed accounts.json, closed accounts.json.previous")
	want(t, "second report", repair(t, s), "")
	want(t, "report of the next start", repair(t, h.open()), "")
	if info, err := os.Stat(foreign); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("a file that is not ours: got %v, %v", info.Mode(), err)
	}

	h.options.FS = &disk{before: func(op, _ string) error {
		if op == "close" {
			return fs.ErrPermission
		}
		return nil
	}}
	if err := os.Chmod(h.path("accounts.json"), 0o640); err != nil {
		t.Fatal(err)
	}
	want(t, "report when it cannot be changed", repair(t, h.open()), "left alone accounts.json")
}

func TestLinksAreRefused(t *testing.T) {
	for _, name := range []string{"accounts.json", "accounts.lock", "accounts.json.new"} {
		h := newHome(t)
		add(t, h.open(), "acme")
		target := filepath.Join(t.TempDir(), "target")
		if err := os.WriteFile(target, []byte(h.read("accounts.json")), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(h.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		if err := os.Symlink(target, h.path(name)); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(h.options)
		if err == nil {
			_, err = s.Add(t.Context(), account("new"), storetest.Key(1))
			_ = s.Close()
		}
		replaced := name == "accounts.json.new" // ours to clear, and cleared as the link that it is
		var file *store.FileError
		if !replaced && (!errors.Is(err, store.ErrLink) || !errors.As(err, &file) || file.Path != h.path(name)) {
			t.Errorf("%s: got %v, want ErrLink", name, err)
		}
		if replaced && err != nil {
			t.Errorf("%s: %v", name, err)
		}
		data, err := os.ReadFile(target)
		if err != nil || strings.Contains(string(data), "new") {
			t.Errorf("%s: what it points to was changed: %v\n%s", name, err, data)
		}
		if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o644 {
			t.Errorf("%s: what it points to changed its mode: %v, %v", name, info, err)
		}
	}
}

func TestAFolderInPlaceOfTheIndexIsRefused(t *testing.T) {
	h := newHome(t)
	if err := os.MkdirAll(h.path("accounts.json"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(h.options); !errors.Is(err, store.ErrLink) {
		t.Errorf("got %v, want ErrLink", err)
	}
}

func TestAnIndexWithoutEndIsRefused(t *testing.T) {
	h := newHome(t)
	h.write("accounts.json", "{}")
	if err := os.Truncate(h.path("accounts.json"), 1<<33); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(h.options); !errors.Is(err, store.ErrTooLong) {
		t.Errorf("got %v, want ErrTooLong", err)
	}
}

func TestALockThatIsNeverReleasedEndsAtTheDeadline(t *testing.T) {
	h := newHome(t)
	h.options.LockWait = 20 * time.Millisecond
	s := h.open()
	add(t, s, "acme")
	lock, err := store.OS{}.TryLock(h.path("accounts.lock"), true)
	if lock == nil || err != nil {
		t.Fatal(err)
	}
	_, err = s.Add(t.Context(), account("new"), storetest.Key(1))
	var file *store.FileError
	if !errors.Is(err, store.ErrBusy) || !errors.As(err, &file) || file.Path != h.path("accounts.lock") {
		t.Errorf("got %v, want ErrBusy with the file", err)
	}
	want(t, "accounts can still be read", names(t, h.open()), "acme")
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	add(t, s, "new")
}
