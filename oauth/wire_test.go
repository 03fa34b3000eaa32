package oauth

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Requests are built by hand here, field by field and at random, and what is wanted
// is worked out from the octets that go over the wire: by RFC 5849 §3.4.1 to the
// letter, slowly, and with no code of the package.
func TestWhatGoesOverTheWireIsWhatIsSigned(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	s := benchSigner()
	signed := 0
	for range 5000 {
		req := anyRequest(random)
		if err := s.Sign(req); err != nil {
			continue
		}
		signed++
		header, wire, base := overTheWire(t, req)
		mac := hmac.New(sha1.New, []byte("CANARY0123456789&CANARY9876543210"))
		mac.Write([]byte(base))
		want := `oauth_signature="` + rightEncode(base64.StdEncoding.EncodeToString(mac.Sum(nil))) + `"`
		if !strings.Contains(header, want) {
			t.Fatalf("got %s\nwant %s\nover %s\n%q", header, want, base, wire)
		}
	}
	if signed < 4000 {
		t.Errorf("only %d of 5000 requests could be signed", signed)
	}
}

func pick(random *rand.Rand, from []string) string { return from[random.IntN(len(from))] }

func anyText(random *rand.Rand) (text string) {
	for range random.IntN(12) {
		text += pick(random, []string{
			"a", "b", "A", "0", "é", "日", "\xff", "%2F", "%2f", "%7E", "%00", "%zz", "%", "%4", "+", "%20", "%2B", "=", "&",
			";", "&&", "=&=", "/", "?", ":", "@", "!", "*", "'", "(", ")", "~", "[", "]", "|", "\"", "\\", "<", ",", " ", "#", ".", "-",
			"aaaaaaaa", "aaaaaaaab", "oauth", "oauth_", "&oauth_x=1", "&oauth_signature=q&", "oauth%5Fsignature",
		})
	}
	return text
}

func anyRequest(random *rand.Rand) *http.Request {
	hosts := []string{"example.com", "EXAMPLE.com:443", "h:80", "h:8443", "h:", "192.0.2.1", "a_b.c.", "[::1]", "[::1]:80", "[FE80::1%eth0]:443"}
	req := &http.Request{
		Method: pick(random, []string{"", "GET", "POST", "put", "M-SEARCH"}),
		URL: &url.URL{
			Scheme: pick(random, []string{"http", "https"}), Host: pick(random, hosts),
			Path: "/" + anyText(random), RawQuery: anyText(random), ForceQuery: random.IntN(2) == 0, Fragment: anyText(random),
		},
	}
	switch random.IntN(4) {
	case 0:
		req.URL.Path = ""
	case 1:
		req.URL.RawPath = "/" + anyText(random) // which counts when it is one for Path
		req.URL.Path, _ = url.PathUnescape(req.URL.RawPath)
	}
	if random.IntN(4) == 0 {
		req.Host = pick(random, hosts)
	}
	if random.IntN(4) == 0 {
		req.URL.User = url.UserPassword("user", "CANARY")
	}
	if random.IntN(2) == 0 {
		addBody(random, req, anyText(random))
	}
	return req
}

func addBody(random *rand.Rand, req *http.Request, body string) {
	req.Header = http.Header{"Content-Type": {pick(random, []string{formMediaType, formMediaType + "; charset=utf-8", "application/json"})}}
	req.Body = io.NopCloser(strings.NewReader(body))
	switch random.IntN(3) {
	case 0:
		req.ContentLength = int64(len(body))
	case 1:
		req.ContentLength, req.TransferEncoding = -1, []string{"chunked"}
		req.Trailer = http.Header{"X-After": {"1"}}
	}
}

// overTheWire returns what a server gets of req: the header, all octets, and the
// base string that they make.
func overTheWire(t *testing.T, req *http.Request) (header, wire, base string) {
	t.Helper()
	var out bytes.Buffer
	if err := req.Write(&out); err != nil {
		t.Fatal(err)
	}
	wire = out.String()
	line, rest, _ := strings.Cut(wire, "\r\n")
	method, target, _ := strings.Cut(strings.TrimSuffix(line, " HTTP/1.1"), " ")
	path, query, _ := strings.Cut(target, "?")
	// net/http reads the rest; it would not read every target.
	received, err := http.ReadRequest(bufio.NewReader(strings.NewReader("POST / HTTP/1.1\r\n" + rest)))
	if err != nil {
		t.Fatalf("%v\n%q", err, wire)
	}
	body, err := io.ReadAll(received.Body)
	if err != nil {
		t.Fatal(err)
	}
	header = received.Header.Get("Authorization")
	pairs := slowRead(query)
	if strings.HasPrefix(received.Header.Get("Content-Type"), formMediaType) {
		pairs = append(pairs, slowRead(string(body))...)
	}
	for field := range strings.SplitSeq(strings.TrimPrefix(header, "OAuth "), ",") {
		name, value, _ := strings.Cut(field, "=")
		pairs = append(pairs, nameValue{name, slowDecode(strings.Trim(value, `"`))})
	}
	uri := rightURI(&url.URL{Scheme: req.URL.Scheme, Host: strings.TrimSuffix(received.Host, ":")})
	return header, wire, strings.ToUpper(method) + "&" + rightEncode(strings.TrimSuffix(uri, "/")+cmp.Or(path, "/")) + "&" + slowNormalize(pairs)
}

func slowNormalize(pairs []nameValue) string {
	var encoded []nameValue
	for _, p := range pairs {
		if p.name != "oauth_signature" {
			encoded = append(encoded, nameValue{rightEncode(p.name), rightEncode(p.value)})
		}
	}
	var texts []string
	for _, p := range byBytes(encoded) {
		texts = append(texts, p.name+"="+p.value)
	}
	return rightEncode(strings.Join(texts, "&"))
}

func slowRead(form string) (pairs []nameValue) {
	for piece := range strings.SplitSeq(form, "&") {
		if piece != "" {
			name, value, _ := strings.Cut(strings.ReplaceAll(piece, "+", " "), "=")
			pairs = append(pairs, nameValue{slowDecode(name), slowDecode(value)})
		}
	}
	return pairs
}

var anEscape = regexp.MustCompile("%[0-9A-Fa-f]{2}")

func slowDecode(s string) string {
	return anEscape.ReplaceAllStringFunc(s, func(escape string) string {
		octet, _ := hex.DecodeString(escape[1:])
		return string(octet)
	})
}
