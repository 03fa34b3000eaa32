package cli

import (
	"context"

	"github.com/spf13/cobra"

	"lpkeys/ui/explain"
)

func (s *session) accountWhichVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "which",
		Short: "Say which account is in force, and why",
		Long: `Says which account is in force, its account ID, and why: --account comes first,
then LPKEYS_ACCOUNT, then the account of the folder that you are in, then the
default. With --quiet it says the name alone.`,
		Example: `  lpkeys account which
  lpkeys account which --quiet`,
		Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error { return s.accountWhich(cmd.Context()) },
	}
}

func (s *session) accountWhich(ctx context.Context) error {
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, why, err := s.choose(b)
	switch {
	case err != nil:
		return err
	case s.json:
		s.encode(map[string]any{"account": jsonOf(a, why)})
	case s.quiet:
		s.out.line(a.Name)
	default:
		s.table([]string{"NAME", "ACCOUNT ID", "ENVIRONMENT", "BECAUSE"}, [][]string{{a.Name, string(a.ID), environment(a), explain.Reason(why)}})
	}
	return nil
}
