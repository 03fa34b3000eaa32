package unlock

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"lpkeys/oauth"
	"lpkeys/store"
)

// The variables that name a file which opens the vault. The identity's comes
// first: it needs no second's work.
const (
	IdentityVariable   = "LPKEYS_IDENTITY_FILE"   // one age identity
	PassphraseVariable = "LPKEYS_PASSPHRASE_FILE" // a passphrase, in the first line
)

// A Question is what a person is asked.
type Question struct {
	New   bool // the vault is about to be created: the answer will be its passphrase
	Again bool // the last answer was wrong
}

// tries is how often a person may answer wrongly.
const tries = 3

// Sources is the opener of both faces: the file that the environment names,
// else a person. A file that is named and does not open the vault is an error,
// and nobody is asked instead.
type Sources struct {
	Getenv func(string) string

	// Ask asks a person, and may wait for one. Nil: nobody is there.
	Ask func(context.Context, Question) (oauth.Secret, error)

	// Remember is told [store.Sealed.KeyFileSum] when a passphrase opened a
	// vault whose sum was not a known one.
	Remember func(sum string) error
}

// A SourceError says why a named file did not open the vault. It is a
// [store.ErrLocked], because the vault stayed as it was.
type SourceError struct {
	Variable string // the one that named the file
	Path     string // empty where what was named may be no name; see [IsFileName]
	Err      error
}

func (e *SourceError) Error() string {
	if e.Path == "" {
		return fmt.Sprintf("%s names no file that can be read: %v", e.Variable, e.Err)
	}
	return fmt.Sprintf("%s names %s: %v", e.Variable, e.Path, e.Err)
}

// Unwrap gives the system's error, [store.ErrWrongPassphrase] or
// [store.ErrIdentity].
func (e *SourceError) Unwrap() error { return e.Err }

// Is makes every SourceError a [store.ErrLocked].
func (e *SourceError) Is(target error) bool { return target == store.ErrLocked }

var (
	errNoPassphrase = errors.New("its first line is empty")
	errLongFile     = errors.New("it is too long for what it should hold")
)

// Unattended reports whether the environment names a file.
func (s Sources) Unattended() bool {
	return s.Getenv(IdentityVariable) != "" || s.Getenv(PassphraseVariable) != ""
}

// Open opens or creates the vault. Errors are a *[SourceError], those of
// [store.Sealed] and of Ask, and [store.ErrLocked] or [store.ErrNoVault] when
// there is no source.
func (s Sources) Open(ctx context.Context, sealed *store.Sealed) error {
	o, err := s.opening(sealed)
	if err != nil {
		return err
	}
	switch {
	case s.Getenv(IdentityVariable) != "":
		return o.fromFile(ctx, IdentityVariable, s.Getenv(IdentityVariable), whole, o.byIdentity)
	case s.Getenv(PassphraseVariable) != "":
		return o.fromFile(ctx, PassphraseVariable, s.Getenv(PassphraseVariable), firstLine, o.byPassphrase)
	case s.Ask != nil:
		return o.byAsking(ctx, s.Ask)
	case o.isNew:
		return store.ErrNoVault
	default:
		return store.ErrFileLocked
	}
}

// OpenWith opens or creates the vault with a passphrase that a person has just
// given. Errors are those of [store.Sealed].
func (s Sources) OpenWith(ctx context.Context, sealed *store.Sealed, passphrase oauth.Secret) error {
	o, err := s.opening(sealed)
	if err != nil {
		return err
	}
	return o.byPassphrase(ctx, passphrase)
}

func (s Sources) opening(sealed *store.Sealed) (opening, error) {
	status, err := sealed.Status()
	return opening{sealed: sealed, isNew: status == store.NoVault, remember: s.Remember}, err
}

type opening struct {
	sealed   *store.Sealed
	isNew    bool
	remember func(sum string) error
}

func (o opening) byIdentity(ctx context.Context, identity oauth.Secret) error {
	if o.isNew {
		return o.sealed.CreateIdentity(ctx, identity)
	}
	return o.sealed.UnlockIdentity(ctx, identity)
}

func (o opening) byPassphrase(ctx context.Context, passphrase oauth.Secret) error {
	open := o.sealed.Unlock
	if o.isNew {
		open = o.sealed.Create
	}
	if err := open(ctx, passphrase); err != nil {
		return err
	}
	sum, err := o.sealed.KeyFileSum()
	if err == nil && o.remember != nil && !slices.Contains(o.sealed.KnownSums(), sum) {
		// The vault is open all the same. What is lost is that a key file
		// which is damaged later looks like a wrong passphrase.
		_ = o.remember(sum)
	}
	return nil
}

func (o opening) byAsking(ctx context.Context, ask func(context.Context, Question) (oauth.Secret, error)) error {
	var err error
	for try := range tries {
		passphrase, asked := ask(ctx, Question{New: o.isNew, Again: try > 0})
		if asked != nil {
			return asked
		}
		if err = o.byPassphrase(ctx, passphrase); !errors.Is(err, store.ErrWrongPassphrase) {
			return err
		}
	}
	return err
}

func (o opening) fromFile(ctx context.Context, variable, path string, read func(io.Reader) (oauth.Secret, error), open func(context.Context, oauth.Secret) error) error {
	text, err := readFile(ctx, path, read)
	if err == nil {
		err = open(ctx, text)
		if !errors.Is(err, store.ErrWrongPassphrase) && !errors.Is(err, store.ErrIdentity) {
			return err // About the vault: the named file did its part.
		}
	}
	if ctx.Err() != nil {
		return err
	}
	if system, ok := errors.AsType[*fs.PathError](err); ok {
		err = system.Err // It names the path, as SourceError does.
		if !IsFileName(path) {
			path = ""
		}
	}
	return &SourceError{Variable: variable, Path: path, Err: err}
}

// readFile returns when ctx ends: a pipe that a script names may stay silent.
func readFile(ctx context.Context, path string, read func(io.Reader) (oauth.Secret, error)) (oauth.Secret, error) {
	type answer struct {
		text oauth.Secret
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		file, err := os.Open(path)
		if err != nil {
			answers <- answer{err: err}
			return
		}
		defer file.Close()
		text, err := read(file)
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-ctx.Done():
		return oauth.Secret{}, ctx.Err()
	}
}

// longest is more than any identity file with its comments, or any passphrase.
const longest = 64 << 10

func whole(r io.Reader) (oauth.Secret, error) {
	text, err := io.ReadAll(io.LimitReader(r, longest+1))
	if err != nil {
		return oauth.Secret{}, err
	}
	if len(text) > longest {
		return oauth.Secret{}, errLongFile
	}
	return oauth.NewSecret(string(text)), nil
}

func firstLine(r io.Reader) (oauth.Secret, error) {
	line, err := bufio.NewReader(io.LimitReader(r, longest+1)).ReadString('\n')
	if err != nil && err != io.EOF {
		return oauth.Secret{}, err
	}
	if len(line) > longest {
		return oauth.Secret{}, errLongFile
	}
	line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	if line == "" {
		return oauth.Secret{}, errNoPassphrase
	}
	return oauth.NewSecret(line), nil
}
