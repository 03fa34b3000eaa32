package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// execute finds the verb and runs it.
func (s *session) execute(ctx context.Context) error {
	root := s.root()
	if len(s.env.Args) > 0 && strings.HasPrefix(s.env.Args[0], cobra.ShellCompRequestCmd) {
		root.InitDefaultHelpCmd() // else it comes after this
		s.complete(root)
	}
	// Before the flags are parsed, since parsing them can fail.
	s.json = slices.Contains(options(s.env.Args), "--json")
	root.SetArgs(append([]string{}, s.env.Args...)) // of nil, cobra would take os.Args
	return root.ExecuteContext(ctx)
}

// options are the arguments up to "--".
func options(args []string) []string {
	if end := slices.Index(args, "--"); end >= 0 {
		return args[:end]
	}
	return args
}

// root builds the whole tree. That costs a few microseconds for each verb, and
// opens nothing.
func (s *session) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "lpkeys",
		Short: "API keys, hosts and signatures for LivePerson",
		Long: `lpkeys keeps the keys of your LivePerson accounts, finds the hosts of their
services, and signs requests. Without arguments it opens its screens.

Results go to standard output, everything else to standard error. Exit codes:
0 done, 1 failed, 2 misused, 3 no such account, 4 vault missing, locked or
refused, 5 network or Domain API, 6 refused by LivePerson, 130 interrupted.`,
		Example: `  lpkeys account add acme-prod --id 12345678 --env production
  curl -H "$(lpkeys sign GET "$URL")" "$URL"
  lpkeys resolve msgHist`,
		Args:              s.verbOnly,
		PersistentPreRunE: s.checkFlags,
		RunE:              func(cmd *cobra.Command, _ []string) error { return s.screens(cmd.Context(), cmd) },
		SilenceErrors:     true,
		SilenceUsage:      true,
		Version:           readVersion().line(),
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetIn(s.env.Stdin)
	root.SetOut(s.out)
	root.SetErr(s.env.Stderr)
	root.SetFlagErrorFunc(ofFlags)
	flags := root.PersistentFlags()
	flags.StringVar(&s.account, "account", "", "the account to use, by `NAME`")
	flags.BoolVar(&s.json, "json", false, "print results, and errors, as JSON")
	flags.BoolVarP(&s.quiet, "quiet", "q", false, "say nothing but results, warnings and errors")
	flags.BoolVar(&s.noColor, "no-color", false, "use no colour")
	root.AddCommand(
		s.accountVerb(), s.agentVerb(), s.compareVerb(), s.completionVerb(), s.demoVerb(), s.doctorVerb(), s.execVerb(), s.exportVerb(), s.holdVerb(), s.importVerb(),
		s.lockVerb(), s.passphraseVerb(), s.resolveVerb(), s.sendVerb(), s.signVerb(), s.unlockVerb(), s.versionVerb(),
	)
	root.SetHelpCommand(s.helpVerb())
	root.SetHelpFunc(explainVerb)
	return root
}

// filled are the flags that mean something else when they are left out: the
// default account, standard output, a question.
var filled = []string{"account", "output", "from", "identity", "passphrase-file", "new-passphrase-file"}

// checkFlags refuses a value that a variable of a script left empty.
func (s *session) checkFlags(cmd *cobra.Command, _ []string) error {
	for _, name := range filled {
		if flag := cmd.Flags().Lookup(name); flag != nil && flag.Changed && flag.Value.String() == "" {
			return misused("--"+name+" is empty", "Give it a value, or leave --"+name+" out")
		}
	}
	return nil
}

// screens opens the screens, or, where there are none, shows the help.
func (s *session) screens(ctx context.Context, cmd *cobra.Command) error {
	if !s.env.Terminal.Out {
		return s.helpInstead(cmd, "the screens need a terminal, and standard output is not one")
	}
	if !s.env.Terminal.In {
		return misused("the screens need a keyboard, and standard input is not a terminal", helpHint(cmd))
	}
	if s.lineByLine() {
		b, err := s.open(ctx)
		if err != nil {
			return err
		}
		return s.runLines(ctx, b)
	}
	backend, err := s.env.Open(Face{Person: true, Terminal: true})
	if err != nil {
		return err
	}
	s.backend = backend
	return s.env.Screens(ctx, backend, Look{Account: s.account, NoColor: s.noColor})
}

// helpInstead shows the help of a command that was not told what to do, and says
// why.
func (s *session) helpInstead(cmd *cobra.Command, why string) error {
	hint := "Name a command: " + cmd.CommandPath() + " --help lists them"
	if s.json {
		return misused(why, hint)
	}
	cmd.SetOut(s.env.Stderr)
	if err := cmd.Help(); err != nil {
		return err
	}
	fmt.Fprintln(s.env.Stderr)
	return misused(why, hint)
}

// verbOnly refuses what stands where a verb should.
func (s *session) verbOnly(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	problem, hint := cmd.CommandPath()+" has no such command", helpHint(cmd)
	if word := echo(args[0]); word != "" {
		problem = cmd.CommandPath() + " has no command" + word
		if near := nearVerbs(cmd, args[0]); len(near) > 0 {
			hint = "Did you mean " + strings.Join(near, " or ") + "?"
		}
	}
	return misused(problem, hint)
}

// exactly wants one argument for each name.
func exactly(names ...string) cobra.PositionalArgs { return between(len(names), names...) }

// between wants an argument for each name, of which the first few must be there.
func between(required int, names ...string) cobra.PositionalArgs {
	return positions{required, names}.check
}

// positions are arguments that a verb takes. This is a type and no closure: the
// compiler would put a copy of that into each verb.
type positions struct {
	required int
	names    []string
}

func (p positions) check(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) < p.required:
		return misused(p.names[len(args)]+" is missing", helpHint(cmd))
	case len(args) > len(p.names) && len(p.names) == 0:
		return misused(cmd.CommandPath()+" takes no argument", helpHint(cmd))
	case len(args) > len(p.names):
		return misused("there is more than "+strings.Join(p.names, " and "), helpHint(cmd)+"; put quotes around what holds blanks")
	default:
		return nil
	}
}
