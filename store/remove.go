package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Remove forgets an account and its key at once. When the vault refuses, the
// account stays as it was. When the vault gives no clear answer, or the index
// cannot be written any more, the account stays marked, and an
// [UnfinishedError] says so.
//
// Errors: those of [Store.Account], of [Vault] and of [Open]; [ErrBusy] when
// another process is changing the account.
func (s *Store) Remove(ctx context.Context, name string) error {
	e, err := s.markRemoving(ctx, name)
	if err != nil {
		return err
	}
	err = s.forgetAll(ctx, e.places())
	if err != nil && changedNothing(err) {
		undo := s.change(context.WithoutCancel(ctx), func(x *index) error { return s.restore(x, e.Name) })
		return fmt.Errorf("removing account %q: %w", e.Name, errors.Join(err, undo))
	}
	return s.endRemoval(ctx, e, err)
}

// MarkRemoving takes an account out of use. Its key stays until
// [Store.ForgetRemoved], or until a repair after this process; before that,
// [Store.Restore] brings the account back. Errors: those of [Store.Remove].
func (s *Store) MarkRemoving(name string) error {
	_, err := s.markRemoving(context.Background(), name)
	return err
}

// Restore takes back what [Store.MarkRemoving] did.
func (s *Store) Restore(name string) error {
	return s.change(context.Background(), func(x *index) error { return s.restore(x, name) })
}

// ForgetRemoved forgets every account that this process marked, with its key.
// Those whose vault fails stay marked for the next start; each is an
// [UnfinishedError] in the joined error.
func (s *Store) ForgetRemoved(ctx context.Context) error {
	x, err := s.read()
	if err != nil {
		return err
	}
	var failed []error
	for _, e := range x.entries {
		if e.State != Removing || !s.ours(e.owner) {
			continue
		}
		if err := s.endRemoval(ctx, e, s.forgetAll(ctx, e.places())); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

func (s *Store) markRemoving(ctx context.Context, name string) (marked entry, err error) {
	err = s.change(ctx, func(x *index) error {
		e, err := x.lookUp(name)
		if err != nil {
			return err
		}
		if s.alive(e.owner) {
			return busyAccount(e.Name)
		}
		if e.owner, err = s.own(); err != nil {
			return err
		}
		e.State = Removing
		marked = *e
		return nil
	})
	return marked, err
}

func (s *Store) restore(x *index, name string) error {
	e, err := x.lookUp(name)
	if err != nil {
		return err
	}
	if e.State != Removing {
		return nil
	}
	if s.alive(e.owner) {
		return busyAccount(e.Name)
	}
	if s.left(e.item) { // Its key may be gone.
		return &NoAccountError{Name: e.Name, Removing: true}
	}
	e.State = Kept
	if e.settled() {
		e.owner = ""
	}
	return nil
}

func busyAccount(name string) error { return fmt.Errorf("account %q: %w", name, ErrBusy) }

// endRemoval drops an entry whose items were forgotten; forgotten says how that
// went.
func (s *Store) endRemoval(ctx context.Context, e entry, forgotten error) error {
	if forgotten != nil {
		if !changedNothing(forgotten) {
			s.leave(e.item)
		}
		return &UnfinishedError{Name: e.Name, Doing: Removing, Err: forgotten}
	}
	err := s.change(context.WithoutCancel(ctx), func(x *index) error {
		x.drop(e.item)
		return nil
	})
	if err != nil {
		s.leave(e.item)
		return &UnfinishedError{Name: e.Name, Doing: Removing, Err: err}
	}
	return nil
}

// forgetAll empties items, the first of them last: while it is there, the
// account can be restored.
func (s *Store) forgetAll(ctx context.Context, places []place) error {
	for _, p := range slices.Backward(places) {
		vault, err := s.vault(p.vault)
		if err != nil {
			return err
		}
		if err := vault.Forget(ctx, p.item); err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return nil
}
