package oauth

import (
	"crypto/rand"
	"encoding/hex"
	"strconv"
	"time"
)

// The protocol parameters that are signed, in the order of the header:
// LivePerson's, with those that LivePerson does not use before the timestamp.
const (
	versionAt = iota
	nonceAt
	consumerKeyAt
	methodAt
	tokenAt
	callbackAt
	verifierAt
	bodyHashAt
	timestampAt
	protocolSize
)

var protocolNames = [protocolSize]string{
	versionAt:     "oauth_version",
	nonceAt:       "oauth_nonce",
	consumerKeyAt: "oauth_consumer_key",
	methodAt:      "oauth_signature_method",
	tokenAt:       "oauth_token",
	callbackAt:    "oauth_callback",
	verifierAt:    "oauth_verifier",
	bodyHashAt:    "oauth_body_hash",
	timestampAt:   "oauth_timestamp",
}

// protocolOrder is the order of the names, in which they are signed.
var protocolOrder = [protocolSize]int{
	bodyHashAt, callbackAt, consumerKeyAt, nonceAt, methodAt, timestampAt, tokenAt, verifierAt, versionAt,
}

// protocol holds the protocol parameters of one request after another. All but
// nonce and timestamp are the same each time, so the header and the parameters
// that are signed are kept, and those two are written over.
type protocol struct {
	values [protocolSize][]byte // an empty one is not sent; the body hash is nil when none is asked for
	places [protocolSize]place
	tail   []byte // of the header: all that follows the signature
	length int    // of what is signed, in parameters.text

	second int64 // in values[timestampAt]

	random [16 * nonceSize]byte
	unused int // of random, at its end
}

// place is where a value was written to, and how long it is there. A value that
// had to be encoded has no place.
type place struct{ text, tail, length int }

func protocolOf(s *settings) (p protocol) {
	if !s.noVersion {
		p.values[versionAt] = []byte("1.0")
	}
	p.values[consumerKeyAt] = []byte(s.credentials.ConsumerKey)
	p.values[methodAt] = []byte(s.method)
	p.values[tokenAt] = []byte(s.credentials.Token)
	p.values[callbackAt] = []byte(s.callback)
	p.values[verifierAt] = []byte(s.verifier)
	return p
}

// stamp settles nonce and timestamp.
func (p *protocol) stamp(nonce func() string, now func() time.Time) error {
	value := p.values[nonceAt][:0]
	if nonce == nil {
		value = p.appendNonce(value)
	} else {
		value = append(value, nonce()...)
	}
	p.values[nonceAt] = value
	if len(value) == 0 {
		return &InputError{"nonce", "is empty"}
	}
	if now == nil {
		now = time.Now
	}
	second := now().Unix()
	if second <= 0 {
		return &InputError{"clock", "stands at 1970 or before"}
	}
	if second != p.second {
		p.second = second
		p.values[timestampAt] = strconv.AppendInt(p.values[timestampAt][:0], second, 10)
	}
	return nil
}

const nonceSize = 128 / 8

// appendNonce appends 128 random bits. Nonces are no secrets, so sixteen of them
// can be fetched at once and lie here, which takes half the time of one by one.
func (p *protocol) appendNonce(dst []byte) []byte {
	if p.unused == 0 {
		_, _ = rand.Read(p.random[:]) // never fails, as it promises
		p.unused = len(p.random)
	}
	random := p.random[len(p.random)-p.unused:]
	p.unused -= nonceSize
	return hex.AppendEncode(dst, random[:nonceSize])
}

// setBodyHash follows draft-eaton-oauth-bodyhash: a form is signed itself and has
// no hash; a request without a body has the hash of no octets.
func (p *protocol) setBodyHash(m *message) {
	hash := p.values[bodyHashAt][:0]
	if !m.isForm {
		hash = appendBodyHash(hash, Method(p.values[methodAt]), m.body)
	}
	p.values[bodyHashAt] = hash
}

// write makes the values the OAuth parameters of signed, and its only ones.
func (p *protocol) write(signed *parameters) {
	if p.fits(nonceAt) && p.fits(timestampAt) && plain(p.values[nonceAt]) && p.values[bodyHashAt] == nil {
		p.overwrite(signed, nonceAt)
		p.overwrite(signed, timestampAt)
	} else {
		p.rewrite(signed)
	}
	signed.text = signed.text[:p.length]
	signed.others = signed.others[:0]
}

// fits reports whether a value that needs no encoding, as no timestamp does, can
// take the place of the last one.
func (p *protocol) fits(i int) bool { return len(p.values[i]) == p.places[i].length }

func (p *protocol) overwrite(signed *parameters, i int) {
	copy(signed.text[p.places[i].text:], p.values[i])
	copy(p.tail[p.places[i].tail:], p.values[i])
}

func (p *protocol) rewrite(signed *parameters) {
	signed.text, signed.oauth = signed.text[:0], signed.oauth[:0]
	for _, i := range protocolOrder {
		if len(p.values[i]) > 0 {
			p.places[i].text = signed.add(protocolNames[i], p.values[i])
		}
	}
	p.length = len(signed.text)
	p.tail = append(p.tail[:0], '"')
	for i, value := range p.values {
		if len(value) == 0 {
			continue
		}
		p.tail = append(p.tail, ',')
		p.tail = append(p.tail, protocolNames[i]...)
		p.tail = append(p.tail, `="`...)
		p.places[i].tail = len(p.tail)
		p.tail = append(appendEncoded(p.tail, value), '"')
		p.places[i].length = -1
		if plain(value) {
			p.places[i].length = len(value)
		}
	}
}
