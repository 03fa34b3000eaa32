package cli

import (
	"context"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
)

// patience is how long a vault may take before a person is told what is being
// waited for.
const patience = 700 * time.Millisecond

// key reads an account's key. The wait for a keyring that is locked is visible,
// and ctrl+c ends it.
func (s *session) key(ctx context.Context, b *Backend, a store.Account) (oauth.Credentials, error) {
	if a.Vault != store.KeyringVault || !s.env.Terminal.person() {
		return b.Store.Key(ctx, a.Name)
	}
	type answer struct {
		key oauth.Credentials
		err error
	}
	answers := make(chan answer, 1)
	go func() {
		key, err := b.Store.Key(ctx, a.Name)
		answers <- answer{key, err}
	}()
	select {
	case found := <-answers:
		return found.key, found.err
	case <-time.After(patience):
	}
	s.note("waiting for the keyring; it may be asking for its password (ctrl+c stops)")
	found := <-answers
	return found.key, found.err
}
