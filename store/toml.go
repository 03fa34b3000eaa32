package store

import (
	"strings"
	"unicode/utf8"
)

// A statement is what a TOML file says in one place: a header, or a key with its
// value. What lies between statements is blank or a comment, so that a file can
// be changed by its statements and keep all the rest.
type statement struct {
	line  int      // counted from one
	table []string // the header that it stands under, or is
	many  bool     // a header in two brackets
	keys  []string // none: it is a header
	value span
	whole span // to the end of its last line, with a comment that stands there
}

// A span is where something stands in a text.
type span struct{ from, to int }

func (s span) of(text string) string { return text[s.from:s.to] }

// splitTOML finds the statements of a TOML 1.1 file, https://toml.io/en/v1.1.0.
// It knows as much of the language as it takes to find where a value ends, and
// leaves its meaning to whoever uses it: it takes every file that is TOML, and
// some that are not. Its errors are a [fault].
//
// A library for all of TOML would be a fortieth of the program, for one table.
func splitTOML(text string) ([]statement, error) {
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], string(r)) {
			return nil, faultf(i, "it is not UTF-8 text")
		}
	}
	s := &tomlScanner{text: text}
	var found []statement
	var table []string
	line, counted := 1, 0
	for s.between(); !s.done(); s.between() {
		line += strings.Count(text[counted:s.at], "\n")
		counted = s.at
		next, err := s.statement(table)
		if err != nil {
			return nil, err
		}
		next.line = line
		table = next.table
		found = append(found, next)
	}
	return found, nil
}

// tomlScanner stands at a place in a text.
type tomlScanner struct {
	text string
	at   int
}

func (s *tomlScanner) statement(table []string) (statement, error) {
	next := statement{table: table, whole: span{from: s.at}}
	var err error
	if s.take("[") {
		err = s.header(&next)
	} else {
		err = s.keyValue(&next)
	}
	if err != nil {
		return statement{}, err
	}
	s.blanks()
	s.comment()
	if !s.newline() && !s.done() {
		return statement{}, faultf(s.at, "something stands where the line should end")
	}
	next.whole.to = s.at
	return next, nil
}

func (s *tomlScanner) header(h *statement) (err error) {
	end := "]"
	if h.many = s.take("["); h.many {
		end = "]]"
	}
	if h.table, err = s.path(); err != nil {
		return err
	}
	if !s.take(end) {
		return faultf(s.at, "a table's name is not closed")
	}
	return nil
}

func (s *tomlScanner) keyValue(kv *statement) (err error) {
	if kv.keys, err = s.path(); err != nil {
		return err
	}
	if !s.take("=") {
		return faultf(s.at, "a key has no value")
	}
	s.blanks()
	kv.value.from = s.at
	err = s.value(0)
	kv.value.to = s.at
	return err
}

// path reads keys with dots between, and the blanks around them.
func (s *tomlScanner) path() (keys []string, err error) {
	for {
		s.blanks()
		key, err := s.key()
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
		s.blanks()
		if !s.take(".") {
			return keys, nil
		}
	}
}

func (s *tomlScanner) key() (string, error) {
	if text, quoted, err := s.quoted(); quoted {
		return text, err
	}
	bare := s.run(func(c byte) bool { return isAlphanumeric(c) || c == '_' || c == '-' })
	if bare == "" {
		return "", faultf(s.at, "it is neither a table, a key with its value nor a comment")
	}
	return bare, nil
}

// deepestTOML bounds lists in lists: they take stack.
const deepestTOML = 64

func (s *tomlScanner) value(depth int) error {
	switch {
	case depth > deepestTOML:
		return faultf(s.at, "lists lie too deep in each other")
	case s.take(`"""`):
		return s.manyLines(`"""`)
	case s.take(`'''`):
		return s.manyLines(`'''`)
	case s.take("["):
		return s.list("]", depth)
	case s.take("{"):
		return s.list("}", depth)
	}
	if _, quoted, err := s.quoted(); quoted {
		return err
	}
	// A number, a truth, or a time, which may have a blank inside.
	bare := s.run(func(c byte) bool { return isAlphanumeric(c) || strings.IndexByte("_-+.: ", c) >= 0 })
	s.at -= len(bare) - len(strings.TrimRight(bare, " "))
	if strings.TrimSpace(bare) == "" {
		return faultf(s.at, "a value is missing, or is no value")
	}
	return nil
}

// list passes over values, or over keys with their values, up to end.
func (s *tomlScanner) list(end string, depth int) error {
	for {
		s.between()
		if s.take(end) {
			return nil
		}
		if end == "}" {
			if _, err := s.path(); err != nil {
				return err
			}
			if !s.take("=") {
				return faultf(s.at, "a key has no value")
			}
			s.between()
		}
		if err := s.value(depth + 1); err != nil {
			return err
		}
		s.between()
		if !s.take(",") && !strings.HasPrefix(s.rest(), end) {
			return faultf(s.at, "a list is not closed")
		}
	}
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

//go:noinline
func (s *tomlScanner) rest() string { return s.text[s.at:] }

//go:noinline
func (s *tomlScanner) done() bool { return s.at == len(s.text) }

// take passes over what begins here, if it does.
//
//go:noinline
func (s *tomlScanner) take(what string) bool {
	if !strings.HasPrefix(s.rest(), what) {
		return false
	}
	s.at += len(what)
	return true
}

// run passes over the longest run of characters.
func (s *tomlScanner) run(of func(byte) bool) string {
	from := s.at
	for !s.done() && of(s.text[s.at]) {
		s.at++
	}
	return s.text[from:s.at]
}

//go:noinline
func (s *tomlScanner) blanks() { s.run(func(c byte) bool { return c == ' ' || c == '\t' }) }

//go:noinline
func (s *tomlScanner) newline() bool { return s.take("\n") || s.take("\r\n") }

func (s *tomlScanner) comment() {
	if s.take("#") {
		s.run(func(c byte) bool { return c != '\n' })
		if strings.HasSuffix(s.text[:s.at], "\r") {
			s.at-- // of the line's end
		}
	}
}

// between passes over blanks, comments and the ends of lines.
func (s *tomlScanner) between() {
	for before := -1; before != s.at; {
		before = s.at
		s.blanks()
		s.comment()
		s.newline()
	}
}
