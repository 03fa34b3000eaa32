package oauth

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"hash"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// nameValue is a parameter, decoded or encoded.
type nameValue struct{ name, value string }

// scribe signs by the rules of RFC 5849, each of which a test may break. It
// shares no code with the package.
type scribe struct {
	method, url, form string

	consumerKey, token string
	first, second      string // the secrets
	says               string // oauth_signature_method
	hash               func() hash.Hash
	nonce, time, realm string
	version            string // empty: left out
	sendsToken         bool

	baseMethod func(string) string
	baseURI    func(*url.URL) string
	read       func(string) []nameValue // a query or a form
	collect    func(query, form, protocol []nameValue) []nameValue
	encode     func(string) string // a name or a value
	encodeURI  func(string) string // into the base string
	encodeAll  func(string) string // the parameters into the base string
	arrange    func(plain []nameValue, encode func([]nameValue) []nameValue) []nameValue
	key        func(first, second string) string
	write      func([]byte) string // the signature
	send       func(string) string // a value into the header
	quote      string
}

// newScribe signs rightly, at another time and with another nonce than
// fixedSigner does.
func newScribe(r Request) *scribe {
	c := compareSigner().Credentials
	return &scribe{
		method: r.Method, url: r.URL, form: r.Form,
		consumerKey: c.ConsumerKey, token: c.Token, first: c.ConsumerSecret.Reveal(), second: c.TokenSecret.Reveal(),
		says: "HMAC-SHA1", hash: sha1.New, nonce: "theirnonce", time: "1700000042", version: "1.0", sendsToken: true,

		baseMethod: strings.ToUpper,
		baseURI:    rightURI,
		read:       rightRead,
		collect: func(query, form, protocol []nameValue) []nameValue {
			return slices.Concat(query, form, protocol)
		},
		encode:    rightEncode,
		encodeURI: rightEncode,
		encodeAll: rightEncode,
		arrange: func(plain []nameValue, encode func([]nameValue) []nameValue) []nameValue {
			return byBytes(encode(plain))
		},
		key:   func(first, second string) string { return rightEncode(first) + "&" + rightEncode(second) },
		write: base64.StdEncoding.EncodeToString,
		send:  rightEncode,
		quote: `"`,
	}
}

// compareSigner has secrets that percent-encoding changes.
func compareSigner() *Signer {
	return &Signer{
		Credentials: Credentials{
			ConsumerKey: "the consumer+key", ConsumerSecret: NewSecret("CANARY/first+secret"),
			Token: "the-token", TokenSecret: NewSecret("CANARY&second=secret"),
		},
		Nonce: func() string { return "ournonce" },
		Now:   func() time.Time { return time.Unix(1_700_000_000, 0) },
	}
}

func (s *scribe) protocol() []nameValue {
	pairs := []nameValue{
		{"oauth_consumer_key", s.consumerKey}, {"oauth_signature_method", s.says},
		{"oauth_nonce", s.nonce}, {"oauth_timestamp", s.time},
	}
	if s.sendsToken {
		pairs = append(pairs, nameValue{"oauth_token", s.token})
	}
	if s.version != "" {
		pairs = append(pairs, nameValue{"oauth_version", s.version})
	}
	return pairs
}

func (s *scribe) base() string {
	u, err := url.Parse(s.url)
	if err != nil {
		panic(err)
	}
	encodePairs := func(plain []nameValue) []nameValue {
		var out []nameValue
		for _, p := range plain {
			out = append(out, nameValue{s.encode(p.name), s.encode(p.value)})
		}
		return out
	}
	var texts []string
	for _, p := range s.arrange(s.collect(s.read(u.RawQuery), s.read(s.form), s.protocol()), encodePairs) {
		texts = append(texts, p.name+"="+p.value)
	}
	return s.baseMethod(s.method) + "&" + s.encodeURI(s.baseURI(u)) + "&" + s.encodeAll(strings.Join(texts, "&"))
}

func (s *scribe) header() string {
	mac := hmac.New(s.hash, []byte(s.key(s.first, s.second)))
	mac.Write([]byte(s.base()))
	var b strings.Builder
	b.WriteString("OAuth ")
	if s.realm != "" {
		fmt.Fprintf(&b, `realm="%s", `, s.realm)
	}
	for _, p := range s.protocol() {
		fmt.Fprintf(&b, `%s=%s%s%[2]s, `, p.name, s.quote, rightEncode(p.value))
	}
	fmt.Fprintf(&b, `oauth_signature=%s%s%[1]s`, s.quote, s.send(s.write(mac.Sum(nil))))
	return b.String()
}

func rightEncode(s string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func rightRead(form string) (pairs []nameValue) {
	for _, piece := range strings.FieldsFunc(form, func(r rune) bool { return r == '&' }) {
		name, value, _ := strings.Cut(piece, "=")
		pairs = append(pairs, nameValue{unescape(name), unescape(value)})
	}
	return pairs
}

func unescape(s string) string {
	out, err := url.QueryUnescape(s)
	if err != nil {
		panic(err)
	}
	return out
}

func rightURI(u *url.URL) string {
	host := strings.ToLower(u.Host)
	switch u.Scheme {
	case "http":
		host = strings.TrimSuffix(host, ":80")
	case "https":
		host = strings.TrimSuffix(host, ":443")
	}
	return u.Scheme + "://" + host + cmp.Or(u.EscapedPath(), "/")
}

func byBytes(pairs []nameValue) []nameValue {
	return slices.SortedFunc(slices.Values(pairs), func(a, b nameValue) int {
		return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.value, b.value))
	})
}

// The requests that most wrong signers sign: all that is hard in a query and in a
// form.
var (
	getRequest = Request{
		Method: "GET",
		URL:    "https://API.Example.com:443/v1/b%20c/d?q=two+words&tag=z&tag=%C3%A9&mark=%7E%21%26x%3D1&plus=1%2B2&empty",
	}
	postRequest = Request{
		Method: "POST",
		URL:    "http://API.Example.com:80/v1/b%20c/d?v=2",
		Form:   "q=two+words&tag=z&tag=%C3%A9&mark=%7E%21%26x%3D1&plus=1%2B2&empty",
	}
)

func TestTheScribeSignsRightly(t *testing.T) {
	for _, r := range []Request{getRequest, postRequest} {
		s := newScribe(r)
		signer := compareSigner()
		signer.Nonce = func() string { return s.nonce }
		signer.Now = func() time.Time { return time.Unix(1_700_000_042, 0) }
		e, err := signer.Explain(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.base(); got != e.BaseString {
			t.Errorf("got  %s\nwant %s", got, e.BaseString)
		}
		if got := s.header(); !strings.Contains(got, rightEncode(e.Signature)) {
			t.Errorf("got %s want the signature %s", got, e.Signature)
		}
	}
}
