package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/unlock"
)

// bundledJSON is an account of a bundle as programs read it. Of its key, it has
// what people compare.
type bundledJSON struct {
	Name        string     `json:"name"`
	ID          string     `json:"id"`
	Environment string     `json:"environment"`
	Production  bool       `json:"production"`
	Kind        store.Kind `json:"kind"`
	AppKeyEnd   string     `json:"appKeyEnd"`
}

func bundledJSONOf(one store.Bundled) bundledJSON {
	a := one.Account
	return bundledJSON{
		Name: a.Name, ID: string(a.ID), Environment: a.Environment, Production: a.Production(),
		Kind: a.Kind, AppKeyEnd: one.KeyEnd(),
	}
}

func bundledJSONs(bundle store.Bundle) []bundledJSON {
	all := make([]bundledJSON, len(bundle))
	for i, one := range bundle {
		all[i] = bundledJSONOf(one)
	}
	return all
}

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

// ofFlag names the flag that named a file, where the file is there and its
// content is wrong. The system's errors name the file themselves.
func ofFlag(flag, path string, err error) error {
	if err == nil || errors.As(err, new(*fs.PathError)) || errors.Is(err, context.Canceled) {
		return err
	}
	return misused(fmt.Sprintf("%s names %s: %v", flag, path, err), "Name another file")
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
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
