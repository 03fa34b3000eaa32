package cli

import (
	"github.com/spf13/cobra"

	"lpkeys/store/agent"
)

// agentVerb is what the agent's process is started with, and nobody types.
func (s *session) agentVerb() *cobra.Command {
	return &cobra.Command{
		Use:    agent.Verb,
		Short:  "Hold the vault file open; lpkeys unlock starts it",
		Hidden: true,
		Args:   exactly(),
		RunE:   func(cmd *cobra.Command, _ []string) error { return agent.Run(cmd.Context()) },
	}
}
