package oauth

import (
	"net/http"
	"net/url"
	"strings"
)

// Transport is an [http.RoundTripper] that signs what goes through it. Each
// request is copied and the copy is signed, so that a request which is sent again
// has a new nonce and timestamp; what Base repeats by itself, after a connection
// that broke before the answer, goes out as it was.
//
// It signs for the origin that the caller chose, and for no other: of redirects
// that an [http.Client] follows, those to the same scheme, host and port are
// signed anew. One that leads elsewhere goes out without a signature, and so does
// all that comes after it, even when that leads back: where to was a stranger's
// choice, and a signature would make it the caller's.
type Transport struct {
	Signer *Signer
	Base   http.RoundTripper // nil: [http.DefaultTransport]
}

// RoundTrip signs a copy of req as [Signer.Sign] does, with the same errors, and
// sends it. It does not change req, and closes its body in any case. The Request
// of the response is req, without the signature.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	sent := req
	if chosen(req) {
		sent = req.Clone(req.Context())
		if err := t.sign(sent); err != nil {
			if sent.Body != nil {
				_ = sent.Body.Close() // what went wrong before is the error
			}
			return nil, err
		}
	}
	response, err := t.base().RoundTrip(sent)
	if response != nil {
		response.Request = req // chosen finds the way back by it
	}
	return response, err
}

func (t *Transport) sign(req *http.Request) error {
	if t.Signer == nil {
		return &InputError{"signer", "is missing"}
	}
	return t.Signer.Sign(req)
}

// CloseIdleConnections closes those of Base, when it keeps any.
func (t *Transport) CloseIdleConnections() {
	if base, ok := t.base().(interface{ CloseIdleConnections() }); ok {
		base.CloseIdleConnections()
	}
}

func (t *Transport) base() http.RoundTripper {
	if t.Base == nil {
		return http.DefaultTransport
	}
	return t.Base
}

// chosen reports whether req and all that led to it went to one origin.
func chosen(req *http.Request) bool {
	for req.Response != nil { // a redirect led to req
		from := req.Response.Request
		if from == nil || !sameOrigin(from.URL, req.URL) {
			return false
		}
		req = from
	}
	return true
}

func sameOrigin(a, b *url.URL) bool {
	return a != nil && b != nil && strings.EqualFold(a.Scheme, b.Scheme) &&
		strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	if u.Port() != "" {
		return u.Port()
	}
	switch strings.ToLower(u.Scheme) {
	case "http":
		return "80"
	case "https":
		return "443"
	default:
		return ""
	}
}
