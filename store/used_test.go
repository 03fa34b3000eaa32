package store_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// read reads a key as a program does that signs with it.
func read(t *testing.T, s *store.Store, name string) {
	t.Helper()
	if _, err := s.Key(t.Context(), name); err != nil {
		t.Fatal(err)
	}
}

func TestTheDayOfTheLastUseIsRememberedAcrossStarts(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	add(t, s, "other")
	if used := s.LastUsed(); len(used) != 0 {
		t.Errorf("before any use: got %v, want none", used)
	}
	read(t, s, "acme")
	if err := s.Rename("acme", "acme prod"); err != nil {
		t.Fatal(err)
	}
	used := h.open().LastUsed()
	if day, want := used["acme prod"], time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC); len(used) != 1 || !day.Equal(want) {
		t.Errorf("got %v, want acme prod on %v alone", used, want)
	}
}

func TestTheLastUseStaysKnownWhereverTheKeyGoes(t *testing.T) {
	h := newHome(t).withFile()
	s := h.open()
	add(t, s, "acme")
	read(t, s, "acme")
	for _, step := range []struct {
		name string
		do   func() error
	}{
		{"another key", func() error { return s.Replace(t.Context(), "acme", storetest.Key(2)) }},
		{"the old one again", func() error { return s.RestoreKey(t.Context(), "acme") }},
		{"another vault", func() error { _, err := s.Move(t.Context(), "acme", store.FileVault); return err }},
		{"another name", func() error { return s.Rename("acme", "acme prod") }},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if used := h.open().LastUsed(); len(used) != 1 {
			t.Errorf("after %s: got %v, want one day", step.name, used)
		}
	}
}

func TestAUseIsRecordedOnceADay(t *testing.T) {
	h := newHome(t)
	day := 4
	h.options.Now = func() time.Time { return time.Date(2026, 3, day, 23, 59, 0, 0, time.UTC) }
	d := h.inMemory()
	add(t, h.open(), "acme")
	renamed := 0
	d.before = func(op, _ string) error {
		if op == "rename" {
			renamed++
		}
		return nil
	}
	for _, want := range []int{1, 1, 2, 2} {
		if want == 2 {
			day = 5
		}
		s := h.open() // as every lpkeys sign does
		read(t, s, "acme")
		read(t, s, "acme")
		if renamed != want {
			t.Errorf("on day %d: %d writes, want %d", day, renamed, want)
		}
	}
}

func TestAUseTouchesNeitherTheIndexNorTheGenerationBefore(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	index, previous := h.read("accounts.json"), h.read("accounts.json.previous")
	read(t, s, "acme")
	if h.read("accounts.json") != index || h.read("accounts.json.previous") != previous {
		t.Error("reading a key changed the index")
	}
}

func TestAUseThatCannotBeRecordedIsNobodysError(t *testing.T) {
	for _, op := range []string{"open", "lock", "rename", "write", "remove"} {
		h := newHome(t)
		d := h.inMemory()
		s := h.open()
		add(t, s, "acme")
		d.before = func(doing, path string) error {
			if doing == op && strings.Contains(path, "used") {
				return errors.New("disk on fire")
			}
			return nil
		}
		read(t, s, "acme")
		if used := s.LastUsed(); len(used) != 0 {
			t.Errorf("with a failing %s: got %v", op, used)
		}
		d.before = healthy
		read(t, s, "acme")
		if used := s.LastUsed(); len(used) != 1 {
			t.Errorf("after a failing %s: got %v, want one", op, used)
		}
	}
}

func TestWhatWasUsedIsForgottenWithItsAccountAndOddLinesWithIt(t *testing.T) {
	h := newHome(t)
	s := h.open()
	for _, name := range []string{"acme", "other"} {
		add(t, s, name)
		read(t, s, name)
	}
	if err := s.Remove(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	h.write("used.txt", h.read("used.txt")+"no day\n\x00\nother-aaaaaaaa 2026-99-99\n")
	h.options.Now = func() time.Time { return time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC) }
	read(t, h.open(), "other")
	if text := h.read("used.txt"); strings.Count(text, "\n") != 1 || !strings.Contains(text, "2026-03-09") {
		t.Errorf("the file says %q, want one line", text)
	}
}

func TestKeysThatCanBeBroughtBackAreKnown(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	add(t, s, "other")
	wantReplaced := func(when string, want ...string) {
		t.Helper()
		if got := s.Replaced(); strings.Join(got, ",") != strings.Join(want, ",") {
			t.Errorf("%s: got %q, want %q", when, got, want)
		}
	}
	wantReplaced("at first")
	replace(t, s, "acme", 2)
	wantReplaced("after replacing", "acme")
	if err := s.RestoreKey(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	wantReplaced("after bringing back")
	replace(t, s, "acme", 3)
	if err := s.ForgetRemoved(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantReplaced("after forgetting")
}
