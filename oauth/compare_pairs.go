package oauth

import (
	"slices"
	"strings"
)

// comparePairs aligns parameters: first the ones that are equal, then those that
// mean the same, then those of one name. What is left is missing or extra.
func (c *comparison) comparePairs(ours, theirs []draftPair) {
	both := countPairs(ours).common(countPairs(theirs))
	left, ourOrder := both.part(ours)
	extra, theirOrder := both.part(theirs)
	c.compareOrder(ourOrder, theirOrder)

	left, extra = c.matchBy(meaning, left, extra, func(o, t draftPair) {
		if o.name != t.name {
			c.compareSpelling(PartParameter, decode(o.name), o.name, t.name)
		}
		c.compareSpelling(PartParameter, decode(o.name), o.value, t.value)
	})
	left, extra = c.repeated(ours, theirs, left, extra)
	left, extra = c.matchBy(nameOf, left, extra, c.compareValues)
	c.missing(ours, theirs, left)
	hasBody := c.mayHaveBody(ours)
	for _, p := range extra {
		c.extra(p, hasBody)
	}
}

// pairCount is a set in which a pair may be several times, whatever its source.
type pairCount map[draftPair]int

func countPairs(pairs []draftPair) pairCount {
	count := make(pairCount, len(pairs))
	for _, p := range pairs {
		count[p.text()]++
	}
	return count
}

func (a pairCount) common(b pairCount) pairCount {
	common := make(pairCount, len(a))
	for p, n := range a {
		common[p] = min(n, b[p])
	}
	return common
}

// part parts pairs into those that are not in the set and those that are.
func (a pairCount) part(pairs []draftPair) (out, in []draftPair) {
	seen := make(pairCount, len(a))
	for _, p := range pairs {
		if seen[p.text()]++; seen[p.text()] > a[p.text()] {
			out = append(out, p)
		} else {
			in = append(in, p)
		}
	}
	return out, in
}

func meaning(p draftPair) string {
	return fullyDecoded(p.name) + "\x00" + fullyDecoded(p.value)
}

func nameOf(p draftPair) string { return fullyDecoded(p.name) }

// matchBy matches the pairs that have one key, each once, and returns the rest.
func (c *comparison) matchBy(key func(draftPair) string, left, extra []draftPair, matched func(ours, theirs draftPair)) (_, _ []draftPair) {
	waiting := make(map[string][]draftPair, len(extra))
	for _, t := range extra {
		waiting[key(t)] = append(waiting[key(t)], t)
	}
	var unmatched []draftPair
	taken := make(pairCount)
	for _, o := range left {
		found := waiting[key(o)]
		if len(found) == 0 {
			unmatched = append(unmatched, o)
			continue
		}
		taken[found[0].text()]++
		waiting[key(o)] = found[1:]
		matched(o, found[0])
	}
	rest, _ := taken.part(extra)
	return unmatched, rest
}

// repeated names what ours has several times and theirs fewer times, and takes it
// out.
func (c *comparison) repeated(ours, theirs, left, extra []draftPair) (_, _ []draftPair) {
	ourValues, theirValues := valuesByName(ours), valuesByName(theirs)
	lost := make(map[string]bool)
	for _, p := range left {
		name := nameOf(p)
		o, t := ourValues[name], theirValues[name]
		if lost[name] || len(t) == 0 || len(t) >= len(o) {
			continue
		}
		lost[name] = true
		c.add(Difference{Cause: RepeatedNameLost, Part: PartParameter, Name: decode(p.name),
			Ours: strings.Join(o, "&"), Theirs: strings.Join(t, "&")})
	}
	isLost := func(p draftPair) bool { return lost[nameOf(p)] }
	return slices.DeleteFunc(left, isLost), slices.DeleteFunc(extra, isLost)
}

func valuesByName(pairs []draftPair) map[string][]string {
	values := make(map[string][]string, len(pairs))
	for _, p := range pairs {
		values[nameOf(p)] = append(values[nameOf(p)], p.String())
	}
	return values
}

// compareOrder looks at the pairs that both have.
func (c *comparison) compareOrder(ours, theirs []draftPair) {
	sameText := func(a, b draftPair) bool { return a.text() == b.text() }
	if slices.EqualFunc(ours, theirs, sameText) {
		return
	}
	at := 0
	for sameText(ours[at], theirs[at]) {
		at++
	}
	d := Difference{Cause: OtherOrder, Part: PartParameter, Name: decode(ours[at].name),
		Ours: ours[at].String(), Theirs: theirs[at].String()}
	if slices.IsSortedFunc(theirs, compareDecoded) {
		d.Cause = SortedBeforeEncoding
	}
	c.add(d)
}

// compareValues compares two pairs of one name.
func (c *comparison) compareValues(ours, theirs draftPair) {
	d := Difference{Cause: OtherValue, Part: PartParameter, Name: decode(ours.name), Ours: ours.value, Theirs: theirs.value}
	var more []string
	switch d.Name {
	case "oauth_consumer_key":
		d.Cause = OtherConsumerKey
	case "oauth_token":
		d.Cause = OtherToken
	case "oauth_signature_method":
		d.Cause = OtherMethodOfSigning
	case "oauth_nonce":
		d.Cause = OtherNonce
	case "oauth_timestamp":
		var words string
		d.Cause, words = compareClocks(ours.value, theirs.value)
		more = append(more, words)
	case "oauth_version":
		d.Cause = OtherVersion
	default:
		if ours.source == OAuth {
			d.Cause = ProtocolOtherValue
		}
	}
	c.add(d, more...)
}

// missing names what theirs lacks: one by one, but a form that is not signed at
// all once.
func (c *comparison) missing(ours, theirs, left []draftPair) {
	formSigned := countSource(ours, Form) > countSource(left, Form)
	for _, p := range left {
		d := Difference{Part: PartParameter, Name: decode(p.name), Ours: p.String()}
		switch {
		case p.source == Form && formSigned:
			d.Cause = FormNotSigned
		case p.source == Form:
			d.Cause = BodyNotSigned
			c.addOnce(d)
			continue
		case p.source == Query:
			d.Cause = QueryNotSigned
		case c.sent:
			d.Cause = ProtocolNotSigned
		case d.Name == "oauth_version":
			d.Cause = VersionPresence
		default:
			d.Cause = ProtocolMissing
		}
		c.add(d)
	}
}

func countSource(pairs []draftPair, source Source) (n int) {
	for _, p := range pairs {
		if p.source == source {
			n++
		}
	}
	return n
}

// extra names a pair that theirs has and ours has not.
func (c *comparison) extra(p draftPair, hasBody bool) {
	d := Difference{Cause: ExtraParameter, Part: PartParameter, Name: decode(p.name), Theirs: p.String()}
	switch {
	case d.Name == "realm":
		d.Cause = RealmSigned
	case d.Name == signatureName:
		d.Cause = SignatureSigned
	case d.Name == "oauth_version" && !c.sent:
		d.Cause = VersionPresence
	case strings.HasPrefix(d.Name, "oauth_") || p.source == OAuth:
		d.Cause = ProtocolExtra
	case hasBody || isJSON(nameOf(p)):
		d.Cause = BodySigned
		c.addOnce(d)
		return
	}
	c.add(d)
}

// mayHaveBody reports whether the request may have a body that is no form: the
// keys of a JSON text come as extra parameters then.
func (c *comparison) mayHaveBody(ours []draftPair) bool {
	switch method, _, _ := strings.Cut(c.ours.BaseString, "&"); method {
	case "POST", "PUT", "PATCH":
		return countSource(ours, Form) == 0
	default:
		return false
	}
}

// isJSON reports whether a name is a whole JSON text, taken for a form.
func isJSON(name string) bool { return strings.HasPrefix(name, "{") || strings.HasPrefix(name, "[") }
