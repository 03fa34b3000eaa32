package cli

import "github.com/spf13/cobra"

func (s *session) helpVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND...]",
		Short: "Explain a command",
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return misused("there is no such command to explain", helpHint(cmd.Root()))
			}
			about.InitDefaultHelpFlag() // else the help leaves it out
			return about.Help()
		},
	}
}
