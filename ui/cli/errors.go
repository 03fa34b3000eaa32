package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lpkeys/domain"
	"lpkeys/ui/explain"
)

// spoken is an error that only the command line can have, with its words.
type spoken struct {
	words explain.Words
	err   error // what is underneath; may be nil
}

func (e *spoken) Error() string { return e.words.Error }
func (e *spoken) Unwrap() error { return e.err }

// reported is an error that people have been told about.
type reported struct{ exit int }

func (e reported) Error() string { return fmt.Sprintf("exit code %d", e.exit) }

// misused says that the command line cannot be meant like that.
func misused(problem, hint string) error {
	return &spoken{words: explain.Words{Error: problem, Hint: hint, Exit: explain.Misused, Code: "usage"}}
}

// wordsOf adds to [explain.Of] what only the command line knows.
func wordsOf(err error) explain.Words {
	if e, ok := errors.AsType[*spoken](err); ok {
		return e.words
	}
	return explain.Of(err)
}

// report tells an error on standard error, in words or as a line of JSON, and
// answers its exit code. Who stopped the program, or closed the pipe that it
// prints to, knows it and is told nothing.
func (s *session) report(err error) (exit int) {
	w := wordsOf(err)
	switch {
	case nobodyReads(err) || w.Code == "interrupted":
	case s.json:
		s.tellJSON("error", struct {
			Code    string `json:"code"`
			Message string `json:"message"`
			Hint    string `json:"hint"`
		}{w.Code, domain.Clean(w.Error), domain.Clean(w.Hint)})
	default:
		s.say("error: ", "%s", w.Error)
		if w.Hint != "" {
			s.say("hint: ", "%s", w.Hint)
		}
	}
	return w.Exit
}

// echo repeats, after a blank, a word that looks like a command or a flag.
// Anything else that stands where one should is not repeated: it may be a value
// of a key.
func echo(word string) string {
	const longest = 16
	for part := range strings.SplitSeq(word, "-") {
		if part == "" || strings.Trim(part, lower) != "" {
			return ""
		}
	}
	if len(word) > longest {
		return ""
	}
	return " " + word
}

const lower = "abcdefghijklmnopqrstuvwxyz"

// ofFlags puts into words what the parser of flags says, which repeats what was
// typed.
func ofFlags(cmd *cobra.Command, err error) error {
	hint := helpHint(cmd)
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := e.GetSpecifiedName()
		if looksSecret(name) {
			hint = "A key is never an argument: type it at the prompt, or give it with --from"
		}
		if cmd.Flags().Lookup("passphrase-file") != nil && strings.HasPrefix(name, "pass") {
			hint = "A passphrase is never an argument: type it at the prompt, or name a file with --passphrase-file"
		}
		if e.GetSpecifiedShortnames() != "" {
			return misused("unknown flag", hint)
		}
		if near := nearFlag(cmd, name); near != "" && (!looksSecret(name) || domain.Keystrokes(name, near) <= farthest) {
			hint = "Did you mean --" + near + "?"
		}
		if flag := echo(name); flag != "" {
			return misused("unknown flag --"+flag[1:], hint)
		}
		return misused("unknown flag", hint)
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return misused("--"+e.GetFlag().Name+" needs a value", hint)
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		if e.GetFlag().Value.Type() == "duration" {
			hint = "Write it with a unit, such as 30m or 8h"
		}
		return misused("--"+e.GetFlag().Name+" cannot have that value", hint)
	}
	return misused("an argument begins with a dash and is no flag", hint)
}

func looksSecret(name string) bool {
	for _, word := range []string{"key", "secret", "token", "pass"} {
		if strings.Contains(strings.ToLower(name), word) {
			return true
		}
	}
	return false
}

func helpHint(cmd *cobra.Command) string { return "See " + cmd.CommandPath() + " --help" }
