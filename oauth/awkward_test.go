package oauth

import (
	"net/url"
	"strings"
	"testing"
)

// awkward are requests that signers are known to get wrong. What is wanted was
// worked out by hand from RFC 5849 §3.4.1; OAUTH stands for OAuth's parameters.
var awkward = []struct {
	name   string
	method string
	url    string
	form   string
	uri    string
	params string
}{
	// Names and values.
	{"several octets, as they are", "GET", "https://h.example/?q=日本&é=😀", "", "https://h.example/", "%C3%A9=%F0%9F%98%80&OAUTH&q=%E6%97%A5%E6%9C%AC"},
	{"several octets, escaped in lower case", "GET", "https://h.example/?q=%e6%97%a5", "", "https://h.example/", "OAUTH&q=%E6%97%A5"},
	{"composed and combined letters differ", "GET", "https://h.example/?a=\u00e9&a=e\u0301", "", "https://h.example/", "a=%C3%A9&a=e%CC%81&OAUTH"},
	{"invalid UTF-8, as it is", "GET", "https://h.example/?a=\xff\xfe&\xc3=1", "", "https://h.example/", "%C3=1&a=%FF%FE&OAUTH"},
	{"invalid UTF-8, escaped", "GET", "https://h.example/?a=%C0%AF&b=%ED%A0%80&c=%fF", "", "https://h.example/", "a=%C0%AF&b=%ED%A0%80&c=%FF&OAUTH"},
	{"octets that no text has, in a form", "POST", "https://h.example/", "a=%00%0D%0A&b=\x00\r\n\x7f", "https://h.example/", "a=%00%0D%0A&b=%00%0D%0A%7F&OAUTH"},
	{"every way to write a space", "GET", "https://h.example/?a=+&b=%20&c=%2B&d+e=f%20g", "", "https://h.example/", "a=%20&b=%20&c=%2B&d%20e=f%20g&OAUTH"},
	{"every way to write a space, in a form", "POST", "https://h.example/", "a=+&b=%20&c=%2B&d+e=f%20g", "https://h.example/", "a=%20&b=%20&c=%2B&d%20e=f%20g&OAUTH"},
	{"separators, escaped", "GET", "https://h.example/?a%3D=%26&b=%3D%3d&c%26d", "", "https://h.example/", "a%3D=%26&b=%3D%3D&c%26d=&OAUTH"},
	{"separators in a value", "GET", "https://h.example/?a=b=c&d==&e=?/:@", "", "https://h.example/", "a=b%3Dc&d=%3D&e=%3F%2F%3A%40&OAUTH"},
	{"escaped twice", "GET", "https://h.example/?a=%252F&b=%25", "", "https://h.example/", "a=%252F&b=%25&OAUTH"},
	{"broken escapes", "GET", "https://h.example/?a=%&b=%4&c=%zz&d=%%41&e=%4%31", "", "https://h.example/", "a=%25&b=%254&c=%25zz&d=%25A&e=%2541&OAUTH"},
	{"octets that need no escape have one", "GET", "https://h.example/?%61=%7E%2D%2E%5F", "", "https://h.example/", "a=~-._&OAUTH"},
	{"octets that other encoders leave", "GET", "https://h.example/?a=!*'()$,/:", "", "https://h.example/", "a=%21%2A%27%28%29%24%2C%2F%3A&OAUTH"},
	{"brackets", "GET", "https://h.example/?x[]=1&x[a]=2&x%5B%5D=0", "", "https://h.example/", "OAUTH&x%5B%5D=0&x%5B%5D=1&x%5Ba%5D=2"},

	// Pairs and their order.
	{"semicolons part nothing", "POST", "https://h.example/a;b?c=1;d=2", "e;f=3;g", "https://h.example/a;b", "c=1%3Bd%3D2&e%3Bf=3%3Bg&OAUTH"},
	{"empty names, and again", "GET", "https://h.example/?=&=&=b&=a&a", "", "https://h.example/", "=&=&=a&=b&a=&OAUTH"},
	{"nothing between separators", "POST", "https://h.example/?&&a&&", "&&b&", "https://h.example/", "a=&b=&OAUTH"},
	{"a bare question mark", "GET", "https://h.example/?", "", "https://h.example/", "OAUTH"},
	{"question marks in the query", "GET", "https://h.example/a?b?c=d?e", "", "https://h.example/a", "b%3Fc=d%3Fe&OAUTH"},
	{"one name, many times, in both", "POST", "https://h.example/?a=2&a=10", "a=1&a=%31&a=", "https://h.example/", "a=&a=1&a=1&a=10&a=2&OAUTH"},
	{"query and form sort as one", "POST", "https://h.example/?b=q&d=q", "c=f&a=f&z=f", "https://h.example/", "a=f&b=q&c=f&d=q&OAUTH&z=f"},
	{"upper case comes first", "GET", "https://h.example/?a=1&B=2&_=3&0=4", "", "https://h.example/", "0=4&B=2&_=3&a=1&OAUTH"},
	{"names sort without what follows", "GET", "https://h.example/?a-=1&a=2&a!=3&a.b=4", "", "https://h.example/", "a=2&a%21=3&a-=1&a.b=4&OAUTH"},
	{"names that are alike for eight octets", "GET", "https://h.example/?abcdefghi=1&abcdefgh=2&abcdefg=3&abcdefghA=4", "", "https://h.example/", "abcdefg=3&abcdefgh=2&abcdefghA=4&abcdefghi=1&OAUTH"},
	{"sorted as encoded, not as decoded", "GET", "https://h.example/?a=~&a=ß&a=z", "", "https://h.example/", "a=%C3%9F&a=z&a=~&OAUTH"},
	{"among OAuth's own", "GET", "https://h.example/?oauth_o=1&oauth_z=2&oauth=3&oauth_a=4", "", "https://h.example/",
		"oauth=3&oauth_a=4&oauth_consumer_key=k&oauth_nonce=n&oauth_o=1&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1&oauth_version=1.0&oauth_z=2"},
	{"foreign signatures", "POST", "https://h.example/?oauth_signature=x&a=1&oauth%5Fsignature=y", "oauth_signature=z&oauth_signature_x=1", "https://h.example/",
		"a=1&oauth_consumer_key=k&oauth_nonce=n&oauth_signature_method=HMAC-SHA1&oauth_signature_x=1&oauth_timestamp=1&oauth_version=1.0"},

	// The base URI.
	{"an escaped slash", "GET", "https://h.example/a%2Fb%2fc", "", "https://h.example/a%2Fb%2fc", "OAUTH"},
	{"a path with all that it may hold", "GET", "https://h.example/-._~!$&'()*+,;=:@/%20/%7E", "", "https://h.example/-._~!$&'()*+,;=:@/%20/%7E", "OAUTH"},
	{"a path in other letters", "GET", "https://h.example/é/日", "", "https://h.example/%C3%A9/%E6%97%A5", "OAUTH"},
	{"dots and double slashes", "GET", "https://h.example//a/../b/./c//", "", "https://h.example//a/../b/./c//", "OAUTH"},
	{"no path", "GET", "https://h.example?a=b", "", "https://h.example/", "a=b&OAUTH"},
	{"IPv6", "GET", "https://[2001:DB8::1]/", "", "https://[2001:db8::1]/", "OAUTH"},
	{"IPv6 with the port of its scheme", "GET", "http://[::1]:80/", "", "http://[::1]/", "OAUTH"},
	{"IPv6 with a port", "GET", "http://[::1]:8080/", "", "http://[::1]:8080/", "OAUTH"},
	{"IPv6 with a zone", "GET", "http://[fe80::1%25eth0]/", "", "http://[fe80::1]/", "OAUTH"},
	{"IPv6 with a zone and a port", "GET", "http://[fe80::1%25eth0]:8080/", "", "http://[fe80::1]:8080/", "OAUTH"},
	{"IPv6 that holds IPv4", "GET", "http://[::FFFF:192.0.2.1]/", "", "http://[::ffff:192.0.2.1]/", "OAUTH"},
	{"the other scheme's port", "GET", "http://h.example:443/", "", "http://h.example:443/", "OAUTH"},
	{"the other scheme's port, with TLS", "GET", "https://h.example:80/", "", "https://h.example:80/", "OAUTH"},
	{"a port that begins alike", "GET", "https://h.example:4433/", "", "https://h.example:4433/", "OAUTH"},
	{"an empty port", "GET", "https://h.example:/", "", "https://h.example/", "OAUTH"},
	{"what is not sent", "GET", "HTTPS://User:p%40w@H.Example:443/#f?a=b", "", "https://h.example/", "OAUTH"},
	{"a method in lower case", "patch", "https://h.example/", "", "https://h.example/", "OAUTH"},
}

func TestAwkwardRequests(t *testing.T) {
	s := &Signer{Credentials: Credentials{ConsumerKey: "k"}, Nonce: func() string { return "n" }, Now: fixedAt(1)}
	for _, test := range awkward {
		t.Run(test.name, func(t *testing.T) {
			params := strings.Replace(test.params, "OAUTH",
				"oauth_consumer_key=k&oauth_nonce=n&oauth_signature_method=HMAC-SHA1&oauth_timestamp=1&oauth_version=1.0", 1)
			want := strings.ToUpper(test.method) + "&" + escaped(test.uri) + "&" + escaped(params)
			r := Request{Method: test.method, URL: test.url, Form: test.form}
			e, err := s.Explain(r)
			if err != nil {
				t.Fatal(err)
			}
			if e.BaseString != want {
				t.Errorf("base string:\n got %s\nwant %s", e.BaseString, want)
			}
			if got := sign(t, s, r); got != e.Header {
				t.Errorf("AppendAuthorization:\n got %s\nwant %s", got, e.Header)
			}
			if got := signOverHTTP(t, s, r).Header.Get("Authorization"); got != e.Header {
				t.Errorf("Sign:\n got %s\nwant %s", got, e.Header)
			}
		})
	}
}

// escaped percent-encodes with another encoder than ours.
func escaped(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

func TestLongRequests(t *testing.T) {
	const octets = 100 << 10
	long := strings.Repeat("é %+", octets/5)
	pairs := strings.TrimSuffix(strings.Repeat("n=v&", 5000), "&")
	tests := map[string]struct{ query, form, want string }{
		"a value in the query":    {"v=" + escaped(long), "", "v=" + escaped(long)},
		"a value in the form":     {"", "v=" + escaped(long), "v=" + escaped(long)},
		"a name":                  {"", escaped(long) + "=v", escaped(long) + "=v"},
		"raw octets":              {"", strings.Repeat("\xff", octets), strings.Repeat("%FF", octets) + "="},
		"one pair, 5,000 times":   {pairs, "", pairs},
		"5,000 pairs in each":     {pairs, pairs, pairs + "&" + pairs},
		"a long one and a short":  {"b=" + escaped(long), "a=1", "a=1&b=" + escaped(long)},
		"escapes across the lots": {strings.Repeat("a", 62) + "=%41%zz+" + strings.Repeat("&", 200) + "a=%", "", "a=%25&" + strings.Repeat("a", 62) + "=A%25zz%20"},
	}
	for name, test := range tests {
		s := &Signer{Credentials: Credentials{ConsumerKey: "k"}}
		e, err := s.Explain(Request{Method: "POST", URL: "https://h.example/?" + test.query, Form: test.form})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		others := []string{}
		for _, p := range e.Parameters {
			if p.Source != OAuth {
				others = append(others, p.Encoded)
			}
		}
		if got := strings.Join(others, "&"); got != test.want {
			t.Errorf("%s: got %d octets, want %d", name, len(got), len(test.want))
		}
		if want := "POST&" + escaped("https://h.example/") + "&" + escaped(e.NormalizedParameters); e.BaseString != want {
			t.Errorf("%s: the base string has %d octets, want %d", name, len(e.BaseString), len(want))
		}
	}
}
