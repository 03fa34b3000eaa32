package cli

import (
	"bytes"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

func (s *session) completionVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a completion script for " + strings.Join(shells, ", "),
		Example: `  source <(lpkeys completion bash)
  lpkeys completion zsh >"${fpath[1]}/_lpkeys"
  lpkeys completion fish >~/.config/fish/completions/lpkeys.fish
  lpkeys completion powershell | Out-String | Invoke-Expression`,
		Args: exactly("SHELL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(s.out, true)
			case "zsh":
				return root.GenZshCompletion(s.out)
			case "fish":
				return fishCompletion(root, s.out)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(s.out)
			default:
				return misused("there is no completion for that shell", "The shells are "+strings.Join(shells, ", "))
			}
		},
	}
}

// fishCompletion is cobra's script, which takes the quotes from the words that stand
// on the line and evaluates them: here they are put back.
func fishCompletion(root *cobra.Command, to io.Writer) error {
	var script bytes.Buffer
	if err := root.GenFishCompletion(&script, true); err != nil {
		return err
	}
	const bare, quoted = "set -l args (commandline -opc)", "set -l args (string escape -- (commandline -opc))"
	_, err := to.Write(bytes.ReplaceAll(script.Bytes(), []byte(bare), []byte(quoted)))
	return err
}
