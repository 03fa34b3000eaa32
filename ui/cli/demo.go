package cli

import "github.com/spf13/cobra"

func (s *session) demoVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Open the screens on a LivePerson in a box; nothing is kept",
		Long: `Opens the screens on a made-up LivePerson that lives in this process: accounts
in three regions with their services, and one for each common reason why a request
is refused, named for what it rehearses: demo-wrong-secret, demo-clock-away,
demo-no-permission and others. Nothing is kept and nothing leaves the process.`,
		Example: `  lpkeys demo
  ACCESSIBLE=1 lpkeys demo`,
		Args: exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !s.env.Terminal.Out || !s.env.Terminal.In {
				return misused("the demo needs a terminal", "Run lpkeys demo in a terminal; for a script, set LPKEYS_API_URL to a server of your own")
			}
			if s.lineByLine() {
				b, err := s.env.Rehearse(cmd.Context())
				if err != nil {
					return err
				}
				s.backend = b
				return s.runLines(cmd.Context(), b)
			}
			return s.env.Demo(cmd.Context(), Look{Account: s.account, NoColor: s.noColor})
		},
	}
}
