package oauth

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// Explanation is one signature with every step that led to it.
//
// With [PLAINTEXT], Signature and Header hold both secrets. With the other
// methods SigningKey alone is secret.
type Explanation struct {
	Method    Method
	Nonce     string
	Timestamp string

	Parameters []Parameter // in the order in which they are signed
	LeftOut    []Parameter // each oauth_signature that the request brings itself: not signed
	BaseURI    string
	Notes      []string // where BaseURI and Parameters differ from the request, in words

	NormalizedParameters string
	BaseString           string
	SigningKey           Secret
	Signature            string // not encoded
	Header               string // the value of Authorization
}

// Parameter is one parameter of a request.
type Parameter struct {
	Source  Source
	Raw     string // as the query or form has it; an OAuth one not yet encoded
	Name    string // decoded
	Value   string // decoded
	Encoded string // "name=value", as NormalizedParameters has it if it is signed
	Notes   []string

	at int32 // where Raw begins in the query or the form
}

// Explain signs r as [Signer.AppendAuthorization] does, with the same errors,
// and shows the steps. Each call takes a new nonce: to send what is shown, send
// its Header.
func (s *Signer) Explain(r Request) (*Explanation, error) {
	var m message
	if err := cmp.Or(m.set(&r), m.target.set(r.URL)); err != nil {
		return nil, err
	}
	sg, err := s.sign(&m)
	if err != nil {
		return nil, err
	}
	defer sg.release()
	return sg.explain(&m), nil
}

// explain reads everything back from what was signed: nothing is worked out a
// second time, so nothing can differ.
func (sg *signing) explain(m *message) *Explanation {
	base := string(sg.base)
	parts := strings.SplitN(base, "&", 3)
	e := &Explanation{
		Method:               sg.keyed.settings.method,
		Nonce:                string(sg.protocol.values[nonceAt]),
		Timestamp:            string(sg.protocol.values[timestampAt]),
		BaseURI:              decode(parts[1]),
		NormalizedParameters: decode(parts[2]),
		BaseString:           base,
		SigningKey:           NewSecret(string(signingKey(sg.keyed.settings.credentials))),
		Signature:            decode(string(sg.signature)),
		Header:               string(sg.appendHeader(nil)),
	}
	for _, q := range sg.parameters.sorted {
		e.Parameters = append(e.Parameters, sg.parameters.explain(q, m))
	}
	e.Notes = append(methodNotes(m.method), targetNotes(&m.target)...)
	e.LeftOut = append(signatures(Query, m.target.query, m), signatures(Form, m.form, m)...)
	for _, p := range e.LeftOut {
		e.Notes = append(e.Notes, p.Source.String()+" parameter "+p.Name+": left out, a signature is not signed")
	}
	return e
}

func (p *parameters) explain(q *pair, m *message) Parameter {
	name := decode(string(p.name(q)))
	value := decode(string(p.value(q)))
	out := Parameter{
		Source:  q.source,
		Name:    decode(name),
		Value:   decode(value),
		Encoded: name + "=" + value,
		at:      q.rawFrom,
	}
	switch q.source {
	case Query:
		out.Raw = m.target.query[q.rawFrom:q.rawTo]
	case Form:
		out.Raw = m.form[q.rawFrom:q.rawTo]
	default:
		out.Raw = out.Name + "=" + out.Value
		return out
	}
	out.Notes = rawNotes(out.Raw)
	if !utf8.ValidString(out.Name + out.Value) {
		out.Notes = append(out.Notes, "is not UTF-8: signed octet by octet")
	}
	if strings.HasPrefix(out.Name, "oauth_") {
		out.Notes = append(out.Notes, "has a name of OAuth's own: signed like any other")
	}
	return out
}

// rawNotes says what a reader of a raw pair may not expect.
func rawNotes(raw string) (notes []string) {
	if !strings.Contains(raw, "=") {
		notes = append(notes, "has no value: signed with an empty one")
	}
	if strings.Contains(raw, "+") {
		notes = append(notes, `"+" is a space`)
	}
	if strings.Contains(raw, ";") {
		notes = append(notes, `";" does not part parameters: signed as a character`)
	}
	if hasBadEscape(raw) {
		notes = append(notes, `"%" without two hex digits: signed as it stands`)
	}
	return notes
}

func hasBadEscape(s string) bool {
	for i := range len(s) {
		if s[i] == '%' {
			if _, ok := escape(s[i:]); !ok {
				return true
			}
		}
	}
	return false
}

func methodNotes(method string) []string {
	if upper := strings.ToUpper(method); upper != method {
		return []string{"method: signed as " + upper}
	}
	return nil
}

// targetNotes says where the base URI differs from the URL.
func targetNotes(t *target) (notes []string) {
	note := func(differs bool, words string) {
		if differs {
			notes = append(notes, words)
		}
	}
	a, _ := splitAuthority(t.authority)
	note(t.scheme != strings.ToLower(t.scheme), "scheme: signed in lower case")
	note(t.userinfo, "user name and password: left out")
	note(a.host != strings.ToLower(a.host), "host: signed in lower case")
	note(a.zone, "zone of the IPv6 address: left out")
	note(a.port != a.sentPort(t.scheme), "port "+strings.TrimPrefix(a.port, ":")+": left out, as "+strings.ToLower(t.scheme)+" means it anyway")
	note(t.path == "", "path: empty, signed as /")
	note(t.path != "" && !only(&pathOctets, t.path), "path: has characters that no URL holds, signed percent-encoded as clients send them")
	note(hasBadEscape(t.path), `path: "%" without two hex digits, signed as it stands`)
	note(t.fragment, "fragment: left out, it is never sent")
	return notes
}

// signatures returns what addForm leaves out.
func signatures(source Source, form string, m *message) (found []Parameter) {
	var p parameters
	p.scan(source, form)
	for i := range p.others {
		if q := &p.others[i]; string(p.name(q)) == signatureName {
			signature := p.explain(q, m)
			signature.Notes = nil // it is not signed in any way
			found = append(found, signature)
		}
	}
	return found
}
