package store

import (
	"context"
	"errors"
	"fmt"
)

// A Reason says why an account is the one in force.
type Reason string

// The reasons, the strongest first.
const (
	ByFlag     Reason = "flag"     // named by --account
	ByVariable Reason = "variable" // named by LPKEYS_ACCOUNT
	ByFolder   Reason = "folder"   // named for the working folder by the person's own list
	ByDefault  Reason = "default"  // made the default, or the first to be added
)

// Because is a [Reason] with what it takes to understand it.
type Because struct {
	Reason Reason
	Folder string // for [ByFolder], the folder of the list: here, or above
}

// Asked is what was said about which account is to count.
type Asked struct {
	Flag     string // --account; empty: not given
	Variable string // LPKEYS_ACCOUNT; empty: not set

	// Here answers the working folder, absolute and with its links resolved. It
	// is called when the list has folders and nothing stronger was said. Nil
	// means that there is no working folder, and no list.
	Here func() (string, error)
}

// InForce answers which account counts, and why. An account that is named and
// is not there is an error and never falls through to the next reason. No
// account is in force by being the only one left: when the default was removed,
// that one may be production, and nobody has chosen it.
//
// The list of folders is the person's own; nothing in a working folder is read,
// so that no repository can choose an account.
//
// Errors: those of [Store.Account], [FolderError], [SettingsError], [FileError],
// an error of Here, and [ErrNoDefault].
func (s *Store) InForce(asked Asked) (Account, Because, error) {
	x, err := s.read()
	if err != nil {
		return Account{}, Because{}, err
	}
	e, because, err := s.inForce(&x.index, asked)
	if errors.As(err, new(*FolderError)) {
		e, because, err = s.inForceLocked(asked, err)
	}
	if err != nil {
		return Account{}, because, err
	}
	return e.Account, because, nil
}

// inForceLocked asks again while nobody can be between the two writes of a
// rename: the index and the list are two files.
func (s *Store) inForceLocked(asked Asked, doubted error) (*entry, Because, error) {
	unlock, err := s.lock(context.Background())
	if err != nil {
		return nil, Because{}, doubted
	}
	defer unlock()
	x, err := s.loadLocked()
	if err != nil {
		return nil, Because{}, err
	}
	return s.inForce(&x.index, asked)
}

func (s *Store) inForce(x *index, asked Asked) (*entry, Because, error) {
	switch {
	case asked.Flag != "":
		e, err := x.lookUpInUse(asked.Flag)
		return e, Because{Reason: ByFlag}, err
	case asked.Variable != "":
		e, err := x.lookUpInUse(asked.Variable)
		return e, Because{Reason: ByVariable}, err
	}
	inUse := x.inUse()
	if len(inUse) == 0 {
		return nil, Because{}, ErrNoAccounts
	}
	if e, because, err := s.inForceHere(x, asked.Here); e != nil || err != nil {
		return e, because, err
	}
	for _, e := range inUse {
		if e.Name == x.byDefault {
			return e, Because{Reason: ByDefault}, nil
		}
	}
	return nil, Because{}, ErrNoDefault
}

// inForceHere answers the account that the folder list names, if any.
func (s *Store) inForceHere(x *index, where func() (string, error)) (*entry, Because, error) {
	if where == nil {
		return nil, Because{}, nil
	}
	c, err := s.settings()
	if err != nil || len(c.folders) == 0 {
		return nil, Because{}, err
	}
	here, err := where()
	if err != nil {
		return nil, Because{}, fmt.Errorf("%w: %w", ErrNoHere, err)
	}
	line, found := c.folderAt(here)
	if !found {
		return nil, Because{}, nil
	}
	because := Because{Reason: ByFolder, Folder: line.Path}
	e, err := x.lookUpInUse(line.Account)
	if err != nil {
		return nil, because, &FolderError{Path: c.path, Line: line.Line, Folder: line.Path, Err: err}
	}
	return e, because, nil
}

// inUse are the entries that people see and are not removing.
func (x *index) inUse() []*entry {
	var entries []*entry
	for i := range x.entries {
		if e := &x.entries[i]; e.listed() && e.State != Removing {
			entries = append(entries, e)
		}
	}
	return entries
}
