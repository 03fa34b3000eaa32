package oauth

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
)

// compareHeader compares ours with a header: first what it shows, then what its
// signature tells.
func (c *comparison) compareHeader(p *pasted) error {
	c.compareWriting(p)
	ours := draftOf(c.ours)
	protocol, rest := ours.apart(OAuth)
	sent := p.pairs()
	c.comparePairs(protocol, sent)
	s, ok := p.get(signatureName)
	if !ok {
		c.add(Difference{Cause: ProtocolMissing, Part: PartHeader, Name: signatureName}) // Ours would make a header of theirs.
		return nil
	}
	right := ours.with(append(rest, sent...))
	right.unsorted = append(right.unsorted, p.written()...)
	return c.compareSignature(p, s, right)
}

// compareWriting looks at how the header is written, but for the signature.
func (c *comparison) compareWriting(p *pasted) {
	for _, f := range p.fields {
		encoded := string(appendEncoded(nil, f.value))
		if !f.quoted {
			c.addOnce(Difference{Cause: HeaderNotQuoted, Part: PartHeader, Name: f.name, Ours: `"` + encoded + `"`, Theirs: f.raw})
		}
		if f.name != "realm" && f.name != signatureName && !encodedStrictly(f.raw) {
			c.addOnce(Difference{Cause: HeaderNotEncoded, Part: PartHeader, Name: f.name, Ours: encoded, Theirs: f.raw})
		}
	}
}

// pairs are the fields that are signed.
func (p *pasted) pairs() []draftPair {
	return slices.SortedStableFunc(slices.Values(p.written()), compareEncoded)
}

// written are the fields that are signed in the order in which they stand there.
func (p *pasted) written() (pairs []draftPair) {
	for _, f := range p.fields {
		if f.name != "realm" && f.name != signatureName {
			pairs = append(pairs, draftPair{OAuth, string(appendEncoded(nil, f.name)), string(appendEncoded(nil, f.value))})
		}
	}
	return pairs
}

// compareSignature compares the signature of theirs with that of right, the draft
// of what theirs should have signed.
func (c *comparison) compareSignature(p *pasted, s pastedField, right draft) error {
	want, ok := c.readSignature(s)
	if !ok {
		return nil
	}
	method := p.method()
	if method == "" {
		method = c.ours.Method
	}
	if of := methodOfLength(len(want)); of != method && of != "" && methodKnown(method) {
		c.addOnce(Difference{Cause: OtherMethodOfSigning, Part: PartSignature, Ours: string(method), Theirs: string(of)},
			"It says "+string(method)+", but has the length of "+string(of)+".")
		method = of
	}
	if !methodKnown(method) {
		return nil // named as another method
	}
	try, err := newTrial(method, keysOf(c.ours))
	if err != nil {
		return err
	}
	try.want, try.more = base64.StdEncoding.EncodeToString(want), c.additions(p)
	key, made, found := try.find(right)
	switch {
	case found:
		c.sent = true
		before := len(c.found)
		c.compareDrafts(right, made)
		switch {
		case key.cause == "":
		case before == len(c.found):
			c.add(Difference{Cause: key.cause, Part: PartKey}, key.words, "The base strings are equal: the secrets alone make the difference.")
		default:
			c.add(Difference{Cause: key.cause, Part: PartKey}, key.words)
		}
	case !c.named[OtherConsumerKey] && !c.named[OtherToken]:
		// With another key there are other secrets, too.
		c.add(Difference{Cause: Unexplained, Part: PartSignature})
	}
	return nil
}

func methodKnown(m Method) bool { return hashes[m] != nil }

// methodOfLength is the method whose signatures have so many octets, or "".
func methodOfLength(octets int) Method {
	for method, newHash := range hashes {
		if newHash().Size() == octets {
			return method
		}
	}
	return ""
}

// readSignature gives the octets of a signature, and names how its text is wrong.
func (c *comparison) readSignature(s pastedField) (octets []byte, ok bool) {
	d := Difference{Part: PartSignature, Name: signatureName}
	text := s.value
	switch {
	case !encodedStrictly(s.raw):
		d.Cause = HeaderNotEncoded
	case strings.Contains(text, "%"):
		d.Cause = SignatureEncodedMore
		text = decodeTimes(text, 2)
	}
	octets, plain, ok := signatureOctets(text)
	if ok {
		d.Ours, d.Theirs = string(appendEncoded(nil, text)), s.raw
	}
	if d.Cause != "" {
		c.addOnce(d)
	}
	if !plain {
		d.Cause, d.Ours = SignatureNotBase64, ""
		c.add(d)
	}
	return octets, ok
}

// signatureOctets reads a signature. plain says that it is written as it should
// be, ok that it is one at all.
func signatureOctets(text string) (octets []byte, plain, ok bool) {
	if octets, err := base64.StdEncoding.DecodeString(text); err == nil && methodOfLength(len(octets)) != "" {
		return octets, true, true
	}
	if octets, err := hex.DecodeString(text); err == nil && methodOfLength(len(octets)) != "" {
		return octets, false, true
	}
	plainAlphabet := strings.NewReplacer("-", "+", "_", "/", " ", "+", "=", "").Replace(text)
	octets, err := base64.RawStdEncoding.DecodeString(plainAlphabet)
	return octets, false, err == nil && methodOfLength(len(octets)) != ""
}
