package oauth

import (
	"crypto/fips140"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"hash"
	"slices"
)

// Method is a signature method.
type Method string

// The methods of this package. LivePerson documents HMAC-SHA1 alone.
const (
	HMACSHA1   Method = "HMAC-SHA1"
	HMACSHA256 Method = "HMAC-SHA256"
	HMACSHA512 Method = "HMAC-SHA512"
	// PLAINTEXT is no signature: it sends both secrets as they are.
	PLAINTEXT Method = "PLAINTEXT"
)

// signingKey is both secrets, encoded and joined: RFC 5849 §3.4.2.
func signingKey(c Credentials) []byte {
	key := appendEncoded(nil, c.ConsumerSecret.Reveal())
	key = append(key, '&')
	return appendEncoded(key, c.TokenSecret.Reveal())
}

// mac makes signatures with one key. It holds the state of the hash after the
// key, so that a signature costs the base string alone.
type mac struct {
	plain []byte    // PLAINTEXT: the signature
	keyed hash.Hash // the other methods
	sum   [sha512.Size]byte
}

func newMAC(m Method, key []byte) (*mac, error) {
	newHash, ok := hashes[m]
	switch {
	case m == PLAINTEXT:
		return &mac{plain: key}, nil
	case !ok:
		return nil, &InputError{"signature method", "is none of this package"}
	// Where crypto/hmac would panic.
	case fips140.Enforced() && m == HMACSHA1:
		return nil, &InputError{"signature method", "HMAC-SHA1 is refused in FIPS 140-3 mode"}
	case fips140.Enforced() && len(key) < shortestFIPSKey:
		return nil, &InputError{"secrets", "are too short for FIPS 140-3 mode"}
	default:
		return &mac{keyed: hmac.New(newHash, key)}, nil
	}
}

const shortestFIPSKey = 112 / 8

var hashes = map[Method]func() hash.Hash{
	HMACSHA1:   sha1.New,
	HMACSHA256: sha256.New,
	HMACSHA512: sha512.New,
}

// appendSignature appends the signature over base as text, not encoded.
func (m *mac) appendSignature(dst, base []byte) []byte {
	if m.keyed == nil {
		return append(dst, m.plain...)
	}
	m.keyed.Reset()
	m.keyed.Write(base)
	return base64.StdEncoding.AppendEncode(dst, m.keyed.Sum(m.sum[:0]))
}

// appendEncoded does the same and percent-encodes it.
func (m *mac) appendEncoded(dst, base []byte) []byte {
	if m.keyed == nil {
		return appendEncoded(dst, m.plain)
	}
	m.keyed.Reset()
	m.keyed.Write(base)
	return appendBase64Encoded(dst, m.keyed.Sum(m.sum[:0]))
}

// appendBase64Encoded appends the base64 of sum, percent-encoded. It is one pass,
// for it comes with each signature.
func appendBase64Encoded(dst, sum []byte) []byte {
	dst = slices.Grow(dst, 3*base64.StdEncoding.EncodedLen(len(sum))+8)
	room, n := dst[len(dst):cap(dst)], 0
	for ; len(sum) >= 3; sum = sum[3:] {
		bits := uint(sum[0])<<16 | uint(sum[1])<<8 | uint(sum[2])
		n += inBase64.put(room, n, byte(bits>>18))
		n += inBase64.put(room, n, byte(bits>>12&63))
		n += inBase64.put(room, n, byte(bits>>6&63))
		n += inBase64.put(room, n, byte(bits&63))
	}
	switch len(sum) {
	case 1:
		n += inBase64.put(room, n, sum[0]>>2)
		n += inBase64.put(room, n, sum[0]<<4&63)
		n += copy(room[n:], "%3D%3D")
	case 2:
		n += inBase64.put(room, n, sum[0]>>2)
		n += inBase64.put(room, n, sum[0]<<4&63|sum[1]>>4)
		n += inBase64.put(room, n, sum[1]<<2&63)
		n += copy(room[n:], "%3D")
	}
	return dst[:len(dst)+n]
}

// appendBodyHash appends the value of oauth_body_hash: the hash that the
// signature method is built on, over all octets of the body.
func appendBodyHash(dst []byte, m Method, body string) []byte {
	h := hashes[m]()
	h.Write([]byte(body))
	return base64.StdEncoding.AppendEncode(dst, h.Sum(nil))
}
