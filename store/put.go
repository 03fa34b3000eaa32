package store

import (
	"context"
	"errors"

	"lpkeys/oauth"
)

// A putting is a key on its way into an item that the index names already.
type putting struct {
	doing State  // Adding, Moving or Replacing
	name  string // the account's
	vault Vault
	item  string
}

// put keeps the key, or else takes the item out of the index again. From here on
// a change is finished or undone even if ctx ends.
func (s *Store) put(ctx context.Context, p putting, key oauth.Credentials) error {
	last := context.WithoutCancel(ctx)
	if err := ctx.Err(); err != nil {
		return s.giveUp(last, p, err)
	}
	err := p.vault.Put(ctx, p.item, key)
	switch {
	case err == nil:
		return nil
	case changedNothing(err):
		return s.giveUp(last, p, err)
	default:
		return s.giveTime(last, p, err)
	}
}

// giveUp takes an item that holds nothing out of the index, and answers why.
func (s *Store) giveUp(ctx context.Context, p putting, why error) error {
	err := s.change(ctx, func(x *index) error {
		x.giveUp(p.item)
		return nil
	})
	if err != nil {
		s.leave(p.item)
		return errors.Join(why, err)
	}
	return why
}

// giveTime is for an item that may still arrive: it stays in the index until
// this process has ended.
func (s *Store) giveTime(ctx context.Context, p putting, why error) error {
	s.leave(p.item)
	err := s.change(ctx, func(x *index) error {
		if e := x.holding(p.item); e != nil {
			e.rest()
		}
		return nil
	})
	return &UnfinishedError{Name: p.name, Doing: p.doing, Err: errors.Join(why, err)}
}

// takeBack empties an item that was put and could not become an account's. It
// looks what the index says first: a disk that fails twice may have kept the new
// entry after all, and the key must not go from under it.
func (s *Store) takeBack(ctx context.Context, p putting, why error) error {
	x, err := s.load(nil)
	if err != nil {
		return s.giveTime(ctx, p, errors.Join(why, err))
	}
	if e := x.byItem(p.item); e != nil && e.State != Adding {
		return &UnfinishedError{Name: p.name, Doing: p.doing, Err: why}
	}
	if err := p.vault.Forget(ctx, p.item); err != nil && !errors.Is(err, ErrNotFound) {
		return s.giveTime(ctx, p, errors.Join(why, err))
	}
	return s.giveUp(ctx, p, why)
}
