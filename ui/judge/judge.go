// Package judge says where a request goes and what it is for, as far as a person
// has to be warned of it. It takes a URL apart by itself: one that only the signer
// understands hides nothing.
package judge

import (
	"net/url"
	"strings"

	"lpkeys/domain"
)

// Hosts knows which hosts are LivePerson's; a [domain.Client] does.
type Hosts interface {
	Host(name string) (domain.Host, error)
}

// Verdict is what is known of a URL. A host that cannot be read is nobody's.
type Verdict struct {
	Host       string // cleaned, without port
	LivePerson bool
	HTTPS      bool
	Userinfo   bool // whether it holds a user name, which is never sent as such
}

// Of judges a whole URL as a person typed it.
func Of(hosts Hosts, target string) Verdict {
	v, torn := read(hosts, target)
	v.LivePerson = v.LivePerson && !torn
	return v
}

// read judges a URL, and reports whether programs do not agree on its host:
// browsers end it at a backslash, signers and curl do not.
func read(hosts Hosts, target string) (v Verdict, torn bool) {
	scheme, rest, _ := strings.Cut(strings.TrimSpace(target), "://")
	authority := rest
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		authority = rest[:end]
	}
	at := strings.LastIndexByte(authority, '@')
	v = Verdict{HTTPS: strings.EqualFold(scheme, "https"), Userinfo: at >= 0}
	torn = strings.Contains(authority, `\`)
	authority = authority[at+1:]
	v.Host = domain.Clean(authority)
	u, err := url.Parse("https://" + authority)
	if err != nil {
		return v, torn
	}
	v.Host = domain.Clean(u.Hostname())
	host, err := hosts.Host(strings.TrimSuffix(u.Hostname(), "."))
	v.LivePerson = err == nil && host.LivePerson
	return v, torn
}

// Operation is the operation of the catalogue that a request to one of
// LivePerson's hosts is for.
func Operation(hosts Hosts, method, target string) (o domain.Operation, known bool) {
	_, rest, _ := strings.Cut(strings.TrimSpace(target), "://")
	end := strings.IndexAny(rest, "/?#")
	v, _ := read(hosts, target)
	if end < 0 || !v.LivePerson {
		return o, false
	}
	return OperationAt(method, rest[end:])
}

// OperationAt is the operation that a request to any service is for; target is
// its URL from the path on. No spelling hides it that a server may read alike:
// what needs no escape is read without, and dots, doubled slashes and what follows
// a semicolon as clients and servers take them out.
func OperationAt(method, target string) (domain.Operation, bool) {
	if o, known := domain.OperationAt(method, "", target); known {
		return o, true
	}
	end := len(target)
	if i := strings.IndexAny(target, "?#"); i >= 0 {
		end = i
	}
	segments := []string{""}
	for segment := range strings.SplitSeq(target[:end], "/") {
		segment, _, _ = strings.Cut(segment, ";") // parameters, to some servers
		if decoded, err := url.PathUnescape(segment); err == nil {
			segment = url.PathEscape(decoded)
		}
		switch segment {
		case "", ".":
		case "..":
			segments = segments[:max(1, len(segments)-1)]
		default:
			segments = append(segments, segment)
		}
	}
	return domain.OperationAt(method, "", strings.Join(segments, "/")+target[end:])
}
