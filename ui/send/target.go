package send

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"lpkeys/domain"
)

// guard refuses a URL that nothing signed may go to.
func (s *Sender) guard(r Request) (domain.Host, error) {
	wrong := func(problem string) (domain.Host, error) {
		return domain.Host{}, &domain.InputError{What: "URL", Problem: problem}
	}
	u, err := url.Parse(r.URL)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return wrong("is not a whole URL")
	case u.User != nil:
		return wrong("holds a user name or password, which would be sent as another Authorization")
	case u.Scheme == "http" && !Loopback(u.Hostname()):
		return wrong("is not https, and http is for this machine itself alone (localhost, 127.0.0.1 or [::1])")
	case u.Scheme != "http" && u.Scheme != "https":
		return wrong("is not https")
	}
	// net/http sends a query as it is, and a blank in it ends the URL.
	if strings.ContainsFunc(u.RawQuery, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return wrong("holds in its query what has to be written percent-encoded, such as a blank (%20)")
	}
	name := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	host, err := s.Hosts.Host(name)
	if err != nil {
		host = domain.Host{Name: domain.Clean(name)} // An address, or this machine.
	}
	// A port of its own is another server on that host.
	if port := u.Port(); port != "" && port != "443" {
		host.LivePerson = false
	}
	if host.Guard(r.Allowed...) != nil {
		return host, &HostError{Host: host.Name}
	}
	return host, nil
}

// Loopback reports whether a host is this machine itself, to which http is
// allowed.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil && address.Zone() == "" && address.IsLoopback()
}

// own are the headers that a caller may not set, with who does.
var own = map[string]string{
	"Authorization":       "is made anew for every request",
	"Proxy-Authorization": "belongs to the proxy, whose address may hold it",
	"Host":                "is the URL's, which is signed",
	"Content-Length":      "is that of the body",
	"Content-Type":        "is given with the body",
	"Transfer-Encoding":   "is the connection's",
	"Connection":          "is the connection's",
	"Keep-Alive":          "is the connection's",
	"Proxy-Connection":    "is the connection's",
	"Upgrade":             "is the connection's",
	"Te":                  "is the connection's",
	"Trailer":             "is the connection's",
}

// headers are what goes out beside the signature.
func (r *Request) headers(userAgent string) (http.Header, error) {
	header := http.Header{"Accept": {"application/json, */*;q=0.1"}, "User-Agent": {userAgent}}
	for name, values := range r.Header {
		name = http.CanonicalHeaderKey(name)
		if whose, ours := own[name]; ours {
			return nil, &domain.InputError{What: "header " + name, Problem: whose}
		}
		if name == "" || strings.Trim(name, token) != "" {
			return nil, &domain.InputError{What: "header", Problem: "has a name that none can have"}
		}
		for _, value := range values {
			if strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
				return nil, &domain.InputError{What: "header " + name, Problem: "holds a line break or another control character"}
			}
		}
		header[name] = values
	}
	switch {
	case r.Form != "":
		header.Set("Content-Type", "application/x-www-form-urlencoded")
	case r.Type != "":
		header.Set("Content-Type", r.Type)
	}
	return header, nil
}

// token are the characters of a header's name (RFC 9110 §5.6.2).
const token = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~"
