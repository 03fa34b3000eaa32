package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

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
	p := putting{doing: Adding, name: a.Name, vault: vault, item: item}
	if err := s.put(ctx, p, key); err != nil {
		return Account{}, addError(a.Name, err)
	}
	last := context.WithoutCancel(ctx)
	if err := s.endAdd(last, item, &a); err != nil {
		return Account{}, addError(a.Name, s.takeBack(last, p, err))
	}
	return a, nil
}

func addError(name string, err error) error {
	var taken *NameTakenError
	var unfinished *UnfinishedError
	if errors.As(err, &taken) || errors.As(err, &unfinished) {
		return err
	}
	return fmt.Errorf("adding account %q: %w", name, err)
}

func (s *Store) check(a Account, key oauth.Credentials) (Account, error) {
	d, err := a.Details().clean()
	if err != nil {
		return a, err
	}
	a.Name, a.ID, a.Environment = d.Name, d.ID, d.Environment
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
		e.Added = x.moments().next(e.Added)
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
