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

// parseObject reads raw, which lies in the file from at on.
func parseObject(raw []byte, at int) (*object, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if opening, err := d.Token(); err != nil || opening != json.Delim('{') {
		return nil, faultf(at, "it is not a JSON object")
	}
	o := &object{at: at}
	seen := make(map[string]bool)
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, brokenJSON(d, at)
		}
		m := member{name: name.(string)} // the decoder refuses any other token here
		if err := d.Decode(&m.raw); err != nil {
			return nil, brokenJSON(d, at)
		}
		m.at = at + int(d.InputOffset()) - len(m.raw)
		if seen[m.name] {
			return nil, faultf(m.at, "a field is there twice")
		}
		seen[m.name] = true
		o.members = append(o.members, m)
	}
	if _, err := d.Token(); err != nil {
		return nil, brokenJSON(d, at)
	}
	if len(bytes.TrimSpace(raw[d.InputOffset():])) > 0 {
		return nil, faultf(at+int(d.InputOffset()), "there is more after the end")
	}
	return o, nil
}

func brokenJSON(d *json.Decoder, at int) error {
	return faultf(at+int(d.InputOffset()), "it is not valid JSON from here on")
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
	if m.raw[0] != '"' || json.Unmarshal(m.raw, &text) != nil {
		return "", m.at, faultf(m.at, "field %q is not text", name)
	}
	return text, m.at, nil
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
	d := json.NewDecoder(bytes.NewReader(m.raw))
	if opening, err := d.Token(); err != nil || opening != json.Delim('[') {
		return nil, faultf(m.at, "field %q is not a list", name)
	}
	var objects []*object
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return nil, brokenJSON(d, m.at)
		}
		element, err := parseObject(raw, m.at+int(d.InputOffset())-len(raw))
		if err != nil {
			return nil, err
		}
		objects = append(objects, element)
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
