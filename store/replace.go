package store

import (
	"context"

	"lpkeys/oauth"
)

// Replace gives an account another key, in a new item of its vault. The key
// before stays in its own item until [Store.ForgetRemoved], or until a repair
// after this process; before that, [Store.RestoreKey] brings it back.
//
// After an error the account has the key that it had. An [UnfinishedError] says
// that it has one of the two, whole, and that [Store.Repair] clears away the
// other at the next start.
//
// Errors: those of [oauth.Credentials.Validate], of [Store.Account], of [Vault]
// and of [Open]; [ErrBusy] when another process is changing the account;
// [ErrUnsupported] for a kind of key that this program does not know.
func (s *Store) Replace(ctx context.Context, name string, key oauth.Credentials) error {
	if err := key.Validate(); err != nil {
		return err
	}
	return s.changeKey(ctx, "replacing the key of", name, func(e *entry) error {
		before := e.item
		if err := s.install(ctx, e, e.Vault, Replacing, key); err != nil {
			return err
		}
		s.note(before, spare)
		return nil
	})
}

// RestoreKey takes back the last [Store.Replace] of this process, once it has
// seen that the vault still holds the key before it. Whatever was replaced by
// then is forgotten with the rest. [ErrNoOldKey] when there is none.
func (s *Store) RestoreKey(ctx context.Context, name string) error {
	return s.changeKey(ctx, "restoring the old key of", name, func(e *entry) error {
		var old *place
		for i := range e.leftovers {
			if s.noted(e.leftovers[i].item, spare) {
				old = &e.leftovers[i]
			}
		}
		if old == nil {
			return ErrNoOldKey
		}
		if err := s.whole(ctx, *old); err != nil {
			return err
		}
		if err := s.adopt(ctx, e, *old, Replacing); err != nil {
			return err
		}
		s.takeUp(old.item)
		return nil
	})
}

// Replaced lists the names of accounts whose key [Store.RestoreKey] can bring
// back.
func (s *Store) Replaced() []string {
	x, err := s.read()
	if err != nil {
		return nil
	}
	var names []string
	for i := range x.entries {
		for _, p := range x.entries[i].leftovers {
			if s.noted(p.item, spare) {
				names = append(names, x.entries[i].Name)
				break
			}
		}
	}
	return names
}
