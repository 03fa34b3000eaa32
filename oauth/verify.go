package oauth

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Verifier checks signed requests as a server does. Its zero value has no
// Lookup and knows no key.
type Verifier struct {
	// Lookup returns the credentials of a consumer key. When their Token is not
	// the one of the request, the request is refused with [TokenRejected]; a
	// server with many tokens for one key returns those of the token it is given.
	Lookup func(consumerKey, token string) (Credentials, bool)

	// Window is how far a timestamp may be from Now, either way. Zero accepts
	// every timestamp.
	Window time.Duration
	Now    func() time.Time // nil: time.Now

	// FirstUse remembers nonces: it reports whether this one is new for its
	// key, token and timestamp. It is asked only after the signature was found
	// right, so that nobody can use up the nonces of others, and not for PLAINTEXT
	// without a nonce. Nil accepts all.
	FirstUse func(consumerKey, token, nonce string, timestamp time.Time) bool
}

// Verify checks the signature of req and nothing else: the short form of
// [Verifier.Verify] for a server that has no clock and remembers no nonce.
func Verify(req *http.Request, lookup func(consumerKey, token string) (Credentials, bool)) error {
	v := Verifier{Lookup: lookup}
	return v.Verify(req)
}

// Verify returns nil when req was signed with credentials that Lookup knows, and
// a [*VerifyError] when it was not. A form body, or any body that comes with an
// oauth_body_hash, is read, which may block, and put back; call Verify before
// anything else reads it. A form longer than [MaxForm] is [ErrFormTooLong],
// another body [ErrBodyTooLong], and one that cannot be read is the reader's own
// error. A request that nobody could sign, such as one without a host, is an
// [*InputError].
//
// The URL is the one that req came for: its scheme is req.URL.Scheme, or, when
// that is empty as on a server, https over TLS and else http. Behind a proxy
// that ends TLS, set req.URL.Scheme first.
func (v *Verifier) Verify(req *http.Request) error {
	c, problem := claimOf(req)
	if problem == nil {
		problem = v.checkTime(c)
	}
	if problem != nil {
		return problem
	}
	credentials, problem := v.credentials(c)
	if problem != nil {
		return problem
	}
	m, err := incoming(req, c.bodyHash != "")
	if err != nil {
		return err
	}
	if err := c.checkSignature(&m, credentials); err != nil {
		return err
	}
	if problem := c.checkBodyHash(&m); problem != nil {
		return problem
	}
	if v.FirstUse != nil && c.nonce != "" && !v.FirstUse(c.consumerKey, c.token, c.nonce, c.time) {
		return &VerifyError{NonceUsed, []string{"oauth_nonce"}, "was used before"}
	}
	return nil
}

// claim is what an Authorization header says.
type claim struct {
	fields []field // all that is signed

	consumerKey, token, nonce, timestamp, signature, bodyHash string

	signed bool // a signature is there, if only an empty one

	method Method
	time   time.Time
}

func claimOf(req *http.Request) (*claim, *VerifyError) {
	headers := req.Header.Values("Authorization")
	switch len(headers) {
	case 0:
		return nil, absent("Authorization")
	case 1:
	default:
		return nil, rejected("Authorization", "is there more than once")
	}
	fields, problem := parseAuthorization(headers[0])
	if problem != nil {
		return nil, problem
	}
	c := &claim{}
	for _, f := range fields {
		if problem := c.take(f); problem != nil {
			return nil, problem
		}
	}
	return c, c.check()
}

// take sorts one field in.
func (c *claim) take(f field) *VerifyError {
	switch f.name {
	case "realm":
		return nil // RFC 5849 §3.4.1.3.1: the one that is not signed
	case signatureName:
		if c.signed {
			return rejected(f.name, "is there more than once")
		}
		c.signed, c.signature = true, f.value
		return nil
	}
	if strings.HasPrefix(f.name, "oauth_") && c.has(f.name) {
		return rejected(f.name, "is there more than once")
	}
	c.fields = append(c.fields, f)
	switch f.name {
	case "oauth_consumer_key":
		c.consumerKey = f.value
	case "oauth_token":
		c.token = f.value
	case "oauth_nonce":
		c.nonce = f.value
	case "oauth_timestamp":
		c.timestamp = f.value
	case "oauth_signature_method":
		c.method = Method(f.value)
	case "oauth_body_hash":
		c.bodyHash = f.value
	case "oauth_version":
		if f.value != "1.0" {
			return &VerifyError{VersionRejected, []string{f.name}, "is not 1.0"}
		}
	}
	return nil
}

func (c *claim) has(name string) bool {
	for _, f := range c.fields {
		if f.name == name {
			return true
		}
	}
	return false
}

// check looks at what can be judged without a key.
func (c *claim) check() *VerifyError {
	var missing []string
	need := func(name, value string) {
		if value == "" {
			missing = append(missing, name)
		}
	}
	need("oauth_consumer_key", c.consumerKey)
	need("oauth_signature_method", string(c.method))
	need(signatureName, c.signature)
	// RFC 5849 §3.1: PLAINTEXT may come without them.
	if c.method != PLAINTEXT {
		need("oauth_timestamp", c.timestamp)
		need("oauth_nonce", c.nonce)
	}
	if missing != nil {
		return absent(missing...)
	}
	if _, ok := hashes[c.method]; !ok && c.method != PLAINTEXT {
		return &VerifyError{SignatureMethodRejected, []string{"oauth_signature_method"}, "is not known here"}
	}
	return c.readTime()
}

func (c *claim) readTime() *VerifyError {
	if c.timestamp == "" {
		return nil
	}
	seconds, err := strconv.ParseInt(c.timestamp, 10, 64)
	if err != nil || seconds <= 0 || !only(&portOctets, c.timestamp) {
		return rejected("oauth_timestamp", "is not a number of seconds")
	}
	c.time = time.Unix(seconds, 0)
	return nil
}

func (v *Verifier) checkTime(c *claim) *VerifyError {
	if v.Window == 0 || c.timestamp == "" {
		return nil
	}
	now := time.Now
	if v.Now != nil {
		now = v.Now
	}
	if away := c.time.Sub(now()); away.Abs() > v.Window {
		return &VerifyError{TimestampRefused, []string{"oauth_timestamp"},
			"is " + away.Abs().Truncate(time.Second).String() + " away from this server's clock"}
	}
	return nil
}

func (v *Verifier) credentials(c *claim) (Credentials, *VerifyError) {
	var known bool
	var credentials Credentials
	if v.Lookup != nil {
		credentials, known = v.Lookup(c.consumerKey, c.token)
	}
	switch {
	case !known || credentials.ConsumerKey != c.consumerKey:
		return credentials, &VerifyError{ConsumerKeyUnknown, []string{"oauth_consumer_key"}, "is not known here"}
	case credentials.Token != c.token:
		return credentials, &VerifyError{TokenRejected, []string{"oauth_token"}, "does not belong to the consumer key"}
	default:
		return credentials, nil
	}
}

func (c *claim) checkSignature(m *message, credentials Credentials) error {
	mac, err := newMAC(c.method, signingKey(credentials))
	if err != nil {
		return err
	}
	var p parameters
	for _, f := range c.fields {
		p.add(f.name, []byte(f.value))
	}
	p.sortOAuth()
	base, err := p.appendSigned(nil, m, &baseURI{})
	var twice *ConflictError
	if errors.As(err, &twice) {
		return rejected(twice.Name, "is in the "+twice.Source.String()+" too")
	}
	if err != nil {
		return err
	}
	want := mac.appendSignature(nil, base)
	if subtle.ConstantTimeCompare(want, []byte(c.signature)) != 1 {
		return &VerifyError{SignatureInvalid, []string{signatureName}, "is not the one for this request"}
	}
	return nil
}

// checkBodyHash follows draft-eaton-oauth-bodyhash.
func (c *claim) checkBodyHash(m *message) *VerifyError {
	switch {
	case c.bodyHash == "":
		return nil
	case m.isForm:
		return rejected("oauth_body_hash", "is not for a form, which is signed itself")
	case c.method == PLAINTEXT:
		return rejected("oauth_body_hash", "is not for PLAINTEXT, which names no hash")
	}
	want := appendBodyHash(nil, c.method, m.body)
	if subtle.ConstantTimeCompare(want, []byte(c.bodyHash)) != 1 {
		return &VerifyError{SignatureInvalid, []string{"oauth_body_hash"}, "is not the one of this body"}
	}
	return nil
}

// incoming is what a server received of req.
func incoming(req *http.Request, hashed bool) (message, error) {
	t, err := targetReceived(req)
	if err != nil {
		return message{}, err
	}
	return messageOf(req, t, hashed)
}

func targetReceived(req *http.Request) (target, error) {
	// Unlike URL, RequestURI has the octets as they came.
	path, query, _ := strings.Cut(req.RequestURI, "?")
	if !strings.HasPrefix(path, "/") {
		return targetOf(req)
	}
	scheme := "http"
	if req.TLS != nil {
		scheme = "https"
	}
	if req.URL != nil && req.URL.Scheme != "" {
		scheme = req.URL.Scheme
	}
	t := target{scheme: scheme, authority: req.Host, path: path, query: query}
	return t, t.check()
}
