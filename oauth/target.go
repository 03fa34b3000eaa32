package oauth

import (
	"net/http"
	"strings"
)

// maxURL bounds a URL, as a form body is bounded by [MaxForm].
const maxURL = 10 << 20

// target is where a request goes, in the octets that go out.
type target struct {
	scheme, authority string // authority: host and port
	path, query       string

	userinfo, fragment bool // whether the URL has one, which is never sent
}

// authority is taken apart only when it is another than the last time.
type authority struct {
	host string // IPv6 with its brackets
	port string // with its colon; empty when there is none
	zone bool   // whether the IPv6 address has one, which is never sent
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

var (
	errNotAbsolute = &InputError{"URL", "is not absolute: it needs a scheme and a host"}
	errControl     = &InputError{"URL", "has a control character"}
)

func isControl(r rune) bool { return r < ' ' || r == 0x7F }

// set takes an absolute URL apart and changes no octet of it.
func (t *target) set(text string) error {
	i := strings.IndexByte(text, ':')
	if i < 0 || !strings.HasPrefix(text[i:], "://") {
		return errNotAbsolute
	}
	t.scheme, text = text[:i], text[i+len("://"):]
	text, _, t.fragment = strings.Cut(text, "#")
	text, t.query, _ = strings.Cut(text, "?")
	t.authority = text
	if i := strings.IndexByte(text, '/'); i >= 0 {
		t.authority, t.path = text[:i], text[i:]
	}
	if strings.IndexByte(t.authority, '@') >= 0 {
		t.authority, t.userinfo = t.authority[strings.LastIndexByte(t.authority, '@')+1:], true
	}
	return t.check()
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
	t := target{scheme: u.Scheme, authority: host, path: u.EscapedPath(), query: u.RawQuery}
	return t, t.check()
}

// check looks at what needs no look at each octet: that comes when they are
// encoded.
func (t *target) check() error {
	switch {
	case t.scheme == "" || t.authority == "":
		return errNotAbsolute
	case t.path != "" && t.path[0] != '/':
		return &InputError{"URL", "has a path that does not begin with a slash"}
	case len(t.path)+len(t.query) > maxURL:
		return &InputError{"URL", "is too long"}
	default:
		return nil
	}
}

// baseURI is the one of RFC 5849 §3.4.1.2, encoded as the base string holds it.
// A signer mostly sends to the same host again, and often to the same path, so
// what was taken apart, checked and encoded the last time mostly serves this time
// too.
type baseURI struct {
	url                     []byte // it was read from, up to its query; empty when it was not
	scheme, authority, path []byte // it was made from
	encoded                 []byte
	origin                  int // how much of encoded is scheme and authority
}

// read makes b that of m, and takes the URL of m apart as far as is needed.
func (b *baseURI) read(m *message) error {
	if m.url != "" {
		if query, same := b.sameURL(m.url); same {
			m.target.query = query
			return nil
		}
		if err := m.target.set(m.url); err != nil {
			return err
		}
	}
	if err := b.set(&m.target); err != nil {
		return err
	}
	b.url = b.url[:0]
	if m.url != "" && !m.target.userinfo {
		path := len(m.target.scheme) + len("://") + len(m.target.authority) + len(m.target.path)
		b.url = append(b.url, m.url[:path]...)
	}
	return nil
}

// sameURL reports whether url is the one that b was read from, with this query.
func (b *baseURI) sameURL(url string) (query string, same bool) {
	if len(b.url) == 0 || len(url) < len(b.url) || len(url) > maxURL || url[:len(b.url)] != string(b.url) {
		return "", false
	}
	query = url[len(b.url):]
	if query == "" {
		return "", true
	}
	return query[1:], query[0] == '?' && strings.IndexByte(query, '#') < 0
}

// set makes b that of t.
func (b *baseURI) set(t *target) error {
	sameOrigin := b.origin > 0 && string(b.scheme) == t.scheme && string(b.authority) == t.authority
	if sameOrigin && string(b.path) == t.path {
		return nil
	}
	if strings.ContainsFunc(t.path, isControl) {
		return errControl
	}
	if !sameOrigin {
		if err := b.setOrigin(t); err != nil {
			return err
		}
	}
	b.path = append(b.path[:0], t.path...)
	b.encoded = appendPath(b.encoded[:b.origin], t.path)
	return nil
}

func (b *baseURI) setOrigin(t *target) error {
	if !only(&schemeOctets, t.scheme) {
		return errNotAbsolute
	}
	a, ok := splitAuthority(t.authority)
	if !ok {
		return &InputError{"URL", "has a host or a port that is none"}
	}
	b.scheme = append(b.scheme[:0], t.scheme...)
	b.authority = append(b.authority[:0], t.authority...)
	b.encoded = appendLower(b.encoded[:0], t.scheme)
	b.encoded = append(b.encoded, "%3A%2F%2F"...)
	b.encoded = appendLower(b.encoded, a.host)
	b.encoded = appendEncoded(b.encoded, a.sentPort(t.scheme))
	b.origin = len(b.encoded)
	return nil
}

// splitAuthority takes apart what stands, or will stand, in the Host header.
func splitAuthority(text string) (a authority, ok bool) {
	name, set := text, &hostOctets
	a.host = text
	if inside, isIP := strings.CutPrefix(text, "["); isIP {
		inside, after, closed := strings.Cut(inside, "]")
		if !closed {
			return a, false
		}
		name, set = inside, &ipv6Octets
		a.host, a.port = text[:len(inside)+2], after
		// A zone names an interface of the sender; no client sends it.
		if name, _, a.zone = strings.Cut(inside, "%"); a.zone {
			a.host = "[" + name + "]"
		}
	} else if i := strings.IndexByte(text, ':'); i >= 0 {
		a.host, a.port = text[:i], text[i:]
		name = a.host
	}
	if a.port == ":" {
		a.port = ""
	}
	validPort := a.port == "" || a.port[0] == ':' && only(&portOctets, a.port[1:])
	return a, validPort && only(set, name)
}

// sentPort is the port as the base URI has it: RFC 5849 §3.4.1.2 leaves out the
// one that the scheme means anyway, and only that one.
func (a *authority) sentPort(scheme string) string {
	if a.port == ":80" && strings.EqualFold(scheme, "http") ||
		a.port == ":443" && strings.EqualFold(scheme, "https") {
		return ""
	}
	return a.port
}

// appendPath appends the path of a base URI, encoded as the base string holds it.
func appendPath(dst []byte, path string) []byte {
	if path == "" {
		path = "/"
	}
	return appendAs(dst, path, &inPath)
}

// inPath encodes a path for the base string: once what is sent as it stands, and
// twice what a client percent-encodes before.
var inPath = func() encoding {
	e := twice
	for c, sent := range pathOctets {
		if sent {
			e[c] = once[c]
		}
	}
	return e
}()

func appendLower(dst []byte, s string) []byte { return appendEncoded(dst, strings.ToLower(s)) }

// only reports whether s is made of the octets of set, and not empty.
func only(set *[256]bool, s string) bool {
	for i := range len(s) {
		if !set[s[i]] {
			return false
		}
	}
	return s != ""
}
