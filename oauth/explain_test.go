package oauth

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestExplainNamesEveryStep(t *testing.T) {
	e := explain(t, Request{
		Method: "POST",
		URL:    "HTTP://User:pw@EXAMPLE.com:80?a=1+2#there",
		Form:   "b=%zz&c;d",
	})
	for what, pair := range map[string][2]string{
		"base URI": {e.BaseURI, "http://example.com/"},
		"normalized parameters": {e.NormalizedParameters, "a=1%202&b=%25zz&c%3Bd=" +
			"&oauth_consumer_key=0123456789abcdef0123456789abcdef&oauth_nonce=0123456789abcdef0123456789abcdef" +
			"&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1700000000&oauth_token=fedcba9876543210fedcba9876543210&oauth_version=1.0"},
		"base string": {e.BaseString, "POST&http%3A%2F%2Fexample.com%2F&" + string(appendEncoded(nil, e.NormalizedParameters))},
		"signing key": {e.SigningKey.Reveal(), "CANARY0123456789&CANARY9876543210"},
		"nonce":       {e.Nonce, "0123456789abcdef0123456789abcdef"},
		"timestamp":   {e.Timestamp, "1700000000"},
		"method":      {string(e.Method), "HMAC-SHA1"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s:\n got %q\nwant %q", what, pair[0], pair[1])
		}
	}
	if !strings.Contains(e.Header, string(appendEncoded(nil, e.Signature))) {
		t.Errorf("the header lacks the signature %s: %s", e.Signature, e.Header)
	}
}

// The table of RFC 5849 section 3.4.1.3.1, in the order of section 3.4.1.3.2.
func TestExplainDecodesAsTheStandardDoes(t *testing.T) {
	e := explain(t, Request{
		Method: "POST",
		URL:    "http://example.com/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b",
		Form:   "c2&a3=2+q",
	})
	want := []Parameter{
		{Source: Query, Raw: "a2=r%20b", Name: "a2", Value: "r b", Encoded: "a2=r%20b"},
		{Source: Form, Raw: "a3=2+q", Name: "a3", Value: "2 q", Encoded: "a3=2%20q"},
		{Source: Query, Raw: "a3=a", Name: "a3", Value: "a", Encoded: "a3=a"},
		{Source: Query, Raw: "b5=%3D%253D", Name: "b5", Value: "=%3D", Encoded: "b5=%3D%253D"},
		{Source: Query, Raw: "c%40=", Name: "c@", Value: "", Encoded: "c%40="},
		{Source: Form, Raw: "c2", Name: "c2", Value: "", Encoded: "c2="},
		{Source: OAuth, Raw: "oauth_consumer_key=0123456789abcdef0123456789abcdef", Name: "oauth_consumer_key",
			Value: "0123456789abcdef0123456789abcdef", Encoded: "oauth_consumer_key=0123456789abcdef0123456789abcdef"},
	}
	for i, parameter := range want {
		got := e.Parameters[i]
		got.Notes = nil
		if got.Source != parameter.Source || got.Raw != parameter.Raw || got.Name != parameter.Name ||
			got.Value != parameter.Value || got.Encoded != parameter.Encoded {
			t.Errorf("parameter %d:\n got %+v\nwant %+v", i, got, parameter)
		}
	}
}

func TestExplainNotesWhatDiffers(t *testing.T) {
	tests := []struct {
		name    string
		request Request
		want    []string // words of the notes, in order
	}{
		{"nothing", Request{Method: "GET", URL: "https://example.com/?a=b"}, nil},
		{"a lower-case method", Request{Method: "get", URL: "https://example.com/"}, []string{"signed as GET"}},
		{"an upper-case scheme", Request{Method: "GET", URL: "HTTPS://example.com/"}, []string{"scheme"}},
		{"an upper-case host", Request{Method: "GET", URL: "https://Example.com/"}, []string{"host"}},
		{"the default port", Request{Method: "GET", URL: "https://example.com:443/"}, []string{"port 443"}},
		{"another port", Request{Method: "GET", URL: "https://example.com:80/"}, nil},
		{"userinfo", Request{Method: "GET", URL: "https://a:b@example.com/"}, []string{"password"}},
		{"a fragment", Request{Method: "GET", URL: "https://example.com/#a"}, []string{"fragment"}},
		{"an empty path", Request{Method: "GET", URL: "https://example.com"}, []string{"path: empty"}},
		{"a blank in the path", Request{Method: "GET", URL: "https://example.com/a b"}, []string{"path: has characters"}},
		{"a bad escape in the path", Request{Method: "GET", URL: "https://example.com/%zz"}, []string{"path: \"%\""}},
		{"a zone", Request{Method: "GET", URL: "https://[fe80::1%25eth0]/"}, []string{"zone"}},
		{"a signature in the query", Request{Method: "GET", URL: "https://example.com/?oauth%5Fsignature=x&a"}, []string{"query parameter oauth_signature"}},
		{"a signature in the form", Request{Method: "POST", URL: "https://example.com/", Form: "oauth_signature"}, []string{"form parameter oauth_signature"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { checkNotes(t, explain(t, test.request).Notes, test.want) })
	}
}

func TestExplainShowsTheSignaturesThatItLeavesOut(t *testing.T) {
	e := explain(t, Request{
		Method: "POST",
		URL:    "https://example.com/?oauth%5Fsignature=a%2Bb&x=1",
		Form:   "oauth_signature&y=2",
	})
	want := []Parameter{
		{Source: Query, Raw: "oauth%5Fsignature=a%2Bb", Name: "oauth_signature", Value: "a+b", Encoded: "oauth_signature=a%2Bb"},
		{Source: Form, Raw: "oauth_signature", Name: "oauth_signature", Encoded: "oauth_signature="},
	}
	if !reflect.DeepEqual(e.LeftOut, want) {
		t.Errorf("got %+v want %+v", e.LeftOut, want)
	}
	if strings.Contains(e.BaseString, "oauth_signature%3D") {
		t.Errorf("it is signed: %s", e.BaseString)
	}
}

func TestExplainNotesOddParameters(t *testing.T) {
	for raw, want := range map[string][]string{
		"a=b":             nil,
		"a=":              nil,
		"a":               {"no value"},
		"a=b+c":           {`"+" is a space`},
		"a=b;c=d":         {`";"`},
		"a=%4":            {`"%"`},
		"a=%zz%":          {`"%"`},
		"a=%ff":           {"UTF-8"},
		"oauth_callback=": {"name of OAuth's own"},
	} {
		for _, r := range []Request{
			{Method: "POST", URL: "https://example.com/?" + raw},
			{Method: "POST", URL: "https://example.com/", Form: raw},
		} {
			e := explain(t, r)
			i := slices.IndexFunc(e.Parameters, func(p Parameter) bool { return p.Source != OAuth })
			if i < 0 || e.Parameters[i].Raw != raw {
				t.Errorf("%s: got %+v", raw, e.Parameters)
				continue
			}
			checkNotes(t, e.Parameters[i].Notes, want)
		}
	}
}

func checkNotes(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("got notes %q want %q", got, want)
		return
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("got note %q want %q in it", got[i], want[i])
		}
	}
}

func TestSourcesHaveNames(t *testing.T) {
	for source, want := range map[Source]string{Query: "query", Form: "form", OAuth: "OAuth", 0: "unknown"} {
		if got := source.String(); got != want {
			t.Errorf("%d: got %q want %q", source, got, want)
		}
	}
}
