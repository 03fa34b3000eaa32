package cli

import (
	"context"

	"github.com/spf13/cobra"

	"lpkeys/store"
	"lpkeys/ui/explain"
)

func (s *session) accountCopyVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "copy NAME NEW-NAME",
		Short: "Add an account with the key of another",
		Long: `Adds an account that has the same account ID, environment and key as another, in
the same vault. From then on they have nothing to do with each other.`,
		Example: `  lpkeys account copy acme-prod acme-bot`,
		Args:    exactly("NAME", "NEW-NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.accountCopy(cmd.Context(), args[0], args[1])
		},
	}
}

func (s *session) accountCopy(ctx context.Context, name, to string) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := b.Store.Account(name)
	if err != nil {
		return err
	}
	var added store.Account
	err = s.visibly(a.Vault, func() (err error) {
		added, err = b.Store.Copy(ctx, a.Name, to)
		return err
	})
	if err != nil {
		return err
	}
	s.note("added %s with the key of %s; it is in %s", describe(added), describe(a), explain.Vault(added.Vault))
	s.encodeAccount(b, added)
	return nil
}
