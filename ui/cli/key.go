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
	if a.Vault == store.KeyringVault && s.env.Terminal.person() {
		waiting := time.AfterFunc(patience, func() {
			s.note("waiting for the keyring; it may be asking for its password (ctrl+c stops)")
		})
		defer waiting.Stop()
	}
	return b.Store.Key(ctx, a.Name)
}
