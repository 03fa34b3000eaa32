package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"lpkeys/oauth"
)

// forgetPatience bounds the forgetting of a trial's item by a caller who has
// given up.
const forgetPatience = 5 * time.Second

// Try keeps what is no key in a vault, reads it and forgets it, under a name that
// it draws for this: an item that is there already is left alone. It answers that
// name when the item may still be there.
//
// Errors: those of [Vault]; [ErrCorrupt] when something else came back.
func Try(ctx context.Context, vault Vault) (left string, err error) {
	letters, err := randomLetters(rand.Reader, 8)
	if err != nil {
		return "", err
	}
	item := "lpkeys-doctor-" + letters
	none := oauth.NewSecret("no-key")
	put := oauth.Credentials{ConsumerKey: "no-key", ConsumerSecret: none, Token: "no-key", TokenSecret: none}
	if err = vault.Put(ctx, item, put); err != nil && changedNothing(err) {
		return "", err
	}
	if err == nil {
		err = readAgain(ctx, vault, item, put)
	}
	ending, stop := context.WithTimeout(context.WithoutCancel(ctx), forgetPatience)
	defer stop()
	if forgetting := vault.Forget(ending, item); forgetting != nil {
		return item, errors.Join(err, forgetting)
	}
	return "", err
}

func readAgain(ctx context.Context, vault Vault, item string, put oauth.Credentials) error {
	got, err := vault.Get(ctx, item)
	if err == nil && !sameKey(got, put) {
		return fmt.Errorf("%w: it is not what was kept", ErrCorrupt)
	}
	return err
}
