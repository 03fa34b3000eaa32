package paste

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"lpkeys/domain"
)

// longest is far above any key LivePerson has shown, and small enough to be
// stored by every keyring.
const longest = 512

const (
	quotes      = "\"'`“”„‟‘’‚‛«»‹›＂＇"
	punctuation = ",;"
)

// Clean removes what a copy drags into a single value: line breaks, blanks and
// invisible characters anywhere in it, quotes, commas and semicolons around it.
// It says what it removed in words for people ("1 line break", "2 blanks").
// What remains can still be no value of a key; [Check] knows.
func Clean(field string) (value string, removed []string) {
	var breaks, blanks, invisible int
	value = strings.Map(func(r rune) rune {
		switch {
		case isBreak(r):
			breaks++
		case isBlank(r):
			blanks++
		case domain.Invisible(r):
			invisible++
		default:
			return r
		}
		return -1
	}, validOnly(strings.ReplaceAll(field, "\r\n", "\n")))

	whole := value
	value = strings.Trim(value, quotes+punctuation)
	quoted := countAny(whole, quotes) - countAny(value, quotes)
	commas := countAny(whole, punctuation) - countAny(value, punctuation)
	for _, part := range []struct {
		n     int
		thing string
	}{
		{breaks, "line break"}, {blanks, "blank"}, {invisible, "invisible character"},
		{quoted, "quote"}, {commas, "comma"},
	} {
		if part.n > 0 {
			removed = append(removed, count(part.n, part.thing))
		}
	}
	return value, removed
}

// Check reports, as a [*ValueError], a cleaned value that is too long or holds
// characters that no key holds: controls and anything outside ASCII. An empty
// value passes; whether it may be empty is the caller's to say.
func Check(field Field, value string) error {
	if problem := problemOf(value); problem != "" {
		return &ValueError{Field: field, Problem: problem}
	}
	return nil
}

func problemOf(value string) string {
	if utf8.RuneCountInString(value) > longest {
		return fmt.Sprintf("is longer than %d characters", longest)
	}
	bad := 0
	for _, r := range value {
		if r <= ' ' || r > '~' {
			bad++
		}
	}
	if bad > 0 {
		return "holds " + count(bad, "character") + " that no key holds"
	}
	return ""
}

func countAny(s, chars string) (n int) {
	for _, r := range s {
		if strings.ContainsRune(chars, r) {
			n++
		}
	}
	return n
}

// validOnly makes each stray byte one visible replacement character, so that
// it is counted and refused instead of vanishing in a conversion.
func validOnly(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

func isBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

func isBlank(r rune) bool { return r == '\t' || unicode.Is(unicode.Zs, r) }

func hasInnerBlank(text string) bool {
	text = strings.TrimFunc(text, func(r rune) bool {
		return isBlank(r) || domain.Invisible(r) || strings.ContainsRune(quotes+punctuation, r)
	})
	return strings.ContainsFunc(text, isBlank)
}
