package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
)

// Add keeps a new account and its key. Name, ID, Environment and Vault of a say
// what to keep; the rest is filled in. The first account becomes the default.
//
// After an error the account is not there, with one exception: an
// [UnfinishedError] says that the vault gave no clear answer and that
// [Store.Repair] will find out at the next start. Until then the same account,
// by name, ID, environment and kind, can be added again from here.
//
// Errors: [NameError], [NameTakenError], those of [domain.ParseAccountID], of
// [oauth.Credentials.Validate], of [Vault] and of [Open].
func (s *Store) Add(ctx context.Context, a Account, key oauth.Credentials) (Account, error) {
	a, err := s.check(a, key)
	if err != nil {
		return Account{}, err
	}
	vault, err := s.vault(a.Vault)
	if err != nil {
		return Account{}, addError(a.Name, err)
	}
	item, err := newItem(a.Name, s.rand)
	if err != nil {
		return Account{}, addError(a.Name, err)
	}
	if err := s.beginAdd(ctx, entry{Account: a, item: item}); err != nil {
		return Account{}, addError(a.Name, err)
	}
	// From here on the change is finished or undone even if ctx ends.
	last := context.WithoutCancel(ctx)
	if err := ctx.Err(); err != nil {
		return Account{}, addError(a.Name, s.undoAdd(last, item, err))
	}
	if err := vault.Put(ctx, item, key); err != nil {
		if !changedNothing(err) {
			s.leave(item)
			return Account{}, &UnfinishedError{Name: a.Name, Doing: Adding, Err: err}
		}
		return Account{}, addError(a.Name, s.undoAdd(last, item, err))
	}
	if err := s.endAdd(last, item, &a); err != nil {
		return Account{}, s.takeBack(last, vault, a.Name, item, err)
	}
	return a, nil
}

func addError(name string, err error) error {
	var named *NameTakenError
	if errors.As(err, &named) {
		return err
	}
	return fmt.Errorf("adding account %q: %w", name, err)
}

func (s *Store) check(a Account, key oauth.Credentials) (Account, error) {
	var err error
	if a.Name, err = CleanName(a.Name); err != nil {
		return a, err
	}
	if a.Environment, err = CleanEnvironment(a.Environment); err != nil {
		return a, err
	}
	if a.ID, err = domain.ParseAccountID(string(a.ID)); err != nil {
		return a, err
	}
	if a.Kind = cmp.Or(a.Kind, OAuth1); a.Kind != OAuth1 {
		return a, fmt.Errorf("adding a key of kind %q: %w", a.Kind, ErrUnsupported)
	}
	a.Added = s.now().UTC().Truncate(time.Second)
	a.State = Adding
	return a, key.Validate()
}

// beginAdd writes the new entry. It takes the place of an add of ours that came
// to no clear end, and remembers that one's item: if this try keeps nothing and
// that key is there, it is the account's. So it must be a key to the same.
func (s *Store) beginAdd(ctx context.Context, e entry) error {
	return s.change(ctx, func(x *index) error {
		var err error
		if e.owner, err = s.own(); err != nil {
			return err
		}
		other := x.find(e.Name)
		switch {
		case other == nil:
			x.entries = append(x.entries, e)
			return nil
		case other.State == Adding && s.left(other.item) && other.sameBrand(e.Account):
			e.leftovers = other.places()
			e.unknown = other.unknown
			*other = e
			return nil
		default:
			return &NameTakenError{Name: other.Name, State: other.State}
		}
	})
}

// endAdd marks the entry kept. What an earlier try may have left behind stays
// with this owner, since it may still arrive while this process lives.
func (s *Store) endAdd(ctx context.Context, item string, a *Account) error {
	return s.change(ctx, func(x *index) error {
		e := x.byItem(item)
		if e == nil {
			return errors.New("its entry is gone from the accounts file")
		}
		x.keep(e)
		if e.settled() {
			e.owner = ""
		}
		*a = e.Account
		return nil
	})
}

// undoAdd drops the entry after a Put that kept nothing, and answers why.
func (s *Store) undoAdd(ctx context.Context, item string, why error) error {
	err := s.change(ctx, func(x *index) error {
		e := x.byItem(item)
		switch {
		case e == nil:
		case len(e.leftovers) == 0:
			x.drop(item)
		default:
			before := e.leftovers[0]
			e.Vault, e.item, e.leftovers = before.vault, before.item, e.leftovers[1:]
		}
		return nil
	})
	if err != nil {
		s.leave(item)
		return errors.Join(why, err)
	}
	return why
}

// takeBack undoes an add whose key is in the vault and whose entry could not be
// written. It looks what the index says first: a disk that fails twice may have
// kept the new entry after all, and the key must not go from under it.
func (s *Store) takeBack(ctx context.Context, vault Vault, name, item string, why error) error {
	unfinished := func(err error) error {
		s.leave(item)
		return &UnfinishedError{Name: name, Doing: Adding, Err: err}
	}
	x, err := s.load(nil)
	if err != nil {
		return unfinished(errors.Join(why, err))
	}
	if e := x.byItem(item); e != nil && e.State != Adding {
		return unfinished(why)
	}
	if err := vault.Forget(ctx, item); err != nil && !errors.Is(err, ErrNotFound) {
		return unfinished(errors.Join(why, err))
	}
	return addError(name, s.undoAdd(ctx, item, why))
}

// leave remembers that nobody can tell what the vault holds of an item: this
// process gave it up, or is forgetting it.
func (s *Store) leave(item string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unfinished[item] = true
}

// takeUp is for an item that the vault holds after all.
func (s *Store) takeUp(item string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.unfinished, item)
}

func (s *Store) left(item string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.unfinished[item]
}

// newItem makes the name of an item: readable, because people meet it in their
// keyring's own program, and never to be made again.
func newItem(name string, random io.Reader) (string, error) {
	letters, err := randomLetters(random, 8)
	if err != nil {
		return "", err
	}
	return slug(name) + "-" + letters, nil
}

// slug keeps what every keyring takes literally: lower-case letters, digits and
// single dashes.
func slug(name string) string {
	const longest = 24
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() == longest {
			break
		}
	}
	return cmp.Or(strings.TrimSuffix(b.String(), "-"), "account")
}
