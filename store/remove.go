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
	r, err := s.remove(ctx, func(x *index) (*entry, error) { return s.removable(x, name) })
	switch {
	case err == nil || r == nil:
		return err
	case r.unclear:
		return &UnfinishedError{Name: r.Name, Doing: Removing, Err: err}
	default:
		return fmt.Errorf("removing account %q: %w", r.Name, err)
	}
}

// MarkRemoving takes an account out of use. Its key stays until
// [Store.ForgetRemoved], or until a repair after this process; before that,
// [Store.Restore] brings the account back. Errors: those of [Store.Remove].
func (s *Store) MarkRemoving(name string) error {
	return s.change(context.Background(), func(x *index) error {
		e, err := s.removable(x, name)
		if err != nil {
			return err
		}
		if s.left(e.item) { // A mark that cannot be taken back would be no mark.
			return &NoAccountError{Name: e.Name, Removing: true}
		}
		return s.mark(e)
	})
}

// Restore takes back what [Store.MarkRemoving] did. Once the key is being
// forgotten it is too late: a [NoAccountError] says so.
func (s *Store) Restore(name string) error {
	return s.change(context.Background(), func(x *index) error {
		e, err := s.removable(x, name)
		if err != nil || e.State != Removing {
			return err
		}
		if s.left(e.item) { // Its key may be gone.
			return &NoAccountError{Name: e.Name, Removing: true}
		}
		e.restore()
		return nil
	})
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
		if _, err := s.removeMarked(ctx, e.item); err != nil {
			failed = append(failed, &UnfinishedError{Name: e.Name, Doing: Removing, Err: err})
		}
	}
	return errors.Join(failed...)
}

// removeMarked removes what this process has marked, unless the mark was taken
// back meanwhile.
func (s *Store) removeMarked(ctx context.Context, item string) (removed bool, err error) {
	r, err := s.remove(ctx, func(x *index) (*entry, error) {
		e := x.byItem(item)
		if e == nil || e.State != Removing || !s.ours(e.owner) {
			return nil, nil
		}
		return e, nil
	})
	return r != nil && err == nil, err
}

// removable answers an entry that no other process is changing.
func (s *Store) removable(x *index, name string) (*entry, error) {
	e, err := x.lookUp(name)
	if err != nil {
		return nil, err
	}
	if s.alive(e.owner) {
		return nil, fmt.Errorf("account %q: %w", e.Name, ErrBusy)
	}
	return e, nil
}

func (s *Store) mark(e *entry) (err error) {
	e.State = Removing
	e.owner, err = s.own()
	return err
}

// A removal is an entry whose items are being forgotten.
type removal struct {
	entry
	before  entry // as it was found
	left    bool  // it was found left, by a removal that came to no clear end
	unclear bool  // this one has come to none either
}

// remove removes what find answers, if anything. The vault is asked without the
// lock of the index, so the item is left before that, under the lock: from then
// on nobody can restore the account. Removals take turns, so that none puts
// back what another is forgetting.
func (s *Store) remove(ctx context.Context, find func(*index) (*entry, error)) (*removal, error) {
	select {
	case <-s.removals:
		defer func() { s.removals <- struct{}{} }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	var r *removal
	err := s.change(ctx, func(x *index) error {
		e, err := find(x)
		if err != nil || e == nil {
			return err
		}
		r = &removal{before: *e, left: s.left(e.item)}
		s.leave(e.item)
		err = s.mark(e)
		r.entry = *e
		return err
	})
	if r == nil {
		return nil, err
	}
	if err == nil {
		err = s.carryOut(ctx, r)
	}
	if err != nil && !r.unclear && !r.left {
		s.takeUp(r.item)
	}
	return r, err
}

// carryOut forgets the items and drops the entry, or puts the entry back when
// the vault refused.
func (s *Store) carryOut(ctx context.Context, r *removal) error {
	last := context.WithoutCancel(ctx)
	err := s.forgetAll(ctx, r.places())
	if err != nil && changedNothing(err) {
		return errors.Join(err, s.change(last, func(x *index) error {
			if e := x.byItem(r.item); e != nil {
				e.State, e.owner = r.before.State, r.before.owner
			}
			return nil
		}))
	}
	if err == nil {
		err = s.change(last, func(x *index) error {
			x.drop(r.item)
			return nil
		})
	}
	r.unclear = err != nil
	return err
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
