package store_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

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

// wrapped is the system's error as it comes out of a file system other than
// the machine's.
type wrapped struct{ error }

func (w *wrapped) Unwrap() error { return w.error }

func TestWhateverFailsOnTheDiskTheOldStateStandsOrTheNew(t *testing.T) {
	changes := []struct {
		name   string
		change func(*testing.T, *store.Store) error
		done   string // the accounts when nothing failed
	}{
		{"adding", func(t *testing.T, s *store.Store) error {
			_, err := s.Add(t.Context(), account("new"), storetest.Key(9))
			return err
		}, "old other new"},
		{"removing", func(t *testing.T, s *store.Store) error { return s.Remove(t.Context(), "old") }, "other"},
		{"renaming", func(_ *testing.T, s *store.Store) error { return s.Rename("old", "older") }, "older other"},
		{"a new default", func(_ *testing.T, s *store.Store) error { return s.SetDefault("other") }, "old other"},
	}
	for _, c := range changes {
		for _, kind := range []fault{{}, {onward: true}, {onward: true, full: true}} {
			t.Run(c.name, func(t *testing.T) {
				t.Parallel()
				for n, struck := 1, true; struck; n++ {
					f := kind
					f.at = n
					f.err = []error{syscall.ENOSPC, syscall.EACCES, syscall.EIO}[n%3]
					struck = failAt(t, c.change, c.done, &f)
				}
			})
		}
	}
}

// failAt lets one fault strike while a change is made, and reports whether
// there was anything left to strike.
func failAt(t *testing.T, change func(*testing.T, *store.Store) error, done string, f *fault) bool {
	t.Helper()
	h := newHome(t)
	add(t, h.open(), "old", "other")
	before := h.read("accounts.json")

	broken := *h
	d := &disk{before: func(string, string) error { return nil }}
	broken.options.FS = d
	s := broken.open()
	d.before = f.before
	err := change(t, s)
	if f.struck == "" {
		return false
	}
	d.before = func(string, string) error { return nil }
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	name := "failing to " + strings.ReplaceAll(f.struck, h.options.Paths.Data, "data")

	again := h.open()
	unfinished := is[*store.UnfinishedError](err)
	if err != nil && !unfinished && !f.onward && h.read("accounts.json") != before {
		t.Errorf("%s: after %v the index is\n%s", name, err, h.read("accounts.json"))
	}
	report := repair(t, again)
	accounts := names(t, again)
	switch {
	case err == nil && mustFail(f.struck):
		t.Errorf("%s: nobody was told", name)
	case err == nil:
		want(t, name, accounts, done)
	case unfinished && accounts == done:
	case accounts != "old other" && !errors.Is(err, store.ErrNotPutBack):
		t.Errorf("%s: got accounts %q, report %q and error %v", name, accounts, report, err)
	}
	var file *store.FileError
	if err != nil && (!errors.As(err, &file) || !strings.HasPrefix(file.Path, h.options.Paths.Data) || !errors.Is(err, f.err)) {
		t.Errorf("%s: the error does not name the file and the reason: %v", name, err)
	}
	if strings.Count(errorText(err), "accounts.json.new") > 0 {
		t.Errorf("%s: the error names a file that nobody knows: %v", name, err)
	}
	wantTruth(t, h)
	return true
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
		h.options.FS = nil
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
		"open accounts.json", "close accounts.json",
		"make accounts.json.previous.new", "write accounts.json.previous.new", "sync accounts.json.previous.new",
		"close accounts.json.previous.new", "rename accounts.json.previous",
		"make accounts.json.new", "write accounts.json.new", "sync accounts.json.new",
		"close accounts.json.new", "rename accounts.json",
		"sync data",
	}, ", "))
}
