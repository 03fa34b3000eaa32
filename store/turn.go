package store

import (
	"context"
	"errors"
	"fmt"
)

// changeKey runs change on an account that is in use, while no other goroutine
// of this process changes a key. change gets a copy of the entry as it is, and
// what its error was about is said before it.
func (s *Store) changeKey(ctx context.Context, doing, name string, change func(*entry) error) error {
	if err := s.takeKeys(ctx); err != nil {
		return err
	}
	defer s.giveKeys()
	e, err := s.usable(name)
	if err != nil {
		return err
	}
	before := e.item
	err = change(&e)
	if e.item != before {
		s.inheritUse(before, e.item)
	}
	var unfinished *UnfinishedError
	var leftover *LeftoverError
	if err == nil || errors.As(err, &unfinished) || errors.As(err, &leftover) {
		return err
	}
	return fmt.Errorf("%s account %q: %w", doing, e.Name, err)
}

// takeKeys waits until no other goroutine of this process changes the key of a
// kept account, so that none puts back what another is forgetting.
func (s *Store) takeKeys(ctx context.Context) error {
	select {
	case <-s.keys:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Store) giveKeys() { s.keys <- struct{}{} }

// usable answers a copy of an entry in use whose key this process may change.
func (s *Store) usable(name string) (entry, error) {
	x, err := s.read()
	if err != nil {
		return entry{}, err
	}
	if err := s.refuseNewer(&x.index); err != nil {
		return entry{}, err
	}
	e, err := x.lookUpKey(name)
	if err != nil {
		return entry{}, err
	}
	return *e, s.free(e)
}

// again finds an entry again, which may have another name by now.
func (s *Store) again(x *index, e *entry) (*entry, error) {
	now := x.byItem(e.item)
	switch {
	case now == nil:
		return nil, errChangedMeanwhile
	case now.State == Removing:
		return nil, &NoAccountError{Name: now.Name, Removing: true}
	}
	return now, s.free(now)
}

// errChangedMeanwhile is for what another process did between two looks.
var errChangedMeanwhile = errors.New("the account was changed meanwhile")

// free refuses an entry that another process is changing.
func (s *Store) free(e *entry) error {
	if s.alive(e.owner) {
		return fmt.Errorf("account %q: %w", e.Name, ErrBusy)
	}
	return nil
}
