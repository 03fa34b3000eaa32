package oauth

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// fieldsOf reads a header back.
func fieldsOf(t *testing.T, header string) map[string]string {
	t.Helper()
	fields, problem := parseAuthorization(header)
	if problem != nil {
		t.Fatalf("%s: %v", header, problem)
	}
	values := map[string]string{}
	for _, f := range fields {
		if _, twice := values[f.name]; twice {
			t.Errorf("%s is there twice: %s", f.name, header)
		}
		values[f.name] = f.value
	}
	return values
}

func TestEveryOptionHasItsParameter(t *testing.T) {
	plain := []string{"oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method", "oauth_timestamp", "oauth_token", "oauth_version"}
	tests := []struct {
		name        string
		change      func(*Signer)
		with        map[string]string // more than plain
		withoutName string
	}{
		{"none", func(*Signer) {}, nil, ""},
		{"callback", func(s *Signer) { s.Callback = "http://printer.example.com/ready?a=b" }, map[string]string{"oauth_callback": "http://printer.example.com/ready?a=b"}, ""},
		{"out of band", func(s *Signer) { s.Callback = "oob" }, map[string]string{"oauth_callback": "oob"}, ""},
		{"verifier", func(s *Signer) { s.Verifier = "hfdp7dh39dks9884" }, map[string]string{"oauth_verifier": "hfdp7dh39dks9884"}, ""},
		{"no version", func(s *Signer) { s.NoVersion = true }, nil, "oauth_version"},
		{"no token", func(s *Signer) { s.Credentials.Token = "" }, nil, "oauth_token"},
		{"body hash", func(s *Signer) { s.BodyHash = true }, map[string]string{"oauth_body_hash": "2jmj7l5rSw0yVb/vlWAYkK/YBwk="}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := fixedSigner()
			test.change(s)
			e, err := s.Explain(Request{Method: "GET", URL: "https://example.com/?z=1&a=2"})
			if err != nil {
				t.Fatal(err)
			}
			want := slices.DeleteFunc(slices.Clone(plain), func(name string) bool { return name == test.withoutName })
			want = slices.Sorted(slices.Values(append(want, slices.Collect(maps.Keys(test.with))...)))
			got := fieldsOf(t, e.Header)
			if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) {
				t.Errorf("got  %q\nwant %q", names, want)
			}
			for name, value := range test.with {
				if got[name] != value {
					t.Errorf("%s: got %q want %q", name, got[name], value)
				}
			}
			// All of the header but the signature is signed, and in order.
			signed := []string{}
			for _, p := range e.Parameters {
				signed = append(signed, p.Encoded)
				if p.Source == OAuth && got[p.Name] != p.Value {
					t.Errorf("%s: signed %q, sent %q", p.Name, p.Value, got[p.Name])
				}
			}
			if len(signed) != len(want)-1+2 || !slices.IsSorted(signed) {
				t.Errorf("signed %q", signed)
			}
		})
	}
}

// The order is fixed, so that it need not be sorted for each request.
func TestTheProtocolsOrderIsThatOfItsNames(t *testing.T) {
	names := make([]string, protocolSize)
	for i, at := range protocolOrder {
		names[i] = protocolNames[at]
	}
	if !slices.IsSorted(names) || slices.Contains(names, "") || len(slices.Compact(names)) != protocolSize {
		t.Errorf("got %q", names)
	}
}

func TestWhatIsSentBecauseOfAnOptionConflictsToo(t *testing.T) {
	for name, change := range map[string]func(*Signer){
		"oauth_callback":  func(s *Signer) { s.Callback = "oob" },
		"oauth_verifier":  func(s *Signer) { s.Verifier = "v" },
		"oauth_body_hash": func(s *Signer) { s.BodyHash = true },
	} {
		r := Request{Method: "GET", URL: "https://example.com/?" + name + "=x"}
		s := fixedSigner()
		if _, err := s.AppendAuthorization(nil, r); err != nil {
			t.Errorf("%s, not sent by us: %v", name, err)
		}
		change(s)
		var conflict *ConflictError
		if _, err := s.AppendAuthorization(nil, r); !errors.As(err, &conflict) || conflict.Name != name {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// What a signer keeps from one request must not get into the next.
func TestRequestsDoNotMix(t *testing.T) {
	requests := []Request{
		{Method: "GET", URL: "https://example.com/"},
		{Method: "GET", URL: "https://example.com/other?a=b"},
		{Method: "GET", URL: "https://example.com/other?a=b#c?d"},
		{Method: "GET", URL: "https://example.com/other#?a=b"},
		{Method: "GET", URL: "https://example.com/otherwise?a=b"},
		{Method: "GET", URL: "https://me:you@example.com/other?a=b"},
		{Method: "GET", URL: "https://me:you@example.co?a=b"},
		{Method: "GET", URL: "https://example.com"},
		{Method: "GET", URL: "http://example.com/other"},
		{Method: "GET", URL: "https://example.com:8443/other"},
		{Method: "POST", URL: "https://example.com/", Form: "z=1&a=2"},
		{Method: "POST", URL: "https://example.com/", Body: "Hello World!"},
		{Method: "POST", URL: "https://example.com/", Form: "oauth_signature=x&b=" + strings.Repeat("c", mostKept)},
		{Method: "POST", URL: "https://example.com/", Body: "+"},
	}
	nonces := []string{"0123456789abcdef", "fedcba9876543210", "short", "a b", "a%b", "a-b", "0123456789abcd+f"}
	seconds := []int64{1, 999_999_999, 1_700_000_000, 1_700_000_001, 10_000_000_000}
	for _, hashed := range []bool{false, true} {
		kept := &Signer{Credentials: fixedSigner().Credentials, BodyHash: hashed}
		random := rand.New(rand.NewPCG(1, 2))
		for range 2000 {
			r, nonce := requests[random.IntN(len(requests))], nonces[random.IntN(len(nonces))]
			kept.Nonce, kept.Now = func() string { return nonce }, fixedAt(seconds[random.IntN(len(seconds))])
			fresh := &Signer{Credentials: kept.Credentials, BodyHash: hashed, Nonce: kept.Nonce, Now: kept.Now}
			if got, want := sign(t, kept, r), sign(t, fresh, r); got != want {
				t.Fatalf("%s %s, nonce %q:\n got %s\nwant %s", r.Method, r.URL, nonce, got, want)
			}
			switch random.IntN(4) {
			case 0: // Neither does one that is signed by way of net/http.
				if err := kept.Sign(httptest.NewRequest("GET", "https://other.example.com/", nil)); err != nil {
					t.Fatal(err)
				}
			case 1: // A request that cannot be signed leaves nothing behind either.
				for _, bad := range []string{"https://exa mple.com/", "https://example.com/\n", "https://example.com/?\n", "https://example.com/?a&oauth_nonce"} {
					if _, err := kept.AppendAuthorization(nil, Request{Method: "GET", URL: bad}); err == nil {
						t.Fatalf("%q was signed", bad)
					}
				}
			}
		}
	}
}

func TestWhatIsKeptDoesNotGrow(t *testing.T) {
	var p parameters
	protocol := protocolOf(&settings{credentials: fixedSigner().Credentials, method: HMACSHA1})
	var m message
	if err := m.set(&Request{Method: "GET", URL: benchURL}); err != nil {
		t.Fatal(err)
	}
	var lengths []int
	for range 3 {
		if err := protocol.stamp(nil, nil); err != nil {
			t.Fatal(err)
		}
		protocol.write(&p)
		if _, err := p.appendSigned(nil, &m, &baseURI{}); err != nil {
			t.Fatal(err)
		}
		lengths = append(lengths, len(p.text)+len(p.oauth)+len(p.others)+len(p.sorted)+len(protocol.tail))
	}
	if len(slices.Compact(lengths)) != 1 {
		t.Errorf("got lengths %v", lengths)
	}
}

// The hash is of the octets that go out: draft-eaton-oauth-bodyhash, appendix A.
func TestTheBodyHashIsThatOfTheBody(t *testing.T) {
	sum := sha256.Sum256([]byte("Hello World!"))
	tests := []struct {
		method Method
		r      Request
		want   string
	}{
		{HMACSHA1, Request{Method: "PUT", URL: "https://example.com/", Body: "Hello World!"}, "Lve95gjOVATpfV8EL5X4nxwjKHE="},
		{HMACSHA1, Request{Method: "GET", URL: "https://example.com/"}, "2jmj7l5rSw0yVb/vlWAYkK/YBwk="},
		{HMACSHA256, Request{Method: "PUT", URL: "https://example.com/", Body: "Hello World!"}, base64.StdEncoding.EncodeToString(sum[:])},
		{HMACSHA1, Request{Method: "POST", URL: "https://example.com/", Form: "a=b"}, ""}, // a form is signed itself
	}
	for _, test := range tests {
		s := fixedSigner()
		s.Method, s.BodyHash = test.method, true
		if got := fieldsOf(t, sign(t, s, test.r))["oauth_body_hash"]; got != test.want {
			t.Errorf("%s %q: got %q want %q", test.method, test.r.Body+test.r.Form, got, test.want)
		}
	}
}

func TestABodyIsHashedAndPutBack(t *testing.T) {
	const body = "{\"a\": \x00\xff}"
	s := fixedSigner()
	s.BodyHash = true
	want := sign(t, s, Request{Method: "POST", URL: "https://example.com/form?q=1", Body: body})
	for _, contentType := range []string{"application/json", "", "multipart/form-data; boundary=x"} {
		stream := &stream{Reader: strings.NewReader(body)}
		req := post(t, contentType, stream)
		req.Header.Set("Content-Encoding", "gzip") // whatever the octets mean
		if err := s.Sign(req); err != nil {
			t.Fatal(err)
		}
		if got := req.Header.Get("Authorization"); got != want {
			t.Errorf("%q:\n got %s\nwant %s", contentType, got, want)
		}
		if !stream.closed {
			t.Error("the body that was read is open")
		}
		if err := Verify(req, lookup); err != nil {
			t.Error(err)
		}
		checkBody(t, req, body)
	}
}

func TestABodyOverTheBoundIsNotHashed(t *testing.T) {
	body := bytes.Repeat([]byte("a"), MaxForm+1)
	req := post(t, "text/plain", &stream{Reader: bytes.NewReader(body)})
	s := fixedSigner()
	s.BodyHash = true
	if err := s.Sign(req); !errors.Is(err, ErrBodyTooLong) {
		t.Errorf("got %v", err)
	}
	if got, err := io.ReadAll(req.Body); err != nil || !bytes.Equal(got, body) {
		t.Errorf("got %d bytes back, %v, want %d", len(got), err, len(body))
	}
	// Without the option its length does not matter.
	if err := fixedSigner().Sign(post(t, "text/plain", bytes.NewReader(body))); err != nil {
		t.Error(err)
	}
}

func TestTheBodyHashIsVerified(t *testing.T) {
	hashing := fixedSigner()
	hashing.BodyHash = true
	signed := func() *http.Request {
		req := post(t, "application/json", strings.NewReader(`{"a":1}`))
		if err := hashing.Sign(req); err != nil {
			t.Fatal(err)
		}
		return req
	}
	if err := Verify(signed(), lookup); err != nil {
		t.Error(err)
	}
	changed := signed()
	changed.Body = io.NopCloser(strings.NewReader(`{"a":2}`))
	checkProblem(t, Verify(changed, lookup), SignatureInvalid, "oauth_body_hash")

	emptied := signed()
	emptied.Body = nil
	checkProblem(t, Verify(emptied, lookup), SignatureInvalid, "oauth_body_hash")

	long := signed()
	long.Body = io.NopCloser(strings.NewReader(strings.Repeat("a", MaxForm+1)))
	if err := Verify(long, lookup); !errors.Is(err, ErrBodyTooLong) {
		t.Errorf("got %v", err)
	}

	form := signed() // an empty form, so that the signature is right all the same
	form.Header.Set("Content-Type", formMediaType)
	form.Body = nil
	checkProblem(t, Verify(form, lookup), ParameterRejected, "oauth_body_hash")

	plaintext := post(t, "application/json", strings.NewReader(`{"a":1}`))
	if err := (&Signer{Credentials: hashing.Credentials, Method: PLAINTEXT}).Sign(plaintext); err != nil {
		t.Fatal(err)
	}
	replaceHeader("oauth_nonce=", `oauth_body_hash="x",oauth_nonce=`)(plaintext)
	checkProblem(t, Verify(plaintext, lookup), ParameterRejected, "oauth_body_hash")

	without("oauth_body_hash")(changed)
	checkProblem(t, Verify(changed, lookup), SignatureInvalid, "oauth_signature")
}

func TestABodyThatIsNotHashedIsNotRead(t *testing.T) {
	body := &stream{Reader: &failing{errors.New("read")}}
	req := post(t, "application/json", body)
	if err := fixedSigner().Sign(req); err != nil {
		t.Error(err)
	}
	if err := Verify(req, lookup); err != nil || req.Body != body {
		t.Errorf("the body was touched: %v", err)
	}
}

func TestAHugeFormDoesNotStayInMemory(t *testing.T) {
	s := fixedSigner()
	for range 10 {
		sign(t, s, Request{Method: "POST", URL: "https://example.com/", Form: strings.Repeat("a", 1<<20)})
		kept := s.kept.Load().pool.Get().(*signing)
		if size := cap(kept.parameters.text) + cap(kept.base); size > mostKept {
			t.Fatalf("%d bytes wait for the next request", size)
		}
		if err := s.Sign(post(t, formMediaType, strings.NewReader(strings.Repeat("a", 1<<20)))); err != nil {
			t.Fatal(err)
		}
		if buf := scratch.Get().(*[]byte); cap(*buf) > mostKept {
			t.Fatalf("%d bytes wait for the next body", cap(*buf))
		}
	}
}
