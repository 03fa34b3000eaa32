package store

import (
	"context"
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

	// Account is as it was found, and empty when Path or Item is set. Its State
	// says what was cut short: one that was [Moving] or [Replacing] has the key
	// that it had before.
	Account Account

	// Others is how many more were added together with Account and met the same.
	Others int

	Item Item   // for Cleared: what an account that is removed had left
	Path string // the file or folder, for Closed
	Err  error  // why, for LeftAlone; or why Path stayed open
}

// Repair finishes or undoes what was cut short and is nobody's work any more,
// and tells what it did. It never prompts and never guesses: where a vault
// cannot be asked, everything stays as it is. With nothing to do it takes no
// lock and touches no vault.
//
// Errors: those of [Open]; what is reported beside one was done.
func (s *Store) Repair(ctx context.Context) ([]Repaired, error) {
	ctx = quietly(ctx)
	report := s.takeTightened()
	x, err := s.read()
	if err != nil || s.refuseNewer(&x.index) != nil {
		return report, err
	}
	report = append(report, s.finishRenames(ctx, &x.index)...)
	if slices.ContainsFunc(x.entries, s.abandoned) {
		settled, err := s.settleAbandoned(ctx)
		report = append(report, settled...)
		if err != nil {
			return report, err
		}
	}
	swept, err := s.sweep(ctx, x.leftovers)
	return append(report, swept...), err
}

// settleAbandoned settles every entry that is nobody's work.
func (s *Store) settleAbandoned(ctx context.Context) (report []Repaired, err error) {
	if err := s.takeKeys(ctx); err != nil {
		return nil, err
	}
	defer s.giveKeys()
	claimed, err := s.claim(ctx)
	if err != nil {
		return nil, err
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
		return nil, err
	}
	return reportOf(settled), nil
}

// reportOf has one line for all that were added together: a bundle may hold a
// thousand.
func reportOf(settled []settlement) (report []Repaired) {
	together := make(map[Outcome]int)
	for _, done := range settled {
		if done.found.repair == repairUndoes {
			if at, told := together[done.outcome]; told {
				report[at].Others++
				continue
			}
			together[done.outcome] = len(report)
		}
		report = append(report, Repaired{Outcome: done.outcome, Account: done.found.Account, Err: done.err})
	}
	return report
}

// sweep forgets what removed accounts have left, where a vault opens by itself.
// Where none does there is nothing to tell: the person knows.
func (s *Store) sweep(ctx context.Context, left []place) (report []Repaired, err error) {
	left = slices.DeleteFunc(slices.Clone(left), func(p place) bool { return s.ours(p.owner) || s.alive(p.owner) })
	rest, _ := forgetEach(left, func(p place) error { return s.forgetIfOpen(ctx, p) })
	gone := without(left, rest)
	if len(gone) == 0 {
		return nil, nil
	}
	err = s.change(context.WithoutCancel(ctx), func(x *index) error {
		x.leftovers = without(x.leftovers, gone)
		return nil
	})
	for _, p := range gone {
		report = append(report, Repaired{Outcome: Cleared, Item: p.asItem()})
	}
	return report, err
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
