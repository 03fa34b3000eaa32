package oauth

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
	"unicode/utf8"
)

// Request is what is signed of a request.
type Request struct {
	Method string // HTTP method as it will be sent
	URL    string // absolute, exactly the octets that will be sent
	Form   string // raw x-www-form-urlencoded body when the body is one, else ""
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
	Nonce       func() string    // nil: 128 random bits
	Now         func() time.Time // nil: time.Now

	kept atomic.Pointer[keyed]
}

// AppendAuthorization appends the value of the Authorization header for r to
// dst, and allocates nothing when dst has room. With an error it returns dst as
// it was.
func (s *Signer) AppendAuthorization(dst []byte, r Request) ([]byte, error) {
	m, err := r.message()
	if err != nil {
		return dst, err
	}
	sg, err := s.sign(&m)
	if err != nil {
		return dst, err
	}
	defer sg.release()
	return sg.appendHeader(dst), nil
}

// Sign sets the Authorization header of req, in place of any that it has, just
// before req is sent: later changes to its method, host, URL or form body make
// the signature invalid.
//
// A body is signed when its media type is application/x-www-form-urlencoded.
// Sign reads such a body, which may block, and puts it back so that it can be
// sent again (see [http.Request.GetBody]). One longer than [MaxForm] is
// [ErrFormTooLong]. All other bodies, JSON among them, are left alone: OAuth 1.0
// does not sign them.
func (s *Signer) Sign(req *http.Request) error {
	m, err := outgoing(req)
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
	req.Header["Authorization"] = []string{string(sg.header)}
	return nil
}

// message is what is signed of a request, taken apart.
type message struct {
	method string
	target target
	form   string
}

// outgoing is what a client will send of req.
func outgoing(req *http.Request) (message, error) {
	t, err := targetOf(req)
	if err != nil {
		return message{}, err
	}
	return messageOf(req, t)
}

func messageOf(req *http.Request, t target) (message, error) {
	method := req.Method
	if method == "" {
		method = http.MethodGet // as net/http has it
	}
	if !only(&methodOctets, method) {
		return message{}, errMethod
	}
	form, err := formOf(req)
	return message{method, t, form}, err
}

func (r Request) message() (message, error) {
	t, err := splitURL(r.URL)
	if err != nil {
		return message{}, err
	}
	if !only(&methodOctets, r.Method) {
		return message{}, errMethod
	}
	if len(r.Form) > MaxForm {
		return message{}, ErrFormTooLong
	}
	return message{r.Method, t, r.Form}, nil
}

// methodOctets are the tokens of RFC 9110 §5.6.2 without "&" and the like, which
// no method has and which would blur the base string.
var methodOctets = octets(letters + digits + "-_.~")

var errMethod = &InputError{"method", "is not an HTTP method"}

// keyed is a signer's key, made ready.
type keyed struct {
	credentials Credentials // what it was made from
	method      Method
	realm       string

	template *parameters
	head     string    // of the header: up to the signature
	tail     string    // of the header: from nonce to timestamp
	pool     sync.Pool // of *signing
}

func (s *Signer) ready() (*keyed, error) {
	method := s.Method
	if method == "" {
		method = HMACSHA1
	}
	if k := s.kept.Load(); k != nil && k.madeFrom(s.Credentials, method, s.Realm) {
		return k, nil
	}
	k, err := newKeyed(s.Credentials, method, s.Realm)
	if err != nil {
		return nil, err
	}
	s.kept.Store(k)
	return k, nil
}

func (k *keyed) madeFrom(c Credentials, method Method, realm string) bool {
	return k.credentials.ConsumerKey == c.ConsumerKey &&
		k.credentials.Token == c.Token &&
		k.credentials.ConsumerSecret.text == c.ConsumerSecret.text &&
		k.credentials.TokenSecret.text == c.TokenSecret.text &&
		k.method == method && k.realm == realm
}

func newKeyed(c Credentials, method Method, realm string) (*keyed, error) {
	if c.ConsumerKey == "" {
		return nil, &InputError{"consumer key", "is empty"}
	}
	if !quotable(realm) {
		return nil, &InputError{"realm", "has a quote, a backslash or a control character"}
	}
	key := signingKey(c)
	first, err := newMAC(method, key)
	if err != nil {
		return nil, err
	}
	k := &keyed{credentials: c, method: method, realm: realm}
	k.template = templateOf(c, method)
	k.head, k.tail = headerParts(c, method, realm)
	k.pool.New = func() any {
		mac, _ := newMAC(method, key) // worked above
		return &signing{keyed: k, mac: mac}
	}
	k.pool.Put(&signing{keyed: k, mac: first})
	return k, nil
}

// quotable reports whether realm can stand between quotes as it is.
func quotable(realm string) bool {
	odd := func(r rune) bool { return r == '"' || r == '\\' || !unicode.IsPrint(r) }
	return utf8.ValidString(realm) && !strings.ContainsFunc(realm, odd)
}

// headerParts returns what stands before the signature and what stands between
// nonce and timestamp, in the order of LivePerson's example.
func headerParts(c Credentials, method Method, realm string) (head, tail string) {
	head = `OAuth `
	if realm != "" {
		head += `realm="` + realm + `",`
	}
	head += `oauth_signature="`

	t := append([]byte(nil), `",oauth_consumer_key="`...)
	t = appendEncoded(t, c.ConsumerKey)
	t = append(t, `",oauth_signature_method="`...)
	t = append(t, method...)
	if c.Token != "" {
		t = append(t, `",oauth_token="`...)
		t = appendEncoded(t, c.Token)
	}
	t = append(t, `",oauth_timestamp="`...)
	return head, string(t)
}

// signing is one request being signed. Its buffers are used again.
type signing struct {
	keyed *keyed
	mac   *mac

	parameters parameters
	nonce      []byte
	timestamp  []byte
	base       []byte
	signature  []byte
	header     []byte
}

// sign makes the signature that AppendAuthorization, Sign and Explain show in
// their ways. The caller releases the signing.
func (s *Signer) sign(m *message) (*signing, error) {
	k, err := s.ready()
	if err != nil {
		return nil, err
	}
	sg := k.pool.Get().(*signing)
	if err := sg.run(m, s.Nonce, s.Now); err != nil {
		sg.release()
		return nil, err
	}
	return sg, nil
}

func (sg *signing) run(m *message, nonce func() string, now func() time.Time) error {
	if err := sg.stamp(nonce, now); err != nil {
		return err
	}
	p := &sg.parameters
	p.fill(sg.keyed.template, sg.nonce, sg.timestamp)
	base, err := p.appendSigned(sg.base[:0], m)
	if err != nil {
		return err
	}
	sg.base = base
	sg.signature = sg.mac.appendSignature(sg.signature[:0], sg.base)
	return nil
}

// stamp settles nonce and timestamp.
func (sg *signing) stamp(nonce func() string, now func() time.Time) error {
	if nonce == nil {
		sg.nonce = appendNonce(sg.nonce[:0])
	} else {
		sg.nonce = append(sg.nonce[:0], nonce()...)
	}
	if len(sg.nonce) == 0 {
		return &InputError{"nonce", "is empty"}
	}
	if now == nil {
		now = time.Now
	}
	seconds := now().Unix()
	if seconds <= 0 {
		return &InputError{"clock", "stands before 1970"}
	}
	sg.timestamp = strconv.AppendInt(sg.timestamp[:0], seconds, 10)
	return nil
}

// appendNonce appends 128 random bits.
func appendNonce(dst []byte) []byte {
	var random [16]byte
	_, _ = rand.Read(random[:]) // never fails, as it promises
	return hex.AppendEncode(dst, random[:])
}

// mostKept bounds the buffers of a signing that is used again: one huge form
// must not stay in memory for ever.
const mostKept = 64 << 10

func (sg *signing) release() {
	if cap(sg.parameters.text)+cap(sg.base) <= mostKept {
		sg.keyed.pool.Put(sg)
	}
}

// appendHeader appends the value of the Authorization header.
func (sg *signing) appendHeader(dst []byte) []byte {
	dst = append(dst, sg.keyed.head...)
	dst = appendEncoded(dst, sg.signature)
	dst = append(dst, `",oauth_version="1.0",oauth_nonce="`...)
	dst = appendEncoded(dst, sg.nonce)
	dst = append(dst, sg.keyed.tail...)
	dst = append(dst, sg.timestamp...)
	return append(dst, '"')
}
