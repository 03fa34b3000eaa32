package store

import (
	"context"
	"strings"

	"lpkeys/domain"
)

// mostPicks bounds what an account takes of the index, which every program reads
// when it starts. No account of LivePerson's has nearly as many services.
const mostPicks = 1000

// Picks answers the services that a person ticked last for an account, in their
// order; none before the first time. They follow the account through a rename
// and a new key, and go with it.
//
// Errors: those of [Store.Account].
func (s *Store) Picks(name string) ([]domain.Service, error) {
	x, err := s.read()
	if err != nil {
		return nil, err
	}
	e, err := x.lookUp(name)
	if err != nil {
		return nil, err
	}
	return readPicks(e.picks), nil
}

// SetPicks remembers what [Store.Picks] answers: the first thousand of the names
// that are services'. Errors: those of [Store.SetDefault].
func (s *Store) SetPicks(name string, picks []domain.Service) error {
	text := writePicks(picks)
	return s.change(context.Background(), func(x *index) error {
		e, err := x.lookUpInUse(name)
		if err != nil {
			return err
		}
		e.picks = text
		return nil
	})
}

// A name of a service holds no blank, so the index has them as one text.

func readPicks(text string) (picks []domain.Service) {
	for name := range strings.FieldsSeq(text) {
		if s, err := domain.ParseService(name); err == nil && len(picks) < mostPicks {
			picks = append(picks, s)
		}
	}
	return picks
}

func writePicks(picks []domain.Service) string {
	var names []string
	for _, s := range picks {
		if _, err := domain.ParseService(string(s)); err == nil && len(names) < mostPicks {
			names = append(names, string(s))
		}
	}
	return strings.Join(names, " ")
}
