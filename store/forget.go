package store

import (
	"context"
	"errors"
	"slices"
)

// ForgetRemoved forgets, with its key, every account that this process marked,
// and every key that it replaced: neither can be restored any more. What a vault
// does not forget stays in the index for the next start. In the joined error
// each such account is an [UnfinishedError], and each such key a
// [LeftoverError].
func (s *Store) ForgetRemoved(ctx context.Context) error {
	x, err := s.read()
	if err != nil {
		return err
	}
	var failed []error
	for _, e := range x.entries {
		if !s.ours(e.owner) {
			continue
		}
		if e.State == Removing {
			err = s.forgetMarked(ctx, e)
		} else {
			err = s.forgetReplaced(ctx, e)
		}
		failed = append(failed, err)
	}
	return errors.Join(failed...)
}

func (s *Store) forgetMarked(ctx context.Context, e entry) error {
	if err := s.takeKeys(ctx); err != nil {
		return &UnfinishedError{Name: e.Name, Doing: Removing, Err: err}
	}
	defer s.giveKeys()
	if _, err := s.removeMarked(ctx, e.item); err != nil {
		return &UnfinishedError{Name: e.Name, Doing: Removing, Err: err}
	}
	return nil
}

func (s *Store) forgetReplaced(ctx context.Context, e entry) error {
	if len(s.clearable(&e)) == 0 {
		return nil
	}
	if err := s.takeKeys(ctx); err != nil {
		return leftoverError(e.Name, e.leftovers, err)
	}
	defer s.giveKeys()
	x, err := s.read()
	if err != nil {
		return leftoverError(e.Name, e.leftovers, err)
	}
	now := x.byItem(e.item)
	if now == nil {
		return nil // Its account or its key has gone another way meanwhile.
	}
	e = *now
	return s.clear(ctx, &e)
}

// clear forgets what an account has left elsewhere, but for what may still
// arrive. Only what is known to be safe in its place may be forgotten elsewhere.
// The caller has the turn for keys. The error is a [LeftoverError].
func (s *Store) clear(ctx context.Context, e *entry) error {
	left := s.clearable(e)
	rest, err := left, s.whole(ctx, e.place())
	if err == nil {
		for _, p := range left { // None is the one before, once one of them is gone.
			s.takeUp(p.item)
		}
		rest, err = forgetEach(left, func(p place) error { return s.forget(ctx, p) })
	}
	changing := s.change(context.WithoutCancel(ctx), func(x *index) error {
		if now := x.byItem(e.item); now != nil {
			now.clear(without(left, rest)...)
			now.rest()
		}
		return nil
	})
	if changing != nil {
		return leftoverError(e.Name, left, errors.Join(err, changing))
	}
	e.clear(without(left, rest)...)
	e.rest()
	if err != nil {
		return leftoverError(e.Name, rest, err)
	}
	return nil
}

// clearable are the items that an account needs no more and that will not
// arrive late.
func (s *Store) clearable(e *entry) []place {
	return slices.DeleteFunc(slices.Clone(e.leftovers), func(p place) bool { return s.left(p.item) })
}

// forgetEach tries every item, and answers those that may not be empty.
func forgetEach(places []place, forget func(place) error) (rest []place, err error) {
	for _, p := range places {
		if e := forget(p); e != nil {
			rest, err = append(rest, p), errors.Join(err, e)
		}
	}
	return rest, err
}

// forgetAll empties the items of an entry, its own last: while that is there, the
// account can be restored. The keys that were replaced go in their order, so that
// the last of them can be brought back the longest. It stops at the first item that
// a vault does not forget, and answers what may be left.
func (s *Store) forgetAll(ctx context.Context, places []place) (rest []place, err error) {
	rest = append(slices.Clone(places[1:]), places[0])
	for len(rest) > 0 {
		if err := s.forget(ctx, rest[0]); err != nil {
			return rest, err
		}
		rest = rest[1:]
	}
	return nil, nil
}

// forget empties an item, which may be empty already.
func (s *Store) forget(ctx context.Context, p place) error {
	err := s.ask(ctx, p.vault, func(v Vault) error { return v.Forget(ctx, p.item) })
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// forgetIfOpen is forget for a vault that may be gone: one that does not open by
// itself is left alone. It belongs into a round.
func (s *Store) forgetIfOpen(ctx context.Context, p place) error {
	if err := s.look(ctx, []place{p}); err != nil {
		return err
	}
	return s.forget(ctx, p)
}
