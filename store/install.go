package store

import (
	"context"
	"fmt"

	"lpkeys/oauth"
)

// install puts a key into a new item of a vault and makes that the account's.
// Until the key is known whole there, the account keeps the item that it has,
// which is left behind then. The caller has the turn for keys.
func (s *Store) install(ctx context.Context, e *entry, to VaultName, doing State, key oauth.Credentials) error {
	vault, err := s.vault(to)
	if err != nil {
		return err
	}
	item, err := newItem(e.Name, s.rand)
	if err != nil {
		return err
	}
	there := place{vault: to, item: item}
	if err := s.beginInstall(ctx, e, there, doing); err != nil {
		return err
	}
	p := putting{doing: doing, name: e.Name, vault: vault, item: item}
	if err := s.put(ctx, p, key); err != nil {
		return err
	}
	last := context.WithoutCancel(ctx)
	err = verify(last, vault, item, key)
	if err == nil {
		err = s.adopt(last, e, there, doing)
	}
	if err != nil {
		return s.takeBack(last, p, err)
	}
	return nil
}

// beginInstall names the new item in the index before the vault is touched.
func (s *Store) beginInstall(ctx context.Context, e *entry, to place, doing State) error {
	return s.change(ctx, func(x *index) error {
		now, err := s.again(x, e)
		if err != nil {
			return err
		}
		if now.owner, err = s.own(); err != nil {
			return err
		}
		now.State = doing
		now.leftovers = append(now.leftovers, to)
		return nil
	})
}

// verify reads back what a vault says it keeps.
func verify(ctx context.Context, vault Vault, item string, key oauth.Credentials) error {
	kept, err := vault.Get(ctx, item)
	if err != nil {
		return fmt.Errorf("reading it back: %w", err)
	}
	if !sameKey(kept, key) {
		return fmt.Errorf("%w: the vault gave back another key", ErrCorrupt)
	}
	return nil
}

// adopt makes one of the items that an entry names the account's own. e is the
// entry, and becomes what it is then.
func (s *Store) adopt(ctx context.Context, e *entry, to place, doing State) error {
	var after entry
	err := s.changeForGood(ctx, func(x *index) error {
		now := x.byItem(e.item)
		if now == nil || x.holding(to.item) != now {
			return errChangedMeanwhile
		}
		now.adopt(to)
		if doing == Replacing {
			now.rest()
		}
		after = *now
		return nil
	})
	if err == nil {
		*e = after
	}
	return err
}
