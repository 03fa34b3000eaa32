package oauth

import (
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func FuzzEncodingIsInjectiveAndRoundTrips(f *testing.F) {
	f.Add("", "")
	f.Add("a b", "a+b")
	f.Add("%20", " ")
	f.Add("é\xff\x00", "~-._")
	f.Fuzz(func(t *testing.T, a, b string) {
		once, twice := string(appendEncoded(nil, a)), string(appendTwice(nil, a))
		if !encodedStrictly(once) || decode(once) != a {
			t.Errorf("%q encodes to %q, which decodes to %q", a, once, decode(once))
		}
		if want := string(appendEncoded(nil, once)); twice != want {
			t.Errorf("%q encoded twice: got %q want %q", a, twice, want)
		}
		if other := string(appendEncoded(nil, b)); (once == other) != (a == b) {
			t.Errorf("%q and %q encode to %q and %q", a, b, once, other)
		}
		var p parameters
		p.scan(Form, "n="+once)
		if form := p.value(&p.others[0]); string(form) != twice {
			t.Errorf("%q read as a form: got %q want %q", once, form, twice)
		}
	})
}

func FuzzTheOrderOfParametersDoesNotMatter(f *testing.F) {
	f.Add("a=1&b=2&a=1&a=%20&&=&c", "x=y", uint64(1))
	f.Add("abcdefgh=1&abcdefghi=2&abcdefg=3&abcdefgh=", "oauth_a=b&ob=1", uint64(2))
	f.Fuzz(func(t *testing.T, query, form string, seed uint64) {
		base := func(query, form string) (string, bool) {
			r := Request{Method: "POST", URL: "https://example.com/?" + query, Form: form}
			e, err := fixedSigner().Explain(r)
			if err != nil || strings.Contains(query, "#") {
				return "", false
			}
			return e.BaseString, true
		}
		want, ok := base(query, form)
		if !ok {
			return
		}
		pieces := append(strings.Split(query, "&"), strings.Split(form, "&")...)
		random := rand.New(rand.NewPCG(seed, 0))
		random.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
		// A form may hold what a URL may not.
		if got, _ := base("", strings.Join(pieces, "&")); got != want {
			t.Errorf("%q:\n got %q\nwant %q", pieces, got, want)
		}
	})
}

func FuzzWhatIsSignedVerifies(f *testing.F) {
	f.Add("GET", "https://example.com/a%2Fb?x=1;y=%zz", "", "realm", uint8(0))
	f.Add("POST", "http://[::1]:80/?oauth_signature=x&é=\xff", "a=b&a=+", "", uint8(1))
	f.Add("pUt", "HTTPS://User:pw@EXAMPLE.com:443?#f", "=&==&%", "", uint8(3))
	methods := []Method{HMACSHA1, HMACSHA256, HMACSHA512, PLAINTEXT}
	f.Fuzz(func(t *testing.T, method, url, form, realm string, kind uint8) {
		req, err := http.NewRequest(method, url, strings.NewReader(form))
		if err != nil {
			return
		}
		req.Header.Set("Content-Type", formMediaType)
		s := benchSigner()
		s.Realm, s.Method = realm, methods[int(kind)%len(methods)]
		if err := s.Sign(req); err != nil {
			return
		}
		if err := Verify(req, lookup); err != nil {
			t.Errorf("%s: %v\n%s", req.URL, err, req.Header.Get("Authorization"))
		}
		if body, err := io.ReadAll(req.Body); err != nil || string(body) != form {
			t.Errorf("body: got %q, %v want %q", body, err, form)
		}
	})
}

func FuzzExplainAndSignAgree(f *testing.F) {
	f.Add("GET", "https://example.com/a%2Fb?x=1;y=%zz", "")
	f.Add("POST", "http://user@[fe80::1%25eth0]:8080/(x)/é?a&a", "b=c&&=")
	f.Fuzz(func(t *testing.T, method, url, form string) {
		req, err := http.NewRequest(method, url, strings.NewReader(form))
		if err != nil {
			return
		}
		req.Header.Set("Content-Type", formMediaType)
		// What net/http sends for this URL, which is not always what was given.
		e, explained := fixedSigner().Explain(Request{Method: req.Method, URL: req.URL.String(), Form: form})
		signed := fixedSigner().Sign(req)
		if (explained == nil) != (signed == nil) {
			t.Fatalf("%s: Explain says %v, Sign says %v", req.URL, explained, signed)
		}
		if signed != nil {
			return
		}
		if got := req.Header.Get("Authorization"); got != e.Header {
			t.Errorf("%s:\n Sign    %s\n Explain %s", req.URL, got, e.Header)
		}
		encoded := make([]string, len(e.Parameters))
		for i, parameter := range e.Parameters {
			encoded[i] = parameter.Encoded
		}
		if got := strings.Join(encoded, "&"); got != e.NormalizedParameters {
			t.Errorf("%s:\n parameters %s\n normalized %s", req.URL, got, e.NormalizedParameters)
		}
	})
}

func FuzzTheHeaderParserPrintsWhatItParsed(f *testing.F) {
	f.Add(`OAuth realm="a\"b",oauth_nonce="%20" , x="y"`)
	f.Add(`OAuth realm="`)
	f.Add(`oauth a="b",`)
	f.Fuzz(func(t *testing.T, header string) {
		fields, problem := parseAuthorization(header)
		if problem != nil {
			return
		}
		again, problem := parseAuthorization(printFields(fields))
		if problem != nil || !slices.Equal(again, fields) {
			t.Errorf("%q: %q became %q, %v", header, fields, again, problem)
		}
	})
}

func printFields(fields []field) string {
	printed := make([]string, len(fields))
	for i, f := range fields {
		value := string(appendEncoded(nil, f.value))
		if f.name == "realm" {
			value = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(f.value)
		}
		printed[i] = string(appendEncoded(nil, f.name)) + `="` + value + `"`
	}
	return "OAuth " + strings.Join(printed, ",")
}
