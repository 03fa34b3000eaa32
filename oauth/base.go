package oauth

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
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
// string holds it. There is no other copy of them: an [Explanation] is read back
// from here.
type parameters struct {
	text  []byte // "name%3Dvalue%26", one after another as they came
	pairs []pair // as they came
	order []place
}

// pair is where one parameter stands in parameters.text, and where the query or
// form has it.
type pair struct {
	source     Source
	name       span
	value      span
	start, end int // of the raw pair
}

// span is a part of parameters.text.
type span struct{ from, to int }

// place is one pair being sorted.
type place struct {
	prefix uint64 // the first eight octets of the name: most comparisons end here
	pair   int
}

const (
	equals    = "%3D" // "=" and "&", as the base string holds them
	ampersand = "%26"

	signatureName = "oauth_signature"
)

func (p *parameters) at(s span) []byte { return p.text[s.from:s.to] }

// copy makes p hold what q holds.
func (p *parameters) copy(q *parameters) {
	p.text = append(p.text[:0], q.text...)
	p.pairs = append(p.pairs[:0], q.pairs...)
	p.order = append(p.order[:0], q.order...)
}

// add puts in one OAuth parameter, which is not encoded yet.
func add[T string | []byte](p *parameters, name string, value T) {
	q := pair{source: OAuth}
	q.name.from = len(p.text)
	p.text = appendTwice(p.text, name)
	q.name.to = len(p.text)
	p.text = append(p.text, equals...)
	q.value.from = len(p.text)
	p.text = appendTwice(p.text, value)
	q.value.to = len(p.text)
	p.text = append(p.text, ampersand...)
	p.keep(q)
}

// addForm puts in all pairs of a query or a form body. A foreign oauth_signature
// stays out, as RFC 5849 §3.4.1.3.1 has it; another name that stands among the
// OAuth parameters already is a [*ConflictError].
func (p *parameters) addForm(source Source, form string) error {
	for start := 0; start < len(form); {
		end := start
		q := pair{source: source, start: start}
		q.name.from = len(p.text)
		p.text, end = appendFormTwice(p.text, form, start, '=')
		q.name.to = len(p.text)
		p.text = append(p.text, equals...)
		q.value.from = len(p.text)
		if end < len(form) && form[end] == '=' {
			p.text, end = appendFormTwice(p.text, form, end+1, '&')
		}
		q.value.to = len(p.text)
		p.text = append(p.text, ampersand...)
		q.end = end
		start = end + 1

		wanted, err := p.judge(q)
		if err != nil {
			return err
		}
		if !wanted {
			p.text = p.text[:q.name.from]
			continue
		}
		p.keep(q)
	}
	return nil
}

// judge reports whether a pair of a query or form is signed.
func (p *parameters) judge(q pair) (signed bool, err error) {
	name := p.at(q.name)
	switch {
	case q.start == q.end: // nothing between two "&"
		return false, nil
	case !bytes.HasPrefix(name, []byte("oauth_")):
		return true, nil
	case string(name) == signatureName:
		return false, nil
	case p.sends(name):
		return false, &ConflictError{Name: string(name), Source: q.source}
	default:
		return true, nil
	}
}

// sends reports whether an OAuth parameter has this name.
func (p *parameters) sends(name []byte) bool {
	return slices.ContainsFunc(p.pairs, func(q pair) bool {
		return q.source == OAuth && bytes.Equal(p.at(q.name), name)
	})
}

func (p *parameters) keep(q pair) {
	p.order = append(p.order, place{prefix(p.at(q.name)), len(p.pairs)})
	p.pairs = append(p.pairs, q)
}

// prefix returns the first eight octets of name as a number that sorts as they
// do. A shorter name is filled up with zeros, which no encoded name holds.
func prefix(name []byte) (n uint64) {
	if len(name) >= 8 {
		return binary.BigEndian.Uint64(name)
	}
	for i, c := range name {
		n |= uint64(c) << (56 - 8*i)
	}
	return n
}

// sort finds the order of RFC 5849 §3.4.1.3.2: encode first, then sort. A second
// encoding leaves that order as it is: "%" stays before all that needs none, and
// "%25XX" sorts as "%XX".
func (p *parameters) sort() {
	slices.SortFunc(p.order, func(a, b place) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		q, r := &p.pairs[a.pair], &p.pairs[b.pair]
		if c := bytes.Compare(p.at(q.name), p.at(r.name)); c != 0 {
			return c
		}
		return bytes.Compare(p.at(q.value), p.at(r.value))
	})
}

// appendNormalized appends the sorted pairs as the base string holds them.
func (p *parameters) appendNormalized(dst []byte) []byte {
	for _, place := range p.order {
		q := &p.pairs[place.pair]
		dst = append(dst, p.text[q.name.from:q.value.to+len(ampersand)]...)
	}
	if len(p.order) > 0 {
		dst = dst[:len(dst)-len(ampersand)]
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
