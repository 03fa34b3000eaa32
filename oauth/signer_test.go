package oauth

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

func sign(t *testing.T, s *Signer, r Request) string {
	t.Helper()
	header, err := s.AppendAuthorization(nil, r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	return string(header)
}

func explain(t *testing.T, r Request) *Explanation {
	t.Helper()
	e, err := fixedSigner().Explain(r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	return e
}

func TestTheHeaderReadsAsLivePersonsExample(t *testing.T) {
	example := regexp.MustCompile(`^OAuth oauth_signature="[A-Za-z0-9%]+",oauth_version="1\.0",oauth_nonce="[0-9A-Za-z]+",` +
		`oauth_consumer_key="0123456789abcdef0123456789abcdef",oauth_signature_method="HMAC-SHA1",` +
		`oauth_token="fedcba9876543210fedcba9876543210",oauth_timestamp="[0-9]{10}"$`)
	if got := sign(t, benchSigner(), Request{Method: "GET", URL: benchURL}); !example.MatchString(got) {
		t.Errorf("got %s", got)
	}
}

func TestTheRealmComesFirstAndIsNotSigned(t *testing.T) {
	s := fixedSigner()
	plain := sign(t, s, Request{Method: "GET", URL: benchURL})
	s.Realm = "The Photos"
	if got, want := sign(t, s, Request{Method: "GET", URL: benchURL}), strings.Replace(plain, "OAuth ", `OAuth realm="The Photos",`, 1); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestWithoutATokenItIsLeftOut(t *testing.T) {
	s := fixedSigner()
	s.Credentials.Token, s.Credentials.TokenSecret = "", Secret{}
	e, err := s.Explain(Request{Method: "GET", URL: benchURL})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(e.Header+e.BaseString, "oauth_token") {
		t.Errorf("got %s\n%s", e.Header, e.BaseString)
	}
	if key := e.SigningKey.Reveal(); key != "CANARY0123456789&" {
		t.Errorf("signing key: got %q", key)
	}
	// Nobody else sends it, so a query may.
	if _, err := s.AppendAuthorization(nil, Request{Method: "GET", URL: "https://example.com/?oauth_token=t"}); err != nil {
		t.Error(err)
	}
}

func TestASignerFollowsItsFields(t *testing.T) {
	r := Request{Method: "GET", URL: benchURL}
	s := fixedSigner()
	first := sign(t, s, r)
	changes := map[string]func(){
		"consumer key":    func() { s.Credentials.ConsumerKey = "other" },
		"consumer secret": func() { s.Credentials.ConsumerSecret = NewSecret("CANARY-other") },
		"token":           func() { s.Credentials.Token = "other" },
		"token secret":    func() { s.Credentials.TokenSecret = NewSecret("CANARY-other") },
		"method":          func() { s.Method = HMACSHA256 },
		"realm":           func() { s.Realm = "other" },
		"callback":        func() { s.Callback = "oob" },
		"verifier":        func() { s.Verifier = "other" },
		"version":         func() { s.NoVersion = true },
		"body hash":       func() { s.BodyHash = true },
		"nonce":           func() { s.Nonce = func() string { return "other" } },
		"clock":           func() { s.Now = func() time.Time { return time.Unix(1, 0) } },
	}
	for what, change := range changes {
		*s = Signer{Credentials: fixedSigner().Credentials, Nonce: fixedSigner().Nonce, Now: fixedSigner().Now}
		sign(t, s, r)
		change()
		if got := sign(t, s, r); got == first {
			t.Errorf("another %s gives the same header", what)
		}
	}
}

func TestEveryNonceIsNew(t *testing.T) {
	s := benchSigner()
	seen := map[string]bool{}
	for range 1000 {
		e, err := s.Explain(Request{Method: "GET", URL: benchURL})
		if err != nil {
			t.Fatal(err)
		}
		if seen[e.Nonce] || len(e.Nonce) < 22 {
			t.Fatalf("nonce %q", e.Nonce)
		}
		seen[e.Nonce] = true
	}
}

func TestOddNoncesAreEncoded(t *testing.T) {
	s := fixedSigner()
	s.Nonce = func() string { return `a"b c&d` }
	e, err := s.Explain(Request{Method: "GET", URL: benchURL})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(e.Header, `oauth_nonce="a%22b%20c%26d"`) || !strings.Contains(e.BaseString, "oauth_nonce%3Da%2522b%2520c%2526d") {
		t.Errorf("got %s\n%s", e.Header, e.BaseString)
	}
}

// net/http would send it as it stands, and "va.example" + "com/x" is another host.
func TestAPathWithoutASlashIsRefused(t *testing.T) {
	req := &http.Request{Method: "GET", URL: &url.URL{Scheme: "https", Host: "va.example", Path: "com/x"}}
	var got *InputError
	if err := fixedSigner().Sign(req); !errors.As(err, &got) || got.What != "URL" {
		t.Errorf("got error %v, want one about the URL", err)
	}
	if req.Header.Get("Authorization") != "" {
		t.Error("the request is signed")
	}
}

func TestAURLThatIsTooLongIsRefusedOfAKnownHostToo(t *testing.T) {
	const known = "https://example.com/"
	var uri baseURI // a pool may lose the one of a signer
	if err := uri.read(&message{url: known}); err != nil {
		t.Fatal(err)
	}
	var input *InputError
	if err := uri.read(&message{url: known + "?" + strings.Repeat("a", maxURL)}); !errors.As(err, &input) || input.What != "URL" {
		t.Errorf("got %v", err)
	}
}

func TestWhatCannotBeSignedIsNamed(t *testing.T) {
	long := strings.Repeat("a", MaxForm+1)
	get := func(url string) Request { return Request{Method: "GET", URL: url} }
	tests := []struct {
		name    string
		what    string
		request Request
		change  func(*Signer)
	}{
		{"no URL", "URL", get(""), nil},
		{"a path", "URL", get("/path"), nil},
		{"no scheme", "URL", get("//example.com/"), nil},
		{"an empty scheme", "URL", get("://example.com/"), nil},
		{"a bad scheme", "URL", get("ht tp://example.com/"), nil},
		{"no host", "URL", get("https:///path"), nil},
		{"no host but a user", "URL", get("https://user@/path"), nil},
		{"an opaque URL", "URL", get("mailto:a@example.com"), nil},
		{"a port of letters", "URL", get("https://example.com:https/"), nil},
		{"two ports", "URL", get("https://example.com:1:2/"), nil},
		{"IPv6 without its end", "URL", get("https://[::1/"), nil},
		{"IPv6 that is none", "URL", get("https://[host]/"), nil},
		{"text after IPv6", "URL", get("https://[::1]x/"), nil},
		{"a host with a blank", "URL", get("https://exa mple.com/"), nil},
		{"a host in other letters", "URL", get("https://exämple.com/"), nil},
		{"an escaped host", "URL", get("https://ex%61mple.com/"), nil},
		{"a line feed in the path", "URL", get("https://example.com/a\nb"), nil},
		{"a line feed in the query", "URL", get("https://example.com/?a\r\nb"), nil},
		{"a URL over the bound", "URL", get("https://example.com/?" + long), nil},
		{"no method", "method", Request{URL: benchURL}, nil},
		{"a blank in the method", "method", Request{Method: "GET /", URL: benchURL}, nil},
		{"an ampersand in the method", "method", Request{Method: "G&T", URL: benchURL}, nil},
		{"a quote in the realm", "realm", get(benchURL), func(s *Signer) { s.Realm = `a"b` }},
		{"a backslash in the realm", "realm", get(benchURL), func(s *Signer) { s.Realm = `a\b` }},
		{"a line feed in the realm", "realm", get(benchURL), func(s *Signer) { s.Realm = "a\nb" }},
		{"a C1 control in the realm", "realm", get(benchURL), func(s *Signer) { s.Realm = "a\u0085b" }},
		{"no consumer key", "consumer key", get(benchURL), func(s *Signer) { s.Credentials.ConsumerKey = "" }},
		{"a form and another body", "body", Request{Method: "POST", URL: benchURL, Form: "a=b", Body: "c"}, nil},
		{"a body hash with PLAINTEXT", "body hash", get(benchURL), func(s *Signer) { s.Method, s.BodyHash = PLAINTEXT, true }},
		{"an unknown signature method", "signature method", get(benchURL), func(s *Signer) { s.Method = "HMAC-MD5" }},
		{"an empty nonce", "nonce", get(benchURL), func(s *Signer) { s.Nonce = func() string { return "" } }},
		{"a clock before 1970", "clock", get(benchURL), func(s *Signer) { s.Now = func() time.Time { return time.Time{} } }},
		{"a clock that was never set", "clock", get(benchURL), func(s *Signer) { s.Now = fixedAt(0) }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := fixedSigner()
			if test.change != nil {
				test.change(s)
			}
			dst, err := s.AppendAuthorization([]byte("kept"), test.request)
			var got *InputError
			if !errors.As(err, &got) || got.What != test.what {
				t.Errorf("got error %v, want one about the %s", err, test.what)
			}
			if string(dst) != "kept" {
				t.Errorf("got %q back", dst)
			}
			if _, err := s.Explain(test.request); !errors.As(err, &got) {
				t.Errorf("Explain: got %v", err)
			}
		})
	}
	if _, err := fixedSigner().AppendAuthorization(nil, Request{Method: "POST", URL: benchURL, Form: long}); !errors.Is(err, ErrFormTooLong) {
		t.Errorf("a form over the bound: got %v", err)
	}
}

func TestAParameterThatWeSendTooIsRefusedByName(t *testing.T) {
	sent := []string{"oauth_consumer_key", "oauth_nonce", "oauth_signature_method", "oauth_timestamp", "oauth_token", "oauth_version"}
	for _, name := range sent {
		for _, written := range []string{name, "%6Fauth" + name[5:], strings.Replace(name, "_", "%5f", 1)} {
			requests := map[Source]Request{
				Query: {Method: "POST", URL: "https://example.com/?a=b&" + written + "=x"},
				Form:  {Method: "POST", URL: "https://example.com/", Form: "a=b&" + written},
			}
			for source, r := range requests {
				_, err := fixedSigner().AppendAuthorization(nil, r)
				var conflict *ConflictError
				if !errors.As(err, &conflict) || conflict.Name != name || conflict.Source != source {
					t.Errorf("%s in the %s: got %v", written, source, err)
				}
			}
		}
	}
}

func TestNoErrorHoldsASecret(t *testing.T) {
	s := fixedSigner()
	s.Credentials.ConsumerKey = ""
	s.Realm = "\n"
	for _, r := range []Request{{}, {Method: "GET", URL: "x"}, {Method: "GET", URL: benchURL}} {
		if _, err := s.AppendAuthorization(nil, r); err == nil || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("got %v", err)
		}
	}
}

func TestASignerServesManyGoroutines(t *testing.T) {
	s := fixedSigner()
	requests := []Request{}
	want := []string{}
	for _, r := range benchRequests() {
		requests = append(requests, r)
		want = append(want, sign(t, fixedSigner(), r))
	}
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 200 {
				n := (worker + i) % len(requests)
				if got, err := s.AppendAuthorization(nil, requests[n]); err != nil || string(got) != want[n] {
					t.Errorf("got %s, %v", got, err)
				}
			}
		})
	}
	group.Wait()
}
