package store

import (
	"context"
	"errors"
	"fmt"
)

// Remove forgets an account and its key at once. When the vault refuses, the
// account stays as it was. When the vault gives no clear answer, or the index
// cannot be written any more, the account stays marked, and an
// [UnfinishedError] says so.
//
// Errors: those of [Store.Account], of [Vault] and of [Open]; [ErrBusy] when
// another process is changing the account.
func (s *Store) Remove(ctx context.Context, name string) error {
	return s.removeInTurn(ctx, name, s.carryOut)
}

// RemoveAnyway removes an account whose vault may be gone for good. It asks no
// vault that does not open by itself. A [LeftoverError] says that the account
// is removed and names the items that may remain in a vault; the index goes on
// naming them, and [Store.Repair] forgets them once their vault can be asked.
//
// Other errors: those of [Store.Account] and of [Open]; [ErrBusy] and
// [UnfinishedError] as for [Store.Remove].
func (s *Store) RemoveAnyway(ctx context.Context, name string) error {
	return s.removeInTurn(ctx, name, s.letGo)
}

func (s *Store) removeInTurn(ctx context.Context, name string, finish func(context.Context, *removal) error) error {
	if err := s.takeKeys(ctx); err != nil {
		return err
	}
	defer s.giveKeys()
	r, err := s.remove(ctx, func(x *index) (*entry, error) { return s.removable(x, name) }, finish)
	var leftover *LeftoverError
	switch {
	case err == nil || r == nil || errors.As(err, &leftover):
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
	return s.changeForGood(context.Background(), func(x *index) error {
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

// removeMarked removes what this process has marked, unless the mark was taken
// back meanwhile. The caller has the turn for keys.
func (s *Store) removeMarked(ctx context.Context, item string) (removed bool, err error) {
	r, err := s.remove(ctx, func(x *index) (*entry, error) {
		e := x.byItem(item)
		if e == nil || e.State != Removing || !s.ours(e.owner) {
			return nil, nil
		}
		return e, nil
	}, s.carryOut)
	return r != nil && err == nil, err
}

// removable answers an entry that no other process is changing.
func (s *Store) removable(x *index, name string) (*entry, error) {
	e, err := x.lookUp(name)
	if err != nil {
		return nil, err
	}
	return e, s.free(e)
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
	unclear bool  // this one has come to none either, and the entry stays marked
	gone    bool  // its key may be gone
}

// remove removes what find answers, if anything. The vault is asked without the
// lock of the index, so the item is left before that, under the lock: from then
// on nobody can restore the account. The caller has the turn for keys.
func (s *Store) remove(ctx context.Context, find func(*index) (*entry, error), finish func(context.Context, *removal) error) (*removal, error) {
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
		err = finish(ctx, r)
	}
	if err != nil && !r.gone && !r.left {
		s.takeUp(r.item)
	}
	return r, err
}

// carryOut forgets the items and drops the entry, or puts the entry back when
// the vault refused.
func (s *Store) carryOut(ctx context.Context, r *removal) error {
	rest, err := s.forgetAll(ctx, r.places())
	if err != nil && changedNothing(err) {
		stuck := s.putBack(ctx, r, rest)
		r.unclear = stuck != nil
		return errors.Join(err, stuck)
	}
	if err == nil {
		err = s.dropRemoved(ctx, r, nil)
	}
	r.unclear, r.gone = err != nil, err != nil
	return err
}

// letGo forgets what it can, drops the entry, and keeps the names of what may be
// left.
func (s *Store) letGo(ctx context.Context, r *removal) error {
	asking := quietly(ctx)
	rest, err := forgetEach(r.places(), func(p place) error { return s.forgetIfOpen(asking, p) })
	stopped := ctx.Err()
	if stopped == nil {
		stopped = s.dropRemoved(ctx, r, rest)
	}
	switch {
	case stopped != nil:
		r.unclear, r.gone = true, true
		return stopped
	case err != nil:
		return leftoverError(r.Name, rest, err)
	}
	return nil
}

// putBack takes a removal back, but for what was forgotten by then. What may still
// arrive was not.
func (s *Store) putBack(ctx context.Context, r *removal, rest []place) error {
	return s.change(context.WithoutCancel(ctx), func(x *index) error {
		if e := x.byItem(r.item); e != nil {
			e.State, e.owner = r.before.State, r.before.owner
			e.clear(without(s.clearable(&r.entry), rest)...)
			e.release()
		}
		return nil
	})
}

// dropRemoved drops the entry, and keeps the names of what is left. So it does
// with what may still arrive, which no vault can have forgotten yet.
func (s *Store) dropRemoved(ctx context.Context, r *removal, rest []place) error {
	for _, p := range r.leftovers {
		if s.left(p.item) {
			p.owner = r.owner
			rest = append(without(rest, []place{p}), p)
		}
	}
	return s.change(context.WithoutCancel(ctx), func(x *index) error {
		x.drop(r.item)
		x.leftovers = append(x.leftovers, rest...)
		return nil
	})
}
