package oauth

import "strings"

const hexDigits = "0123456789ABCDEF"

// unreserved holds the octets that stay as they are: RFC 5849 §3.6.
var unreserved = octets("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

func octets(members string) (set [256]bool) {
	for i := range len(members) {
		set[members[i]] = true
	}
	return set
}

// plain returns how many octets s begins with that stay as they are.
func plain[T string | []byte](s T) int {
	for i := range len(s) {
		if !unreserved[s[i]] {
			return i
		}
	}
	return len(s)
}

// appendEncoded appends s, percent-encoded.
func appendEncoded[T string | []byte](dst []byte, s T) []byte {
	for {
		n := plain(s)
		dst = append(dst, s[:n]...)
		if n == len(s) {
			return dst
		}
		dst = appendEscape(dst, s[n])
		s = s[n+1:]
	}
}

// appendTwice appends s percent-encoded twice, which is how the base string
// holds a parameter: once as a parameter, once as part of the base string. Of
// what the first encoding leaves, only "%" changes in the second.
func appendTwice[T string | []byte](dst []byte, s T) []byte {
	for {
		n := plain(s)
		dst = append(dst, s[:n]...)
		if n == len(s) {
			return dst
		}
		dst = appendEscapeTwice(dst, s[n])
		s = s[n+1:]
	}
}

func appendEscape(dst []byte, c byte) []byte {
	return append(dst, '%', hexDigits[c>>4], hexDigits[c&15])
}

func appendEscapeTwice(dst []byte, c byte) []byte {
	return append(dst, '%', '2', '5', hexDigits[c>>4], hexDigits[c&15])
}

// appendFormTwice does the same for a name or a value out of text that is
// form-encoded already: from start up to the octet last or "&", whose index it
// returns. An escape that is none stands for its own octets, as servers read it.
func appendFormTwice(dst []byte, form string, start int, last byte) (_ []byte, end int) {
	for i := start; ; i++ {
		n := plain(form[i:])
		dst = append(dst, form[i:i+n]...)
		if i += n; i == len(form) {
			return dst, i
		}
		c := form[i]
		switch c {
		case last, '&':
			return dst, i
		case '+':
			c = ' '
		case '%':
			if octet, ok := escape(form[i:]); ok {
				c = octet
				i += 2
			}
		}
		if unreserved[c] {
			dst = append(dst, c)
		} else {
			dst = appendEscapeTwice(dst, c)
		}
	}
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
