package store

import (
	"context"
	"fmt"

	"lpkeys/domain"
)

// Details are what can be changed about an account without its key.
type Details struct {
	Name        string // see [CleanName]
	ID          domain.AccountID
	Environment string // see [CleanEnvironment]
}

// Details are the account's own, to begin with.
func (a Account) Details() Details {
	return Details{Name: a.Name, ID: a.ID, Environment: a.Environment}
}

// Edit gives an account other details, all of them or none, and a new name in the
// folder list too. Its key stays where it is. It answers the account as it is
// then.
//
// The index and the list are two files, so between two writes the account goes
// by both names. After an error the old details stand, unless the disk took
// neither the new list nor the old index: then the account has the new details,
// its folders know it, and [Store.Repair] finishes the rest.
//
// Errors: [NameError], [NameTakenError], those of [domain.ParseAccountID], of
// [Store.Account], of [Store.SetFolder] and of [Open].
func (s *Store) Edit(name string, d Details) (Account, error) {
	d, err := d.clean()
	if err != nil {
		return Account{}, err
	}
	return s.edit(name, func(Details) Details { return d })
}

// Rename gives an account another name; see [Store.Edit].
func (s *Store) Rename(from, to string) error {
	to, err := CleanName(to)
	if err != nil {
		return err
	}
	_, err = s.edit(from, func(d Details) Details {
		d.Name = to
		return d
	})
	return err
}

func (d Details) clean() (clean Details, err error) {
	if clean.Name, err = CleanName(d.Name); err != nil {
		return d, err
	}
	if clean.Environment, err = CleanEnvironment(d.Environment); err != nil {
		return d, err
	}
	clean.ID, err = CleanID(string(d.ID))
	return clean, err
}

func (s *Store) edit(name string, edit func(Details) Details) (Account, error) {
	unlock, err := s.lock(context.Background())
	if err != nil {
		return Account{}, err
	}
	defer unlock()
	var before, edited Account
	listed := false
	err = s.changeLocked(func(x *index) error {
		e, err := x.lookUpInUse(name)
		if err != nil {
			return err
		}
		d := edit(e.Details())
		if other := x.find(d.Name); other != nil && other != e {
			return &NameTakenError{Name: other.Name, State: other.State}
		}
		before = e.Account
		listed, err = s.rename(x, e, d.Name)
		e.ID, e.Environment = d.ID, d.Environment
		edited = e.Account
		return err
	})
	if err == nil && listed {
		err = s.finishRename(before, edited)
	}
	if err != nil {
		return Account{}, err
	}
	return edited, nil
}

// Copy adds an account to which the key of another is the key too: the same
// account ID, environment and vault under a new name. It may wait for a person
// to unlock the vault.
//
// Errors: those of [Store.Key] for name, and those of [Store.Add] for to, which
// say what an interruption has left.
func (s *Store) Copy(ctx context.Context, name, to string) (Account, error) {
	a, err := s.Account(name)
	if err != nil {
		return Account{}, err
	}
	_, key, err := s.key(ctx, a.Name)
	if err != nil {
		return Account{}, fmt.Errorf("copying account %q: %w", a.Name, err)
	}
	a.Name = to
	return s.Add(ctx, a, key)
}
