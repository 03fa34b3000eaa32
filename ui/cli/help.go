package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// helpWidth is that of the narrowest terminal that is usual.
const helpWidth = 80

func (s *session) helpVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND...]",
		Short: "Explain a command",
		Example: `  lpkeys help account add
  lpkeys sign --help`,
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

// explainVerb prints what a command is for and what it takes, within helpWidth.
func explainVerb(cmd *cobra.Command, _ []string) {
	out := cmd.OutOrStdout() // It collects, or nobody is left to be told.
	about := cmd.Long
	if about == "" {
		about = cmd.Short + "."
	}
	fmt.Fprintf(out, "%s\n\nUsage:\n  %s\n", wrapped(about), cmd.UseLine())
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(out, "  %s COMMAND\n", cmd.CommandPath())
	}
	if cmd.Example != "" {
		fmt.Fprintf(out, "\nExamples:\n%s\n", cmd.Example)
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprint(out, "\nCommands:\n")
		for _, verb := range cmd.Commands() {
			if verb.IsAvailableCommand() || verb.Name() == "help" {
				fmt.Fprintf(out, "  %-11s %s\n", verb.Name(), verb.Short)
			}
		}
	}
	fmt.Fprint(out, "\nFlags:\n", cmd.LocalFlags().FlagUsagesWrapped(helpWidth))
	if cmd.HasAvailableInheritedFlags() {
		fmt.Fprint(out, "\nEverywhere:\n", cmd.InheritedFlags().FlagUsagesWrapped(helpWidth))
	}
}

// wrapped sets paragraphs in lines of helpWidth.
func wrapped(text string) string {
	var out strings.Builder
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			out.WriteString("\n\n")
		}
		column := 0
		for word := range strings.FieldsSeq(paragraph) {
			switch {
			case column == 0:
			case column+1+len(word) > helpWidth:
				out.WriteByte('\n')
				column = 0
			default:
				out.WriteByte(' ')
				column++
			}
			out.WriteString(word)
			column += len(word)
		}
	}
	return out.String()
}
