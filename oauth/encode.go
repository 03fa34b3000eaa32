package oauth

import (
	"encoding/base64"
	"encoding/binary"
	"slices"
	"strings"
)

const hexDigits = "0123456789ABCDEF"

// unreserved holds the octets that stay as they are: RFC 5849 §3.6.
var unreserved = octets("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

func octets(members string) (set [256]bool) {
	for i := range len(members) {
		set[members[i]] = true
	}
	return set
}

// plain reports whether s stays as it is.
func plain(s []byte) bool {
	for _, c := range s {
		if !unreserved[c] {
			return false
		}
	}
	return true
}

// encoding holds what each octet becomes, in the low octets of a word, the first
// one lowest, and how many octets that is, in the highest one. One store of eight
// octets writes it; the next store covers those that are too many.
type encoding [256]uint64

var (
	once  = encode(func(c byte) []byte { return []byte{'%', hexDigits[c>>4], hexDigits[c&15]} })
	twice = encode(func(c byte) []byte { return []byte{'%', '2', '5', hexDigits[c>>4], hexDigits[c&15]} })
)

func encode(reserved func(c byte) []byte) (e encoding) {
	for i := range e {
		c := byte(i)
		text := []byte{c}
		if !unreserved[c] {
			text = reserved(c)
		}
		var word [8]byte
		copy(word[:], text)
		word[7] = byte(len(text))
		e[c] = binary.LittleEndian.Uint64(word[:])
	}
	return e
}

func (e *encoding) put(room []byte, at int, c byte) (length int) {
	binary.LittleEndian.PutUint64(room[at:at+8:at+8], e[c])
	return int(e[c] >> 56)
}

// Room is made for a chunk at once: text of any length is then written without
// asking for each octet, and without room for the worst case. An octet becomes
// five at most, or six when it ends a pair, and a store may stick out by a word.
const (
	chunk       = 64
	roomOfChunk = 6*chunk + 8
)

// appendAs appends s, encoded by e.
func appendAs[T string | []byte](dst []byte, s T, e *encoding) []byte {
	for len(s) > 0 {
		dst = slices.Grow(dst, roomOfChunk)
		room, n := dst[len(dst):cap(dst)], 0
		part := s[:min(chunk, len(s))]
		s = s[len(part):]
		for i := range len(part) {
			c := part[i]
			if unreserved[c] {
				room[n] = c
				n++
			} else {
				n += e.put(room, n, c)
			}
		}
		dst = dst[:len(dst)+n]
	}
	return dst
}

// appendEncoded appends s, percent-encoded.
func appendEncoded[T string | []byte](dst []byte, s T) []byte { return appendAs(dst, s, &once) }

// appendTwice appends s percent-encoded twice, which is how the base string
// holds a parameter: once as a parameter, once as part of the base string. Of
// what the first encoding leaves, only "%" changes in the second.
func appendTwice[T string | []byte](dst []byte, s T) []byte { return appendAs(dst, s, &twice) }

// escape returns the octet of the "%XX" that s begins with.
func escape(s string) (octet byte, ok bool) {
	if len(s) < 3 {
		return 0, false
	}
	high, low := unhex[s[1]], unhex[s[2]]
	return high<<4 | low&15, high|low < 16
}

const notHex = 0xF0

var unhex = func() (table [256]byte) {
	for i := range table {
		table[i] = notHex
	}
	for i := range len(hexDigits) {
		table[hexDigits[i]] = byte(i)
		table[strings.ToLower(hexDigits)[i]] = byte(i)
	}
	return table
}()

// decode undoes one percent-encoding. It leaves what is no escape alone.
func decode(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		if octet, ok := escape(s[i:]); ok && c == '%' {
			c = octet
			i += 2
		}
		out = append(out, c)
	}
	return string(out)
}

// inBase64 holds what six bits become: a character of base64, of which "+" and
// "/" are not unreserved.
var inBase64 = func() (e encoding) {
	for i := range 64 {
		bits := []byte{byte(i) << 2, 0, 0}
		e[i] = once[base64.StdEncoding.EncodeToString(bits)[0]]
	}
	return e
}()
