package services

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/screen"
)

// slow is a keeper whose answers can be held back, and who notes what it is to
// keep.
type slow struct {
	picks []domain.Service
	err   error
	hold  chan struct{} // SetPicks waits for it, unless it is nil
	kept  []string
}

func (s *slow) Picks(string) ([]domain.Service, error) { return s.picks, s.err }

func (s *slow) SetPicks(name string, picks []domain.Service) error {
	if s.hold != nil {
		<-s.hold
	}
	s.kept = append(s.kept, fmt.Sprint(name, picks))
	return nil
}

// nowhere keeps nothing and knows nobody.
type nowhere struct{}

func (nowhere) Locate(context.Context, domain.AccountID, domain.Service, domain.Options) (domain.Answer, error) {
	return domain.Answer{}, errors.New("nothing is kept")
}

func (nowhere) All(context.Context, domain.AccountID, domain.Options) (domain.List, error) {
	return domain.List{}, errors.New("nothing is kept")
}

func opened(t *testing.T, k Keeper) Model {
	return New(t.Context(), nowhere{}, k, store.Account{Name: "acme", ID: "12345678"})
}

// told is the model after a message, and what it wants done.
func told(m Model, msg tea.Msg) (Model, tea.Cmd) {
	next, cmd := m.Update(msg)
	return next.(Model), cmd
}

func TestWhatIsTickedBeforeThePicksAreKnownJoinsThem(t *testing.T) {
	k := &slow{picks: []domain.Service{"rtbf"}}
	m := opened(t, k)
	m, cmd := told(m, tickMsg{})
	if cmd != nil {
		cmd()
	}
	if k.kept != nil {
		t.Fatalf("kept %q before it was known what was ticked", k.kept)
	}
	m, cmd = told(m, m.Init()())
	cmd()
	if len(k.kept) != 1 || k.kept[0] != "acme[msgHist rtbf]" {
		t.Errorf("kept %q", k.kept)
	}
	_, cmd = told(m, tickMsg{})
	cmd()
	if len(k.kept) != 2 || k.kept[1] != "acme[rtbf]" {
		t.Errorf("kept %q after another tick", k.kept)
	}
}

func TestPicksThatCannotBeReadAreNotReplaced(t *testing.T) {
	k := &slow{err: errors.New("a damaged index")}
	m := opened(t, k)
	m, _ = told(m, m.Init()())
	if _, cmd := told(m, tickMsg{}); cmd != nil {
		cmd()
	}
	if k.kept != nil {
		t.Errorf("kept %q", k.kept)
	}
}

func TestTheLastTickIsTheOneThatIsKeptHoweverLongWritingTakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &slow{hold: make(chan struct{})}
		m := opened(t, k)
		m, _ = told(m, m.Init()())
		for range 5 {
			var cmd tea.Cmd
			m, cmd = told(m, tickMsg{})
			go cmd()
			m, _ = told(m, screen.Move(1))
		}
		synctest.Wait() // They all wait now, and the person leaves.
		close(k.hold)
		synctest.Wait()
		want := "acme[msgHist engHistDomain agentManagerWorkspace leDataReporting msgEwtAPI]"
		if n := len(k.kept); n == 0 || n > 2 || k.kept[n-1] != want {
			t.Errorf("kept %q, want %q last", k.kept, want)
		}
	})
}

func TestWhatIsKeptOfAnotherAccountIsNotTaken(t *testing.T) {
	k := &slow{picks: []domain.Service{"rtbf"}}
	m := opened(t, k)
	late := m.Init()()
	k.picks = nil
	m, cmd := m.follow(store.Account{Name: "bolt", ID: "87654321"})
	m, _ = told(m, cmd())
	if m, _ = told(m, late); len(m.picks()) != 0 {
		t.Errorf("%d are ticked", len(m.picks()))
	}
}
