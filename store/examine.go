package store

import (
	"context"
	"errors"
	"slices"
)

// An Examination is what the files say, read once. Nothing was repaired for it,
// closed to others, set aside or written, so it is also for those in whose way
// [Open] would stand.
type Examination struct {
	Accounts  []*Examined // those too that [Store.Accounts] does not list
	Leftovers []Item      // what accounts that are removed may have left
	Exposed   []string    // files and folders that others than their owner may use
	Folders   []Folder

	IndexErr    error // one of [Open]'s; or a [NewerError], with Accounts
	SettingsErr error // one of [Store.Folders]'s
	SealedErr   error // one of [Sealed.Examine]'s; the keys in the vault were not looked at

	store *Store
	index index
}

// An Examined is an account as the index has it.
type Examined struct {
	Account
	CutShort bool // something is to be finished or undone, and nobody is at it

	place place
}

// Examine looks at the files of a store. Where some cannot be read the rest of
// the answer stands.
func Examine(o Options) *Examination {
	s := newStore(o)
	x := &Examination{store: s, Exposed: s.exposed()}
	if r, err := s.load(nil); err != nil {
		x.IndexErr = err
	} else {
		x.index = r.index
		x.IndexErr = s.refuseNewer(&x.index)
	}
	for i := range x.index.entries {
		e := &x.index.entries[i]
		x.Accounts = append(x.Accounts, &Examined{Account: e.Account, CutShort: s.abandoned(*e), place: e.place()})
	}
	for _, p := range x.index.leftovers {
		x.Leftovers = append(x.Leftovers, p.asItem())
	}
	x.Folders, x.SettingsErr = s.Folders()
	sealed := NewSealed(SealedOptions{Dir: s.paths.Data, FS: s.fs, KnownSums: x.index.keySums})
	x.SealedErr = sealed.Examine()
	return x
}

// InForce is [Store.InForce] for what was read.
func (x *Examination) InForce(asked Asked) (Account, Because, error) {
	if x.IndexErr != nil && len(x.Accounts) == 0 {
		return Account{}, Because{}, x.IndexErr
	}
	e, because, err := x.store.inForce(&x.index, asked)
	if err != nil {
		return Account{}, because, err
	}
	return e.Account, because, nil
}

// Key answers nil when an account's key is whole in its vault. A vault that
// would ask somebody is not asked: its [Vault.Look] says why. Other errors are
// those of [Store.Key].
func (x *Examination) Key(ctx context.Context, a *Examined) error {
	if err := x.store.look(ctx, []place{a.place}); err != nil {
		return err
	}
	return x.store.whole(ctx, a.place)
}

// Examine looks at the vault's files without opening them. It answers nil when
// nothing is wrong with them as far as that shows: [ErrNoVault], [SealedError],
// [FileError]. A vault whose identity somebody else keeps has no key file, which
// is no error.
func (v *Sealed) Examine() error {
	switch there, err := v.present(); {
	case err != nil:
		return err
	case !there:
		return ErrNoVault
	}
	if _, err := readFile(v.FS, v.path(vaultFileName), longestFile); err != nil {
		return err
	}
	sum, err := v.KeyFileSum()
	switch {
	case errors.Is(err, ErrNoVault) && len(v.KnownSums()) > 0:
		return &SealedError{Path: v.path(keyFileName), Problem: KeyFileMissing}
	case errors.Is(err, ErrNoVault):
		return nil
	case err == nil && len(v.KnownSums()) > 0 && !slices.Contains(v.KnownSums(), sum):
		return &SealedError{Path: v.path(keyFileName), Problem: KeyFileChanged}
	}
	return err
}
