package cli

import (
	"github.com/spf13/cobra"

	"lpkeys/ui/clip"
)

// holdVerb is what the process is started with that keeps a copy after its
// maker's end, and nobody types.
func (s *session) holdVerb() *cobra.Command {
	return &cobra.Command{
		Use:    clip.Verb,
		Short:  "Keep a copy on the clipboard for a while; lpkeys starts it when it ends",
		Hidden: true,
		Args:   exactly(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return clip.New(clip.Env{Getenv: s.env.Getenv}).Hold(cmd.Context(), s.env.Stdin, s.env.Stdout)
		},
	}
}
