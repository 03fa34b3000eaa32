package store

import (
	"context"
	"errors"
)

// KeyFileSums answers what [Store.SetKeyFileSum] remembered, and what was
// announced since. It is what [SealedOptions] asks for.
func (s *Store) KeyFileSums() []string {
	x, err := s.read()
	if err != nil {
		return nil // Then nobody remembers: a damaged key file looks like a wrong passphrase.
	}
	return x.keySums()
}

func (x *index) keySums() []string {
	switch {
	case x.keySum == "":
		return nil
	case x.nextSum == "":
		return []string{x.keySum}
	default:
		return []string{x.keySum, x.nextSum}
	}
}

// AnnounceKeyFileSum remembers next, the sum of a key file that is about to take
// the place of the one with the sum now. Of two that were remembered before, only
// now is left, whichever it is.
func (s *Store) AnnounceKeyFileSum(now, next string) error {
	return s.changeSums(next, func(x *index) {
		if now == x.nextSum {
			x.keySum = now
		}
		x.nextSum = next
	})
}

// SetKeyFileSum remembers the [Sealed.KeyFileSum] of the key file that is there
// now, and no other.
func (s *Store) SetKeyFileSum(sum string) error {
	return s.changeSums(sum, func(x *index) { x.keySum, x.nextSum = sum, "" })
}

func (s *Store) changeSums(sum string, edit func(x *index)) error {
	if problem := hexSum(sum); problem != "" {
		return errors.New("the key file's sum " + problem)
	}
	return s.change(context.Background(), func(x *index) error {
		edit(x)
		return nil
	})
}
