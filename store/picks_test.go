package store_test

import (
	"fmt"
	"strings"
	"testing"

	"lpkeys/domain"
	"lpkeys/store"
)

func picks(t *testing.T, s *store.Store, name string) string {
	t.Helper()
	picked, err := s.Picks(name)
	if err != nil {
		t.Fatalf("picks of %q: %v", name, err)
	}
	var names []string
	for _, service := range picked {
		names = append(names, string(service))
	}
	return strings.Join(names, " ")
}

func pick(t *testing.T, s *store.Store, name string, services ...domain.Service) {
	t.Helper()
	if err := s.SetPicks(name, services); err != nil {
		t.Fatalf("picking for %q: %v", name, err)
	}
}

func TestPicksAreThereAtTheNextStartInTheirOrder(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme", "bolt")
	want(t, "before the first time", picks(t, s, "acme"), "")
	pick(t, s, "acme", "msgHist", "a.b-c_d", "accountConfigReadOnly")
	s = h.open()
	want(t, "after a restart", picks(t, s, "ACME"), "msgHist a.b-c_d accountConfigReadOnly")
	want(t, "of another account", picks(t, s, "bolt"), "")
	pick(t, s, "acme")
	want(t, "after all are unticked", picks(t, h.open(), "acme"), "")
	if text := h.read("accounts.json"); strings.Contains(text, "services") {
		t.Errorf("the index still speaks of services:\n%s", text)
	}
}

func TestPicksFollowTheirAccountAndGoWithIt(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	pick(t, s, "acme", "msgHist")
	if err := s.Rename("acme", "acme-prod"); err != nil {
		t.Fatal(err)
	}
	replace(t, s, "acme-prod", 5)
	want(t, "after a rename and a new key", picks(t, s, "acme-prod"), "msgHist")
	if _, err := s.Copy(t.Context(), "acme-prod", "twin"); err != nil {
		t.Fatal(err)
	}
	want(t, "of a copy", picks(t, s, "twin"), "")
	if err := s.MarkRemoving("acme-prod"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetPicks("acme-prod", nil); !is[*store.NoAccountError](err) {
		t.Errorf("picking for an account that is being removed: got %v", err)
	}
	if err := s.Restore("acme-prod"); err != nil {
		t.Fatal(err)
	}
	want(t, "after the removal was undone", picks(t, s, "acme-prod"), "msgHist")
	if err := s.Remove(t.Context(), "acme-prod"); err != nil {
		t.Fatal(err)
	}
	add(t, s, "acme-prod")
	want(t, "of a new account of that name", picks(t, s, "acme-prod"), "")
	wantTruth(t, h)
}

func TestWhatIsNoServiceIsNeverPicked(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	pick(t, s, "acme", "", "msg Hist", "../x", "msg\u202eHist", "msgHist", domain.Service(strings.Repeat("x", 65)))
	want(t, "picks", picks(t, s, "acme"), "msgHist")
	h.write("accounts.json", strings.Replace(h.read("accounts.json"), `"msgHist"`, `"../x  msgHist a/b sentinel"`, 1))
	want(t, "picks of an index that somebody edited", picks(t, h.open(), "acme"), "msgHist sentinel")
}

func TestAThousandPicksAreRememberedAndNoMore(t *testing.T) {
	s := newHome(t).open()
	add(t, s, "acme")
	var many []domain.Service
	for i := range 1500 {
		many = append(many, domain.Service(fmt.Sprintf("service%d", i)))
	}
	pick(t, s, "acme", many...)
	got, err := s.Picks("acme")
	if err != nil || len(got) != 1000 || got[999] != "service999" {
		t.Errorf("got %d picks, %v", len(got), err)
	}
}

func TestPickingForNobodyIsAnError(t *testing.T) {
	s := newHome(t).open()
	add(t, s, "acme")
	if err := s.SetPicks("nobody", nil); !is[*store.NoAccountError](err) {
		t.Errorf("setting: got %v", err)
	}
	if _, err := s.Picks("nobody"); !is[*store.NoAccountError](err) {
		t.Errorf("reading: got %v", err)
	}
}
