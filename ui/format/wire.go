package format

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"lpkeys/domain"
)

// wire is a request in the octets that go out, whatever sends it.
type wire struct {
	Request
	fields []pair // of the form, decoded
}

type pair struct{ name, value string }

const formType = "application/x-www-form-urlencoded"

// contentType is the body's, or empty when there is none.
func (w *wire) contentType() string {
	if w.Form != "" {
		return formType
	}
	if w.Body == "" {
		return ""
	}
	return w.ContentType
}

func (w *wire) body() string { return w.Form + w.Body } // There is one of them at most.

// headers are those that are sent, in the order in which they are written.
func (w *wire) headers() []pair {
	headers := []pair{{authorization, w.Header}}
	if kind := w.contentType(); kind != "" {
		headers = append(headers, pair{"Content-Type", kind})
	}
	return headers
}

// wired brings r into the octets that go out, or says of it why the tool would
// send others.
func wired(n Name, r Request) (w wire, problem string) {
	w.Request = r
	w.Method = strings.ToUpper(r.Method) // as it is signed
	switch {
	case n != AsCurlSign && !isASCII(r.Header):
		return w, "has a header with letters beyond ASCII, which tools encode in different ways"
	case n == AsHTTPie && r.Shell == PowerShell:
		return w, "has quotes in its header, which PowerShell takes out on the way to a program"
	case n == AsCurlSign && r.Shell == PowerShell && strings.Contains(r.Account, `"`):
		return w, "has an account with a quote in its name, which PowerShell takes out on the way to a program"
	case r.Body != "" && (r.ContentType == "" || strings.HasPrefix(strings.ToLower(r.ContentType), formType)):
		return w, "has a body whose content type is not said, or is a form's"
	case strings.ContainsAny(r.ContentType, "\r\n"):
		return w, "has a line break in its content type"
	case w.body() != "" && (w.Method == "HEAD" || n == AsFetch && w.Method == "GET"):
		return w, "is a " + w.Method + " with a body, which " + string(n) + " does not send"
	case n == AsFetch && (w.Method == "CONNECT" || w.Method == "TRACE" || w.Method == "TRACK"):
		return w, "is a " + w.Method + ", which fetch does not send"
	}
	if problem = w.setURL(r.URL); problem != "" {
		return w, problem
	}
	if problem = w.rewritten(n); problem != "" {
		return w, problem
	}
	if problem = bodyProblem(n, r.Shell, w.body()); problem != "" {
		return w, problem
	}
	if n == AsCurlSign {
		return w, w.setFields()
	}
	return w, ""
}

// setURL writes the URL so that no tool has anything to encode in it: the octets
// that a client encodes before it sends are encoded here, in the way that was
// signed.
func (w *wire) setURL(target string) (problem string) {
	scheme, rest, _ := strings.Cut(target, "://")
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, asked := strings.Cut(rest, "?")
	authority, path := rest, "/"
	if i := strings.IndexByte(rest, '/'); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	if strings.Contains(authority, "@") {
		return "has a user name in its URL, which tools turn into another Authorization header"
	}
	w.URL = scheme + "://" + authority + encode(path, "!$&'()*+,;=:@/%[]")
	if asked {
		w.URL += "?" + encode(query, "!$&()*+,;=:@/%?")
	}
	return ""
}

func encode(s, sent string) string {
	const hexDigits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		alnum := '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
		if alnum || strings.IndexByte("-._~", c) >= 0 || strings.IndexByte(sent, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hexDigits[c>>4], hexDigits[c&15]})
		}
	}
	return b.String()
}

// rewritten says why a tool would send another URL, in a way that changes what is
// signed. The decoded query is, so its escapes may change; the path is as it is.
func (w *wire) rewritten(n Name) (problem string) {
	u, err := url.Parse(w.URL)
	if err != nil {
		// All octets are encoded, so the host or an escape in the path is to blame.
		return "has a URL that programs read in different ways"
	}
	path, query := u.EscapedPath(), u.RawQuery
	switch n {
	case AsFetch:
		if hasDots(path) {
			return "has . or .. in its path, which fetch takes out"
		}
		if numeric(u.Hostname()) {
			return "has a host that fetch takes for an IP address and rewrites"
		}
	case AsPython, AsHTTPie:
		switch {
		case hasDots(path):
			return "has . or .. in its path, which requests takes out"
		case strings.HasPrefix(path, "//"):
			return "has a path that begins with two slashes, of which requests keeps one"
		case strings.ContainsAny(path, "[]"):
			return "has brackets in its path, which requests encodes"
		case !plainEscapes(path):
			return "has escapes in its path that requests writes in another way"
		case !validEscapes(query):
			return "has a % in its query that is no escape, which requests encodes"
		}
	}
	return ""
}

// hasDots reports whether a segment of path is "." or "..", in any spelling.
func hasDots(path string) bool {
	for segment := range strings.SplitSeq(path, "/") {
		switch strings.ReplaceAll(strings.ToLower(segment), "%2e", ".") {
		case ".", "..":
			return true
		}
	}
	return false
}

// numeric reports whether a host would be read as an IPv4 address by the URL
// standard of browsers, and is not one as they write it.
func numeric(host string) bool {
	labels := strings.Split(strings.TrimSuffix(host, "."), ".")
	last := strings.ToLower(labels[len(labels)-1])
	digits := last != "" && strings.Trim(last, "0123456789") == ""
	if !digits && !strings.HasPrefix(last, "0x") {
		return false
	}
	addr, err := netip.ParseAddr(host)
	return err != nil || addr.String() != host
}

// plainEscapes reports whether no escape in path is one that would be written in
// another way: in lower case, or of an octet that needs none.
func plainEscapes(path string) bool {
	for i := range len(path) {
		if path[i] != '%' {
			continue
		}
		octet, err := url.PathUnescape(path[i:min(i+3, len(path))])
		if err != nil || encode(octet, "") != path[i:i+3] {
			return false
		}
	}
	return true
}

func validEscapes(query string) bool {
	_, err := url.PathUnescape(query)
	return err == nil
}

// bodyProblem says why a body cannot be written as text in the format.
func bodyProblem(n Name, shell Shell, body string) string {
	command := n == AsCurl || n == AsCurlSign || n == AsHTTPie
	switch {
	case n != AsGo && n != AsPython && !utf8.ValidString(body):
		return "has a body that is no text"
	case command && obeyed(body):
		return "has a body with characters that a terminal obeys"
	case command && shell == PowerShell && !isASCII(body):
		return "has a body beyond ASCII, which PowerShell changes on the way to a program"
	}
	return ""
}

// obeyed reports whether a body holds what must not come to a terminal, lines and
// tabs apart.
func obeyed(body string) bool {
	return strings.ContainsFunc(body, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) })
}

// setFields takes the form apart for a command that signs it itself.
func (w *wire) setFields() (problem string) {
	if w.Form == "" {
		return ""
	}
	for raw := range strings.SplitSeq(w.Form, "&") {
		name, value, _ := strings.Cut(raw, "=")
		name, errName := url.QueryUnescape(name)
		value, errValue := url.QueryUnescape(value)
		switch {
		case errName != nil || errValue != nil:
			return "has a % in its form that is no escape"
		case name == "" || strings.Contains(name, "="):
			return "has a form with a name that lpkeys sign does not take"
		case domain.Clean(name+value) != name+value:
			return "has a form with characters that a terminal obeys or nobody sees"
		case w.Shell == PowerShell && (!isASCII(name+value) || strings.Contains(name+value, `"`)):
			return "has a form with values that PowerShell changes on the way to a program"
		}
		w.fields = append(w.fields, pair{name, value})
	}
	return ""
}
