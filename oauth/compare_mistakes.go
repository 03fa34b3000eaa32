package oauth

import (
	"cmp"
	"slices"
	"strings"
)

// kinds of mistakes: each gives the drafts that come from d when one rule of RFC
// 5849 is broken, the likely ones first, and reports whether all were taken.
var kinds = []func(d draft, more []draftPair, yield func(draft) bool) bool{
	draft.misspelt, draft.misplaced, draft.misordered, draft.otherMethod, draft.otherPairs,
}

// mistakes gives the drafts with one mistake. more are pairs that d lacks, and
// rightly so.
func (d draft) mistakes(more []draftPair, yield func(draft) bool) bool {
	for _, kind := range kinds {
		if !kind(d, more, yield) {
			return false
		}
	}
	return true
}

// twoMistakes gives the drafts with two mistakes of different kinds.
func (d draft) twoMistakes(more []draftPair, yield func(draft) bool) bool {
	for i, kind := range kinds {
		for _, other := range kinds[i+1:] {
			both := func(wrong draft) bool { return other(wrong, more, yield) }
			if !kind(d, more, both) {
				return false
			}
		}
	}
	return true
}

// speller is how a client writes a name or a value that is not encoded yet.
type speller func(plain string) string

// spellers are what stands for percent-encoding in languages and libraries.
var spellers = []speller{
	func(s string) string { return s },
	func(s string) string { return encodeTimes(s, 2) },
	instead("%20", "+"),
	instead("%20", "%2B"),
	instead("%2B", "%20"),
	instead("%21", "!", "%27", "'", "%28", "(", "%29", ")", "%2A", "*"), // JavaScript's encodeURIComponent
	instead("~", "%7E"),
	instead("%20", "+", "%2A", "*", "~", "%7E"), // Java's URLEncoder
	instead("%2F", "/"),                         // Python's quote
	func(s string) string { return lowerEscapes(encodeTimes(s, 1)) },
	func(s string) string {
		return lowerEscapes(instead("%20", "+", "%21", "!", "%28", "(", "%29", ")", "%2A", "*")(s))
	}, // .NET
}

// instead encodes and then writes some escapes in another way.
func instead(oldnew ...string) speller {
	r := strings.NewReplacer(oldnew...)
	return func(s string) string { return r.Replace(encodeTimes(s, 1)) }
}

func lowerEscapes(s string) string {
	out := []byte(s)
	for i := 0; i+2 < len(out); i++ {
		if out[i] == '%' {
			copy(out[i:], strings.ToLower(s[i:i+3]))
			i += 2
		}
	}
	return string(out)
}

// misspelt encodes in other ways, all parameters or those of query and form.
func (d draft) misspelt(_ []draftPair, yield func(draft) bool) bool {
	for _, spell := range spellers {
		for _, all := range []bool{true, false} {
			wrong := d.with(mapped(d.pairs, func(p draftPair) draftPair {
				if p.source == OAuth && !all {
					return p
				}
				return draftPair{p.source, spell(decode(p.name)), spell(decode(p.value))}
			}))
			if slices.Equal(wrong.pairs, d.pairs) {
				break
			}
			lower := wrong
			lower.lower = true
			if !yield(wrong) || !yield(lower) {
				return false
			}
		}
	}
	lower := d
	lower.lower = true
	if !yield(lower) {
		return false
	}
	for _, times := range []int{0, 2} {
		uri, pairs, both := d, d, d
		uri.uriTimes, pairs.pairsTimes = times, times
		both.uriTimes, both.pairsTimes = times, times
		if !yield(uri) || !yield(pairs) || !yield(both) {
			return false
		}
	}
	return true
}

func mapped(pairs []draftPair, change func(draftPair) draftPair) []draftPair {
	out := make([]draftPair, len(pairs))
	for i, p := range pairs {
		out[i] = change(p)
	}
	return out
}

// misplaced changes the base URI.
func (d draft) misplaced(_ []draftPair, yield func(draft) bool) bool {
	u := cutURI(d.uri)
	wrongs := []uri{}
	try := func(change func(u *uri)) {
		wrong := u
		change(&wrong)
		wrongs = append(wrongs, wrong)
	}
	switch u.scheme {
	case "http":
		try(func(u *uri) { u.scheme = "https" })
	case "https":
		try(func(u *uri) { u.scheme = "http" })
	}
	bare := strings.TrimSuffix(u.path, "/")
	for _, path := range append(cuts(u.path), bare, u.path+"/", decode(u.path), strings.ToLower(u.path), encodedPath(u.path)) {
		try(func(u *uri) { u.path = path })
	}
	for _, port := range []string{"", ":443", ":80"} {
		try(func(u *uri) { u.port = port })
	}
	try(func(u *uri) { u.host = strings.ToUpper(u.host) })
	try(func(u *uri) { u.scheme = strings.ToUpper(u.scheme) })
	for _, u := range wrongs {
		wrong := d
		wrong.uri = u.String()
		if wrong.uri != d.uri && !yield(wrong) {
			return false
		}
	}
	return d.queryInURI(yield)
}

func encodedPath(path string) string { return strings.ReplaceAll(path, "%", "%25") }

const mostCuts = 20

// cuts are the ends and the beginnings of a path: a proxy takes off the front of
// it, a router the end.
func cuts(path string) (parts []string) {
	for i := 1; i < len(path) && len(parts) < mostCuts; i++ {
		if path[i] == '/' {
			parts = append(parts, path[i:], path[:i])
		}
	}
	return parts
}

// queryInURI leaves the query where it was, as it was sent or in the order in which
// it is signed.
func (d draft) queryInURI(yield func(draft) bool) bool {
	query, others := d.apart(Query)
	if len(query) == 0 {
		return true
	}
	texts := []string{draft{pairs: query}.normalized(), d.query}
	for _, text := range slices.Compact(texts) {
		both := d
		both.uri += "?" + text
		alone := both
		alone.pairs = others
		if !yield(both) || !yield(alone) {
			return false
		}
	}
	return true
}

// apart parts the pairs of a source from the others.
func (d draft) apart(source Source) (of, others []draftPair) {
	for _, p := range d.pairs {
		if p.source == source {
			of = append(of, p)
		} else {
			others = append(others, p)
		}
	}
	return of, others
}

// misordered sorts in other ways.
func (d draft) misordered(_ []draftPair, yield func(draft) bool) bool {
	protocol, others := d.apart(OAuth)
	orders := [][]draftPair{
		slices.SortedStableFunc(slices.Values(d.pairs), compareDecoded),
		slices.SortedStableFunc(slices.Values(d.pairs), func(a, b draftPair) int { return cmp.Compare(a.String(), b.String()) }),
		slices.SortedStableFunc(slices.Values(d.pairs), func(a, b draftPair) int {
			return cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
		}),
		slices.Concat(protocol, others),
		slices.Concat(others, protocol),
	}
	if sent, request := (draft{pairs: d.unsorted}).apart(OAuth); len(request) > 0 {
		orders = append(orders, slices.Concat(request, sent), slices.Concat(sent, request),
			slices.Concat(request, protocol), slices.Concat(protocol, request))
	}
	for _, pairs := range orders {
		wrong := d
		wrong.pairs = pairs
		if !slices.Equal(pairs, d.pairs) && !yield(wrong) {
			return false
		}
	}
	return true
}

func (d draft) otherMethod(_ []draftPair, yield func(draft) bool) bool {
	for _, method := range []string{strings.ToLower(d.method), "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"} {
		wrong := d
		wrong.method = method
		if method != d.method && !yield(wrong) {
			return false
		}
	}
	return true
}

// otherPairs signs too many parameters or too few.
func (d draft) otherPairs(more []draftPair, yield func(draft) bool) bool {
	_, noForm := d.apart(Form)
	_, noQuery := d.apart(Query)
	_, neither := draft{pairs: noForm}.apart(Query)
	for _, pairs := range [][]draftPair{noForm, noQuery, neither} {
		wrong := d
		wrong.pairs = pairs
		if len(pairs) < len(d.pairs) && !yield(wrong) {
			return false
		}
	}
	for _, p := range more {
		if !yield(d.with(append(slices.Clone(d.pairs), p))) {
			return false
		}
	}
	return d.repeatedOnce(yield) && d.oneLess(yield)
}

// repeatedOnce keeps one value of each repeated name, as a map does: the first or
// the last, or all in one.
func (d draft) repeatedOnce(yield func(draft) bool) bool {
	values := make(map[string][]string)
	for _, p := range d.pairs {
		values[p.name] = append(values[p.name], p.value)
	}
	if len(values) == len(d.pairs) {
		return true
	}
	// The order in the request is not known here, so for a name with three values
	// oneLess comes in.
	choices := []func([]string) string{
		func(v []string) string { return v[0] },
		func(v []string) string { return v[len(v)-1] },
		func(v []string) string { return strings.Join(v, "%2C") },
	}
	for _, choose := range choices {
		wrong, taken := d, make(map[string]bool)
		wrong.pairs = nil
		for _, p := range d.pairs {
			if !taken[p.name] {
				taken[p.name] = true
				wrong.pairs = append(wrong.pairs, draftPair{p.source, p.name, choose(values[p.name])})
			}
		}
		if !yield(wrong) {
			return false
		}
	}
	return true
}

// oneLess leaves out one pair.
func (d draft) oneLess(yield func(draft) bool) bool {
	for i := range d.pairs {
		wrong := d
		wrong.pairs = slices.Concat(d.pairs[:i], d.pairs[i+1:])
		if !yield(wrong) {
			return false
		}
	}
	return true
}

// additions are what signers sign although they must not.
func (c *comparison) additions(p *pasted) (more []draftPair) {
	add := func(name, value string) {
		more = append(more, draftPair{OAuth, name, encodeTimes(value, 1)})
	}
	if f, ok := p.get("realm"); ok {
		add("realm", f.value)
	}
	add(signatureName, "")
	for _, left := range c.ours.LeftOut {
		more = append(more, draftPairOf(left))
	}
	if _, ok := p.get("oauth_token"); !ok {
		add("oauth_token", "")
	}
	if _, ok := p.get("oauth_version"); !ok {
		add("oauth_version", "1.0")
	}
	return more
}
