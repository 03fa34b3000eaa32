package cli

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"os/exec"
	"slices"

	"github.com/spf13/cobra"

	"lpkeys/oauth"
	"lpkeys/ui/explain"
)

// Program is what another program is started with. It holds a key in clear, in
// Environ or in Stdin.
type Program struct {
	Path    string
	Args    []string // its name first
	Environ []string
	Stdin   []byte // what it reads there; nil: what this process would
}

// The exit codes of a command that does not start, as env(1) has them.
const (
	notExecutable = 126
	notFound      = 127
)

// executing is what was typed after "exec".
type executing struct {
	command []string // with its arguments
	names   handed
	stdin   handover
}

func (s *session) execVerb() *cobra.Command {
	var names []string
	var stdin string
	verb := &cobra.Command{
		Use:   "exec [flags] [--] COMMAND [ARG...]",
		Short: "Run a command with the key in its environment",
		Long: `Runs a command that finds the key of the account in force in its environment:
LP_ACCOUNT_ID, LP_APP_KEY, LP_SECRET, LP_ACCESS_TOKEN, LP_ACCESS_TOKEN_SECRET,
or the names that --name gives. LPKEYS_PASSPHRASE_FILE and LPKEYS_IDENTITY_FILE
are left out of it.

The command takes the place of lpkeys, so that signals, standard streams and the
exit code are its own. On Windows lpkeys waits for it and ends with its code.
A command that is not found is exit code 127, one that cannot be started 126.

An environment is no safe place: other programs of yours can read it while the
command runs, what the command starts inherits it, and programs like to print it
into logs and reports. With --stdin the key is not in it: the command reads its
standard input to the end, a line of JSON or lines of NAME=VALUE.`,
		Example: `  lpkeys exec -- node bot.js
  lpkeys exec --account acme-bot --name LP_SECRET=CONSUMER_SECRET -- ./bot
  lpkeys exec --stdin json -- python3 bot.py`,
		DisableFlagsInUseLine: true,
		Args:                  cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			s.json = cmd.Flags().Changed("json") // and not if the command has such a flag
			o := executing{command: args}
			var err error
			if len(args) == 0 || args[0] == "" {
				return misused("COMMAND is missing", "Write it after two dashes: lpkeys exec -- COMMAND")
			}
			if o.names, err = parseNames(names); err != nil {
				return err
			}
			if cmd.Flags().Changed("stdin") {
				o.stdin, err = parseHandover(stdin)
			}
			if err != nil {
				return err
			}
			return s.exec(cmd.Context(), o)
		},
	}
	flags := verb.Flags()
	flags.SetInterspersed(false) // What stands behind COMMAND is its own.
	flags.StringArrayVar(&names, "name", nil, "call a variable `NAME`: LP_SECRET=NAME; may be repeated")
	flags.StringVar(&stdin, "stdin", "", "hand over on standard input instead, as `FORMAT` json or env")
	return verb
}

func (s *session) exec(ctx context.Context, o executing) error {
	path, err := exec.LookPath(o.command[0])
	if err != nil {
		return notStarted(o.command[0], err)
	}
	b, err := s.open(ctx)
	if err != nil {
		return err
	}
	a, err := s.inForce(b)
	if err != nil {
		return err
	}
	var key oauth.Credentials
	err = s.visibly(a.Vault, func() (err error) {
		key, err = b.Store.Key(ctx, a.Name)
		return err
	})
	if err = cmp.Or(err, ctx.Err()); err != nil {
		return err
	}
	p := Program{Path: path, Args: o.command}
	o.hand(&p, s.env.Environ, o.names.variables(a.ID, key))
	// Nothing of this process comes after the other: neither what is deferred nor
	// the terminal's echo.
	s.reveal()
	s.close()
	s.backend = nil
	exit, err := s.env.Become(p)
	if err != nil {
		return notStarted(o.command[0], err)
	}
	return reported{exit}
}

// hand puts the key where the program looks for it.
func (o *executing) hand(p *Program, environ []string, key []variable) {
	p.Environ = o.names.cleaned(environ)
	if o.stdin != inEnvironment {
		p.Stdin = o.stdin.write(key)
		return
	}
	for _, v := range key {
		p.Environ = append(p.Environ, v.name+"="+v.value)
	}
}

// notStarted says why a command is not running. Its name is told when it looks
// like one: who mistakes the order of arguments may have typed anything there.
func notStarted(name string, err error) error {
	words := explain.Words{
		Error: "the command" + echo(name) + " cannot be started: " + reason(err),
		Hint:  "Name a program that you may run, or what runs it, such as: sh FILE",
		Exit:  notExecutable,
		Code:  "command-not-started",
	}
	switch {
	case errors.Is(err, exec.ErrDot):
		words.Hint = "It lies in the working folder, which the PATH names: write ./ before it"
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		words.Error = "the command" + echo(name) + " is not found"
		words.Hint = "Check how it is spelt, and the PATH; what a shell understands needs one: sh -c 'COMMAND'"
		words.Exit, words.Code = notFound, "command-not-found"
	}
	return &spoken{words: words, err: err}
}

// reason is what the system says, without the path that it may say it of.
func reason(err error) string {
	if e, ok := errors.AsType[*exec.Error](err); ok {
		err = e.Err
	}
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return err.Error()
}

// handover is a way to give a command the key.
type handover string

const (
	inEnvironment handover = ""
	asJSON        handover = "json"
	asLines       handover = "env"
)

// parseHandover reads --stdin. A script that left it empty does not get the key
// into the environment for that.
func parseHandover(as string) (handover, error) {
	if !slices.Contains([]handover{asJSON, asLines}, handover(as)) {
		return "", misused("--stdin is neither json nor env", "Write --stdin json, or --stdin env for lines of NAME=VALUE")
	}
	return handover(as), nil
}
