package domain

import (
	"fmt"
	"strings"
)

// Service is the name of a LivePerson service, such as msgHist. Case matters.
type Service string

const maxService = 64

// ParseService checks a service name: 1 to 64 ASCII letters, digits, hyphens,
// underscores and dots, beginning with a letter or a digit. It does not know
// whether any account has such a service. Errors are [*InputError].
func ParseService(s string) (Service, error) {
	problem := nameProblem(s, maxService, "-_.")
	if problem == "" && !isAlphanumeric(s[0]) {
		// "." and ".." are path segments with a meaning of their own.
		problem = "must begin with a letter or a digit"
	}
	if problem != "" {
		return "", &InputError{What: "service name", Problem: problem}
	}
	return Service(s), nil
}

// nameProblem says why s cannot be one segment of a path, or "".
func nameProblem(s string, longest int, extra string) string {
	switch {
	case s == "":
		return "is empty"
	case len(s) > longest:
		return fmt.Sprintf("is longer than %d characters", longest)
	}
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && strings.IndexByte(extra, c) < 0 {
			return badCharacter(s, i, extra)
		}
	}
	return ""
}

// badCharacter names the first character that may not stand in s, in words
// when printing it would show nothing.
func badCharacter(s string, at int, extra string) string {
	what := "a character that is not ASCII"
	switch c := s[at]; {
	case c == ' ':
		what = "a blank"
	case c < ' ' || c == 0x7f:
		what = "a line end, tab or other control character"
	case c < 0x7f:
		what = fmt.Sprintf("%q", string(c))
	}
	allowed := []string{"letters and digits"}
	for _, c := range extra {
		allowed = append(allowed, fmt.Sprintf("%q", string(c)))
	}
	return fmt.Sprintf("holds %s at position %d; only %s may stand in it", what, at+1, strings.Join(allowed, ", "))
}

func isAlphanumeric(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
