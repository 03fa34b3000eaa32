package store

import (
	"context"
	"errors"
	"slices"
)

// An Outcome is what a repair did about one thing.
type Outcome string

// What [Store.Repair] can do.
const (
	Finished  Outcome = "finished"   // an add had kept its key: the account is there
	Undone    Outcome = "undone"     // an add had kept nothing: its entry is gone
	Removed   Outcome = "removed"    // a removal was carried out
	Cleared   Outcome = "cleared"    // what a change had left elsewhere is forgotten
	LeftAlone Outcome = "left alone" // the vault could not tell; the next repair asks again
	Closed    Outcome = "closed"     // a file or folder was open to others
)

// A Repaired is one line of a repair's report.
type Repaired struct {
	Outcome Outcome
	Account Account // as it was found; empty when Path is set
	Path    string  // the file or folder, for Closed
	Err     error   // why, for LeftAlone; or why Path stayed open
}

// Repair finishes or undoes what was cut short and is nobody's work any more,
// and tells what it did. It never prompts and never guesses: where a vault
// cannot be asked, everything stays as it is. With nothing to do it takes no
// lock and touches no vault.
//
// Errors: those of [Open]; what is reported beside one was done.
func (s *Store) Repair(ctx context.Context) ([]Repaired, error) {
	report := s.takeTightened()
	x, err := s.read()
	if err != nil || s.refuseNewer(&x.index) != nil || !slices.ContainsFunc(x.entries, s.abandoned) {
		return report, err
	}
	claimed, err := s.claim(ctx)
	if err != nil {
		return report, err
	}
	var settled []settlement
	for _, e := range claimed {
		if done := s.settle(ctx, e); done.outcome != "" {
			settled = append(settled, done)
		}
	}
	err = s.change(context.WithoutCancel(ctx), func(x *index) error {
		for _, done := range settled {
			done.apply(x)
		}
		return nil
	})
	if err != nil {
		return report, err
	}
	for _, done := range settled {
		report = append(report, Repaired{Outcome: done.outcome, Account: done.found.Account, Err: done.err})
	}
	return report, nil
}

// abandoned reports whether an entry was cut short and its owner is gone.
func (s *Store) abandoned(e entry) bool {
	return !e.settled() && !s.ours(e.owner) && !s.alive(e.owner)
}

// claim makes this process the owner of what was abandoned, so that the vaults
// can be asked without the lock of the index, and by one process only.
func (s *Store) claim(ctx context.Context) (claimed []entry, err error) {
	err = s.change(ctx, func(x *index) error {
		for i := range x.entries {
			e := &x.entries[i]
			if !s.abandoned(*e) {
				continue
			}
			var err error
			if e.owner, err = s.own(); err != nil {
				return err
			}
			claimed = append(claimed, *e)
		}
		return nil
	})
	return claimed, err
}

// A settlement is what became of an abandoned entry.
type settlement struct {
	found   entry
	outcome Outcome
	place   place // where the key is, for Finished
	rest    []place
	err     error
}

// settle asks the vaults and changes them. What is to be said in the index comes
// later, but for a removal, which has its own order.
func (s *Store) settle(ctx context.Context, e entry) settlement {
	leftAlone := func(err error) settlement { return settlement{found: e, outcome: LeftAlone, err: err} }
	if err := s.look(ctx, e.places()); err != nil {
		return leftAlone(err)
	}
	switch e.State {
	case Adding:
		return s.settleAdding(ctx, e)
	case Removing:
		removed, err := s.removeMarked(ctx, e.item)
		switch {
		case err != nil:
			return leftAlone(err)
		case !removed:
			return settlement{} // It was restored meanwhile.
		}
		return settlement{found: e, outcome: Removed}
	case Kept, Moving:
		// Only what is known to be safe in its place may be forgotten elsewhere.
		if err := s.whole(ctx, e.place()); err != nil {
			return leftAlone(err)
		}
		if err := s.forgetAll(ctx, e.leftovers); err != nil {
			return leftAlone(err)
		}
		return settlement{found: e, outcome: Cleared}
	default:
		return leftAlone(errors.New("its state is unknown: " + string(e.State)))
	}
}

// settleAdding keeps the newest try whose key is there, unless the entry was
// added together with others.
func (s *Store) settleAdding(ctx context.Context, e entry) settlement {
	places := e.places()
	if e.repair == repairUndoes {
		if err := s.forgetAll(ctx, places); err != nil {
			return settlement{found: e, outcome: LeftAlone, err: err}
		}
		return settlement{found: e, outcome: Undone}
	}
	for i, p := range places {
		err := s.whole(ctx, p)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return settlement{found: e, outcome: LeftAlone, err: err}
		}
		rest := slices.Delete(places, i, i+1)
		if s.forgetAll(ctx, rest) == nil {
			rest = nil // Otherwise the next repair clears them.
		}
		return settlement{found: e, outcome: Finished, place: p, rest: rest}
	}
	return settlement{found: e, outcome: Undone}
}

// look makes sure that asking will neither prompt nor wait.
func (s *Store) look(ctx context.Context, places []place) error {
	for _, p := range places {
		vault, err := s.vault(p.vault)
		if err != nil {
			return err
		}
		if err := vault.Look(ctx); err != nil {
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
	switch done.outcome {
	case Finished:
		e.Vault, e.item, e.leftovers = done.place.vault, done.place.item, done.rest
		x.keep(e)
	case Undone:
		x.drop(e.item)
	case Cleared:
		e.State, e.leftovers = Kept, nil
	case Removed, LeftAlone, Closed: // Removed: the entry is gone already.
	}
}
