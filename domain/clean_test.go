package domain_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"lpkeys/domain"
)

func TestCleanRemovesWhatATerminalActsOn(t *testing.T) {
	for in, want := range map[string]string{
		"":                             "",
		"acme-prod":                    "acme-prod",
		"日本語 e\u0301 🙂":                "日本語 e\u0301 🙂",
		"a\x1b[31mred\x1b[0m":          "a[31mred[0m",
		"\x1b]52;c;x\x07":              "]52;c;x",
		"a\u009b31mb":                  "a31mb",
		"del\x7fete":                   "delete",
		"PROD\u202eDORP\u2066x\u200b":  "PRODDORPx",
		"one\r\ntwo\tthree\n":          "one two three ",
		"one\u2028two\u2029three":      "one two three",
		"\n\nfirst":                    "first",
		"bad \xff\xc3 octets":          "bad  octets",
		"kept \ufffd sign":             "kept \ufffd sign",
		"soft\u00adhyphen\ufeff":       "softhyphen",
		"tag\U000e0041":                "tag",
		"fill\u3164\u115f\u1160\uffa0": "fill",
		"khmer\u17b4\u17b5":            "khmer",
		"join\u034fer":                 "joiner",
		"dots\u2800":                   "dots",
		"heart \u2764\ufe0f":           "heart \u2764",
		"variant\U000e0100\u180b":      "variant",
	} {
		if got := domain.Clean(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestInvisibleIsWhatNobodySees(t *testing.T) {
	for r, want := range map[rune]bool{
		'\u200b': true, '\u202e': true, '\u00ad': true, '\ufeff': true, '\U000e0041': true,
		'\u3164': true, '\u115f': true, '\u1160': true, '\uffa0': true, '\u2800': true, '\u034f': true,
		'\u17b4': true, '\ufe0f': true, '\u180b': true, '\U000e0100': true,
		'a': false, ' ': false, '\u3000': false, '\u2801': false, '\u0301': false, 'ア': false, '🙂': false,
	} {
		if got := domain.Invisible(r); got != want {
			t.Errorf("%U: got %v, want %v", r, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a\x1b[31m\u202e\xff\r\n\u0085b")
	f.Fuzz(func(t *testing.T, s string) {
		clean := domain.Clean(s)
		if !utf8.ValidString(clean) || strings.ContainsFunc(clean, func(r rune) bool {
			return domain.Invisible(r) || unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp)
		}) {
			t.Errorf("%q: got %q", s, clean)
		}
		if again := domain.Clean(clean); again != clean {
			t.Errorf("%q: got %q, and %q from that", s, clean, again)
		}
	})
}
