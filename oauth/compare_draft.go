package oauth

import (
	"cmp"
	"slices"
	"strings"
)

// draft is a base string before it is put together, right or wrong.
type draft struct {
	method string
	uri    string // not encoded
	pairs  []draftPair

	// The request in its own order: query and form, then what the header says. The
	// query as it stood there.
	unsorted []draftPair
	query    string

	// How often each half is encoded on its way into the base string. Once is
	// right.
	uriTimes, pairsTimes int
	lower                bool // both halves have their escapes in small letters
}

// draftPair is one parameter. Its name and value are encoded once, or should be.
type draftPair struct {
	source      Source // zero when it is not known
	name, value string
}

func (p draftPair) String() string { return p.name + "=" + p.value }

// text is p without its source, to be compared with.
func (p draftPair) text() draftPair { return draftPair{name: p.name, value: p.value} }

// draftOf is the draft that the base string of e was made from.
func draftOf(e *Explanation) draft {
	method, _, _ := strings.Cut(e.BaseString, "&")
	d := draft{method: method, uri: e.BaseURI, uriTimes: 1, pairsTimes: 1}
	for _, p := range e.Parameters {
		d.pairs = append(d.pairs, draftPairOf(p))
	}
	for _, source := range []Source{Query, Form} {
		var raws []string
		for _, p := range slices.SortedFunc(slices.Values(e.Parameters), func(a, b Parameter) int { return cmp.Compare(a.at, b.at) }) {
			if p.Source == source {
				d.unsorted, raws = append(d.unsorted, draftPairOf(p)), append(raws, p.Raw)
			}
		}
		if source == Query {
			d.query = strings.Join(raws, "&")
		}
	}
	return d
}

func draftPairOf(p Parameter) draftPair {
	name, value, _ := strings.Cut(p.Encoded, "=")
	return draftPair{p.Source, name, value}
}

// with returns d with other pairs, sorted as they should be.
func (d draft) with(pairs []draftPair) draft {
	d.pairs = pairs
	slices.SortStableFunc(d.pairs, compareEncoded)
	return d
}

func compareEncoded(a, b draftPair) int {
	return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.value, b.value))
}

// compareDecoded is the order of those who sort before they encode.
func compareDecoded(a, b draftPair) int {
	return cmp.Or(cmp.Compare(decode(a.name), decode(b.name)), cmp.Compare(decode(a.value), decode(b.value)))
}

func (d draft) normalized() string {
	texts := make([]string, len(d.pairs))
	for i, p := range d.pairs {
		texts[i] = p.String()
	}
	return strings.Join(texts, "&")
}

func (d draft) base() string {
	halves := encodeTimes(d.uri, d.uriTimes) + "&" + encodeTimes(d.normalized(), d.pairsTimes)
	if d.lower {
		halves = lowerEscapes(halves)
	}
	return d.method + "&" + halves
}

func encodeTimes(s string, times int) string {
	for range times {
		s = string(appendEncoded(nil, s))
	}
	return s
}

func decodeTimes(s string, times int) string {
	for range times {
		s = decode(s)
	}
	return s
}

// readDraft takes a base string apart that may be wrong in every part. ours helps
// to see where a part ends that should have been encoded and was not. What comes
// back may not make the same text again: uri and pairs are the text as it stood.
func readDraft(text string, ours draft) (d draft, uri, pairs string) {
	var rest string
	d.method, rest, _ = strings.Cut(text, "&")
	uri, pairs, _ = strings.Cut(rest, "&")
	if after, ok := strings.CutPrefix(rest, ours.uri+"&"); ok {
		uri, pairs = ours.uri, after
	} else if i := strings.LastIndexByte(rest, '&'); strings.Contains(uri, "://") && !strings.Contains(rest[i:], "=") {
		// Parameters that are encoded have no separators: those stand in the URI.
		uri, pairs = rest[:i], rest[i+1:]
	}
	d.uriTimes = times(uri, "://")
	d.pairsTimes = times(pairs, "=")
	d.uri = decodeTimes(uri, d.uriTimes)
	d.pairs = readPairs(decodeTimes(pairs, d.pairsTimes), ours.pairs)
	return d, uri, pairs
}

// times tells how often text is encoded from what mark, which it holds, looks
// like.
func times(text, mark string) int {
	for n := range 3 {
		if strings.Contains(strings.ToUpper(text), encodeTimes(mark, n)) {
			return n
		}
	}
	return 1
}

// mostTakenOut bounds the work for a request that has nothing but such values.
const mostTakenOut = 64

// readPairs parts the normalized parameters. A value that was not encoded may hold
// what parts them: those of ours are taken out whole.
func readPairs(text string, ours []draftPair) (pairs []draftPair) {
	text = "&" + text + "&"
	tried := 0
	for _, p := range ours {
		plain := draftPair{name: decode(p.name), value: decode(p.value)}
		if !strings.ContainsAny(plain.name+plain.value, "&=") {
			continue
		}
		if tried++; tried > mostTakenOut {
			break
		}
		if before, after, found := strings.Cut(text, "&"+plain.String()+"&"); found {
			pairs = append(pairs, plain)
			text = before + "&" + after
		}
	}
	for piece := range strings.SplitSeq(text, "&") {
		if piece != "" {
			name, value, _ := strings.Cut(piece, "=")
			pairs = append(pairs, draftPair{name: name, value: value})
		}
	}
	return pairs
}
