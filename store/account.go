package store

import (
	"strings"
	"time"

	"lpkeys/domain"
)

// An Account is what is known about an account without opening a vault. It
// holds nothing secret.
type Account struct {
	Name        string // unique under case folding; see [CleanName]
	ID          domain.AccountID
	Environment string // a label such as "production"; may be empty
	Kind        Kind
	Vault       VaultName
	Added       time.Time // UTC, whole seconds; no other account in the index has the same
	State       State
}

// Production reports whether the environment's label says production.
func (a Account) Production() bool {
	return strings.EqualFold(a.Environment, "production") || strings.EqualFold(a.Environment, "prod")
}

// Same reports whether the two are one account, whatever it is called by now.
func (a Account) Same(b Account) bool { return a.ID == b.ID && a.Added.Equal(b.Added) }

// sameBrand reports whether a key to the one is a key to the other.
func (a Account) sameBrand(b Account) bool {
	return a.ID == b.ID && a.Environment == b.Environment && a.Kind == b.Kind
}

// A Kind says what a key is made of. A kind that a later version added is kept
// and listed, and [Store.Key] refuses it.
type Kind string

// OAuth1 is an API key of four values, as OAuth 1.0 uses them.
const OAuth1 Kind = "oauth1"

// A State says how far an account's last change came. All but [Kept] name what
// a crash would leave behind.
type State string

// The states of an account.
const (
	Adding    State = "adding"    // the vault may hold the key, or not yet
	Kept      State = "kept"      // the vault holds the key
	Moving    State = "moving"    // the vault holds the key; a copy may lie elsewhere
	Replacing State = "replacing" // the vault holds the key; a new one may lie beside it
	Removing  State = "removing"  // the vault may hold the key, or no longer
)
