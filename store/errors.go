package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

var (
	// ErrNoAccounts means that no account has been added yet.
	ErrNoAccounts = errors.New("no account has been added yet")

	// ErrNoDefault means that there are accounts, none is the default, and none
	// was named.
	ErrNoDefault = errors.New("no account is the default, and none was named")

	// ErrNoPrevious means that no other account was the default before.
	ErrNoPrevious = errors.New("no other account was the default before")

	// ErrBusy means that another process held a lock until the deadline.
	ErrBusy = errors.New("another lpkeys is using it")

	// ErrLink means that a file which must be a plain file is something else.
	ErrLink = errors.New("it is a link or not a plain file, and is refused")

	// ErrNotPutBack means that a write failed after the new content was in place,
	// and that the old content could not be put back: the new one stands, and
	// may not last.
	ErrNotPutBack = errors.New("what was there before could not be put back")

	// ErrNoOldKey means that this process replaced no key of the account, or that
	// the key before it cannot be brought back any more.
	ErrNoOldKey = errors.New("there is no earlier key to bring back")

	// ErrNoPlace means that the environment names no folder to keep anything in.
	ErrNoPlace = errors.New("nowhere to keep anything")

	// ErrNoHere means that nobody knows in which folder the person is.
	ErrNoHere = errors.New("the working folder cannot be found")

	// ErrTooLong means that a file is longer than any that we write.
	ErrTooLong = errors.New("it is too long to be one of ours")
)

// A FileError names the file that could not be used. The state that was on disk
// before still stands, unless it is an [ErrNotPutBack].
type FileError struct {
	Op   string // what was being done: "reading", "writing", "locking"
	Path string
	Err  error
}

func (e *FileError) Error() string { return fmt.Sprintf("%s %s: %v", e.Op, e.Path, e.Err) }

// Unwrap gives the system's own error, so that [fs.ErrNotExist], [ErrLink],
// [ErrBusy] and [ErrNotPutBack] can be asked for.
func (e *FileError) Unwrap() error { return e.Err }

// fileError names path once: the system's errors repeat it, or name the
// temporary file beside it.
func fileError(op, path string, err error) error {
	if err == nil {
		return nil
	}
	switch system := err.(type) {
	case *fs.PathError:
		err = system.Err
	case *os.LinkError:
		err = system.Err
	}
	return &FileError{Op: op, Path: path, Err: err}
}

// A NoAccountError says that no account goes by a name.
type NoAccountError struct {
	Name        string
	Removing    bool     // it is there, and is being removed
	Suggestions []string // names that are near, best first
}

func (e *NoAccountError) Error() string {
	if e.Removing {
		return fmt.Sprintf("account %q is being removed", e.Name)
	}
	if readsAsKey(e.Name) {
		return "no account is called what was named, which reads as a value of a key"
	}
	return fmt.Sprintf("no account is called %q", e.Name)
}

// A NameError says why a text cannot be used, without repeating it.
type NameError struct {
	What    string // "account name", "environment" or "account ID"
	Problem string
}

func (e *NameError) Error() string { return e.What + " " + e.Problem }

// A NameTakenError says that an account of that name exists, perhaps in other
// case.
type NameTakenError struct {
	Name  string // as the account that holds it is called
	State State
}

func (e *NameTakenError) Error() string {
	switch e.State {
	case Adding:
		return fmt.Sprintf("an account called %q was being added and is not finished yet", e.Name)
	case Removing:
		return fmt.Sprintf("an account called %q is still being removed", e.Name)
	case Kept, Moving, Replacing:
		return fmt.Sprintf("an account called %q exists already", e.Name)
	default:
		return fmt.Sprintf("an account called %q is in the unknown state %q", e.Name, e.State)
	}
}

// A DamagedError says that the index cannot be read, or is missing while its
// previous generation is there. Nothing was overwritten: whoever copies the
// previous one into its place goes on from there, and no key that was kept is
// forgotten for it. As long as a previous generation lies there, whole or not, an
// index that is missing is not taken for a new beginning.
type DamagedError struct {
	Path     string
	Problem  string // where and what, never the text that is there
	SetAside string // the name that the damaged file has now; "" when it was not moved
	Previous string // the previous generation, when it is there and whole

	lost bool // there is no file to set aside
}

func (e *DamagedError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "accounts file %s is damaged: %s", e.Path, e.Problem)
	if e.SetAside != "" {
		fmt.Fprintf(&text, "; it was set aside as %s", e.SetAside)
	}
	if e.Previous != "" {
		fmt.Fprintf(&text, "; the generation before it is %s", e.Previous)
	}
	return text.String()
}

// A SettingsError says where config.toml makes no sense, and why. It repeats
// nothing of what stands there.
type SettingsError struct {
	Path    string
	Line    int
	Problem string

	// Preference means that it is about the screens alone: which account is in
	// force does not depend on it.
	Preference bool
}

func (e *SettingsError) Error() string {
	return fmt.Sprintf("settings file %s, line %d: %s", e.Path, e.Line, e.Problem)
}

// A FolderError says that the folder list in config.toml is about the working
// folder, and that the account which it names there cannot be used. It wraps the
// [NoAccountError], which holds that name.
type FolderError struct {
	Path   string // config.toml
	Line   int
	Folder string
	Err    error
}

func (e *FolderError) Error() string {
	return fmt.Sprintf("folder %s: settings file %s, line %d, names an account that is not there", e.Folder, e.Path, e.Line)
}

func (e *FolderError) Unwrap() error { return e.Err }

// A NewerError says that the index was written by a later lpkeys. It is never
// changed by this one.
type NewerError struct {
	Path    string
	Version int // what the file says
	Ours    int // the newest that this program writes
}

func (e *NewerError) Error() string {
	return fmt.Sprintf("accounts file %s has version %d, written by a newer lpkeys; this one knows %d and leaves it as it is",
		e.Path, e.Version, e.Ours)
}

// An UnfinishedError says that an account's change was cut short in a place
// where nobody can tell what the vault holds. The index remembers it, and
// [Store.Repair] finishes or undoes it at a later start.
type UnfinishedError struct {
	Name  string
	Doing State // Adding, Moving, Replacing (its key) or Removing
	Err   error
}

func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("%s account %q was cut short and will be settled at the next start: %v", e.doing(), e.Name, e.Err)
}

func (e *UnfinishedError) doing() string {
	if e.Doing == Replacing {
		return "replacing the key of"
	}
	return string(e.Doing)
}

func (e *UnfinishedError) Unwrap() error { return e.Err }

// A LeftoverError says that a change was made, and that a vault may still hold
// what nobody needs any more. The index remembers it, and [Store.Repair]
// forgets it at a later start.
type LeftoverError struct {
	Name  string // the account
	Items []Item
	Err   error
}

// An Item is where a vault holds a key.
type Item struct {
	Vault VaultName
	Name  string
}

func (e *LeftoverError) Error() string {
	var items []string
	for _, i := range e.Items {
		items = append(items, fmt.Sprintf("%s in vault %q", i.Name, i.Vault))
	}
	return fmt.Sprintf("account %q has left %s: %v", e.Name, strings.Join(items, " and "), e.Err)
}

func (e *LeftoverError) Unwrap() error { return e.Err }

func leftoverError(name string, places []place, err error) error {
	var items []Item
	for _, p := range places {
		items = append(items, p.asItem())
	}
	return &LeftoverError{Name: name, Items: items, Err: err}
}
