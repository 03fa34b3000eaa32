package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/explain"
	"lpkeys/ui/unlock"
)

// bundledJSON is an account of a bundle as programs read it. Of its key, it has
// what people compare. An import says more than an export.
type bundledJSON struct {
	Name         string      `json:"name"`
	ID           string      `json:"id"`
	Environment  string      `json:"environment"`
	Production   bool        `json:"production"`
	Kind         store.Kind  `json:"kind"`
	AppKeyEnd    string      `json:"appKeyEnd"`
	NameInBundle string      `json:"nameInBundle,omitempty"`
	Status       store.Match `json:"status,omitempty"`
}

func bundledJSONOf(one *store.Bundled) *bundledJSON {
	a := &one.Account
	return &bundledJSON{
		Name: a.Name, ID: string(a.ID), Environment: a.Environment, Production: a.Production(),
		Kind: a.Kind, AppKeyEnd: one.KeyEnd(),
	}
}

// keyEnd is what of an app key is shown.
func keyEnd(one *store.Bundled) string { return "…" + domain.Clean(one.KeyEnd()) }

// phraseFrom takes the passphrase of a bundle from the file of --passphrase-file.
func phraseFrom(ctx context.Context, path string) (oauth.Secret, error) {
	phrase, err := unlock.ReadPassphrase(ctx, path)
	return phrase, ofFlag("--passphrase-file", path, err)
}

// identitiesFrom takes age identities from the file of --identity.
func identitiesFrom(ctx context.Context, path string) (oauth.Secret, error) {
	identities, err := unlock.ReadIdentities(ctx, path)
	if err == nil && identities.IsZero() {
		return identities, &store.BundleError{Problem: store.BundleNoIdentity}
	}
	return identities, ofFlag("--identity", path, err)
}

// ofFlag names the flag that named a file for a secret. The system's errors name
// the file themselves, which may be the secret instead.
func ofFlag(flag, path string, err error) error {
	system := errors.As(err, new(*fs.PathError))
	switch {
	case err == nil, errors.Is(err, context.Canceled), system && unlock.IsFileName(path):
		return err
	case system:
		return &spoken{err: err, words: explain.Words{
			Error: flag + " names no file that can be read: " + reason(err),
			Hint:  "Give the name of a file: what is secret stands in it, and is never an argument",
			Exit:  explain.Failed,
			Code:  "no-such-file",
		}}
	}
	return misused(flag+" names "+path+": "+err.Error(), "Name another file")
}

// vaultOf is the vault to wait for while the keys of several accounts are read.
// That is not the keyring when the vault file can ask for its passphrase
// meanwhile: the word about the keyring would come in between.
func vaultOf(accounts []store.Account) store.VaultName {
	if slices.ContainsFunc(accounts, func(a store.Account) bool { return a.Vault != store.KeyringVault }) {
		return store.FileVault
	}
	return store.KeyringVault
}

// counted is a number of things.
func counted(n int, thing string) string {
	return numbered(n, fmt.Sprint(n, " ", thing), fmt.Sprint(n, " ", thing, "s"))
}

func numbered(n int, one, several string) string {
	if n == 1 {
		return one
	}
	return several
}
