package cli

import (
	"strings"

	"github.com/spf13/cobra"
)

// Verbs are all that a person can type after lpkeys, "" for nothing at all.
func Verbs() (names []string) {
	s := &session{out: &output{}}
	root := s.root()
	root.InitDefaultHelpCmd()
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		_, name, _ := strings.Cut(cmd.CommandPath(), " ")
		names = append(names, name)
		for _, sub := range cmd.Commands() {
			if !sub.Hidden {
				walk(sub)
			}
		}
	}
	walk(root)
	return names
}
