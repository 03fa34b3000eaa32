package cli

import (
	"context"

	"github.com/spf13/cobra"
)

func (s *session) accountUseVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "use NAME",
		Short: "Make an account the default",
		Args:  exactly("NAME"),
		RunE:  func(cmd *cobra.Command, args []string) error { return s.accountUse(cmd.Context(), args[0]) },
	}
}

func (s *session) accountUse(ctx context.Context, name string) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := b.Store.Account(name)
	if err != nil {
		return err
	}
	if err := b.Store.SetDefault(a.Name); err != nil {
		return err
	}
	s.note("%s is the default now", describe(a))
	if variable := s.env.Getenv(accountVariable); variable != "" && variable != a.Name {
		s.warn("%s is set and comes first", accountVariable)
	}
	return nil
}
