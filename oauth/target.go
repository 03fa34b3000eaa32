package oauth

import (
	"encoding/binary"
	"net/http"
	"strings"
)

// maxURL bounds a URL, as a form body is bounded by [MaxForm].
const maxURL = 10 << 20

// target is where a request goes, in the octets that go out.
type target struct {
	scheme string
	host   string // IPv6 with its brackets
	port   string // with its colon; empty when there is none
	path   string
	query  string

	userinfo, zone, fragment bool // whether the URL has one, which is never sent
}

const (
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	digits  = "0123456789"
)

var (
	schemeOctets = octets(letters + digits + "+-.")
	hostOctets   = octets(letters + digits + "-._~!$&'()*+,;=")
	ipv6Octets   = octets("ABCDEFabcdef" + digits + ":.")
	portOctets   = octets(digits)

	// What a path may hold: RFC 3986 §3.3, and brackets, which every client
	// lets through. Clients percent-encode all else before it goes out.
	pathOctets = octets(letters + digits + "-._~!$&'()*+,;=:@/%[]")
)

var errNotAbsolute = &InputError{"URL", "is not absolute: it needs a scheme and a host"}

// splitURL takes an absolute URL apart and changes no octet of it.
func splitURL(text string) (t target, err error) {
	var found bool
	if t.scheme, text, found = strings.Cut(text, "://"); !found {
		return t, errNotAbsolute
	}
	text, _, t.fragment = strings.Cut(text, "#")
	text, t.query, _ = strings.Cut(text, "?")
	authority := text
	if i := strings.IndexByte(text, '/'); i >= 0 {
		authority, t.path = text[:i], text[i:]
	}
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		authority, t.userinfo = authority[i+1:], true
	}
	return t, t.finish(authority)
}

// targetOf returns where a client sends req.
func targetOf(req *http.Request) (target, error) {
	u := req.URL
	if u == nil {
		return target{}, errNotAbsolute
	}
	if u.Opaque != "" {
		return target{}, &InputError{"URL", "is opaque: it has no host and no path"}
	}
	host := req.Host // comes first: RFC 5849 §3.4.1.2 means the Host header
	if host == "" {
		host = u.Host
	}
	t := target{scheme: u.Scheme, path: u.EscapedPath(), query: u.RawQuery}
	return t, t.finish(host)
}

// finish checks the parts and sets host and port from what stands, or will
// stand, in the Host header.
func (t *target) finish(authority string) error {
	switch {
	case authority == "" || !only(&schemeOctets, t.scheme):
		return errNotAbsolute
	case !t.setHost(authority):
		return &InputError{"URL", "has a host or a port that is none"}
	case len(t.path)+len(t.query) > maxURL:
		return &InputError{"URL", "is too long"}
	case hasControl(t.path) || hasControl(t.query):
		return &InputError{"URL", "has a control character"}
	default:
		return nil
	}
}

func (t *target) setHost(authority string) bool {
	name, set := authority, &hostOctets
	t.host = authority
	if inside, isIP := strings.CutPrefix(authority, "["); isIP {
		inside, after, closed := strings.Cut(inside, "]")
		if !closed {
			return false
		}
		name, set = inside, &ipv6Octets
		t.host, t.port = authority[:len(inside)+2], after
		// A zone names an interface of the sender; no client sends it.
		if name, _, t.zone = strings.Cut(inside, "%"); t.zone {
			t.host = "[" + name + "]"
		}
	} else if i := strings.IndexByte(authority, ':'); i >= 0 {
		t.host, t.port = authority[:i], authority[i:]
		name = t.host
	}
	if t.port == ":" {
		t.port = ""
	}
	validPort := t.port == "" || t.port[0] == ':' && only(&portOctets, t.port[1:])
	return validPort && only(set, name)
}

// sentPort is the port as the base URI has it: RFC 5849 §3.4.1.2 leaves out the
// one that the scheme means anyway, and only that one.
func (t *target) sentPort() string {
	if t.port == ":80" && strings.EqualFold(t.scheme, "http") ||
		t.port == ":443" && strings.EqualFold(t.scheme, "https") {
		return ""
	}
	return t.port
}

// appendBaseURI appends the base string URI of RFC 5849 §3.4.1.2, encoded as
// the base string holds it.
func (t *target) appendBaseURI(dst []byte) []byte {
	dst = appendLower(dst, t.scheme)
	dst = append(dst, "%3A%2F%2F"...)
	dst = appendLower(dst, t.host)
	dst = appendEncoded(dst, t.sentPort())
	if t.path == "" {
		return append(dst, "%2F"...)
	}
	for rest := t.path; ; {
		n := plain(rest)
		dst = append(dst, rest[:n]...)
		if n == len(rest) {
			return dst
		}
		if c := rest[n]; pathOctets[c] {
			dst = appendEscape(dst, c)
		} else {
			dst = appendEscapeTwice(dst, c)
		}
		rest = rest[n+1:]
	}
}

func appendLower(dst []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if unreserved[c] {
			dst = append(dst, c)
		} else {
			dst = appendEscape(dst, c)
		}
	}
	return dst
}

// only reports whether s is made of the octets of set, and not empty.
func only(set *[256]bool, s string) bool {
	for i := range len(s) {
		if !set[s[i]] {
			return false
		}
	}
	return s != ""
}

// hasControl looks at eight octets at a time, because a URL is long and hardly
// ever has one. Taking n from each octet of a word borrows into its high bit where
// the octet is below n.
func hasControl(s string) bool {
	const (
		ones  = 0x0101010101010101
		highs = 0x80 * ones
	)
	for ; len(s) >= 8; s = s[8:] {
		word := binary.LittleEndian.Uint64([]byte(s[:8]))
		fromDEL := word ^ 0x7F*ones // zero where the octet is DEL
		below := (word-' '*ones)&^word | (fromDEL-ones)&^fromDEL
		if below&highs != 0 {
			return true
		}
	}
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7F {
			return true
		}
	}
	return false
}
