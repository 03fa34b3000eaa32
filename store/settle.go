package store

import (
	"context"
	"errors"
)

// A settlement is what became of an abandoned entry.
type settlement struct {
	found   entry
	outcome Outcome
	place   place   // where the key is; zero when nothing is to be said about it
	rest    []place // where something may still be left beside it
	err     error
}

// settle asks the vaults and changes them. What is to be said in the index comes
// later, but for a removal, which has its own order. The caller has the turn for
// keys.
func (s *Store) settle(ctx context.Context, e entry) settlement {
	leftAlone := func(err error) settlement { return settlement{found: e, outcome: LeftAlone, err: err} }
	if err := s.look(ctx, e.places()); err != nil {
		return leftAlone(err)
	}
	switch e.State {
	case Removing:
		removed, err := s.removeMarked(ctx, e.item)
		switch {
		case err != nil:
			return leftAlone(err)
		case !removed:
			return settlement{} // It was restored meanwhile.
		}
		return settlement{found: e, outcome: Removed}
	case Adding, Kept, Moving, Replacing:
		if e.State == Adding && e.repair == repairUndoes {
			return s.settleTogether(ctx, e)
		}
		return s.settleKey(ctx, e)
	default:
		return leftAlone(errors.New("its state is unknown: " + string(e.State)))
	}
}

// settleKey keeps the first of an entry's keys that is there, and forgets the
// others: only what is known to be safe in its place may be forgotten elsewhere.
// An account that was being added may have none.
func (s *Store) settleKey(ctx context.Context, e entry) settlement {
	places := e.places()
	for _, p := range places {
		err := s.whole(ctx, p)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return settlement{found: e, outcome: LeftAlone, err: err}
		}
		done := settlement{found: e, outcome: Cleared, place: p}
		done.rest, done.err = forgetEach(without(places, []place{p}), func(p place) error { return s.forget(ctx, p) })
		switch {
		case e.State == Adding:
			done.outcome, done.err = Finished, nil // The next repair clears the rest.
		case done.err != nil:
			done.outcome = LeftAlone
		}
		return done
	}
	if e.State == Adding {
		return settlement{found: e, outcome: Undone}
	}
	return settlement{found: e, outcome: LeftAlone, err: ErrNotFound}
}

// settleTogether undoes what was added together with others, of which one may be
// missing.
func (s *Store) settleTogether(ctx context.Context, e entry) settlement {
	if _, err := s.forgetAll(ctx, e.places()); err != nil {
		return settlement{found: e, outcome: LeftAlone, err: err}
	}
	return settlement{found: e, outcome: Undone}
}

// look makes sure that asking will neither prompt nor wait.
func (s *Store) look(ctx context.Context, places []place) error {
	for _, p := range places {
		if err := s.ask(ctx, p.vault, func(v Vault) error { return v.Look(ctx) }); err != nil {
			return err
		}
	}
	return nil
}

// whole answers nil when a whole key is in its place.
func (s *Store) whole(ctx context.Context, p place) error {
	key, err := s.get(ctx, p)
	if err != nil {
		return err
	}
	return key.Validate()
}

// apply writes down what was settled, unless the account went another way while
// the vaults were asked.
func (done settlement) apply(x *index) {
	e := x.byItem(done.found.item)
	if e == nil || e.State != done.found.State {
		return
	}
	e.owner = ""
	switch {
	case done.outcome == Undone:
		x.drop(e.item)
	case done.place.item != "":
		e.Vault, e.item, e.leftovers = done.place.vault, done.place.item, done.rest
		if e.State == Adding {
			x.keep(e)
		}
		e.rest()
	}
}
