package oauth

import (
	"net/http"
	"sync/atomic"
	"time"
)

// Request is what is signed of a request.
type Request struct {
	Method string // HTTP method as it will be sent
	URL    string // absolute, exactly the octets that will be sent
	Form   string // raw x-www-form-urlencoded body when the body is one, else ""
	Body   string // any other body; it counts for [Signer.BodyHash] alone
}

// Signer signs requests with one key. Set its fields before the first use, do
// not change them during one, and do not copy it afterwards. Apart from that it
// may be used by many goroutines at once.
//
// Every method that signs fails with an [*InputError] when the request or a
// field cannot be used, and with a [*ConflictError] when the query or the form
// holds a parameter that the header will hold too. No error holds a secret.
type Signer struct {
	Credentials Credentials      // at least the ConsumerKey; without Token, oauth_token is left out
	Method      Method           // "" means HMACSHA1
	Realm       string           // comes first in the header, and is not signed
	Callback    string           // oauth_callback, in a request for temporary credentials
	Verifier    string           // oauth_verifier, in a request for token credentials
	NoVersion   bool             // leaves out oauth_version, which is optional
	BodyHash    bool             // sends oauth_body_hash, unless the body is a form
	Nonce       func() string    // nil: 128 random bits
	Now         func() time.Time // nil: time.Now

	kept atomic.Pointer[keyed]
}

// AppendAuthorization appends the value of the Authorization header for r to
// dst, and allocates nothing when dst has room and no body is hashed. With an
// error it returns dst as it was.
func (s *Signer) AppendAuthorization(dst []byte, r Request) ([]byte, error) {
	var m message
	if err := m.set(&r); err != nil {
		return dst, err
	}
	sg, err := s.sign(&m)
	if err != nil {
		return dst, err
	}
	dst = sg.appendHeader(dst)
	sg.release()
	return dst, nil
}

// Sign sets the Authorization header of req, in place of any that it has, just
// before req is sent: later changes to its method, host, URL or form body make
// the signature invalid.
//
// A body is signed when its media type is application/x-www-form-urlencoded.
// Sign reads such a body, which may block, and puts it back; GetBody, where the
// request has none, gives it again. One longer than [MaxForm] is
// [ErrFormTooLong]. All other bodies, JSON among them, are left alone, as OAuth 1.0
// does not sign them; with BodyHash they are read and put back in the same way,
// and one longer than MaxForm is [ErrBodyTooLong].
func (s *Signer) Sign(req *http.Request) error {
	m, err := outgoing(req, s.BodyHash)
	if err != nil {
		return err
	}
	sg, err := s.sign(&m)
	if err != nil {
		return err
	}
	defer sg.release()
	sg.header = sg.appendHeader(sg.header[:0])
	if req.Header == nil {
		req.Header = make(http.Header)
	}
	req.Header["Authorization"] = m.taken.values(string(sg.header))
	return nil
}

// sign makes the signature that AppendAuthorization, Sign and Explain show in
// their ways. The caller releases the signing.
func (s *Signer) sign(m *message) (*signing, error) {
	k, err := s.ready()
	if err != nil {
		return nil, err
	}
	sg := k.pool.Get().(*signing)
	if err := sg.run(s, m); err != nil {
		sg.release()
		return nil, err
	}
	return sg, nil
}

func (s *Signer) ready() (*keyed, error) {
	if k := s.kept.Load(); k != nil && k.madeFrom(s) {
		return k, nil
	}
	k, err := newKeyed(settings{
		credentials: s.Credentials,
		method:      s.method(),
		realm:       s.Realm,
		callback:    s.Callback,
		verifier:    s.Verifier,
		noVersion:   s.NoVersion,
		bodyHash:    s.BodyHash,
	})
	if err != nil {
		return nil, err
	}
	s.kept.Store(k)
	return k, nil
}

func (s *Signer) method() Method {
	if s.Method == "" {
		return HMACSHA1
	}
	return s.Method
}
