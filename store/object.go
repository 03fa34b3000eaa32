package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// An object is a JSON object whose members are taken one by one. What nobody
// took is what a later version put there, and is written back.
//
// encoding/json alone would drop those, match names in any case, and keep the
// last of two members of one name.
type object struct {
	at      int // where the object begins in the file
	members []member
}

type member struct {
	name string
	raw  json.RawMessage
	at   int // where the value begins in the file
}

// A fault is a place in the file and what is wrong there. It never repeats the
// file's text: that could be anything.
type fault struct {
	at      int
	problem string
}

func (f *fault) Error() string { return f.problem }

func faultf(at int, format string, args ...any) error {
	return &fault{at: at, problem: fmt.Sprintf(format, args...)}
}

// parseObject splits raw, which is valid JSON and lies in the file from at on.
func parseObject(raw []byte, at int) (*object, error) {
	if raw[0] != '{' {
		return nil, faultf(at, "it is not a JSON object")
	}
	o := &object{at: at, members: make([]member, 0, 12)}
	seen := make(map[string]bool)
	for i := skipSpace(raw, 1); raw[i] != '}'; {
		end := skipValue(raw, i)
		name := unquote(raw[i:end])
		i = skipSpace(raw, skipSpace(raw, end)+1) // past the colon
		end = skipValue(raw, i)
		if seen[name] {
			return nil, faultf(at+i, "a field is there twice")
		}
		seen[name] = true
		o.members = append(o.members, member{name: name, raw: raw[i:end:end], at: at + i})
		i = skipComma(raw, end)
	}
	return o, nil
}

// The skipping below trusts that raw is valid JSON, and so can be short.

func skipSpace(raw []byte, i int) int {
	for i < len(raw) && (raw[i] == ' ' || raw[i] == '\n' || raw[i] == '\t' || raw[i] == '\r') {
		i++
	}
	return i
}

func skipComma(raw []byte, i int) int {
	i = skipSpace(raw, i)
	if raw[i] == ',' {
		i = skipSpace(raw, i+1)
	}
	return i
}

// skipValue answers where the value that begins at i ends.
func skipValue(raw []byte, i int) int {
	for depth := 0; ; {
		switch raw[i] {
		case '"':
			i = skipString(raw, i)
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		default:
			i++
		}
		if depth == 0 && (i == len(raw) || endsValue(raw[i-1], raw[i])) {
			return i
		}
	}
}

// endsValue reports whether a value at the outermost level ends between two
// bytes of it.
func endsValue(last, next byte) bool {
	switch last {
	case '"', '}', ']':
		return true
	}
	return bytes.IndexByte([]byte(" \n\t\r,:]}"), next) >= 0
}

func skipString(raw []byte, i int) int {
	for i++; raw[i] != '"'; i++ {
		if raw[i] == '\\' {
			i++
		}
	}
	return i + 1
}

func unquote(raw []byte) (text string) {
	if bytes.IndexByte(raw, '\\') < 0 {
		return string(raw[1 : len(raw)-1])
	}
	_ = json.Unmarshal(raw, &text) // valid, and a string
	return text
}

// take removes a member.
func (o *object) take(name string) (member, bool) {
	i := slices.IndexFunc(o.members, func(m member) bool { return m.name == name })
	if i < 0 {
		return member{}, false
	}
	m := o.members[i]
	o.members = slices.Delete(o.members, i, i+1)
	return m, true
}

// text takes a member that must be text; absent is empty.
func (o *object) text(name string) (text string, at int, err error) {
	m, there := o.take(name)
	if !there {
		return "", o.at, nil
	}
	if m.raw[0] != '"' {
		return "", m.at, faultf(m.at, "field %q is not text", name)
	}
	return unquote(m.raw), m.at, nil
}

// number takes a member that must be a whole number above zero.
func (o *object) number(name string) (int, error) {
	m, there := o.take(name)
	n, err := strconv.Atoi(string(m.raw))
	if !there || err != nil || n < 1 {
		return 0, faultf(max(o.at, m.at), "field %q is missing or not a whole number above zero", name)
	}
	return n, nil
}

// list takes a member that must be a list of objects; absent is empty.
func (o *object) list(name string) ([]*object, error) {
	m, there := o.take(name)
	if !there {
		return nil, nil
	}
	if m.raw[0] != '[' {
		return nil, faultf(m.at, "field %q is not a list", name)
	}
	var objects []*object
	for i := skipSpace(m.raw, 1); m.raw[i] != ']'; {
		end := skipValue(m.raw, i)
		element, err := parseObject(m.raw[i:end], m.at+i)
		if err != nil {
			return nil, err
		}
		objects = append(objects, element)
		i = skipComma(m.raw, end)
	}
	return objects, nil
}

// writeObject appends an object; an empty raw leaves a member out.
func writeObject(b *bytes.Buffer, members []member) {
	b.WriteByte('{')
	separator := ""
	for _, m := range members {
		if len(m.raw) == 0 {
			continue
		}
		b.WriteString(separator)
		b.Write(quote(m.name))
		b.WriteByte(':')
		b.Write(m.raw)
		separator = ","
	}
	b.WriteByte('}')
}

// textMember leaves empty text out.
func textMember(name, text string) member {
	if text == "" {
		return member{name: name}
	}
	return member{name: name, raw: quote(text)}
}

func quote(text string) []byte {
	quoted, _ := json.Marshal(text) // a string always can be
	return quoted
}
