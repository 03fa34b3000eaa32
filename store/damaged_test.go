package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// putBack does what the hint about a damaged index says.
func (h *home) putBack() {
	h.t.Helper()
	h.write("accounts.json", h.read("accounts.json.previous"))
}

func TestADamagedIndexIsSetAsideAndThePreviousOneOffered(t *testing.T) {
	h := newHome(t)
	before := h.open()
	add(t, before, "one", "two")
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	const damage = `{"version": 1, "accounts": [{"CANARY`
	h.write("accounts.json", damage)

	_, err := store.Open(h.options)
	var damaged *store.DamagedError
	if !errors.As(err, &damaged) {
		t.Fatalf("got %v, want a DamagedError", err)
	}
	want(t, "path", damaged.Path, h.path("accounts.json"))
	want(t, "set aside", damaged.SetAside, h.path("accounts.json.damaged-20260304-050607"))
	want(t, "previous", damaged.Previous, h.path("accounts.json.previous"))
	want(t, "what was damaged", h.read("accounts.json.damaged-20260304-050607"), damage)
	for _, said := range []string{damaged.Path, damaged.SetAside, damaged.Previous, "line 1"} {
		if !strings.Contains(err.Error(), said) {
			t.Errorf("the error does not say %q: %v", said, err)
		}
	}
	if strings.Contains(err.Error(), "CANARY") {
		t.Errorf("the error repeats the file: %v", err)
	}

	// The next start must not take the missing index for a new beginning.
	_, err = store.Open(h.options)
	if !errors.As(err, &damaged) || damaged.Previous == "" || damaged.SetAside != "" {
		t.Fatalf("the next start: got %v", err)
	}
	h.putBack()
	s := h.open()
	want(t, "report", repair(t, s), "finished two")
	want(t, "accounts", names(t, s), "one two")
	wantTruth(t, h)
}

func TestASecondDamageOfTheSameSecondGetsItsOwnName(t *testing.T) {
	h := newHome(t)
	for _, text := range []string{"first", "second", "third"} {
		h.write("accounts.json", text)
		if _, err := store.Open(h.options); !is[*store.DamagedError](err) {
			t.Fatalf("got %v", err)
		}
	}
	for suffix, text := range map[string]string{"": "first", "-2": "second", "-3": "third"} {
		want(t, suffix, h.read("accounts.json.damaged-20260304-050607"+suffix), text)
	}
}

func TestDamageDuringTheRunOverwritesNothing(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "one", "two")
	h.write("accounts.json", "damage")
	if _, err := s.Add(t.Context(), account("three"), storetest.Key(3)); !is[*store.DamagedError](err) {
		t.Errorf("adding: got %v", err)
	}
	want(t, "what was damaged", h.read("accounts.json.damaged-20260304-050607"), "damage")
	if _, err := s.Accounts(); !is[*store.DamagedError](err) {
		t.Errorf("listing: got %v", err)
	}
	if _, err := s.Add(t.Context(), account("three"), storetest.Key(3)); !is[*store.DamagedError](err) {
		t.Errorf("adding again: got %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	h.putBack()
	repair(t, h.open())
	wantTruth(t, h)
}

func TestAnIndexEmptiedByAPowerCutIsNotANewBeginning(t *testing.T) {
	h := newHome(t)
	s := h.open()
	h.write("accounts.json", "")
	if _, err := s.Accounts(); !is[*store.DamagedError](err) {
		t.Errorf("listing: got %v", err)
	}
}

func TestALostIndexIsNoNewBeginningWhileAnythingIsLeftOfIt(t *testing.T) {
	later := `{"version": 2, "accounts": "elsewhere"}`
	for name, c := range map[string]struct {
		previous string
		err      error // of the disk, when it is asked for it
		matches  func(error) bool
	}{
		"the one before it is whole":             {`{"version": 1}`, nil, is[*store.DamagedError]},
		"the one before it is damaged":           {"damage", nil, is[*store.DamagedError]},
		"the one before it is of a later lpkeys": {later, nil, is[*store.NewerError]},
		"nobody may read the one before it":      {"", os.ErrPermission, is[*store.FileError]},
		"the disk fails":                         {"", syscall.EIO, is[*store.FileError]},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			h.write("accounts.json.previous", c.previous)
			h.options.FS = &disk{before: func(op, path string) error {
				if op == "open" && path == h.path("accounts.json.previous") {
					return c.err
				}
				return nil
			}}
			for range 2 {
				_, err := store.Open(h.options)
				if !c.matches(err) || c.err != nil && !errors.Is(err, c.err) {
					t.Errorf("got %v", err)
				}
				if !strings.Contains(errorText(err), h.path("accounts.json.previous")) {
					t.Errorf("got %v, which does not say where it is", err)
				}
			}
			want(t, "the one before it", h.read("accounts.json.previous"), c.previous)
		})
	}
}

func TestAPreviousIndexThatIsPutBackForgetsNoKeyThatWasChosen(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*store.Store) error
		key    int
		report string
	}{
		{"a removal taken back", func(s *store.Store) error { return errors.Join(s.MarkRemoving("acme"), s.Restore("acme")) }, 1, ""},
		{"a new key", func(s *store.Store) error { return s.Replace(t.Context(), "acme", storetest.Key(2)) }, 2, "cleared acme"},
		{"an old key brought back", func(s *store.Store) error {
			return errors.Join(s.Replace(t.Context(), "acme", storetest.Key(2)), s.RestoreKey(t.Context(), "acme"))
		}, 1, "cleared acme"},
		{"a move", func(s *store.Store) error { _, err := s.Move(t.Context(), "acme", store.FileVault); return err }, 1, "cleared acme"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHome(t).withFile()
			s := h.open()
			add(t, s, "acme")
			if err := errors.Join(c.change(s), s.Close()); err != nil {
				t.Fatal(err)
			}
			h.putBack()
			again := h.open()
			want(t, "report", repair(t, again), c.report)
			wantKey(t, again, "acme", c.key)
			wantTruth(t, h)
		})
	}
}

func TestAPreviousIndexThatIsPutBackKeepsAccountsThatCameTogether(t *testing.T) {
	h := newHome(t)
	s := h.open()
	if err := errors.Join(addAll(t, s, "a", "b"), s.Close()); err != nil {
		t.Fatal(err)
	}
	h.putBack()
	again := h.open()
	want(t, "report", repair(t, again), "")
	want(t, "accounts", names(t, again), "a b")
	wantTruth(t, h)
}

func TestDamageThatCannotBeMovedIsLeftWhereItIs(t *testing.T) {
	for _, op := range []string{"rename", "lock"} { // as on a disk that cannot be written to
		h := newHome(t)
		h.write("accounts.json", "damage")
		h.options.FS = &disk{before: func(about, _ string) error {
			if about == op {
				return os.ErrPermission
			}
			return nil
		}}
		_, err := store.Open(h.options)
		var damaged *store.DamagedError
		if !errors.As(err, &damaged) || damaged.SetAside != "" {
			t.Errorf("%s: got %v", op, err)
		}
		want(t, "index", h.read("accounts.json"), "damage")
	}
}

func TestAnIndexOfALaterVersionIsReadAndNeverWritten(t *testing.T) {
	h := newHome(t)
	add(t, h.open(), "acme")
	later := strings.Replace(h.read("accounts.json"), `"version": 1`, `"version": 2`, 1)
	h.write("accounts.json", later)

	s := h.open()
	var newer *store.NewerError
	if err := s.ReadOnly(); !errors.As(err, &newer) || newer.Version != 2 || newer.Ours != 1 || newer.Path != h.path("accounts.json") {
		t.Errorf("ReadOnly: got %v", err)
	}
	if _, err := s.Key(t.Context(), "acme"); err != nil {
		t.Errorf("its key: %v", err)
	}
	for name, change := range map[string]func() error{
		"Add":          func() error { _, err := s.Add(t.Context(), account("new"), storetest.Key(1)); return err },
		"Remove":       func() error { return s.Remove(t.Context(), "acme") },
		"MarkRemoving": func() error { return s.MarkRemoving("acme") },
		"Restore":      func() error { return s.Restore("acme") },
		"Rename":       func() error { return s.Rename("acme", "new") },
		"SetDefault":   func() error { return s.SetDefault("acme") },
	} {
		if err := change(); !is[*store.NewerError](err) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	want(t, "report", repair(t, s), "")
	want(t, "index", h.read("accounts.json"), later)

	h.write("accounts.json", `{"version": 2, "accounts": "elsewhere"}`)
	if _, err := store.Open(h.options); !is[*store.NewerError](err) {
		t.Errorf("one that makes no sense here: got %v", err)
	}
	want(t, "index", h.read("accounts.json"), `{"version": 2, "accounts": "elsewhere"}`)
}

func TestAccountsOfALaterKindAreListedAndKept(t *testing.T) {
	h := newHome(t)
	add(t, h.open(), "acme", "next")
	text := h.read("accounts.json")
	at := strings.LastIndex(text, `"oauth1"`)
	h.write("accounts.json", text[:at]+`"oauth2", "client": "id"`+text[at+len(`"oauth1"`):])
	s := h.open()
	if _, err := s.Key(t.Context(), "next"); !errors.Is(err, store.ErrUnsupported) {
		t.Errorf("its key: got %v", err)
	}
	if err := s.Rename("acme", "old"); err != nil {
		t.Fatal(err)
	}
	want(t, "accounts", names(t, h.open()), "old next")
	if index := h.read("accounts.json"); !strings.Contains(index, `"oauth2"`) || !strings.Contains(index, `"client": "id"`) {
		t.Errorf("the later kind was lost:\n%s", index)
	}
}

func TestThePreviousGenerationIsKept(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	before := h.read("accounts.json")
	if err := s.Rename("acme", "bolt"); err != nil {
		t.Fatal(err)
	}
	want(t, "previous", h.read("accounts.json.previous"), before)
	if err := s.Rename("bolt", "bolt"); err != nil {
		t.Fatal(err)
	}
	want(t, "previous after a change that is none", h.read("accounts.json.previous"), before)
}

func TestATemporaryFileOfAKilledProcessIsCleared(t *testing.T) {
	h := newHome(t)
	h.write("accounts.json.new", "half a")
	add(t, h.open(), "acme")
	files, err := filepath.Glob(h.path("*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".new") {
			t.Errorf("%s is still there", file)
		}
	}
}
