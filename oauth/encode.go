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

// appendEncoded appends s, percent-encoded.
func appendEncoded(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; unreserved[c] {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return dst
}

// appendTwice appends s percent-encoded twice, which is how the base string
// holds a parameter: once as a parameter, once as part of the base string. Of
// what the first encoding leaves, only "%" changes in the second.
func appendTwice(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; unreserved[c] {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', '2', '5', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return dst
}

// appendFormTwice does the same for text that is form-encoded already. An
// escape that is none stands for its own octets, as servers read it.
func appendFormTwice(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch c {
		case '+':
			c = ' '
		case '%':
			if octet, ok := escape(s[i:]); ok {
				c = octet
				i += 2
			}
		}
		if unreserved[c] {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', '2', '5', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return dst
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
