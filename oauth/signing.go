package oauth

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// keyed is a signer's key, made ready.
type keyed struct {
	settings settings  // what it was made from
	head     string    // of the header: up to the signature
	pool     sync.Pool // of *signing
}

// settings are the fields of a [Signer] that stay from request to request.
type settings struct {
	credentials        Credentials
	method             Method
	realm              string
	callback, verifier string
	noVersion          bool
	bodyHash           bool
}

// madeFrom reports whether k is made from the fields of s.
func (k *keyed) madeFrom(s *Signer) bool {
	was := &k.settings
	return was.credentials.ConsumerKey == s.Credentials.ConsumerKey &&
		was.credentials.Token == s.Credentials.Token &&
		was.credentials.ConsumerSecret.text == s.Credentials.ConsumerSecret.text &&
		was.credentials.TokenSecret.text == s.Credentials.TokenSecret.text &&
		was.method == s.method() && was.realm == s.Realm &&
		was.callback == s.Callback && was.verifier == s.Verifier &&
		was.noVersion == s.NoVersion && was.bodyHash == s.BodyHash
}

func newKeyed(s settings) (*keyed, error) {
	if s.credentials.ConsumerKey == "" {
		return nil, &InputError{"consumer key", "is empty"}
	}
	if !quotable(s.realm) {
		return nil, &InputError{"realm", "has a quote, a backslash or a control character"}
	}
	if s.bodyHash && s.method == PLAINTEXT {
		return nil, &InputError{"body hash", "is of no use with PLAINTEXT, which names no hash and protects nothing"}
	}
	key := signingKey(s.credentials)
	first, err := newMAC(s.method, key)
	if err != nil {
		return nil, err
	}
	k := &keyed{settings: s, head: "OAuth "}
	if s.realm != "" {
		k.head += `realm="` + s.realm + `",`
	}
	k.head += signatureName + `="`
	k.pool.New = func() any {
		mac, _ := newMAC(s.method, key) // worked above
		return newSigning(k, mac)
	}
	k.pool.Put(newSigning(k, first))
	return k, nil
}

// quotable reports whether realm can stand between quotes as it is.
func quotable(realm string) bool {
	odd := func(r rune) bool { return r == '"' || r == '\\' || !unicode.IsPrint(r) }
	return utf8.ValidString(realm) && !strings.ContainsFunc(realm, odd)
}

// signing is one request being signed. It is used again with all that it holds,
// because little changes from one request to the next.
type signing struct {
	keyed *keyed
	mac   *mac

	protocol   protocol
	uri        baseURI
	parameters parameters
	base       []byte
	signature  []byte // encoded, as the header holds it
	header     []byte
}

func newSigning(k *keyed, mac *mac) *signing {
	return &signing{keyed: k, mac: mac, protocol: protocolOf(&k.settings)}
}

func (sg *signing) run(s *Signer, m *message) error {
	if err := sg.protocol.stamp(s.Nonce, s.Now); err != nil {
		return err
	}
	if sg.keyed.settings.bodyHash {
		sg.protocol.setBodyHash(m)
	}
	sg.protocol.write(&sg.parameters)
	base, err := sg.parameters.appendSigned(sg.base[:0], m, &sg.uri)
	if err != nil {
		return err
	}
	sg.base = base
	sg.signature = sg.mac.appendEncoded(sg.signature[:0], sg.base)
	return nil
}

// mostKept bounds the buffers of a signing that is used again: one huge form
// must not stay in memory for ever.
const mostKept = 64 << 10

func (sg *signing) release() {
	if cap(sg.parameters.text)+cap(sg.base) <= mostKept {
		sg.keyed.pool.Put(sg)
	}
}

// appendHeader appends the value of the Authorization header.
func (sg *signing) appendHeader(dst []byte) []byte {
	dst = append(dst, sg.keyed.head...)
	dst = append(dst, sg.signature...)
	return append(dst, sg.protocol.tail...)
}
