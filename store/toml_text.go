package store

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// quoted reads a text of one line, if one begins here.
func (s *tomlScanner) quoted() (text string, quoted bool, err error) {
	switch {
	case s.take(`"`):
		text, err = s.basic()
	case s.take(`'`):
		text = s.run(func(c byte) bool { return c != '\'' && printable(c) })
		if !s.take(`'`) {
			err = s.open()
		}
	default:
		return "", false, nil
	}
	return text, true, err
}

func (s *tomlScanner) open() error { return faultf(s.at, "a text is not closed on its line") }

// printable leaves out what TOML keeps out of texts, the ends of lines above all.
func printable(c byte) bool { return c >= ' ' && c != 0x7f || c == '\t' }

// basic reads what comes after a double quote, to the next.
func (s *tomlScanner) basic() (string, error) {
	var text strings.Builder
	for {
		text.WriteString(s.run(func(c byte) bool { return c != '"' && c != '\\' && printable(c) }))
		switch {
		case s.take(`"`):
			return text.String(), nil
		case !s.take(`\`):
			return "", s.open()
		}
		r, err := s.escaped()
		if err != nil {
			return "", err
		}
		text.WriteRune(r)
	}
}

// escaped reads what comes after a backslash.
func (s *tomlScanner) escaped() (rune, error) {
	const letters, meanings = `btnfre"\`, "\b\t\n\f\r\x1b\"\\"
	at := s.at - 1
	if s.done() {
		return 0, s.open()
	}
	letter := s.text[s.at]
	s.at++
	if i := strings.IndexByte(letters, letter); i >= 0 {
		return rune(meanings[i]), nil
	}
	digits := 1 << (1 + strings.IndexByte("xuU", letter)) // 1 when it is none of them
	if digits == 1 || len(s.rest()) < digits {
		return 0, faultf(at, "a backslash stands before nothing that it can stand for")
	}
	code, err := strconv.ParseUint(s.rest()[:digits], 16, 32)
	if err != nil || code > utf8.MaxRune || !utf8.ValidRune(rune(code)) {
		return 0, faultf(at, "a backslash stands before no number of a character")
	}
	s.at += digits
	return rune(code), nil
}

// manyLines passes over a text that may go over lines, up to its three quotes.
// Two more may stand before those and belong to the text.
func (s *tomlScanner) manyLines(end string) error {
	from := s.at
	for !strings.HasPrefix(s.rest(), end) {
		if s.done() {
			return faultf(from, "a text is not closed")
		}
		escaping := end == `"""` && s.text[s.at] == '\\'
		s.at++
		if escaping && !s.done() {
			s.at++ // whatever it is, it ends no text
		}
	}
	s.at += len(end)
	for range 2 {
		s.take(end[:1])
	}
	return nil
}

// tomlText writes a text of one line. A path of Windows is not doubled: people
// read it.
func tomlText(text string) string {
	plain := strings.IndexFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) < 0
	if plain && strings.Contains(text, `\`) && !strings.Contains(text, "'") {
		return "'" + text + "'"
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
