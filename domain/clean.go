package domain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean makes text from outside safe to show on a terminal: control characters
// (C0, DEL, C1) and whatever is [Invisible] are removed, and so are the
// separators that some terminals take for line ends and octets that are not
// UTF-8. Line ends and tabs become single blanks, so that words stay apart.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u2028' || r == '\u2029':
			if shown := b.String(); shown != "" && !strings.HasSuffix(shown, " ") {
				b.WriteByte(' ')
			}
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], string(utf8.RuneError)):
		case !unsafeToShow(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isClean(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return allClean(s)
		}
	}
	return true
}

func allClean(s string) bool {
	return utf8.ValidString(s) && strings.IndexFunc(s, unsafeToShow) < 0
}

func unsafeToShow(r rune) bool {
	return Invisible(r) || unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp)
}

// Invisible reports whether r can stand in a text without being seen: the format
// characters (Unicode's Cf, bidirectional overrides among them), the fillers and
// variation selectors, which Unicode calls letters and marks, and the braille
// pattern without a dot. Controls and blanks have rules of their own.
func Invisible(r rune) bool {
	const brailleBlank = '\u2800'
	return r == brailleBlank ||
		unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// maxDetail bounds what an error repeats of an answer: two lines of a terminal.
const maxDetail = 160

// brief is text from outside as an error may repeat it: cleaned and short.
func brief(s string) string {
	// Only the beginning can be shown: do not walk through megabytes for it.
	s = strings.TrimSpace(Clean(s[:min(len(s), 8*maxDetail)]))
	if utf8.RuneCountInString(s) <= maxDetail {
		return s
	}
	return string([]rune(s)[:maxDetail-1]) + "…"
}
