// Package store keeps accounts, and their keys at rest.
//
// What is not secret lies in accounts.json in the data folder; the keys lie in
// vaults, one item for each account. The index is written before and after a
// vault is touched, so that whatever cuts a change short (a kill, a full disk,
// a keyring that stops answering) leaves the old state or the new one, whole,
// and [Store.Repair] knows what is left to finish or to undo. No key reaches a
// disk except through a vault, and no error holds a part of one. A program begins
// so:
//
//	paths, err := store.PathsFrom(os.Getenv, runtime.GOOS, home)
//	...
//	s, err := store.Open(store.Options{
//		Paths: paths,
//		Vaults: map[store.VaultName]store.Vault{
//			store.KeyringVault: store.NewKeyring(store.KeyringOptions{}),
//			store.FileVault:    store.NewSealed(store.SealedOptions{Dir: paths.Data}),
//		},
//	})
//	...
//	defer s.Close()
//	report, err := s.Repair(ctx) // of what an earlier run left
//	...
//	account, because, err := s.InForce(store.Asked{Flag: name})
//	...
//	key, err := s.Key(ctx, account.Name)
//
// Accounts come by [Store.Add], [Store.Copy] or [Store.AddAll], change by
// [Store.Edit], [Store.Replace] or [Store.Move], and go by [Store.Remove]. Which
// one is in force when none is named, [Store.SetDefault] and [Store.SetFolder]
// say.
//
// An item is written once and never again: a new key, or a key in another vault,
// is a new item, which becomes the account's when it is known whole.
//
// What a person takes out of use can be brought back while the process lives:
// [Store.MarkRemoving] by [Store.Restore], [Store.Replace] by
// [Store.RestoreKey]. [Store.ForgetRemoved] ends that, at the end of the program
// or, where no undo is wanted, at once; so does a repair after the process.
//
// A change that fails leaves the old state, but for two errors that every verb
// may answer. An [UnfinishedError] says that nobody can tell now, and that a
// repair will. A [LeftoverError] says that the change was made, and that a key
// which nobody needs any more could not be forgotten yet.
//
// A [Store] may be used from several goroutines, and several processes may have
// the same folders open.
package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"sync"
	"time"

	"lpkeys/oauth"
)

// Options are what a [Store] works with.
type Options struct {
	Paths    Paths
	Vaults   map[VaultName]Vault // those that this program can use
	FS       FS                  // nil: the machine's
	Now      func() time.Time    // nil: time.Now
	Rand     io.Reader           // nil: crypto/rand
	LockWait time.Duration       // how long a change waits for another process; 0: five seconds
}

// A Store is the accounts of one person on one machine. Make one with [Open],
// and [Store.Close] it.
type Store struct {
	paths    Paths
	vaults   map[VaultName]Vault
	fs       FS
	now      func() time.Time
	rand     io.Reader
	lockWait time.Duration
	turn     chan struct{} // one token: changes in this process queue here, not on the file
	keys     chan struct{} // one token: who has it may change the keys of kept accounts

	mu        sync.Mutex
	cache     *reading
	self      *owner
	notes     map[string]note   // by item
	used      map[string]string // the day, by item, that is known to be recorded
	tightened []Repaired
}

// Open reads the index. It writes nothing, except that it takes away others'
// rights to our files and folders, for [Store.Repair] to report, and that it
// sets a damaged index aside. A missing folder is an empty store.
//
// Errors: [DamagedError], [NewerError] when a newer index cannot be read at
// all, [FileError].
func Open(o Options) (*Store, error) {
	s := newStore(o)
	s.tightened = s.tighten()
	if _, err := s.read(); err != nil {
		return nil, err
	}
	return s, nil
}

func newStore(o Options) *Store {
	s := &Store{
		paths:    o.Paths,
		vaults:   o.Vaults,
		fs:       o.FS,
		now:      o.Now,
		rand:     o.Rand,
		lockWait: cmp.Or(o.LockWait, 5*time.Second),
		turn:     make(chan struct{}, 1),
		keys:     make(chan struct{}, 1),
		notes:    make(map[string]note),
		used:     make(map[string]string),
	}
	if s.fs == nil {
		s.fs = OS{}
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.rand == nil {
		s.rand = rand.Reader
	}
	s.turn <- struct{}{}
	s.keys <- struct{}{}
	return s
}

// Close says that this process works on no account any more. What it removed or
// replaced and did not forget is left for the next start.
func (s *Store) Close() error {
	s.mu.Lock()
	self := s.self
	s.self = nil
	s.mu.Unlock()
	if self == nil {
		return nil
	}
	return s.release(self)
}

// ReadOnly answers a [NewerError] when the index was written by a later lpkeys:
// accounts can be used then, and not changed.
func (s *Store) ReadOnly() error {
	x, err := s.read()
	if err != nil {
		return err
	}
	return s.refuseNewer(&x.index)
}

// Accounts lists the accounts in the order in which they were added, those that
// are being removed among them. It reads the disk only when the index changed.
func (s *Store) Accounts() ([]Account, error) {
	x, err := s.read()
	if err != nil {
		return nil, err
	}
	return x.accounts(), nil
}

// Account answers the account of a name, which may differ in case.
//
// Errors: [NoAccountError], [ErrNoAccounts], and those of [Open].
func (s *Store) Account(name string) (Account, error) {
	x, err := s.read()
	if err != nil {
		return Account{}, err
	}
	e, err := x.lookUp(name)
	if err != nil {
		return Account{}, err
	}
	return e.Account, nil
}

// Key reads an account's key from its vault, and from no other. It may wait for
// a person to unlock the vault. The first time on a day it records that, for
// [Store.LastUsed].
//
// Errors: those of [Store.Account], of [Vault], and [ErrUnsupported] when this
// program cannot use the account's vault or kind.
func (s *Store) Key(ctx context.Context, name string) (oauth.Credentials, error) {
	key, _, err := s.UseKey(ctx, name)
	return key, err
}

// Used says which key was read; see [Store.Record]. It holds nothing of it.
type Used struct{ item string }

// UseKey is [Store.Key] for who will record what came of it.
func (s *Store) UseKey(ctx context.Context, name string) (oauth.Credentials, Used, error) {
	e, key, err := s.key(ctx, name)
	if err != nil {
		return key, Used{}, err
	}
	s.recordUse(e.item)
	return key, Used{e.item}, nil
}

func (s *Store) key(ctx context.Context, name string) (*entry, oauth.Credentials, error) {
	x, err := s.read()
	if err != nil {
		return nil, oauth.Credentials{}, err
	}
	e, err := x.lookUpKey(name)
	if err != nil {
		return nil, oauth.Credentials{}, err
	}
	key, err := s.get(ctx, e.place())
	switch {
	case err == nil:
		return e, key, nil
	case errors.Is(err, ErrNotFound) && s.wentElsewhere(e):
		return s.key(ctx, name)
	default:
		return nil, oauth.Credentials{}, fmt.Errorf("reading the key of account %q: %w", e.Name, err)
	}
}

// wentElsewhere reports whether another process has taken a key out of its item
// since its entry was read.
func (s *Store) wentElsewhere(e *entry) bool {
	x, err := s.read()
	if err != nil {
		return false
	}
	now := x.byItem(e.item)
	return now == nil || now.State == Removing
}

func (s *Store) get(ctx context.Context, p place) (key oauth.Credentials, err error) {
	err = s.ask(ctx, p.vault, func(v Vault) (err error) {
		key, err = v.Get(ctx, p.item)
		return err
	})
	return key, err
}

func (s *Store) vault(name VaultName) (Vault, error) {
	vault := s.vaults[name]
	if vault == nil {
		return nil, fmt.Errorf("vault %q: %w", name, ErrUnsupported)
	}
	return vault, nil
}

func (s *Store) indexPath() string    { return filepath.Join(s.paths.Data, indexFile) }
func (s *Store) previousPath() string { return s.indexPath() + previousSuffix }
func (s *Store) lockPath() string     { return filepath.Join(s.paths.Data, lockFileName) }
func (s *Store) ownersPath() string   { return filepath.Join(s.paths.Data, ownersFolder) }
