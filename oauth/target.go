package oauth

import (
	"net/http"
	"net/url"
	"strings"
)

// maxURL bounds a URL, as a form body is bounded by [MaxForm].
const maxURL = 10 << 20

// target is where a request goes, in the octets that go out.
type target struct {
	scheme string
	host   string // IPv6 with its brackets, without its zone
	port   string // with its colon; empty when there is none
	path   string
	query  string
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

// splitURL takes an absolute URL apart and changes no octet of it.
func splitURL(text string) (target, error) {
	if len(text) > maxURL {
		return target{}, &InputError{"URL", "is too long"}
	}
	if hasControl(text) {
		return target{}, &InputError{"URL", "has a control character"}
	}
	scheme, rest, found := strings.Cut(text, "://")
	if !found {
		return target{}, errNotAbsolute
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	authority, path := rest, ""
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	host := authority[strings.LastIndexByte(authority, '@')+1:]
	return newTarget(scheme, host, path, query)
}

// targetOf returns where a client will send req.
func targetOf(req *http.Request) (target, error) {
	if req.URL == nil {
		return target{}, errNotAbsolute
	}
	return targetOfURL(req.URL, req.Host)
}

// targetOfURL prefers host, the Host header, to that of the URL: RFC 5849
// §3.4.1.2.
func targetOfURL(u *url.URL, host string) (target, error) {
	if u.Opaque != "" {
		return target{}, &InputError{"URL", "is opaque: it has no host and no path"}
	}
	if host == "" {
		host = u.Host
	}
	if len(u.Path)+len(u.RawQuery) > maxURL {
		return target{}, &InputError{"URL", "is too long"}
	}
	if hasControl(u.RawQuery) {
		return target{}, &InputError{"URL", "has a control character"}
	}
	return newTarget(u.Scheme, host, u.EscapedPath(), u.RawQuery)
}

var errNotAbsolute = &InputError{"URL", "is not absolute: it needs a scheme and a host"}

func newTarget(scheme, authority, path, query string) (target, error) {
	if authority == "" || !only(&schemeOctets, scheme) {
		return target{}, errNotAbsolute
	}
	host, port, ok := splitHost(authority)
	if !ok {
		return target{}, &InputError{"URL", "has a host or port that is none"}
	}
	return target{scheme, host, port, path, query}, nil
}

// splitHost takes apart what stands in a Host header.
func splitHost(authority string) (host, port string, ok bool) {
	if bracketed, isIP := strings.CutPrefix(authority, "["); isIP {
		literal, after, closed := strings.Cut(bracketed, "]")
		// A zone names an interface of the sender and is never sent.
		literal, _, zoned := strings.Cut(literal, "%")
		host, port = authority[:len(literal)+2], after
		if zoned {
			host = "[" + literal + "]"
		}
		ok = closed && only(&ipv6Octets, literal)
	} else {
		host = authority
		if i := strings.IndexByte(authority, ':'); i >= 0 {
			host, port = authority[:i], authority[i:]
		}
		ok = only(&hostOctets, host)
	}
	if port == "" || port == ":" {
		return host, "", ok
	}
	return host, port, ok && port[0] == ':' && only(&portOctets, port[1:])
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
	dst = appendEncodedLower(dst, t.scheme)
	dst = append(dst, "%3A%2F%2F"...)
	dst = appendEncodedLower(dst, t.host)
	dst = appendEncoded(dst, t.sentPort())
	if t.path == "" {
		return append(dst, "%2F"...)
	}
	for i := range len(t.path) {
		switch c := t.path[i]; {
		case unreserved[c]:
			dst = append(dst, c)
		case pathOctets[c]:
			dst = append(dst, '%', hexDigits[c>>4], hexDigits[c&15])
		default:
			dst = append(dst, '%', '2', '5', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return dst
}

func appendEncodedLower(dst []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if unreserved[c] {
			dst = append(dst, c)
		} else {
			dst = append(dst, '%', hexDigits[c>>4], hexDigits[c&15])
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

func hasControl(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == 0x7F {
			return true
		}
	}
	return false
}
