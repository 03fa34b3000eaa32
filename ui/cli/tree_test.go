package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lpkeys/domain"
	"lpkeys/store"
	"lpkeys/ui/explain"
)

// nowhere is a world in which nothing can be opened.
func nowhere(args ...string) (Env, *bytes.Buffer, *bytes.Buffer) {
	var out, told bytes.Buffer
	return Env{
		Args: args, Getenv: func(string) string { return "" },
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &told,
		Open: func(Face) (*Backend, error) { return nil, errors.New("nothing should be opened") },
	}, &out, &told
}

func walk(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, sub := range cmd.Commands() {
		walk(sub, visit)
	}
}

func TestNoFlagTakesASecret(t *testing.T) {
	env, _, _ := nowhere()
	s := &session{env: env, out: &output{}}
	walk(s.root(), func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			takesNone := f.Value.Type() == "bool"                                         // account edit --key asks for one
			if !takesNone && looksSecret(strings.TrimSuffix(f.Name, "passphrase-file")) { // the name of a file is none
				t.Errorf("%s takes --%s", cmd.CommandPath(), f.Name)
			}
		})
		if _, arguments, _ := strings.Cut(cmd.Use, " "); looksSecret(arguments) {
			t.Errorf("%q takes an argument that may be secret", cmd.Use)
		}
	})
}

func TestEveryVerbSaysWhatItDoesAndChecksItsArguments(t *testing.T) {
	env, _, _ := nowhere()
	s := &session{env: env, out: &output{}}
	walk(s.root(), func(cmd *cobra.Command) {
		takesAny := cmd.Name() == "resolve" || cmd.Name() == "help"
		if cmd.Short == "" || cmd.RunE == nil || cmd.Args == nil && !takesAny {
			t.Errorf("%s: has no words, does nothing or takes anything", cmd.CommandPath())
		}
	})
}

func TestHelpVersionAndCompletionOpenNothing(t *testing.T) {
	for _, args := range [][]string{
		{"--help"}, {"help", "sign"}, {"sign", "--help"}, {"version"}, {"--version"}, {"completion", "bash"},
	} {
		env, out, told := nowhere(args...)
		if code := Run(t.Context(), env); code != explain.Done || out.Len() == 0 || told.Len() > 0 {
			t.Errorf("%q: exit %d, %d bytes of output, told %q", args, code, out.Len(), told)
		}
	}
}

func TestWithoutArgumentsOnATerminalTheScreensOpen(t *testing.T) {
	env, _, told := nowhere("--account", "acme", "--no-color")
	env.Terminal = Terminals{In: true, Out: true, Err: true}
	accounts, err := store.Open(store.Options{Paths: store.Paths{Data: t.TempDir()}})
	if err != nil {
		t.Fatal(err)
	}
	var asked Face
	env.Open = func(f Face) (*Backend, error) {
		asked = f
		return &Backend{Store: accounts}, nil
	}
	var got Look
	env.Screens = func(_ context.Context, _ *Backend, look Look) error {
		got = look
		return nil
	}
	if code := Run(t.Context(), env); code != explain.Done || told.Len() > 0 {
		t.Fatalf("exit %d, told %q", code, told)
	}
	if want := (Look{Account: "acme", NoColor: true}); got != want {
		t.Errorf("the screens got %+v, want %+v", got, want)
	}
	if asked.Ask != nil || !asked.Person || !asked.Terminal {
		t.Errorf("the backend was opened for %+v; the screens ask for a passphrase themselves", asked)
	}
}

func TestTheScreensNeedAKeyboard(t *testing.T) {
	env, _, told := nowhere()
	env.Terminal = Terminals{Out: true, Err: true}
	if code := Run(t.Context(), env); code != explain.Misused || !strings.Contains(told.String(), "keyboard") {
		t.Errorf("exit %d, told %q", code, told)
	}
}

func TestABrokenPipeIsQuiet(t *testing.T) {
	reading, writing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reading.Close()
	t.Cleanup(func() { writing.Close() })
	for name, broken := range map[string]io.Writer{"of the system": writing, "of Go": closedPipe()} {
		env, _, told := nowhere("completion", "bash")
		env.Stdout = broken
		if code := Run(t.Context(), env); code == explain.Done || told.Len() > 0 {
			t.Errorf("a pipe %s: exit %d, told %q", name, code, told)
		}
	}
}

// A connection to LivePerson breaks in the same way.
func TestAPipeThatBreaksElsewhereIsAnError(t *testing.T) {
	env, _, told := nowhere("account", "list")
	env.Open = func(Face) (*Backend, error) {
		return nil, &domain.Error{Kind: domain.Unavailable, Account: "12345678", Err: os.NewSyscallError("write", syscall.EPIPE)}
	}
	if code := Run(t.Context(), env); code != explain.Unresolved || !strings.Contains(told.String(), "lpkeys: error: ") {
		t.Errorf("exit %d, told %q", code, told)
	}
}

func closedPipe() io.Writer {
	reading, writing := io.Pipe()
	reading.Close()
	return writing
}

func TestAnErrorMeetsTheTerminalWithoutControlCharacters(t *testing.T) {
	for _, args := range [][]string{{"account", "list"}, {"account", "list", "--json"}} {
		env, _, told := nowhere(args...)
		env.Open = func(Face) (*Backend, error) { return nil, errors.New("a\x1b[31m\u202eb\nc") }
		if code := Run(t.Context(), env); code != explain.Failed {
			t.Errorf("%q: exit %d", args, code)
		}
		if strings.ContainsAny(told.String(), "\x1b\u202e") || strings.Count(told.String(), "\n") != 1 {
			t.Errorf("%q: told %q", args, told)
		}
	}
}

func TestAResultMeetsTheTerminalWithoutControlCharacters(t *testing.T) {
	const nasty = "x\x1b[2J\u009b\u202e\ny"
	for name, print := range map[string]func(*session){
		"a line":              func(s *session) { s.out.line(nasty) },
		"cells for a program": func(s *session) { s.out.row([]string{nasty, nasty + "\t"}) },
		"a table":             func(s *session) { s.env.Terminal.Out = true; s.table([]string{"A"}, [][]string{{nasty}}) },
		"JSON":                func(s *session) { s.encode(map[string]string{"a": nasty}) },
	} {
		s := &session{out: &output{}}
		print(s)
		if got := s.out.all.String(); strings.ContainsAny(got, "\x1b\u009b\u202e") || strings.Count(got, "\t") > 1 || !strings.Contains(got, "y") {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestWhoStopsACommandEndsItWith130WhateverFails(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	env, _, _ := nowhere()
	s := &session{env: env, out: &output{}}
	if got := s.end(ctx, errors.New("it failed meanwhile")); got != explain.Interrupted {
		t.Errorf("exit %d, want %d", got, explain.Interrupted)
	}
}

func TestANoteOrAWarningIsOneCleanLine(t *testing.T) {
	env, _, told := nowhere()
	s := &session{env: env}
	s.note("a host called %s", "x\x1b[2J\u202e\n")
	s.warn("a host called %s", "x\x1b[2J\u202e\n")
	s.json = true
	s.warn("a host called %s", "x\x1b[2J\u202e\n")
	s.report(misused("a file called x\x1b[2J\u202e\n", "not y\u009b\u202e"))
	if strings.ContainsAny(told.String(), "\x1b\u009b\u202e") || strings.Count(told.String(), "\n") != 4 {
		t.Errorf("told %q", told)
	}
}
