package cli

import (
	"context"

	"github.com/spf13/cobra"
)

func (s *session) accountRenameVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "rename NAME NEW-NAME",
		Short: "Give an account another name",
		Long: `Gives an account another name. Its key stays where it is, and what names the account
in config.toml names it anew.`,
		Example: `  lpkeys account rename acme-prod acme`,
		Args:    exactly("NAME", "NEW-NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return s.accountRename(cmd.Context(), args[0], args[1])
		},
	}
}

func (s *session) accountRename(ctx context.Context, from, to string) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	if err := b.Store.Rename(from, to); err != nil {
		return err
	}
	a, err := b.Store.Account(to)
	if err != nil {
		return err
	}
	s.note("it is called %s now", describe(a))
	s.encodeAccount(b, a)
	return nil
}
