package oauth

import (
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// lookup knows the key of fixedSigner.
func lookup(consumerKey, _ string) (Credentials, bool) {
	c := fixedSigner().Credentials
	return c, consumerKey == c.ConsumerKey
}

func signedRequest(t *testing.T, s *Signer, method, url, form string) *http.Request {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", formMediaType)
	if err := s.Sign(req); err != nil {
		t.Fatal(err)
	}
	return req
}

func checkProblem(t *testing.T, err error, want Problem, parameters ...string) {
	t.Helper()
	var got *VerifyError
	if !errors.As(err, &got) || got.Problem != want {
		t.Errorf("got %v, want %s", err, want)
		return
	}
	if len(parameters) > 0 && !slices.Equal(got.Parameters, parameters) {
		t.Errorf("%s: got parameters %q want %q", want, got.Parameters, parameters)
	}
	if strings.Contains(err.Error(), "CANARY") {
		t.Errorf("the error shows a secret: %v", err)
	}
}

// Over a real connection the server sees what really went out.
func TestWhatIsSignedVerifiesOnAServer(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if err := Verify(req, lookup); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		body, _ := io.ReadAll(req.Body)
		_, _ = w.Write(body)
	}))
	defer server.Close()
	requests := []struct{ method, path, form string }{
		{"GET", "", ""},
		{"GET", "/", ""},
		{"GET", "/?", ""},
		{"GET", "?a=b", ""},
		{"GET", "/a%2Fb/%7Ec~/é/a b/(x)/[y]/\"z\"", ""},
		{"GET", "//double//slash/../x/./y", ""},
		{"GET", "/?a=1;b=2&c=%zz&d=%4&e=%", ""},
		{"GET", "/?a=b&a=b&a=&a&=&=x&&", ""},
		{"GET", "/?q=hello+world&q=hello%20world&q=%2B", ""},
		{"GET", "/?q=日本&q=%ff%FE&q=\xff", ""},
		{"GET", "/?a==b==c&%3D=%26&x[]=1&x[]=2", ""},
		{"GET", "/?oauth_signature=theirs&oauth_callback=x", ""},
		{"POST", "/?a=query", "a=form&a=query&b=+%2B&c"},
		{"PUT", "/", "a=%zz;&&=&\x00\n=1"},
		{"get", "/", ""},
		{"DELETE", "/x", ""},
	}
	for method := range hashes {
		for _, r := range requests {
			s := benchSigner()
			s.Method = method
			req := signedRequest(t, s, r.method, server.URL+r.path, r.form)
			req.Header.Set("Content-Type", formMediaType+"; charset=UTF-8")
			response, err := server.Client().Do(req)
			if err != nil {
				t.Fatalf("%s %s: %v", r.method, r.path, err)
			}
			body, _ := io.ReadAll(response.Body)
			_ = response.Body.Close()
			if response.StatusCode != http.StatusOK || string(body) != r.form {
				t.Errorf("%s %s %s: %d %s", method, r.method, r.path, response.StatusCode, body)
			}
		}
	}
}

func TestAChangedRequestDoesNotVerify(t *testing.T) {
	changes := map[string]func(*http.Request){
		"method":    func(r *http.Request) { r.Method = "PUT" },
		"scheme":    func(r *http.Request) { r.URL.Scheme = "http" },
		"host":      func(r *http.Request) { r.Host = "example.org" },
		"port":      func(r *http.Request) { r.Host = "example.com:8443" },
		"path":      func(r *http.Request) { r.URL.Path += "/" },
		"query":     func(r *http.Request) { r.URL.RawQuery += "&a=b" },
		"form":      func(r *http.Request) { r.Body = io.NopCloser(strings.NewReader("a=c")) },
		"body kind": func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") },
		"nonce":     replaceHeader(`oauth_nonce="0`, `oauth_nonce="1`),
		"timestamp": replaceHeader(`oauth_timestamp="17`, `oauth_timestamp="18`),
		"new":       replaceHeader(`oauth_nonce=`, `added="1",oauth_nonce=`),
		"version":   replaceHeader(`oauth_version="1.0",`, ``),
		"signature": replaceHeader(`oauth_signature="`, `oauth_signature="A`),
	}
	for what, change := range changes {
		req := signedRequest(t, fixedSigner(), "POST", "https://example.com/path?q=1", "a=b")
		if err := Verify(req, lookup); err != nil {
			t.Fatal(err)
		}
		change(req)
		t.Run(what, func(t *testing.T) { checkProblem(t, Verify(req, lookup), SignatureInvalid, "oauth_signature") })
	}
}

func replaceHeader(from, to string) func(*http.Request) {
	return func(r *http.Request) {
		r.Header.Set("Authorization", strings.Replace(r.Header.Get("Authorization"), from, to, 1))
	}
}

func TestAnotherSecretDoesNotVerify(t *testing.T) {
	req := signedRequest(t, fixedSigner(), "GET", benchURL, "")
	for _, change := range []func(*Credentials){
		func(c *Credentials) { c.ConsumerSecret = NewSecret("CANARY-other") },
		func(c *Credentials) { c.TokenSecret = NewSecret("CANARY-other") },
		func(c *Credentials) { c.TokenSecret = Secret{} },
	} {
		err := Verify(req, func(string, string) (Credentials, bool) {
			c := fixedSigner().Credentials
			change(&c)
			return c, true
		})
		checkProblem(t, err, SignatureInvalid)
	}
}

func TestEveryProblemHasItsName(t *testing.T) {
	tests := []struct {
		name       string
		change     func(*http.Request)
		want       Problem
		parameters []string
	}{
		{"no header", func(r *http.Request) { r.Header.Del("Authorization") }, ParameterAbsent, []string{"Authorization"}},
		{"another scheme", func(r *http.Request) { r.Header.Set("Authorization", "Bearer CANARY") }, ParameterAbsent, []string{"Authorization"}},
		{"two headers", func(r *http.Request) { r.Header.Add("Authorization", "OAuth") }, ParameterRejected, []string{"Authorization"}},
		{"no consumer key", without("oauth_consumer_key"), ParameterAbsent, []string{"oauth_consumer_key"}},
		{"no nonce", without("oauth_nonce"), ParameterAbsent, []string{"oauth_nonce"}},
		{"no method", without("oauth_signature_method"), ParameterAbsent, []string{"oauth_signature_method"}},
		{"no signature", without("oauth_signature"), ParameterAbsent, []string{"oauth_signature"}},
		{"a nonce twice", replaceHeader("oauth_nonce=", `oauth_nonce="x",oauth_nonce=`), ParameterRejected, []string{"oauth_nonce"}},
		{"a signature twice", replaceHeader("oauth_nonce=", `oauth_signature="x",oauth_nonce=`), ParameterRejected, []string{"oauth_signature"}},
		{"a second signature, the first one empty", replaceHeader("OAuth ", `OAuth oauth_signature="",`), ParameterRejected, []string{"oauth_signature"}},
		{"more parameters than anybody sends", replaceHeader("OAuth ", "OAuth "+strings.Repeat(`oauth_x="",`, 10_000)), ParameterRejected, []string{"Authorization"}},
		{"a nonce in the query too", func(r *http.Request) { r.URL.RawQuery = "oauth%5Fnonce=1" }, ParameterRejected, []string{"oauth_nonce"}},
		{"version 2", replaceHeader(`version="1.0"`, `version="2.0"`), VersionRejected, []string{"oauth_version"}},
		{"an unknown method", replaceHeader("HMAC-SHA1", "RSA-SHA1"), SignatureMethodRejected, []string{"oauth_signature_method"}},
		{"a timestamp of letters", replaceHeader(`timestamp="17`, `timestamp="x7`), ParameterRejected, []string{"oauth_timestamp"}},
		{"a timestamp with a sign", replaceHeader(`timestamp="17`, `timestamp="%2B17`), ParameterRejected, []string{"oauth_timestamp"}},
		{"a timestamp of zero", replaceHeader(`timestamp="1700000000`, `timestamp="0`), ParameterRejected, []string{"oauth_timestamp"}},
		{"an unknown key", replaceHeader(`consumer_key="0`, `consumer_key="9`), ConsumerKeyUnknown, []string{"oauth_consumer_key"}},
		{"another token", replaceHeader(`oauth_token="f`, `oauth_token="0`), TokenRejected, []string{"oauth_token"}},
		{"no token", without("oauth_token"), TokenRejected, []string{"oauth_token"}},
		{"the old clock", func(r *http.Request) {}, TimestampRefused, []string{"oauth_timestamp"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			req := signedRequest(t, fixedSigner(), "GET", "https://example.com/?q=1", "")
			test.change(req)
			v := &Verifier{Lookup: lookup}
			if test.want == TimestampRefused {
				v.Window = time.Minute
			}
			checkProblem(t, v.Verify(req), test.want, test.parameters...)
		})
	}
}

func without(name string) func(*http.Request) {
	return func(r *http.Request) {
		header := strings.TrimPrefix(r.Header.Get("Authorization"), "OAuth ")
		fields := slices.DeleteFunc(strings.Split(header, ","), func(field string) bool {
			return strings.HasPrefix(field, name+"=")
		})
		r.Header.Set("Authorization", "OAuth "+strings.Join(fields, ","))
	}
}

func TestTheWindowReachesBothWays(t *testing.T) {
	signed := fixedSigner().Now()
	for away, want := range map[time.Duration]Problem{
		0: "", 5 * time.Minute: "", -5 * time.Minute: "",
		5*time.Minute + time.Second: TimestampRefused, -5*time.Minute - time.Second: TimestampRefused,
	} {
		v := &Verifier{Lookup: lookup, Window: 5 * time.Minute, Now: func() time.Time { return signed.Add(away) }}
		err := v.Verify(signedRequest(t, fixedSigner(), "GET", benchURL, ""))
		if want == "" {
			if err != nil {
				t.Errorf("%s: got %v", away, err)
			}
			continue
		}
		checkProblem(t, err, want)
	}
}

func TestANonceIsAskedForOnlyAfterTheSignature(t *testing.T) {
	seen := map[string]bool{}
	v := &Verifier{Lookup: lookup, FirstUse: func(consumerKey, token, nonce string, at time.Time) bool {
		key := strings.Join([]string{consumerKey, token, nonce, at.String()}, "\n")
		defer func() { seen[key] = true }()
		return !seen[key]
	}}
	forged := signedRequest(t, fixedSigner(), "GET", benchURL, "")
	replaceHeader(`oauth_signature="`, `oauth_signature="A`)(forged)
	checkProblem(t, v.Verify(forged), SignatureInvalid)
	if len(seen) != 0 {
		t.Error("a forged request used up a nonce")
	}
	req := signedRequest(t, fixedSigner(), "GET", benchURL, "")
	if err := v.Verify(req); err != nil {
		t.Error(err)
	}
	checkProblem(t, v.Verify(req), NonceUsed, "oauth_nonce")
}

func TestAZeroVerifierKnowsNoKey(t *testing.T) {
	req := signedRequest(t, fixedSigner(), "GET", benchURL, "")
	checkProblem(t, (&Verifier{}).Verify(req), ConsumerKeyUnknown)
}

func TestALookupThatFindsAnotherKeyIsNotBelieved(t *testing.T) {
	req := signedRequest(t, fixedSigner(), "GET", benchURL, "")
	checkProblem(t, Verify(req, func(consumerKey, token string) (Credentials, bool) {
		c, known := lookup(consumerKey, token)
		c.ConsumerKey = "other"
		return c, known
	}), ConsumerKeyUnknown)
}

func TestPlaintextNeedsNoTimestampAndNoNonce(t *testing.T) {
	s := fixedSigner()
	s.Method = PLAINTEXT
	req := signedRequest(t, s, "GET", "https://example.com/", "")
	without("oauth_nonce")(req)
	without("oauth_timestamp")(req)
	if err := Verify(req, lookup); err != nil {
		t.Error(err)
	}
	replaceHeader("CANARY0", "CANARY1")(req)
	checkProblem(t, Verify(req, lookup), SignatureInvalid)
}

func TestANonceAndATimestampThatAreNotThereAreNotJudged(t *testing.T) {
	s := fixedSigner()
	s.Method = PLAINTEXT
	v := &Verifier{Lookup: lookup, Window: time.Minute, FirstUse: func(_, _, nonce string, _ time.Time) bool { return nonce != "" }}
	req := signedRequest(t, s, "GET", "https://example.com/", "")
	without("oauth_nonce")(req)
	without("oauth_timestamp")(req)
	if err := v.Verify(req); err != nil {
		t.Error(err)
	}
}

func TestANameFromARequestForgesNoLogLine(t *testing.T) {
	req := signedRequest(t, fixedSigner(), "GET", "https://example.com/", "")
	replaceHeader("OAuth ", `OAuth oauth_%0A%1B="x",oauth_%0A%1B="y",`)(req)
	err := Verify(req, lookup)
	checkProblem(t, err, ParameterRejected, "oauth_\n\x1b")
	if text := err.Error(); !strings.Contains(text, "oauth_%0A%1B ") {
		t.Errorf("got %q", text)
	}
}

func TestTheServersOwnSchemeComesFromTLS(t *testing.T) {
	for scheme, state := range map[string]*tls.ConnectionState{"https": {}, "http": nil} {
		signed := signedRequest(t, fixedSigner(), "GET", scheme+"://example.com/a?b", "")
		req := httptest.NewRequest("GET", "/a?b", nil)
		req.TLS, req.Header = state, signed.Header
		if err := Verify(req, lookup); err != nil {
			t.Errorf("%s: %v", scheme, err)
		}
		if scheme == "https" {
			req.TLS, req.URL.Scheme = nil, "https" // behind a proxy
			if err := Verify(req, lookup); err != nil {
				t.Errorf("behind a proxy: %v", err)
			}
		}
	}
}

func TestAFormOverTheBoundIsNotVerified(t *testing.T) {
	req := signedRequest(t, fixedSigner(), "POST", benchURL, "a=b")
	req.Body = io.NopCloser(strings.NewReader(strings.Repeat("a", MaxForm+1)))
	if err := Verify(req, lookup); !errors.Is(err, ErrFormTooLong) {
		t.Errorf("got %v", err)
	}
}

func TestTheHeaderIsReadStrictly(t *testing.T) {
	good := map[string][]field{
		`OAuth a="b"`:                         {{"a", "b"}},
		`oauth a="b"`:                         {{"a", "b"}},
		`OAuth  a="b" , c="%20%2b%2B"`:        {{"a", "b"}, {"c", " ++"}},
		`OAuth realm="a \"b\" \\",c=""`:       {{"realm", `a "b" \`}, {"c", ""}},
		`OAuth realm="http://x.org/",%61="1"`: {{"realm", "http://x.org/"}, {"a", "1"}},
	}
	for header, want := range good {
		if got, problem := parseAuthorization(header); problem != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %q, %v want %q", header, got, problem, want)
		}
	}
	bad := []string{
		"", "OAuth", "OAuth ", "OAuthx a=\"b\"", `Basic a="b"`, `OAuth a`, `OAuth a=b`, `OAuth a='b'`, `OAuth a="b`, `OAuth ="b"`,
		`OAuth a="b" c="d"`, `OAuth a="b",`, `OAuth ,a="b"`, `OAuth a="b",,c="d"`, `OAuth a="b"c`, `OAuth a = "b"`,
		`OAuth a="b c"`, `OAuth a="b/c"`, `OAuth a="%"`, `OAuth a="%4"`, `OAuth a="%zz"`, `OAuth a="b\"c"`,
		`OAuth a="é"`, `OAuth realm="a`, `OAuth realm="a\`, `OAuth a b="c"`, "OAuth a=\"b\"\n",
	}
	for _, header := range bad {
		if got, problem := parseAuthorization(header); problem == nil {
			t.Errorf("%q: got %q", header, got)
		}
	}
}
