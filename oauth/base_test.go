package oauth

import (
	"cmp"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestTheURLRules(t *testing.T) {
	for url, want := range map[string]string{
		"http://example.com:443/":                 "http://example.com:443/",
		"https://example.com:80/":                 "https://example.com:80/",
		"https://EXAMPLE.com:8443/A/%2f/%7E":      "https://example.com:8443/A/%2f/%7E",
		"https://[2001:DB8::1]/":                  "https://[2001:db8::1]/",
		"https://[2001:db8::1]:443/x":             "https://[2001:db8::1]/x",
		"https://[2001:db8::1]:8443/x":            "https://[2001:db8::1]:8443/x",
		"https://[fe80::1%25en0]:8443/x":          "https://[fe80::1]:8443/x",
		"https://[::ffff:192.0.2.1]/":             "https://[::ffff:192.0.2.1]/",
		"https://example.com:":                    "https://example.com/",
		"https://example.com?a=b":                 "https://example.com/",
		"https://example.com#/a":                  "https://example.com/",
		"https://example.com/?":                   "https://example.com/",
		"https://example.com/a?b?c/d":             "https://example.com/a",
		"https://example.com//a/../b/./":          "https://example.com//a/../b/./",
		"https://a:b@c@example.com/@/:":           "https://example.com/@/:",
		"https://example.com/a b/é\"<>\\^`{|}":    "https://example.com/a%20b/%C3%A9%22%3C%3E%5C%5E%60%7B%7C%7D",
		"https://example.com/(a),b;c=d/[e]!$&'*+": "https://example.com/(a),b;c=d/[e]!$&'*+",
		"https://va_x.example.com./~":             "https://va_x.example.com./~",
	} {
		if got := encodedURI(t, url); got != want {
			t.Errorf("%s:\n got %s\nwant %s", url, got, want)
		}
	}
}

func encodedURI(t *testing.T, url string) string {
	t.Helper()
	var target target
	if err := target.set(url); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	var uri baseURI
	if err := uri.set(&target); err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	return decode(string(uri.encoded))
}

func TestEveryPairOfAQueryCounts(t *testing.T) {
	for query, want := range map[string]string{
		"":                                   "",
		"&&":                                 "",
		"=":                                  "=",
		"=&=":                                "=&=",
		"=b&a":                               "=b&a=",
		"a=b&a=b&a=a":                        "a=a&a=b&a=b",
		"a=b=c":                              "a=b%3Dc",
		"a==":                                "a=%3D",
		"a=1;b=2":                            "a=1%3Bb%3D2",
		"a=%zz&b=%4&c=%":                     "a=%25zz&b=%254&c=%25",
		"a=%4%41":                            "a=%254A",
		"a+b=c+d&a%20b=c%20c":                "a%20b=c%20c&a%20b=c%20d",
		"a=%2B":                              "a=%2B",
		"a=%2f&a=%2F":                        "a=%2F&a=%2F",
		"a=%00%ff\xfe":                       "a=%00%FF%FE",
		"é=日":                                "%C3%A9=%E6%97%A5",
		"a.b=1&a-b=2&a_b=3&a~=4":             "a-b=2&a.b=1&a_b=3&a~=4",
		"a=2&a!=1&A=3":                       "A=3&a=2&a%21=1",
		"x=%C3%9F&x=z":                       "x=%C3%9F&x=z",
		"abcdefgh2=1&abcdefgh1=2&abcdefgh=3": "abcdefgh=3&abcdefgh1=2&abcdefgh2=1",
	} {
		var p parameters
		if err := p.addForm(Query, query); err != nil {
			t.Fatal(err)
		}
		if err := p.sort(); err != nil {
			t.Fatal(err)
		}
		if got := decode(string(p.appendNormalized(nil))); got != want {
			t.Errorf("%s:\n got %s\nwant %s", query, got, want)
		}
	}
}

// The plain way: encode, sort the strings, join, encode.
func TestSortingOffsetsIsSortingStrings(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	octets := "ab-.~%!\x00\xff"
	text := func(most int) string {
		b := make([]byte, random.IntN(most))
		for i := range b {
			b[i] = octets[random.IntN(len(octets))]
		}
		return string(b)
	}
	for range 500 {
		var p parameters
		pairs := make([][2]string, random.IntN(40))
		for i := range pairs {
			name, value := string(appendEncoded(nil, text(12))), string(appendEncoded(nil, text(4)))
			pairs[i] = [2]string{name, value}
			if i%2 == 0 {
				p.add(decode(name), []byte(decode(value)))
			} else if err := p.addForm(Form, name+"="+value); err != nil {
				t.Fatal(err)
			}
		}
		p.sortOAuth()
		if err := p.sort(); err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(pairs, func(a, b [2]string) int {
			return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1]))
		})
		joined := make([]string, len(pairs))
		for i, pair := range pairs {
			joined[i] = pair[0] + "=" + pair[1]
		}
		want := string(appendEncoded(nil, strings.Join(joined, "&")))
		if got := string(p.appendNormalized(nil)); got != want {
			t.Fatalf("%q:\n got %s\nwant %s", pairs, got, want)
		}
	}
}

func TestControlsAreFoundWhereverTheyStand(t *testing.T) {
	s := fixedSigner() // one signer: what it keeps must not hide them
	for c := range 256 {
		control := c < ' ' || c == 0x7F
		for _, url := range []string{"https://example.com/a%sb", "https://example.com/?a%sb", "https://example.com/?%s=", "https://example.com/?a=%s"} {
			_, err := s.AppendAuthorization(nil, Request{Method: "GET", URL: strings.Replace(url, "%s", string([]byte{byte(c)}), 1)})
			if (err != nil) != control {
				t.Errorf("octet %#x in %s: got %v", c, url, err)
			}
		}
		if _, err := s.AppendAuthorization(nil, Request{Method: "POST", URL: benchURL, Form: string([]byte{byte(c)})}); err != nil {
			t.Errorf("octet %#x in the form: got %v", c, err)
		}
	}
}

// Only a server meets such names: a client's own need no encoding.
func TestAConflictNamesTheDecodedName(t *testing.T) {
	var p parameters
	p.add("oauth_@ ", []byte("x"))
	if err := p.addForm(Query, "oauth_%40+=1"); err != nil {
		t.Fatal(err)
	}
	var conflict *ConflictError
	if err := p.sort(); !errors.As(err, &conflict) || conflict.Name != "oauth_@ " {
		t.Errorf("got %v", err)
	}
}

// Nothing may be moved about for each of them: that would take minutes.
func TestManyForeignSignaturesAreLeftOutInOnePass(t *testing.T) {
	var p parameters
	if err := p.addForm(Form, strings.Repeat("oauth_signature&", 600_000)); err != nil {
		t.Fatal(err)
	}
	if err := p.sort(); err != nil || len(p.sorted) != 0 {
		t.Errorf("got %d pairs, %v", len(p.sorted), err)
	}
}
