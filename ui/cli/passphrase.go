package cli

import (
	"context"

	"github.com/spf13/cobra"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/unlock"
)

func (s *session) passphraseVerb() *cobra.Command {
	var from string
	verb := &cobra.Command{
		Use:   "passphrase",
		Short: "Change the passphrase of the vault file",
		Long: `Asks for the passphrase of the vault file and then, twice, for a new one. Only
the small file that the passphrase opens is written anew, whole or not at all.

A copy of that file made before, such as a backup, still opens with the old
passphrase: if others know it, destroy the copies.`,
		Example: `  lpkeys passphrase
  LPKEYS_PASSPHRASE_FILE=old.txt lpkeys passphrase --new-passphrase-file new.txt`,
		Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error { return s.passphrase(cmd.Context(), from) },
	}
	verb.Flags().StringVar(&from, "new-passphrase-file", "", "a `FILE` whose first line is the new one")
	return verb
}

func (s *session) passphrase(ctx context.Context, from string) error {
	s.unlocking = true
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	if status, err := b.File.Status(); err != nil {
		return err
	} else if status == store.NoVault {
		return store.ErrNoVault
	}
	var fresh oauth.Secret
	if from != "" {
		fresh, err = unlock.ReadPassphrase(ctx, from)
		err = ofFlag("--new-passphrase-file", from, err)
	} else {
		err = s.needPerson("a new passphrase cannot be asked for", "Name a file that holds it with --new-passphrase-file FILE")
	}
	if err != nil {
		return err
	}
	// Here, though an agent may hold it open: who changes it knows the old one.
	if _, err := b.File.Identity(ctx); err != nil {
		return orNobody(err)
	}
	if from == "" {
		if fresh, err = s.choosePassphrase(ctx); err != nil {
			return err
		}
	}
	if err := b.File.SetPassphrase(ctx, fresh); err != nil {
		return err
	}
	s.note("the vault file has a new passphrase; copies of vault-key.age made before still open with the old one")
	if s.json {
		s.encode(map[string]any{"changed": true})
	}
	return nil
}
