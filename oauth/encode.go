package oauth

import (
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
func plain[T string | []byte](s T) bool {
	for i := range len(s) {
		if !unreserved[s[i]] {
			return false
		}
	}
	return true
}

// widths says of each octet how many it becomes: one when it stays, three when it
// is percent-encoded, five when that is percent-encoded once more: of what the
// first encoding leaves, only "%" changes in the second.
type widths [256]uint8

var (
	once  = encoding(3)
	twice = encoding(5)
)

func encoding(reserved uint8) (w widths) {
	for c := range w {
		w[c] = reserved
		if unreserved[c] {
			w[c] = 1
		}
	}
	return w
}

// chunk is for how many octets room is made at once: text of any length is then
// written without asking for each octet, and without room for the worst case.
const chunk = 64

// appendAs appends s, each octet as wide as w has it. It writes octet by octet,
// because runs of plain ones are short and a copy of each costs a call.
func appendAs[T string | []byte](dst []byte, s T, w *widths) []byte {
	for len(s) > 0 {
		n := min(len(s), chunk)
		dst = slices.Grow(dst, 5*n)
		room, end := dst[len(dst):cap(dst)], 0
		for i := range n {
			c := s[i]
			switch w[c] {
			case 1:
				room[end] = c
				end++
			case 3:
				end += putEscape(room[end:], c)
			default:
				end += putEscapeTwice(room[end:], c)
			}
		}
		dst, s = dst[:len(dst)+end], s[n:]
	}
	return dst
}

// appendEncoded appends s, percent-encoded.
func appendEncoded[T string | []byte](dst []byte, s T) []byte { return appendAs(dst, s, &once) }

// appendTwice appends s percent-encoded twice, which is how the base string
// holds a parameter: once as a parameter, once as part of the base string.
func appendTwice[T string | []byte](dst []byte, s T) []byte { return appendAs(dst, s, &twice) }

func putEscape(room []byte, c byte) int {
	_ = room[2]
	room[0], room[1], room[2] = '%', hexDigits[c>>4], hexDigits[c&15]
	return 3
}

func putEscapeTwice(room []byte, c byte) int {
	_ = room[4]
	room[0], room[1], room[2], room[3], room[4] = '%', '2', '5', hexDigits[c>>4], hexDigits[c&15]
	return 5
}

// appendFormTwice does what appendTwice does for a name or a value out of text
// that is form-encoded already: from start up to the octet last or "&", whose
// index it returns. An escape that is none stands for its own octets, as servers
// read it.
func appendFormTwice(dst []byte, form string, start int, last byte) (_ []byte, end int) {
	for i := start; i < len(form); {
		dst = slices.Grow(dst, 5*chunk)
		room, n := dst[len(dst):cap(dst)], 0
		for stop := min(i+chunk, len(form)); i < stop; i++ {
			c := form[i]
			if unreserved[c] {
				room[n] = c
				n++
				continue
			}
			switch c {
			case last, '&':
				return dst[:len(dst)+n], i
			case '+':
				c = ' '
			case '%':
				if octet, ok := escape(form[i:]); ok {
					c = octet
					i += 2
				}
			}
			if unreserved[c] {
				room[n] = c
				n++
			} else {
				n += putEscapeTwice(room[n:], c)
			}
		}
		dst = dst[:len(dst)+n]
	}
	return dst, len(form)
}

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
