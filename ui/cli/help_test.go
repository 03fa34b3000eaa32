package cli

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/spf13/cobra"

	"lpkeys/ui/explain"
)

// The files are refreshed by go test ./ui/cli -run Help -update, and the diff is
// read.
func TestTheHelpOfEveryVerbIsAsItWasRead(t *testing.T) {
	env, _, _ := nowhere()
	s := &session{env: env, out: &output{}}
	root := s.root()
	root.InitDefaultHelpCmd()
	walk(root, func(cmd *cobra.Command) {
		if cmd.Hidden {
			return
		}
		_, verb, _ := strings.Cut(cmd.CommandPath(), " ")
		t.Run(strings.ReplaceAll(cmd.CommandPath(), " ", "-"), func(t *testing.T) {
			env, out, told := nowhere(append(strings.Fields(verb), "--help")...)
			if code := Run(t.Context(), env); code != explain.Done || told.Len() > 0 {
				t.Fatalf("exit %d, told %q", code, told)
			}
			if !strings.Contains(out.String(), "\nExamples:\n  ") {
				t.Error("it has no example")
			}
			for line := range strings.Lines(out.String()) {
				if len([]rune(line)) > helpWidth+1 {
					t.Errorf("wider than %d columns: %s", helpWidth, line)
				}
			}
			golden.RequireEqual(t, out.Bytes())
		})
	})
}
