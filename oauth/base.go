package oauth

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
)

// Source says which part of a request a parameter comes from.
type Source uint8

// The three sources of RFC 5849 §3.4.1.3.1.
const (
	Query Source = iota + 1
	Form
	OAuth // the Authorization header
)

// String returns "query", "form" or "OAuth".
func (s Source) String() string {
	switch s {
	case Query:
		return "query"
	case Form:
		return "form"
	case OAuth:
		return "OAuth"
	default:
		return "unknown"
	}
}

// parameters are what a request is signed over, each encoded twice, as the base
// string holds it. There is no other copy of them: an [Explanation] is read back
// from here.
type parameters struct {
	text   []byte  // "name%3Dvalue%26", one after another
	oauth  []pair  // sorted by sortOAuth
	others []pair  // of query and form
	sorted []*pair // all
}

// pair is where one parameter stands. Offsets are short, and there is no pointer,
// because pairs are moved about a lot.
type pair struct {
	prefix           uint64 // the first eight octets of the name: most comparisons end here
	name, value, end int32  // in parameters.text, with a separator between them
	rawFrom, rawTo   int32  // in the query or the form
	source           Source
}

const (
	equals    = "%3D" // "=" and "&", as the base string holds them
	ampersand = "%26"

	signatureName = "oauth_signature"
)

func (p *parameters) name(q *pair) []byte  { return p.text[q.name : int(q.value)-len(equals)] }
func (p *parameters) value(q *pair) []byte { return p.text[q.value:q.end] }

// add puts in one OAuth parameter, which is not encoded yet, and returns where
// its value stands.
func (p *parameters) add(name string, value []byte) (at int) {
	q := pair{name: int32(len(p.text)), source: OAuth}
	p.text = appendTwice(p.text, name)
	p.text = append(p.text, equals...)
	q.value = int32(len(p.text))
	p.text = appendTwice(p.text, value)
	q.end = int32(len(p.text))
	p.text = slices.Grow(append(p.text, ampersand...), 8)
	p.setPrefix(&q)
	p.oauth = append(p.oauth, q)
	return int(q.value)
}

// addForm puts in all pairs of a query or a form body.
func (p *parameters) addForm(source Source, form string) error {
	if controls := p.scan(source, form); controls && source == Query {
		return errControl
	}
	return nil
}

// scan writes all pairs of a query or a form body, and reports whether a control
// stands among them, which a form may hold and a URL may not. An escape that is
// none stands for its own octets, as servers read it.
//
// It is one loop over octets and keeps what it needs in registers: this is where
// most of the time goes that the hash does not take.
func (p *parameters) scan(source Source, form string) (controls bool) {
	text := p.text
	q := pair{name: int32(len(text)), source: source}
	for i := 0; i < len(form); {
		text = slices.Grow(text, roomOfChunk)
		start, n := len(text), 0
		room := text[start:cap(text)]
		for part := form[:min(i+chunk, len(form))]; i < len(part); i++ {
			c := part[i]
			if unreserved[c] {
				room[n] = c
				n++
				continue
			}
			switch c {
			case '=':
				if q.value == 0 {
					n += once.put(room, n, '=')
					q.value = int32(start + n)
					continue
				}
			case '&':
				text = p.end(&q, text[:start+n], i)
				n = len(text) - start
				continue
			case '+':
				c = ' '
			case '%':
				if octet, ok := escape(form[i:]); ok {
					c = octet
					i += 2
				}
			default:
				controls = controls || isControl(rune(c))
			}
			n += twice.put(room, n, c)
		}
		text = text[:start+n]
	}
	p.text = slices.Grow(p.end(&q, text, len(form)), 8)
	return controls
}

// end puts in the pair that was written last, if there is one, and makes q the
// next one. The raw pair ends at at.
func (p *parameters) end(q *pair, text []byte, at int) []byte {
	if int(q.name) < len(text) {
		if q.value == 0 {
			text = append(text, equals...)
			q.value = int32(len(text))
		}
		q.end, q.rawTo = int32(len(text)), int32(at)
		p.others = append(p.others, *q)
		text = append(text, ampersand...)
	}
	*q = pair{name: int32(len(text)), rawFrom: int32(at + 1), source: q.source}
	return text
}

const oauthPrefix = 'o'<<40 | 'a'<<32 | 'u'<<24 | 't'<<16 | 'h'<<8 | '_'

// signs reports whether q, whose name begins as OAuth's do, is signed. A foreign
// oauth_signature is not, as RFC 5849 §3.4.1.3.1 has it; another name that stands
// among the OAuth parameters already is a [*ConflictError].
func (p *parameters) signs(q *pair) (bool, error) {
	name := string(p.name(q))
	if p.hasOAuth(name) {
		return false, &ConflictError{Name: decode(decode(name)), Source: q.source}
	}
	return name != signatureName, nil
}

func (p *parameters) hasOAuth(name string) bool {
	for i := range p.oauth {
		if string(p.name(&p.oauth[i])) == name {
			return true
		}
	}
	return false
}

// setPrefix makes the first eight octets of a name a number that sorts as they
// do. A shorter name is filled up with zeros, which no encoded name holds. There
// must be room for eight octets behind the last pair.
func (p *parameters) setPrefix(q *pair) {
	n := binary.BigEndian.Uint64(p.text[q.name : q.name+8])
	if missing := 8 - (int(q.value) - len(equals) - int(q.name)); missing > 0 {
		n &^= 1<<(8*missing) - 1
	}
	q.prefix = n
}

// sort finds the order of RFC 5849 §3.4.1.3.2: encode first, then sort. A second
// encoding leaves that order as it is: "%" stays before all that needs none, and
// "%25XX" sorts as "%XX". OAuth's pairs are sorted already, and to merge is less
// work than to sort; it goes from the end, where there is room.
func (p *parameters) sort() error {
	if err := p.sortOthers(); err != nil {
		return err
	}
	others, size := len(p.sorted), len(p.sorted)+len(p.oauth)
	p.sorted = slices.Grow(p.sorted, len(p.oauth))[:size]
	for i := len(p.oauth) - 1; i >= 0; i-- {
		q := &p.oauth[i]
		for ; others > 0 && p.before(q, p.sorted[others-1]); others-- {
			p.sorted[others+i] = p.sorted[others-1]
		}
		p.sorted[others+i] = q
	}
	return nil
}

// few is how many pairs are faster sorted by insertion.
const few = 16

// sortOthers sorts the pairs of query and form that are signed. It comes after
// all of them are written, because to read what was written octet by octet a
// moment ago is to wait for it. Mostly the first octets of the names are enough.
func (p *parameters) sortOthers() error {
	sorted, enough := p.sorted[:0], len(p.others) <= few
	for i := range p.others {
		q := &p.others[i]
		p.setPrefix(q)
		if q.prefix>>16 == oauthPrefix {
			if signs, err := p.signs(q); err != nil {
				return err
			} else if !signs {
				continue
			}
		}
		at := len(sorted)
		sorted = append(sorted, q)
		if !enough {
			continue
		}
		for ; at > 0 && q.prefix < sorted[at-1].prefix; at-- {
			sorted[at] = sorted[at-1]
		}
		sorted[at] = q
		enough = at == 0 || q.prefix != sorted[at-1].prefix
	}
	if !enough {
		slices.SortFunc(sorted, p.compare)
	}
	p.sorted = sorted
	return nil
}

// sortOAuth sorts OAuth's pairs, where they were not added in order.
func (p *parameters) sortOAuth() {
	slices.SortStableFunc(p.oauth, func(a, b pair) int { return p.compare(&a, &b) })
}

// before reports whether a comes before b, most often without a call.
func (p *parameters) before(a, b *pair) bool {
	return a.prefix < b.prefix || a.prefix == b.prefix && p.compare(a, b) < 0
}

func (p *parameters) compare(a, b *pair) int {
	if a.prefix != b.prefix {
		return cmp.Compare(a.prefix, b.prefix)
	}
	if c := bytes.Compare(p.name(a), p.name(b)); c != 0 {
		return c
	}
	return bytes.Compare(p.value(a), p.value(b))
}

// appendNormalized appends the sorted pairs as the base string holds them. Pairs
// that stand one after another already, as OAuth's do, are copied in one go.
func (p *parameters) appendNormalized(dst []byte) []byte {
	dst = slices.Grow(dst, len(p.text))
	room, n := dst[len(dst):cap(dst)], 0
	var from, to int32
	for _, q := range p.sorted {
		if q.name != to {
			n += copy(room[n:], p.text[from:to])
			from = q.name
		}
		to = q.end + int32(len(ampersand))
	}
	n += copy(room[n:], p.text[from:to])
	return dst[:len(dst)+n-min(len(p.sorted), 1)*len(ampersand)]
}

// appendSigned adds what m itself brings and appends the base string of RFC 5849
// §3.4.1.1.
func (p *parameters) appendSigned(dst []byte, m *message, uri *baseURI) ([]byte, error) {
	if err := uri.read(m); err != nil {
		return dst, err
	}
	if err := p.addForm(Query, m.target.query); err != nil {
		return dst, err
	}
	if err := p.addForm(Form, m.form); err != nil {
		return dst, err
	}
	if err := p.sort(); err != nil {
		return dst, err
	}
	dst = appendUpper(dst, m.method)
	dst = append(dst, '&')
	dst = append(dst, uri.encoded...)
	dst = append(dst, '&')
	return p.appendNormalized(dst), nil
}

func appendUpper(dst []byte, method string) []byte {
	dst = append(dst, method...)
	upper := dst[len(dst)-len(method):]
	for i, c := range upper {
		if 'a' <= c && c <= 'z' {
			upper[i] = c - ('a' - 'A')
		}
	}
	return dst
}
