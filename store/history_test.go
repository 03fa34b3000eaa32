package store_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"lpkeys/store"
)

func record(t *testing.T, s *store.Store, name string, a store.Attempt) {
	t.Helper()
	if err := s.Record(use(t, s, name), a); err != nil {
		t.Fatalf("recording for %q: %v", name, err)
	}
}

func use(t *testing.T, s *store.Store, name string) store.Used {
	t.Helper()
	_, used, err := s.UseKey(t.Context(), name)
	if err != nil {
		t.Fatalf("reading the key of %q: %v", name, err)
	}
	return used
}

func wantHistory(t *testing.T, when string, s *store.Store, name string, want store.History) {
	t.Helper()
	if got, err := s.History(name); err != nil || got != want {
		t.Errorf("%s: got %+v, %v, want %+v", when, got, err, want)
	}
}

// The last of each kind is kept.
var (
	at        = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)
	itWorked  = store.Attempt{At: at, Operation: "msgHist.conversations.search", Status: 200}
	itRefused = store.Attempt{At: at.Add(time.Hour), Operation: "GET va.ac.liveperson.net", Status: 403, Cause: "permission"}
	twoOfThem = store.History{Worked: itWorked, Refused: itRefused}
)

func TestTheHistoryOfAKeyIsThereAtTheNextStart(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme", "bolt")
	index := h.read("accounts.json")
	wantHistory(t, "before the first time", s, "acme", store.History{})
	record(t, s, "acme", store.Attempt{At: at.Add(-time.Hour), Operation: "earlier", Status: 200})
	record(t, s, "acme", itWorked)
	record(t, s, "ACME", itRefused)
	wantHistory(t, "after a restart", h.open(), "acme", twoOfThem)
	wantHistory(t, "of another account", s, "bolt", store.History{})
	want(t, "the index", h.read("accounts.json"), index)
	if err := s.Record(store.Used{}, itWorked); err == nil {
		t.Error("it was recorded for nobody")
	}
}

func TestTheHistoryFollowsTheKeyAndGoesWithIt(t *testing.T) {
	h := newHome(t).withFile()
	s := h.open()
	add(t, s, "acme")
	record(t, s, "acme", itWorked)
	record(t, s, "acme", itRefused)
	if err := s.Rename("acme", "acme-prod"); err != nil {
		t.Fatal(err)
	}
	wantHistory(t, "after a rename", s, "acme-prod", twoOfThem)
	replace(t, s, "acme-prod", 5)
	wantHistory(t, "of another key", s, "acme-prod", store.History{})
	if err := s.RestoreKey(t.Context(), "acme-prod"); err != nil {
		t.Fatal(err)
	}
	wantHistory(t, "when that is undone", s, "acme-prod", twoOfThem)
	move(t, s, "acme-prod", store.FileVault)
	wantHistory(t, "in another vault", h.open(), "acme-prod", store.History{})
	if err := s.Remove(t.Context(), "acme-prod"); err != nil {
		t.Fatal(err)
	}
	add(t, s, "acme-prod")
	wantHistory(t, "of a new account of that name", s, "acme-prod", store.History{})
	record(t, s, "acme-prod", itWorked)
	if text := h.read("history.json"); strings.Count(text, "worked") != 1 || strings.Contains(text, "refused") {
		t.Errorf("the file still knows who has gone:\n%s", text)
	}
}

func TestWhatCameOfAKeyIsNotTheNextOnes(t *testing.T) {
	h := newHome(t)
	s, other := h.open(), h.open()
	add(t, s, "acme")
	used := use(t, s, "acme")
	replace(t, other, "acme", 5) // while a request is under way
	if err := s.Record(used, itRefused); err != nil {
		t.Fatal(err)
	}
	wantHistory(t, "of the new key", s, "acme", store.History{})
	if err := other.RestoreKey(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	wantHistory(t, "of the old one, brought back", s, "acme", store.History{Refused: itRefused})
	used = use(t, s, "acme")
	if err := other.Remove(t.Context(), "acme"); err != nil {
		t.Fatal(err)
	}
	add(t, other, "acme")
	if err := s.Record(used, itWorked); err == nil {
		t.Error("it was recorded for an account that has gone")
	}
	wantHistory(t, "of a new account of that name", s, "acme", store.History{})
}

func TestAHistoryThatMakesNoSenseIsAsGoodAsNone(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	for _, text := range []string{"", "no JSON", "[]", `{"history": 1}`, `{"history": {"x": {"worked": {"at": "never"}}}}`} {
		h.write("history.json", text)
		wantHistory(t, text, s, "acme", store.History{})
		record(t, s, "acme", itWorked)
		wantHistory(t, "after "+text, s, "acme", store.History{Worked: itWorked})
	}
}

func TestWhatIsRecordedIsCleanAndShort(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	record(t, s, "acme", store.Attempt{At: at, Operation: "GET \x1b[31mhost\u202e" + strings.Repeat("x", 500), Status: 200})
	got, err := s.History("acme")
	if name := got.Worked.Operation; err != nil || len(name) > 128 || strings.ContainsAny(name, "\x1b\u202e") {
		t.Errorf("got %q, %v", name, err)
	}
}

func TestADiskThatTakesNoHistoryLeavesTheAccountsAlone(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	index := h.read("accounts.json")
	if err := os.MkdirAll(h.path("history.json.new/x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.Record(use(t, s, "acme"), itWorked); err == nil || errors.Is(err, store.ErrNoAccounts) {
		t.Errorf("got %v, want an error of the disk", err)
	}
	want(t, "the index", h.read("accounts.json"), index)
	wantHistory(t, "after it", h.open(), "acme", store.History{})
}
