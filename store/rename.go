package store

import (
	"context"
	"errors"
	"slices"
)

// rename gives an entry another name, and reports whether the folder list still
// has the old one. The caller holds the lock of the index.
func (s *Store) rename(x *index, e *entry, to string) (listed bool, err error) {
	before := e.Name
	if to == before {
		return false, nil
	}
	list, err := s.tellFolders(x) // of an earlier rename
	if err != nil {
		return false, err
	}
	x.rename(e, to)
	if listed = list.names(before); listed {
		e.formerly = before
	}
	return listed, nil
}

func (x *index) rename(e *entry, to string) {
	for _, remembered := range []*string{&x.byDefault, &x.previous} {
		if *remembered == e.Name {
			*remembered = to
		}
	}
	e.Name = to
}

// finishRename tells the folder list, or takes the change back in the index. The
// caller still holds its lock.
func (s *Store) finishRename(before, after Account) error {
	told := false
	err := s.changeLocked(func(x *index) error {
		_, err := s.tellFolders(x)
		told = err == nil
		return err
	})
	if told { // Should the index not have heard of it, a repair tells it.
		return nil
	}
	if errors.Is(err, ErrNotPutBack) {
		return err
	}
	return errors.Join(err, s.changeLocked(func(x *index) error {
		if e := x.find(after.Name); e != nil {
			x.rename(e, before.Name)
			e.Account, e.formerly = before, ""
		}
		return nil
	}))
}

// tellFolders writes those new names into the folder list that have not reached
// it, and answers the list. The caller holds the lock of the index.
func (s *Store) tellFolders(x *index) (*settings, error) {
	list, err := s.settings()
	if err != nil {
		return nil, err
	}
	told := list
	for i := range x.entries {
		e := &x.entries[i]
		if e.formerly == "" {
			continue
		}
		if told, err = told.renamed(e.formerly, e.Name); err != nil {
			return nil, err
		}
		e.formerly = ""
	}
	if told.text == list.text {
		return list, nil
	}
	return told, s.writeSettings(told)
}

// finishRenames is for names that a rename which was cut short has left behind.
func (s *Store) finishRenames(ctx context.Context, x *index) []Repaired {
	i := slices.IndexFunc(x.entries, func(e entry) bool { return e.formerly != "" })
	if i < 0 {
		return nil
	}
	err := s.change(ctx, func(x *index) error {
		_, err := s.tellFolders(x)
		return err
	})
	if err != nil {
		return []Repaired{{Outcome: LeftAlone, Account: x.entries[i].Account, Err: err}}
	}
	return nil
}
