package store

import (
	"context"
	"errors"
)

// Move puts an account's key into another vault, and forgets it where it was
// once it is known whole there. Where it is already it stays, untouched. Keys
// that were replaced before are forgotten too: no key stays behind.
//
// It answers the account as it is then. After an error the account has not
// moved, but for two: a [LeftoverError] says that it has, and that the vault
// before would not forget; an [UnfinishedError] says that its key is whole in
// one of the two, and that [Store.Repair] clears the other at the next start.
//
// Errors: those of [Store.Key], of [Vault] for either, and of [Open]; [ErrBusy]
// when another process is changing the account.
func (s *Store) Move(ctx context.Context, name string, to VaultName) (Account, error) {
	var moved Account
	err := s.changeKey(ctx, "moving", name, func(e *entry) error {
		var err error
		if e.Vault != to {
			err = s.move(ctx, e, to)
		}
		moved = e.Account
		return err
	})
	return moved, err
}

func (s *Store) move(ctx context.Context, e *entry, to VaultName) error {
	if _, err := s.vault(to); err != nil {
		return err
	}
	key, err := s.get(ctx, e.place())
	switch {
	case err == nil:
		err = key.Validate()
	case errors.Is(err, ErrNotFound) && s.wentElsewhere(e):
		err = errChangedMeanwhile
	}
	if err != nil {
		return err
	}
	if err := s.install(ctx, e, to, Moving, key); err != nil {
		return err
	}
	return s.clear(ctx, e)
}

// A MovePlan says what [Store.Move] would do, as far as that can be known
// without reading the key and without changing anything.
type MovePlan struct {
	Account Account
	To      VaultName

	// Source and Target are what [Vault.Look] answers now: nil when the vault
	// could be used without asking anybody.
	Source, Target error
}

// Nothing reports whether the key is there already.
func (p MovePlan) Nothing() bool { return p.Account.Vault == p.To }

// PlanMove answers what [Store.Move] would do. Its errors are those that Move
// would give before it asks a vault.
func (s *Store) PlanMove(ctx context.Context, name string, to VaultName) (MovePlan, error) {
	e, err := s.usable(name)
	if err != nil {
		return MovePlan{}, err
	}
	plan := MovePlan{Account: e.Account, To: to}
	if plan.Nothing() {
		return plan, nil
	}
	source, err := s.vault(e.Vault)
	if err != nil {
		return MovePlan{}, err
	}
	target, err := s.vault(to)
	if err != nil {
		return MovePlan{}, err
	}
	plan.Source, plan.Target = source.Look(ctx), target.Look(ctx)
	return plan, nil
}
