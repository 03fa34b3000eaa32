package oauth

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// Source says which part of a request a parameter comes from.
type Source string

// The three sources of RFC 5849 §3.4.1.3.1.
const (
	Query Source = "query"
	Form  Source = "form"
	OAuth Source = "OAuth"
)

// parameters are what a request is signed over, each encoded twice, as the base
// string holds it: there is no other copy of them.
type parameters struct {
	text  []byte // pairs as "name%3Dvalue", one after another
	pairs []pair
}

// pair is where one parameter stands in parameters.text.
type pair struct {
	prefix          uint64 // the first eight octets of the name: most comparisons end here
	start, name     int32  // the name is text[start:name]
	end             int32  // the value is text[name+len(equals):end]
	source          Source
	rawStart, rawTo int32 // where the query or form has it
}

const (
	equals    = "%3D" // "=" and "&", as the base string holds them
	ampersand = "%26"

	signatureName = "oauth_signature"
)

// copy makes p hold what q holds.
func (p *parameters) copy(q *parameters) {
	p.text = append(p.text[:0], q.text...)
	p.pairs = append(p.pairs[:0], q.pairs...)
}

func (p *parameters) name(q pair) []byte  { return p.text[q.start:q.name] }
func (p *parameters) value(q pair) []byte { return p.text[q.name+int32(len(equals)) : q.end] }

// add puts in one parameter that is not encoded yet.
func (p *parameters) add(source Source, name, value string) {
	start := len(p.text)
	p.text = appendTwice(p.text, name)
	middle := len(p.text)
	p.text = append(p.text, equals...)
	p.text = appendTwice(p.text, value)
	p.keep(source, start, middle)
}

func (p *parameters) keep(source Source, start, middle int) *pair {
	p.pairs = append(p.pairs, pair{
		prefix: prefix(p.text[start:middle]),
		start:  int32(start), name: int32(middle), end: int32(len(p.text)),
		source: source,
	})
	return &p.pairs[len(p.pairs)-1]
}

// addForm puts in all pairs of a query or a form body. A foreign oauth_signature
// stays out, as RFC 5849 §3.4.1.3.1 has it; another name that stands among the
// OAuth parameters already is a [*ConflictError].
func (p *parameters) addForm(source Source, form string) error {
	for at := 0; at < len(form); {
		raw, _, _ := strings.Cut(form[at:], "&")
		from := at
		at += len(raw) + 1
		if raw == "" {
			continue
		}
		name, value, _ := strings.Cut(raw, "=")
		start := len(p.text)
		p.text = appendFormTwice(p.text, name)
		middle := len(p.text)
		if bytes.HasPrefix(p.text[start:], []byte("oauth_")) {
			if string(p.text[start:]) == signatureName {
				p.text = p.text[:start]
				continue
			}
			if p.sends(p.text[start:]) {
				return &ConflictError{Name: string(p.text[start:]), Source: source}
			}
		}
		p.text = append(p.text, equals...)
		p.text = appendFormTwice(p.text, value)
		q := p.keep(source, start, middle)
		q.rawStart, q.rawTo = int32(from), int32(from+len(raw))
	}
	return nil
}

// sends reports whether an OAuth parameter has this name.
func (p *parameters) sends(name []byte) bool {
	return slices.ContainsFunc(p.pairs, func(q pair) bool {
		return q.source == OAuth && bytes.Equal(p.name(q), name)
	})
}

// sort puts the pairs in the order of RFC 5849 §3.4.1.3.2: encode first, then
// sort. Encoding a second time leaves that order as it is, for "%" comes before
// all that is not escaped, and "%25XX" sorts as "%XX".
func (p *parameters) sort() {
	slices.SortFunc(p.pairs, func(a, b pair) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		if c := bytes.Compare(p.name(a), p.name(b)); c != 0 {
			return c
		}
		return bytes.Compare(p.value(a), p.value(b))
	})
}

// prefix returns the first eight octets of name as a number that sorts as they
// do. A shorter name is filled with zeros, which no encoded name holds.
func prefix(name []byte) (n uint64) {
	for i := range 8 {
		n <<= 8
		if i < len(name) {
			n |= uint64(name[i])
		}
	}
	return n
}

// appendNormalized appends the sorted pairs as the base string holds them.
func (p *parameters) appendNormalized(dst []byte) []byte {
	for i, q := range p.pairs {
		if i > 0 {
			dst = append(dst, ampersand...)
		}
		dst = append(dst, p.text[q.start:q.end]...)
	}
	return dst
}

// appendSigned adds what m itself brings and appends the base string.
func (p *parameters) appendSigned(dst []byte, m message) ([]byte, error) {
	if err := p.addForm(Query, m.target.query); err != nil {
		return dst, err
	}
	if err := p.addForm(Form, m.form); err != nil {
		return dst, err
	}
	p.sort()
	return p.appendBaseString(dst, m.method, &m.target), nil
}

// appendBaseString appends the base string of RFC 5849 §3.4.1.1 over pairs that
// are sorted.
func (p *parameters) appendBaseString(dst []byte, method string, t *target) []byte {
	for i := range len(method) {
		c := method[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		dst = append(dst, c)
	}
	dst = append(dst, '&')
	dst = t.appendBaseURI(dst)
	dst = append(dst, '&')
	return p.appendNormalized(dst)
}
