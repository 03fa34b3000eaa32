package store

import (
	"context"
	"errors"
	"fmt"
)

// AddAll keeps the accounts of a bundle and their keys in one vault, all of them
// or none. It replaces nothing: when one of the names is taken, nothing is
// changed. A single first account becomes the default, as with [Store.Add]; of
// several, nobody has chosen one.
//
// Until the last key is in the vault no account is there for anybody, and then
// all of them are, with one write of the index. After an error there is none,
// and the keys that were kept are forgotten; where that cannot be done, or the
// process is killed, [Store.Repair] does it at the next start. An
// [UnfinishedError] says so, as it says that the index could not be written and
// nobody can tell whether the accounts are there.
//
// Errors: [BundleError], and those of [Store.Add].
func (s *Store) AddAll(ctx context.Context, vaultName VaultName, b Bundle) error {
	if err := b.check(); err != nil {
		return err
	}
	if len(b) == 0 {
		return nil
	}
	vault, err := s.vault(vaultName)
	if err != nil {
		return addAllError(err)
	}
	entries, err := s.newEntries(vaultName, b)
	if err != nil {
		return addAllError(err)
	}
	if err := s.beginAll(ctx, entries); err != nil {
		return addAllError(err)
	}
	// From here on the change is finished or undone even if ctx ends.
	last := context.WithoutCancel(ctx)
	if put, unclear, err := putAll(ctx, vault, entries, b); err != nil {
		return s.undoAll(last, entries, put, unclear, err)
	}
	if err := s.endAll(last, entries); err != nil {
		return s.takeAllBack(last, entries, err)
	}
	return nil
}

// putAll answers how many keys are in the vault, and of how many after them
// that is not clear.
func putAll(ctx context.Context, vault Vault, entries []entry, b Bundle) (put, unclear int, err error) {
	for i := range entries {
		if err := ctx.Err(); err != nil {
			return i, 0, err
		}
		if err := vault.Put(ctx, entries[i].item, b[i].Key); err != nil {
			if changedNothing(err) {
				return i, 0, err
			}
			return i, 1, err // It may be there, or still arrive.
		}
	}
	return len(entries), 0, nil
}

func addAllError(err error) error {
	if errors.As(err, new(*NameTakenError)) {
		return err
	}
	return fmt.Errorf("adding accounts: %w", err)
}

// newEntries are marked to be undone by a repair: as long as they are being
// added, one of the others may be missing.
func (s *Store) newEntries(vault VaultName, b Bundle) ([]entry, error) {
	entries := make([]entry, len(b))
	for i, one := range b {
		a, err := s.check(one.Account, one.Key)
		if err != nil {
			return nil, err
		}
		a.Vault = vault
		item, err := newItem(a.Name, s.rand)
		if err != nil {
			return nil, err
		}
		entries[i] = entry{Account: a, item: item, repair: repairUndoes}
	}
	return entries, nil
}

func (s *Store) beginAll(ctx context.Context, entries []entry) error {
	return s.change(ctx, func(x *index) error {
		owner, err := s.own()
		if err != nil {
			return err
		}
		taken := x.moments()
		for i := range entries {
			if other := x.find(entries[i].Name); other != nil {
				return &NameTakenError{Name: other.Name, State: other.State}
			}
			entries[i].owner, entries[i].Added = owner, taken.next(entries[i].Added)
		}
		x.entries = append(x.entries, entries...)
		return nil
	})
}

// endAll marks all entries kept, in one write. The generation before would have a
// repair forget their keys.
func (s *Store) endAll(ctx context.Context, entries []entry) error {
	return s.changeForGood(ctx, func(x *index) error {
		before := x.byDefault
		for i := range entries {
			e := x.byItem(entries[i].item)
			if e == nil {
				return errors.New("an entry is gone from the accounts file")
			}
			x.keep(e)
			e.owner, e.repair = "", ""
		}
		if len(entries) > 1 {
			x.byDefault = before
		}
		return nil
	})
}

// undoAll forgets the keys of the first entries, which were put, drops all
// entries but those that may yet have one, and answers why. After those that
// were put come those of which it is not clear.
func (s *Store) undoAll(ctx context.Context, entries []entry, put, unclear int, why error) error {
	ctx = quietly(ctx)
	places := make([]place, len(entries))
	for i := range entries {
		places[i] = entries[i].place()
	}
	left, err := forgetEach(places[:put], func(p place) error { return s.forget(ctx, p) })
	left = append(left, places[put:put+unclear]...)
	why = errors.Join(why, err)
	err = s.change(ctx, func(x *index) error {
		for _, p := range without(places, left) {
			x.drop(p.item)
		}
		return nil
	})
	if err != nil || len(left) > 0 {
		return &UnfinishedError{Name: entries[0].Name, Doing: Adding, Err: errors.Join(why, err)}
	}
	return addAllError(why)
}

// takeAllBack undoes what has come as far as the last write, unless that stands
// after all; see [Store.takeBack].
func (s *Store) takeAllBack(ctx context.Context, entries []entry, why error) error {
	x, err := s.load(nil)
	if err == nil {
		if e := x.byItem(entries[0].item); e == nil || e.State == Adding {
			return s.undoAll(ctx, entries, len(entries), 0, why)
		}
	}
	return &UnfinishedError{Name: entries[0].Name, Doing: Adding, Err: errors.Join(why, err)}
}
