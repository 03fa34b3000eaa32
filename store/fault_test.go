package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"filippo.io/age"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// A fault strikes a disk, at one operation or from there on.
type fault struct {
	at     int  // counts the operations that it could strike
	onward bool // all that follow as well
	full   bool // only what takes space or makes it last
	err    error

	count  int
	struck string // what it struck first
}

func (f *fault) before(op, path string) error {
	if f.full && !slices.Contains([]string{"make", "write", "sync", "rename"}, op) {
		return nil
	}
	f.count++
	if f.count < f.at || f.count > f.at && !f.onward {
		return nil
	}
	if f.struck == "" {
		f.struck = op + " " + path
	}
	return &wrapped{f.err}
}

func healthy(string, string) error { return nil }

// wrapped is the system's error as it comes out of a file system other than
// the machine's.
type wrapped struct{ error }

func (w *wrapped) Unwrap() error { return w.error }

// A verb is a change of the accounts that [twoAccounts] makes.
type verb struct {
	name  string
	plain bool                                      // touches no vault: one place for the key is enough
	first func(context.Context, *store.Store) error // comes before anything fails
	do    func(context.Context, *store.Store) error
	was   string // what there is before it and after a failure; "": the two accounts
	is    string // what there is after it
}

const (
	both  = "*old=1@HERE other=2@keyring"
	other = "other=2@keyring"
	newer = "*old=9@HERE other=2@keyring"
)

func changeOld(ctx context.Context, s *store.Store) error {
	return s.Replace(ctx, "old", storetest.Key(9))
}
func markOld(_ context.Context, s *store.Store) error  { return s.MarkRemoving("old") }
func useOther(_ context.Context, s *store.Store) error { return s.SetDefault("other") }
func forget(ctx context.Context, s *store.Store) error { return s.ForgetRemoved(ctx) }

// leftOff leaves a change as a process does that ends before it is finished.
func leftOff(change func(context.Context, *store.Store) error) func(context.Context, *store.Store) error {
	return func(ctx context.Context, s *store.Store) error { return errors.Join(change(ctx, s), s.Close()) }
}

// repairing tells a failure that is only in the report.
func repairing(ctx context.Context, s *store.Store) error {
	report, err := s.Repair(ctx)
	for _, r := range report {
		err = errors.Join(err, r.Err)
	}
	return err
}

// verbs are all that change an index, for an old account in one vault that can
// go to another.
func verbs(here, there store.VaultName) []verb {
	return []verb{
		{name: "adding", is: both + " new=9@HERE", do: func(ctx context.Context, s *store.Store) error {
			a := account("new")
			a.Vault = here
			_, err := s.Add(ctx, a, storetest.Key(9))
			return err
		}},
		{name: "adding several", is: both + " new=1@HERE newer=2@HERE", do: func(ctx context.Context, s *store.Store) error {
			return s.AddAll(ctx, here, bundleOf("new", "newer"))
		}},
		{name: "copying", is: both + " new=1@HERE", do: func(ctx context.Context, s *store.Store) error {
			_, err := s.Copy(ctx, "old", "new")
			return err
		}},
		{name: "replacing", is: newer, do: changeOld},
		{name: "bringing the old key back", first: changeOld, was: newer, is: both,
			do: func(ctx context.Context, s *store.Store) error { return s.RestoreKey(ctx, "old") }},
		{name: "forgetting the old key", first: changeOld, was: newer, is: newer, do: forget},
		{name: "moving", is: "*old=1@THERE other=2@keyring", do: func(ctx context.Context, s *store.Store) error {
			_, err := s.Move(ctx, "old", there)
			return err
		}},
		{name: "removing", is: other, do: func(ctx context.Context, s *store.Store) error { return s.Remove(ctx, "old") }},
		{name: "removing anyway", is: other, do: func(ctx context.Context, s *store.Store) error { return s.RemoveAnyway(ctx, "old") }},
		{name: "marking", plain: true, is: other, do: markOld},
		{name: "taking a mark back", plain: true, first: markOld, was: other, is: both,
			do: func(_ context.Context, s *store.Store) error { return s.Restore("old") }},
		{name: "forgetting what was marked", first: markOld, was: other, is: other, do: forget},
		{name: "editing", plain: true, is: "*older=1@HERE(le9) other=2@keyring", do: func(_ context.Context, s *store.Store) error {
			_, err := s.Edit("old", store.Details{Name: "older", ID: "le9"})
			return err
		}},
		{name: "renaming", plain: true, is: "*older=1@HERE other=2@keyring", do: func(_ context.Context, s *store.Store) error { return s.Rename("old", "older") }},
		{name: "repairing a removal", first: leftOff(markOld), was: other, is: other, do: repairing},
		{name: "repairing a replacement", first: leftOff(changeOld), was: newer, is: newer, do: repairing},
		{name: "the account of a folder", plain: true, is: both,
			do: func(_ context.Context, s *store.Store) error { return s.SetFolder(os.TempDir(), "old") }},
		{name: "the default before", plain: true, first: useOther, was: "old=1@HERE *other=2@keyring", is: both,
			do: func(_ context.Context, s *store.Store) error { _, err := s.SetPrevious(); return err }},
		{name: "a new default", plain: true, is: "old=1@HERE *other=2@keyring", do: useOther},
	}
}

func TestWhateverFailsOnTheDiskTheOldStateStandsOrTheNew(t *testing.T) {
	for here, there := range map[store.VaultName]store.VaultName{
		store.KeyringVault: store.FileVault,
		store.FileVault:    store.KeyringVault,
	} {
		places := strings.NewReplacer("HERE", string(here), "THERE", string(there))
		begin := twoAccounts(t, here)
		for _, v := range verbs(here, there) {
			if v.plain && here == store.FileVault {
				continue
			}
			if v.was == "" {
				v.was = both
			}
			v.was, v.is = places.Replace(v.was), places.Replace(v.is)
			for k, kind := range []fault{{}, {onward: true}, {onward: true, full: true}} {
				t.Run(v.name+" in "+string(here), func(t *testing.T) {
					t.Parallel()
					for n, struck := 1, true; struck; n++ {
						f := kind
						f.at = n
						f.err = []error{syscall.ENOSPC, syscall.EACCES, syscall.EIO}[(n+k)%3]
						struck = failAt(t, begin, v, &f)
					}
				})
			}
		}
	}
}

// failAt lets one fault strike while a change is made, and reports whether
// there was anything left to strike.
func failAt(t *testing.T, begin func(*testing.T) (*home, *disk), v verb, f *fault) bool {
	t.Helper()
	h, d := begin(t)
	s := h.open()
	if v.first != nil {
		if err := v.first(t.Context(), s); err != nil {
			t.Fatal(err)
		}
	}
	d.before = f.before
	err := v.do(t.Context(), s)
	if f.struck == "" {
		return false
	}
	d.before = healthy
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	name := "failing to " + strings.ReplaceAll(f.struck, h.options.Paths.Data, "data")

	again := h.open()
	report := repair(t, again)
	got := state(t, again)
	var left *store.LeftoverError
	switch {
	case err == nil && mustFail(f.struck):
		t.Errorf("%s: nobody was told", name)
	case err == nil || errors.As(err, &left):
		want(t, fmt.Sprintf("%s: after %v", name, err), got, v.is)
	case is[*store.UnfinishedError](err) || errors.Is(err, store.ErrNotPutBack):
		if got != v.was && got != v.is {
			t.Errorf("%s: got %q, want %q or %q, after %v and report %q", name, got, v.was, v.is, err, report)
		}
	default:
		want(t, fmt.Sprintf("%s: after %v and report %q", name, err, report), got, v.was)
	}
	if strings.Contains(report, string(store.LeftAlone)) {
		t.Errorf("%s: the report is %q", name, report)
	}
	wantNamed(t, name, err, f.err, filepath.Dir(h.options.Paths.Data))
	wantTruth(t, h)
	return true
}

// wantNamed checks that an error names a file that people know, and the reason.
func wantNamed(t *testing.T, name string, err, reason error, folder string) {
	t.Helper()
	var file *store.FileError
	if err != nil && (!errors.As(err, &file) || !strings.HasPrefix(file.Path, folder) || !errors.Is(err, reason)) {
		t.Errorf("%s: the error does not name the file and the reason: %v", name, err)
	}
	if strings.Contains(errorText(err), ".new") {
		t.Errorf("%s: the error names a file that nobody knows: %v", name, err)
	}
}

// twoAccounts makes two accounts, the old one in a vault of choice, on a disk
// that holds the index and the sealed vault. It answers who makes as many copies
// of all that as are needed.
func twoAccounts(t *testing.T, here store.VaultName) func(*testing.T) (*home, *disk) {
	t.Helper()
	made, keyring := newFiles(), store.NewMemory()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	first := newHome(t)
	sealed := sealedIn(first.options.Paths.Data, made)
	if err := sealed.CreateIdentity(t.Context(), oauth.NewSecret(identity.String())); err != nil {
		t.Fatal(err)
	}
	copied := func(t *testing.T, files *files, keyring *store.Memory) (*home, *disk) {
		h := *first
		d := &disk{FS: files, before: healthy}
		h.t, h.disk, h.options.FS = t, files, d
		h.vault, h.file = &vault{Vault: keyring, items: keyring.Items()}, &vault{Vault: sealed.On(d)}
		h.options.Vaults = map[store.VaultName]store.Vault{store.KeyringVault: h.vault, store.FileVault: h.file}
		return &h, d
	}
	h, _ := copied(t, made, keyring)
	s := h.open()
	old := account("old")
	old.Vault = here
	_, failed := s.Add(t.Context(), old, storetest.Key(1))
	_, failedToo := s.Add(t.Context(), account("other"), storetest.Key(2))
	if err := errors.Join(failed, failedToo, s.Close()); err != nil {
		t.Fatal(err)
	}
	return func(t *testing.T) (*home, *disk) { return copied(t, made.clone(), keyring.Clone()) }
}

// state lists the accounts with the number of their key, their vault, and what
// else is not as [account] makes it; the default has a star.
func state(t *testing.T, s *store.Store) string {
	t.Helper()
	accounts, err := s.Accounts()
	if err != nil {
		t.Fatal(err)
	}
	byDefault, _, err := s.Default()
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, a := range accounts {
		text := fmt.Sprintf("%s=%s@%s", a.Name, keyNumber(t, s, a), a.Vault)
		if a.Name == byDefault.Name {
			text = "*" + text
		}
		if a.State != store.Kept {
			text += "(" + string(a.State) + ")"
		}
		if a.ID != account("").ID {
			text += "(" + string(a.ID) + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

// keyNumber answers which key of [storetest.Key] an account has, whole.
func keyNumber(t *testing.T, s *store.Store, a store.Account) string {
	t.Helper()
	key, err := s.Key(t.Context(), a.Name)
	if err != nil {
		return err.Error()
	}
	for n := range 10 {
		if storetest.Equal(key, storetest.Key(n)) {
			return fmt.Sprint(n)
		}
	}
	return "a key that nobody put"
}

// mustFail reports whether a change that is struck there cannot be sure of its
// index.
func mustFail(struck string) bool {
	op, path, _ := strings.Cut(struck, " ")
	index := strings.Contains(path, "accounts.json") || strings.HasSuffix(path, "data")
	return index && slices.Contains([]string{"open", "make", "read", "write", "sync", "rename"}, op)
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
func TestTheFirstIndexEverComesWholeOrNotAtAll(t *testing.T) {
	for n, struck := 1, true; struck; n++ {
		f := &fault{at: n, err: syscall.ENOSPC}
		h := newHome(t)
		h.options.FS = &disk{before: f.before}
		s, err := store.Open(h.options)
		if err == nil {
			_, err = s.Add(t.Context(), account("acme"), storetest.Key(1))
			_ = s.Close()
		}
		struck = f.struck != ""
		h.options.FS = unsynced{}
		again := h.open()
		repair(t, again)
		if expected := map[bool]string{true: "acme", false: ""}[err == nil]; names(t, again) != expected {
			t.Errorf("failing to %s: got %q after %v", f.struck, names(t, again), err)
		}
		add(t, again, "another")
		wantTruth(t, h)
	}
}

func TestAnIndexIsSyncedBeforeItIsRenamedAndItsFolderAfter(t *testing.T) {
	h := newHome(t)
	add(t, h.open(), "acme")
	var done []string
	h.options.FS = &disk{before: func(op, path string) error {
		if slices.Contains([]string{"open", "make", "write", "sync", "close", "rename"}, op) {
			done = append(done, op+" "+filepath.Base(path))
		}
		return nil
	}}
	s := h.open()
	done = nil
	if err := s.Rename("acme", "bolt"); err != nil {
		t.Fatal(err)
	}
	want(t, "what was done", strings.Join(done, ", "), strings.Join([]string{
		"open accounts.json", "close accounts.json", "open config.toml",
		"make accounts.json.previous.new", "write accounts.json.previous.new", "sync accounts.json.previous.new",
		"close accounts.json.previous.new", "rename accounts.json.previous",
		"make accounts.json.new", "write accounts.json.new", "sync accounts.json.new",
		"close accounts.json.new", "rename accounts.json",
		"sync data",
	}, ", "))
}
