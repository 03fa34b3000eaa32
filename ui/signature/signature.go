// Package signature makes signatures for the screens: it fetches the key, signs,
// and lets the key go, so that only what may be shown comes back.
package signature

import (
	"context"
	"slices"
	"time"

	"lpkeys/oauth"
)

// Keys gives the key of an account. It may wait for a keyring's prompt.
type Keys interface {
	Key(ctx context.Context, name string) (oauth.Credentials, error)
}

// Maker signs for one account after the other.
type Maker struct {
	Keys  Keys
	Now   func() time.Time
	Nonce func() string // nil: random
}

// Stale is the age at which a header is signed anew before it is copied.
// LivePerson documents no tolerance; servers commonly allow five minutes.
const Stale = 5 * time.Minute

// Made is a signature with every step that led to it but the key.
type Made struct {
	oauth.Explanation // its SigningKey is unset

	At     time.Time
	Copied bool
}

// Worn reports whether no server may take the header any more: a nonce is good
// once, a timestamp for a few minutes.
func (m Made) Worn(now time.Time) bool { return m.Copied || m.Old(now) }

// Old reports whether it has the age at which it is signed anew.
func (m Made) Old(now time.Time) bool { return now.Sub(m.At) >= Stale }

// Sign signs for the account. Errors are those of the keys and of
// [oauth.Signer].
func (m Maker) Sign(ctx context.Context, account string, r oauth.Request) (Made, error) {
	e, at, err := m.explain(ctx, account, r)
	if err != nil {
		return Made{}, err
	}
	e.SigningKey = oauth.Secret{}
	return Made{Explanation: *e, At: at}, nil
}

// Compare says why theirs, a header or a base string, is not the one for the
// request; nothing when it is. Errors are those of [Maker.Sign] and of
// [oauth.Compare].
func (m Maker) Compare(ctx context.Context, account string, r oauth.Request, theirs string) ([]oauth.Difference, error) {
	e, _, err := m.explain(ctx, account, r)
	if err != nil {
		return nil, err
	}
	differences, err := oauth.Compare(e, theirs)
	return slices.DeleteFunc(differences, Expected), err
}

func (m Maker) explain(ctx context.Context, account string, r oauth.Request) (*oauth.Explanation, time.Time, error) {
	key, err := m.Keys.Key(ctx, account)
	if err != nil {
		return nil, time.Time{}, err
	}
	at := m.Now() // A person may have been asked in between.
	signer := oauth.Signer{Credentials: key, Now: func() time.Time { return at }, Nonce: m.Nonce}
	e, err := signer.Explain(r)
	return e, at, err
}

// Expected reports whether a difference is one that two signatures of a request
// may have.
func Expected(d oauth.Difference) bool {
	return slices.Contains([]oauth.Cause{oauth.VersionPresence, oauth.OtherTime, oauth.OtherNonce}, d.Cause)
}
