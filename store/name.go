package store

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"lpkeys/domain"
)

const (
	longestName        = 64 // terminal cells
	longestEnvironment = 24
)

// CleanName trims a name for an account and checks it: printable, at most 64
// cells, nothing that a terminal or an eye could take for something else, and no
// value of a key. The error is a [NameError].
func CleanName(name string) (string, error) {
	name = strings.TrimSpace(name)
	if name == "" {
		return "", &NameError{What: "account name", Problem: "is empty"}
	}
	if strings.HasPrefix(name, "-") {
		return "", &NameError{What: "account name", Problem: "begins with a dash, as an option does"}
	}
	return cleanLabel("account name", name, longestName)
}

// CleanEnvironment trims an environment's label and checks it as [CleanName]
// does, with 24 cells. It may be empty.
func CleanEnvironment(label string) (string, error) {
	return cleanLabel("environment", strings.TrimSpace(label), longestEnvironment)
}

// CleanID checks an account ID as [domain.ParseAccountID] does, and as [CleanName]
// that it is no value of a key. Errors: [domain.InputError], [NameError].
func CleanID(text string) (domain.AccountID, error) {
	if readsAsKey(text) {
		return "", &NameError{What: "account ID", Problem: isKey}
	}
	return domain.ParseAccountID(text)
}

const isKey = "reads as a value of a key, and this lies in the open"

// readsAsKey reports whether a text holds what looks like a value of a key:
// LivePerson's are 16 and 32 hex digits. One that got into the wrong field would
// be kept where everybody looks.
func readsAsKey(text string) bool {
	const shortest = 16
	run, digits := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case '0' <= c && c <= '9':
			run, digits = run+1, digits+1
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			run++
		default:
			run, digits = 0, 0
		}
		if run >= shortest && digits > 0 {
			return true
		}
	}
	return false
}

func cleanLabel(what, text string, cells int) (string, error) {
	if readsAsKey(text) {
		return "", &NameError{What: what, Problem: isKey}
	}
	if problem := deceives(text); problem != "" {
		return "", &NameError{What: what, Problem: problem}
	}
	// Combining marks have no width, so that cells alone bound nothing.
	if cellsOf(text) > cells || len(text) > 4*cells {
		return "", &NameError{What: what, Problem: fmt.Sprintf("is too long: at most %d columns", cells)}
	}
	return text, nil
}

// deceives says what in text could change how a terminal shows its neighbours,
// or could be there without being seen. It is the rule for the index as well,
// so it may be relaxed in later versions and never tightened.
func deceives(text string) string {
	if !utf8.ValidString(text) {
		return "is not valid UTF-8"
	}
	for i, r := range text {
		switch {
		case ' ' <= r && r <= '~':
		case unicode.IsControl(r):
			return "has a control character in it"
		case domain.Invisible(r):
			return "has an invisible character in it"
		case !unicode.IsPrint(r):
			return "has a character in it that cannot be shown"
		case i == 0 && unicode.Is(unicode.M, r):
			return "begins with a mark that would join the text before it"
		}
	}
	return ""
}

// cellsOf measures in one way everywhere: a name must not become too long when
// the locale changes.
func cellsOf(text string) int {
	narrow := runewidth.Condition{StrictEmojiNeutral: true}
	return narrow.StringWidth(text)
}

// fold maps texts that differ in case only to one text, by Unicode's simple
// folding.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		smallest := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			smallest = min(smallest, other)
		}
		return smallest
	}, text)
}
