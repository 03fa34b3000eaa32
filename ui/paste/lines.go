package paste

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type line struct {
	number int // counted from 1, blank lines included
	text   string
}

// split cuts the text into the lines that say something: neither blank, nor
// made of punctuation only (a brace, a fence), nor a comment. Bullets go.
func split(text string) []line {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var lines []line
	number := 0
	for len(text) > 0 {
		number++
		raw, rest := text, ""
		if end := strings.IndexFunc(text, isBreak); end >= 0 {
			_, width := utf8.DecodeRuneInString(text[end:])
			raw, rest = text[:end], text[end+width:]
		}
		text = rest
		raw = unbullet(raw)
		if strings.ContainsFunc(raw, isWordy) && !isComment(raw) {
			lines = append(lines, line{number, raw})
		}
	}
	return apart(lines)
}

func isWordy(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == unicode.ReplacementChar
}

func isComment(s string) bool { return strings.HasPrefix(s, "#") || strings.HasPrefix(s, "//") }

// unbullet removes indentation and what starts an item of a list: "- ", "* ",
// "1. ", "2) ". Without the blank behind it, it is part of the value.
func unbullet(s string) string {
	s = strings.TrimLeft(s, " \t")
	rest := strings.TrimLeft(s, "-*+•‣◦–")
	if number := strings.TrimLeft(s, "0123456789"); strings.HasPrefix(number, ".") || strings.HasPrefix(number, ")") {
		rest = number[1:]
	}
	if item := strings.TrimLeft(rest, " \t"); len(item) < len(rest) {
		return item
	}
	return s
}
