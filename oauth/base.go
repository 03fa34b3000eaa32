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
	pairs []pair // as they came: of OAuth, of the query, of the form

	ofOAuth int // how many pairs are OAuth's
	ofQuery int // how many follow from the query

	places []place
	order  []place // places, sorted
}

// pair is where one parameter stands. Its parts follow each other in
// parameters.text, a separator between them.
type pair struct {
	name, value, end int32
	rawFrom, rawTo   int32 // in the query or the form
}

// place is a pair being sorted.
type place struct {
	prefix uint64 // the first eight octets of the name: most comparisons end here
	pair   int32
}

const (
	equals    = "%3D" // "=" and "&", as the base string holds them
	ampersand = "%26"

	signatureName = "oauth_signature"
)

func (p *parameters) name(q pair) []byte  { return p.text[q.name : int(q.value)-len(equals)] }
func (p *parameters) value(q pair) []byte { return p.text[q.value:q.end] }

// templateOf returns the OAuth parameters of one key: those that are always the same,
// and the places of all, sorted once. A parameter sorts by its name, so nonce and
// timestamp have their places before they have their values.
func templateOf(c Credentials, method Method) parameters {
	var p parameters
	p.add("oauth_consumer_key", c.ConsumerKey)
	p.add("oauth_signature_method", string(method))
	if c.Token != "" {
		p.add("oauth_token", c.Token)
	}
	p.add("oauth_version", "1.0")
	same, text := len(p.pairs), len(p.text)
	p.add("oauth_nonce", "")
	p.add("oauth_timestamp", "")
	p.sortOAuth()
	p.pairs, p.text = p.pairs[:same], p.text[:text]
	return p
}

// fill makes p hold what t holds, with the two values that t lacks.
func (p *parameters) fill(t *parameters, nonce, timestamp []byte) {
	p.text = append(p.text[:0], t.text...)
	p.pairs = append(p.pairs[:0], t.pairs...)
	p.places = append(p.places[:0], t.places...)
	p.ofOAuth, p.ofQuery = t.ofOAuth, 0
	p.append("oauth_nonce", nonce)
	p.append("oauth_timestamp", timestamp)
}

// add puts in one OAuth parameter, which is not encoded yet. All of these come
// before those of the request.
func (p *parameters) add(name, value string) {
	q := p.append(name, []byte(value))
	p.places = append(p.places, place{prefix(p.name(q)), int32(p.ofOAuth)})
	p.ofOAuth++
}

// append adds a pair without a place.
func (p *parameters) append(name string, value []byte) pair {
	q := pair{name: int32(len(p.text))}
	p.text = appendTwice(p.text, name)
	p.text = append(p.text, equals...)
	q.value = int32(len(p.text))
	p.text = appendTwice(p.text, value)
	return p.keep(q)
}

// keep ends a pair.
func (p *parameters) keep(q pair) pair {
	q.end = int32(len(p.text))
	p.text = append(p.text, ampersand...)
	p.pairs = append(p.pairs, q)
	return q
}

// addForm puts in all pairs of a query or a form body. A foreign oauth_signature
// stays out, as RFC 5849 §3.4.1.3.1 has it; another name that stands among the
// OAuth parameters already is a [*ConflictError].
func (p *parameters) addForm(source Source, form string) error {
	for start := 0; start < len(form); {
		if form[start] == '&' {
			start++
			continue
		}
		q := pair{name: int32(len(p.text)), rawFrom: int32(start)}
		text, end := appendFormTwice(p.text, form, start, '=')
		p.text = append(text, equals...)
		q.value = int32(len(p.text))
		if end < len(form) && form[end] == '=' {
			p.text, end = appendFormTwice(p.text, form, end+1, '&')
		}
		q.rawTo = int32(end)
		start = end + 1

		if bytes.HasPrefix(p.text[q.name:], []byte("oauth_")) {
			if string(p.name(q)) == signatureName {
				p.text = p.text[:q.name]
				continue
			}
			if p.sends(p.name(q)) {
				return &ConflictError{Name: string(p.name(q)), Source: source}
			}
		}
		p.places = append(p.places, place{prefix(p.name(q)), int32(len(p.pairs))})
		p.keep(q)
	}
	return nil
}

// sends reports whether an OAuth parameter has this name.
func (p *parameters) sends(name []byte) bool {
	return slices.ContainsFunc(p.pairs[:p.ofOAuth], func(q pair) bool {
		return bytes.Equal(p.name(q), name)
	})
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
//
// The places of OAuth's own pairs are sorted already (see sortOAuth): to merge
// is less work than to sort.
func (p *parameters) sort() {
	ours, theirs := p.places[:p.ofOAuth], p.places[p.ofOAuth:]
	p.sortPlaces(theirs)
	p.order = p.order[:0]
	for len(ours) > 0 && len(theirs) > 0 {
		if p.less(theirs[0], ours[0]) {
			p.order = append(p.order, theirs[0])
			theirs = theirs[1:]
		} else {
			p.order = append(p.order, ours[0])
			ours = ours[1:]
		}
	}
	p.order = append(p.order, ours...)
	p.order = append(p.order, theirs...)
}

// sortOAuth sorts the places of OAuth's pairs.
func (p *parameters) sortOAuth() { p.sortPlaces(p.places[:p.ofOAuth]) }

func (p *parameters) sortPlaces(places []place) {
	slices.SortFunc(places, func(a, b place) int {
		if a.prefix != b.prefix {
			return cmp.Compare(a.prefix, b.prefix)
		}
		return p.compare(a, b)
	})
}

func (p *parameters) less(a, b place) bool {
	return a.prefix < b.prefix || a.prefix == b.prefix && p.compare(a, b) < 0
}

func (p *parameters) compare(a, b place) int {
	q, r := p.pairs[a.pair], p.pairs[b.pair]
	if c := bytes.Compare(p.name(q), p.name(r)); c != 0 {
		return c
	}
	return bytes.Compare(p.value(q), p.value(r))
}

// appendNormalized appends the sorted pairs as the base string holds them.
func (p *parameters) appendNormalized(dst []byte) []byte {
	for _, at := range p.order {
		q := p.pairs[at.pair]
		dst = append(dst, p.text[q.name:int(q.end)+len(ampersand)]...)
	}
	if len(p.order) > 0 {
		dst = dst[:len(dst)-len(ampersand)]
	}
	return dst
}

// appendSigned adds what m itself brings and appends the base string of RFC 5849
// §3.4.1.1.
func (p *parameters) appendSigned(dst []byte, m *message) ([]byte, error) {
	if err := p.addForm(Query, m.target.query); err != nil {
		return dst, err
	}
	p.ofQuery = len(p.pairs) - p.ofOAuth
	if err := p.addForm(Form, m.form); err != nil {
		return dst, err
	}
	p.sort()
	dst = appendUpper(dst, m.method)
	dst = append(dst, '&')
	dst = m.target.appendBaseURI(dst)
	dst = append(dst, '&')
	return p.appendNormalized(dst), nil
}

func appendUpper(dst []byte, method string) []byte {
	for i := range len(method) {
		c := method[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}
