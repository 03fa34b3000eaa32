package oauth

import (
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"
)

// keyed is a signer's key, made ready.
type keyed struct {
	credentials Credentials // what it was made from
	method      Method
	realm       string

	template *parameters
	head     string    // of the header: up to the signature
	tail     string    // of the header: from nonce to timestamp
	pool     sync.Pool // of *signing
}

func (k *keyed) madeFrom(c Credentials, method Method, realm string) bool {
	return k.credentials.ConsumerKey == c.ConsumerKey &&
		k.credentials.Token == c.Token &&
		k.credentials.ConsumerSecret.text == c.ConsumerSecret.text &&
		k.credentials.TokenSecret.text == c.TokenSecret.text &&
		k.method == method && k.realm == realm
}

func newKeyed(c Credentials, method Method, realm string) (*keyed, error) {
	if c.ConsumerKey == "" {
		return nil, &InputError{"consumer key", "is empty"}
	}
	if !quotable(realm) {
		return nil, &InputError{"realm", "has a quote, a backslash or a control character"}
	}
	key := signingKey(c)
	first, err := newMAC(method, key)
	if err != nil {
		return nil, err
	}
	k := &keyed{credentials: c, method: method, realm: realm}
	k.template = templateOf(c, method)
	k.head, k.tail = headerParts(c, method, realm)
	k.pool.New = func() any {
		mac, _ := newMAC(method, key) // worked above
		return &signing{keyed: k, mac: mac}
	}
	k.pool.Put(&signing{keyed: k, mac: first})
	return k, nil
}

// quotable reports whether realm can stand between quotes as it is.
func quotable(realm string) bool {
	odd := func(r rune) bool { return r == '"' || r == '\\' || !unicode.IsPrint(r) }
	return utf8.ValidString(realm) && !strings.ContainsFunc(realm, odd)
}

// headerParts returns what stands before the signature and what stands between
// nonce and timestamp, in the order of LivePerson's example.
func headerParts(c Credentials, method Method, realm string) (head, tail string) {
	head = `OAuth `
	if realm != "" {
		head += `realm="` + realm + `",`
	}
	head += `oauth_signature="`

	t := append([]byte(nil), `",oauth_consumer_key="`...)
	t = appendEncoded(t, c.ConsumerKey)
	t = append(t, `",oauth_signature_method="`...)
	t = append(t, method...)
	if c.Token != "" {
		t = append(t, `",oauth_token="`...)
		t = appendEncoded(t, c.Token)
	}
	t = append(t, `",oauth_timestamp="`...)
	return head, string(t)
}

// signing is one request being signed. Its buffers are used again.
type signing struct {
	keyed *keyed
	mac   *mac

	parameters parameters
	nonce      []byte
	timestamp  []byte
	base       []byte
	signature  []byte
	header     []byte
}

func (sg *signing) run(m *message, nonce func() string, now func() time.Time) error {
	if err := sg.stamp(nonce, now); err != nil {
		return err
	}
	p := &sg.parameters
	p.fill(sg.keyed.template, sg.nonce, sg.timestamp)
	base, err := p.appendSigned(sg.base[:0], m)
	if err != nil {
		return err
	}
	sg.base = base
	sg.signature = sg.mac.appendSignature(sg.signature[:0], sg.base)
	return nil
}

// stamp settles nonce and timestamp.
func (sg *signing) stamp(nonce func() string, now func() time.Time) error {
	if nonce == nil {
		sg.nonce = appendNonce(sg.nonce[:0])
	} else {
		sg.nonce = append(sg.nonce[:0], nonce()...)
	}
	if len(sg.nonce) == 0 {
		return &InputError{"nonce", "is empty"}
	}
	if now == nil {
		now = time.Now
	}
	seconds := now().Unix()
	if seconds <= 0 {
		return &InputError{"clock", "stands before 1970"}
	}
	sg.timestamp = strconv.AppendInt(sg.timestamp[:0], seconds, 10)
	return nil
}

// appendNonce appends 128 random bits.
func appendNonce(dst []byte) []byte {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails, as it promises
	return hex.AppendEncode(dst, random[:])
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
	dst = appendEncoded(dst, sg.signature)
	dst = append(dst, `",oauth_version="1.0",oauth_nonce="`...)
	dst = appendEncoded(dst, sg.nonce)
	dst = append(dst, sg.keyed.tail...)
	dst = append(dst, sg.timestamp...)
	return append(dst, '"')
}
