package cli

import (
	"time"

	"lpkeys/store"
)

// patience is how long a keyring may take before a person is told what is being
// waited for.
const patience = 700 * time.Millisecond

// visibly does work with a vault. A keyring that is locked shows a prompt of its
// own, perhaps behind another window: the wait for it is told, and ctrl+c ends
// it.
func (s *session) visibly(vault store.VaultName, work func() error) error {
	if vault != store.KeyringVault || !s.env.Terminal.person() {
		return work()
	}
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-time.After(patience):
	}
	s.note("waiting for the keyring; it may be asking for its password (ctrl+c stops)")
	return <-done
}
