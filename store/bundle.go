package store

import (
	"context"
	"errors"
	"fmt"

	"lpkeys/domain"
	"lpkeys/oauth"
)

// LongestBundle is the most that the file of a bundle can have, in bytes.
const LongestBundle = 4 << 20

// These bounds, too, hold for what is written as for what is read. They may be
// relaxed in later versions and never tightened.
const (
	mostBundled    = 1000 // accounts: each is one item that a vault has to take
	mostRecipients = 100
)

// A Bundle is accounts with their keys, on their way to another machine or
// another person. Where the keys lay is no part of it.
//
// Its text is one JSON object with version and checksum, and leaves the process
// encrypted by age only: see [Bundle.Seal] and [OpenBundle].
type Bundle []Bundled

// A Bundled is one account of a bundle. Of the account, Name, ID, Environment
// and Kind count.
type Bundled struct {
	Account Account
	Key     oauth.Credentials
}

// KeyEnd answers the last four characters of the app key, for people to compare.
// Of one so short that they would tell much of it, it answers nothing.
func (b Bundled) KeyEnd() string {
	const shortest = 12
	letters := []rune(b.Key.ConsumerKey)
	if len(letters) < shortest {
		return ""
	}
	return string(letters[len(letters)-4:])
}

// Bundle reads the keys of accounts for a bundle, each through [Store.Key]. An
// account that is named twice is in it once.
//
// Errors: those of [Store.Key], and a [BundleError] when there are too many or
// when one has a name that a bundle cannot carry.
func (s *Store) Bundle(ctx context.Context, names ...string) (Bundle, error) {
	var b Bundle
	seen := make(map[string]bool)
	for _, name := range names {
		a, err := s.Account(name)
		if err != nil {
			return nil, err
		}
		if seen[a.Name] {
			continue
		}
		seen[a.Name] = true
		if len(seen) > mostBundled {
			return nil, &BundleError{Problem: BundleTooBig}
		}
		key, err := s.Key(ctx, a.Name)
		if err != nil {
			return nil, err
		}
		b = append(b, Bundled{
			Account: Account{Name: a.Name, ID: a.ID, Environment: a.Environment, Kind: a.Kind},
			Key:     key,
		})
	}
	return b, b.check()
}

// check holds a bundle to the rules for new accounts, so that what is written
// can be read and what was read can be kept.
func (b Bundle) check() error {
	names := make(map[string]bool, len(b))
	for i, one := range b {
		problem := one.problem()
		if name := fold(one.Account.Name); names[name] {
			problem = "its name is another's"
		} else {
			names[name] = true
		}
		if problem != "" {
			return &BundleError{Problem: BundleUnfit, Detail: fmt.Sprintf("account %d: %s", i+1, problem)}
		}
	}
	if len(b) > mostBundled {
		return &BundleError{Problem: BundleTooBig}
	}
	return nil
}

// problem says what keeps one account from being kept as it is, and repeats
// nothing of it.
func (b Bundled) problem() string {
	name, err := CleanName(b.Account.Name)
	if err != nil {
		return err.Error()
	}
	environment, err := CleanEnvironment(b.Account.Environment)
	if err != nil {
		return err.Error()
	}
	if id, err := domain.ParseAccountID(string(b.Account.ID)); err != nil || id != b.Account.ID {
		return "its account ID is none"
	}
	if name != b.Account.Name || environment != b.Account.Environment {
		return "there are blanks around its name or environment"
	}
	if err := b.Key.Validate(); err != nil {
		return err.Error()
	}
	return ""
}

// A Match says what the store has under the name of an account in a bundle.
type Match string

// The matches.
const (
	NameFree  Match = "new"     // nothing: it can be added
	SameKey   Match = "present" // the same account with the same key
	NameTaken Match = "taken"   // another account, or another key
)

// Compare answers a [Match] for each account of a bundle. It reads the key of an
// account that has the same name and account ID, and so may wait for a person.
// A key that is gone, damaged or in a vault that this program does not know is
// another one.
//
// Errors: those of [Vault] and of [Open].
func (s *Store) Compare(ctx context.Context, b Bundle) ([]Match, error) {
	x, err := s.read()
	if err != nil {
		return nil, err
	}
	matches := make([]Match, len(b))
	for i, one := range b {
		if matches[i], err = s.compare(ctx, x.find(one.Account.Name), one); err != nil {
			return nil, err
		}
	}
	return matches, nil
}

func (s *Store) compare(ctx context.Context, here *entry, one Bundled) (Match, error) {
	switch {
	case here == nil:
		return NameFree, nil
	case !here.listed(), here.State == Removing, here.ID != one.Account.ID, here.Kind != one.Account.Kind:
		return NameTaken, nil
	}
	key, err := s.get(ctx, here.place())
	switch {
	case errors.Is(err, ErrNotFound), errors.Is(err, ErrUnsupported),
		errors.Is(err, ErrCorrupt) && !errors.As(err, new(*SealedError)):
		return NameTaken, nil
	case err != nil:
		return "", fmt.Errorf("comparing with the key of account %q: %w", here.Name, err)
	case !sameKey(key, one.Key):
		return NameTaken, nil
	}
	return SameKey, nil
}

func sameKey(a, b oauth.Credentials) bool {
	return a.ConsumerKey == b.ConsumerKey && a.Token == b.Token &&
		a.ConsumerSecret.Equal(b.ConsumerSecret) && a.TokenSecret.Equal(b.TokenSecret)
}
