package store

import "context"

// SetDefault makes an account the one that is in force when none is named and
// the folder list says nothing.
func (s *Store) SetDefault(name string) error {
	return s.change(context.Background(), func(x *index) error {
		e, err := x.lookUpInUse(name)
		if err != nil {
			return err
		}
		x.setDefault(e.Name)
		return nil
	})
}

// SetPrevious makes the account the default that was it before, and answers it.
// Twice leads back. Errors: [ErrNoPrevious], and those of [Store.SetDefault].
func (s *Store) SetPrevious() (account Account, err error) {
	err = s.change(context.Background(), func(x *index) error {
		if x.previous == "" {
			return ErrNoPrevious
		}
		e, err := x.lookUpInUse(x.previous)
		if err != nil {
			return err
		}
		account = e.Account
		x.setDefault(e.Name)
		return nil
	})
	return account, err
}

// setDefault remembers what was the default before, as long as it is there.
func (x *index) setDefault(name string) {
	switch {
	case x.byDefault != "" && x.byDefault != name:
		x.previous = x.byDefault
	case x.previous == name:
		x.previous = ""
	}
	x.byDefault = name
}

// Default answers the account that was made the default. There is none when ok
// is false: it was never chosen, or is being removed.
func (s *Store) Default() (account Account, ok bool, err error) {
	x, err := s.read()
	if err != nil {
		return Account{}, false, err
	}
	for _, e := range x.inUse() {
		if e.Name == x.byDefault {
			return e.Account, true, nil
		}
	}
	return Account{}, false, nil
}
