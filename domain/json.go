package domain

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// scanner reads JSON (RFC 8259) once, from left to right, and copies only
// strings with escapes in them. encoding/json walks over every answer twice and
// finds each field by reflection, which is most of what a long list would cost.
//
// After its first problem it stands at the end of the text and reads no more.
type scanner struct {
	text    string
	at      int
	depth   int
	problem string
}

// maxDepth is far beyond any answer and far from the end of the stack.
const maxDepth = 100

// document reads the whole text as one object.
func (s *scanner) document(member func(name string)) (problem string) {
	if s.peek() != '{' {
		s.mismatch("it is")
	}
	s.object(member)
	if s.peek(); s.at < len(s.text) {
		s.fail()
	}
	return s.problem
}

func (s *scanner) fail() { s.failWith(fmt.Sprintf("it is not JSON (at byte %d)", s.at)) }

func (s *scanner) failWith(problem string) {
	if s.problem == "" {
		s.problem = problem
	}
	s.at = len(s.text)
}

// mismatch says that the value that comes next is of the wrong kind.
func (s *scanner) mismatch(subject string) {
	switch c := s.peek(); {
	case c == '{':
		s.failWith(subject + " a JSON object")
	case c == '[':
		s.failWith(subject + " a JSON array")
	case c == '"':
		s.failWith(subject + " a JSON string")
	case c == 't' || c == 'f':
		s.failWith(subject + " a JSON bool")
	case c == '-' || isDigit(c):
		s.failWith(subject + " a JSON number")
	default:
		s.fail()
	}
}

// peek is the next octet that is not blank, or 0 at the end.
func (s *scanner) peek() byte {
	for ; s.at < len(s.text); s.at++ {
		if c := s.text[s.at]; c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
	}
	return 0
}

func (s *scanner) take(c byte) bool {
	if s.peek() != c {
		return false
	}
	s.at++
	return true
}

// object calls member for each name; member reads the value.
func (s *scanner) object(member func(name string)) {
	s.within('{', '}', func() {
		name := s.string()
		if !s.take(':') {
			s.fail()
			return
		}
		member(name)
	})
}

// array calls element for each value; element reads it.
func (s *scanner) array(element func()) { s.within('[', ']', element) }

func (s *scanner) within(opening, closing byte, item func()) {
	if !s.take(opening) {
		s.fail()
		return
	}
	if s.depth++; s.depth > maxDepth {
		s.failWith("it is JSON of more than 100 levels")
		return
	}
	for more := !s.take(closing); more; {
		item()
		switch {
		case s.take(','):
		case s.take(closing):
			more = false
		default:
			s.fail()
			return
		}
	}
	s.depth--
}

// field reads a string, for which null stands too.
func (s *scanner) field(name string) string {
	switch s.peek() {
	case '"':
		return s.string()
	case 'n':
		s.literal("null")
	default:
		s.mismatch(fmt.Sprintf("its field %q holds", brief(name)))
	}
	return ""
}

// raw reads any value and gives it as it is written.
func (s *scanner) raw() string {
	s.peek()
	begin := s.at
	s.skip()
	if s.problem != "" {
		return ""
	}
	return s.text[begin:s.at]
}

func (s *scanner) skip() {
	switch c := s.peek(); {
	case c == '{':
		s.object(func(string) { s.skip() })
	case c == '[':
		s.array(s.skip)
	case c == '"':
		s.string()
	case c == 't':
		s.literal("true")
	case c == 'f':
		s.literal("false")
	case c == 'n':
		s.literal("null")
	default:
		s.number()
	}
}

func (s *scanner) literal(word string) {
	if !strings.HasPrefix(s.text[s.at:], word) {
		s.fail()
		return
	}
	s.at += len(word)
}

func (s *scanner) number() {
	if s.next('-'); !s.next('0') && !s.digits() {
		s.fail()
		return
	}
	if s.next('.') && !s.digits() {
		s.fail()
		return
	}
	if s.next('e') || s.next('E') {
		if !s.next('+') {
			s.next('-')
		}
		if !s.digits() {
			s.fail()
		}
	}
}

// next takes c if nothing stands before it.
func (s *scanner) next(c byte) bool {
	if s.at == len(s.text) || s.text[s.at] != c {
		return false
	}
	s.at++
	return true
}

func (s *scanner) digits() bool {
	begin := s.at
	for s.at < len(s.text) && isDigit(s.text[s.at]) {
		s.at++
	}
	return s.at > begin
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// string reads a string. Octets that are not UTF-8 stay as they are.
func (s *scanner) string() string {
	if !s.take('"') {
		s.fail()
		return ""
	}
	for i := s.at; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '"':
			plain := s.text[s.at:i]
			s.at = i + 1
			return plain
		case c == '\\':
			return s.escaped(i)
		case c < ' ':
			s.at = i
			s.fail()
			return ""
		}
	}
	s.fail()
	return ""
}

// escaped reads the rest of a string whose first escape stands at i.
func (s *scanner) escaped(i int) string {
	var b strings.Builder
	b.WriteString(s.text[s.at:i])
	for s.at = i; s.at < len(s.text); {
		switch c := s.text[s.at]; {
		case c == '"':
			s.at++
			return b.String()
		case c == '\\':
			s.at++
			b.WriteString(s.escape())
		case c < ' ':
			s.fail()
		default:
			b.WriteByte(c)
			s.at++
		}
	}
	s.fail()
	return ""
}

// escape reads what follows a backslash.
func (s *scanner) escape() string {
	if s.next('u') {
		return string(s.unit())
	}
	if s.at < len(s.text) {
		if i := strings.IndexByte(`"\/bfnrt`, s.text[s.at]); i >= 0 {
			s.at++
			return "\"\\/\b\f\n\r\t"[i : i+1]
		}
	}
	s.fail()
	return ""
}

// unit reads four hexadecimal digits, and the other half of a surrogate pair.
// Half a pair alone stands for no character.
func (s *scanner) unit() rune {
	first := s.hex()
	if !utf16.IsSurrogate(first) {
		return first
	}
	before := s.at
	if s.next('\\') && s.next('u') {
		if pair := utf16.DecodeRune(first, s.hex()); pair != utf8.RuneError {
			return pair
		}
	}
	if s.problem == "" {
		s.at = before
	}
	return utf8.RuneError
}

func (s *scanner) hex() rune {
	digits := s.text[s.at:min(s.at+4, len(s.text))]
	n, err := strconv.ParseUint(digits, 16, 16)
	if err != nil || len(digits) < 4 {
		s.fail()
		return 0
	}
	s.at += 4
	return rune(n)
}
