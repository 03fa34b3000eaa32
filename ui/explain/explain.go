// Package explain turns errors into words for people: what went wrong and
// where, what to do next, the exit code, and a word for programs. Both faces
// speak through it, so that one failure reads the same everywhere.
//
// Whatever came from outside is cleaned before it is shown. No word of a secret
// is in any error of this project, and so in none of these.
package explain

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"lpkeys/domain"
)

// Words is an error as people and programs meet it.
type Words struct {
	// Error says what went wrong and where. It begins in lower case and ends
	// without a full stop, so that it can follow "lpkeys: error:".
	Error string

	// Hint says what to type or do next. It may be empty.
	Hint string

	// Exit is the exit code that a command ends with.
	Exit int

	// Code names the failure for programs. It never changes.
	Code string

	// How the hint goes on: with what is typed at a command line, or with what is
	// pressed on the screens.
	typed, pressed string
}

// Whole is the error, and the hint where there is one.
func (w Words) Whole() string {
	if w.Hint == "" {
		return w.Error
	}
	return w.Error + ". " + w.Hint
}

// The exit codes.
const (
	Done        = 0
	Failed      = 1
	Misused     = 2
	NoAccount   = 3 // no such account, or none yet
	VaultFailed = 4 // missing, locked or refused
	Unresolved  = 5 // the network or the Domain API
	Refused     = 6 // a request refused by LivePerson
	Interrupted = 130
)

// longest bounds an error of unknown origin: a few lines of a terminal.
const longest = 400

// Of finds the words for err. An error that nobody named speaks for itself. Of
// nil is the zero Words.
func Of(err error) Words {
	words := whole(err)
	return words.hinting(words.typed)
}

// OnScreen is [Of] where there are screens: its hints name keys, no commands.
func OnScreen(err error) Words {
	words := whole(err)
	return words.hinting(words.pressed)
}

func (w Words) hinting(rest string) Words {
	w.Hint, w.typed, w.pressed = tidy(w.Hint+rest), "", ""
	return w
}

func whole(err error) Words {
	if err == nil {
		return Words{}
	}
	words := find(err)
	if words.Error == "" {
		words.Error = err.Error()
	}
	words.Error = tidy(words.Error)
	return words
}

// find asks those first whose errors wrap other people's.
func find(err error) Words {
	for _, explain := range []func(error) (Words, bool){
		ofUnfinished, ofLeftover, ofStopping, ofUnlocking, ofAgent, ofBundles, ofSending, ofDomain, ofOAuth, ofPaste, ofCopying, ofAccounts, ofVault, ofFiles, ofNamed,
	} {
		if words, ok := explain(err); ok {
			return words
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return Words{
			Error: strings.ReplaceAll(err.Error(), context.DeadlineExceeded.Error(), "it took too long"),
			Hint:  "Try again; if it lasts, check the network",
			Exit:  Failed,
			Code:  "timed-out",
		}
	}
	return Words{Exit: Failed, Code: "failed"}
}

func ofStopping(err error) (Words, bool) {
	if !errors.Is(err, context.Canceled) {
		return Words{}, false
	}
	return Words{Error: "stopped", Exit: Interrupted, Code: "interrupted"}, true
}

func ofNamed(err error) (Words, bool) {
	for _, n := range named {
		if errors.Is(err, n.err) {
			return n.words, true
		}
	}
	return Words{}, false
}

// tidy makes one line of safe text. Joined errors come on lines of their own.
func tidy(s string) string {
	s = strings.TrimSpace(domain.Clean(strings.NewReplacer("\r\n", "; ", "\n", "; ").Replace(s)))
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest-1]) + "…"
	}
	return s
}
