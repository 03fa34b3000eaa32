package domain_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"lpkeys/domain"
)

// notSegments are what neither an account ID nor a service may be.
var notSegments = []string{
	"", " ", "1 2", " 12345678", "12345678\n", "12/34", "..%2f", "%2e%2e", "a?b", "a#b", "a;b", "a\\b",
	"../../evil", "é", "１２３", "a\x00", "\x7f", "a\u200b", "\xff", "a@b", "a:b", strings.Repeat("1", 10<<10),
}

func TestAccountIDIsTakenAsItIsOrRefused(t *testing.T) {
	for _, good := range []string{"12345678", "le12345", "LE_1-a", strings.Repeat("9", 32)} {
		if got, err := domain.ParseAccountID(good); string(got) != good || err != nil {
			t.Errorf("%q: got %q, %v", good, got, err)
		}
	}
	for _, bad := range append(notSegments, "a.b", strings.Repeat("9", 33)) {
		if got, err := domain.ParseAccountID(bad); got != "" || !isInputError(err, "account ID ") {
			t.Errorf("%q: got %q, %v, want an InputError", bad, got, err)
		}
	}
}

func TestServiceNameIsTakenAsItIsOrRefused(t *testing.T) {
	for _, good := range []string{"msgHist", "v2.feed", "a_b-c", strings.Repeat("s", 64)} {
		if got, err := domain.ParseService(good); string(got) != good || err != nil {
			t.Errorf("%q: got %q, %v", good, got, err)
		}
	}
	for _, bad := range append(notSegments, ".", "..", "-x", strings.Repeat("s", 65)) {
		if got, err := domain.ParseService(bad); got != "" || !isInputError(err, "service name ") {
			t.Errorf("%q: got %q, %v, want an InputError", bad, got, err)
		}
	}
}

func TestInputErrorSaysWhatToChange(t *testing.T) {
	for bad, want := range map[string]string{
		"":         "account ID is empty",
		"1234 567": `account ID holds a blank at position 5; only letters and digits, "-", "_" may stand in it`,
		"123\n":    `account ID holds a line end, tab or other control character at position 4; only letters and digits, "-", "_" may stand in it`,
		"12/3":     `account ID holds "/" at position 3; only letters and digits, "-", "_" may stand in it`,
		"1é":       `account ID holds a character that is not ASCII at position 2; only letters and digits, "-", "_" may stand in it`,
	} {
		if _, err := domain.ParseAccountID(bad); err == nil || err.Error() != want {
			t.Errorf("%q:\ngot  %v\nwant %s", bad, err, want)
		}
	}
}

func TestNothingBadIsEverAsked(t *testing.T) {
	client := domain.Client{HTTP: roundTripper(func(req *http.Request) (*http.Response, error) {
		t.Errorf("asked %s", req.URL)
		return reply(req, 200, list), nil
	})}
	for _, bad := range notSegments {
		if _, err := client.All(t.Context(), domain.AccountID(bad), usual); !isInputError(err, "account ID ") {
			t.Errorf("account %q: got %v", bad, err)
		}
		if _, err := client.Resolve(t.Context(), domain.AccountID(bad), "msgHist", usual); !isInputError(err, "account ID ") {
			t.Errorf("account %q: got %v", bad, err)
		}
		if _, err := client.Resolve(t.Context(), account, domain.Service(bad), usual); !isInputError(err, "service name ") {
			t.Errorf("service %q: got %v", bad, err)
		}
	}
	client.BaseURL = "http://evil.example"
	if _, err := client.All(t.Context(), account, usual); !isInputError(err, "API address ") {
		t.Errorf("got %v for a bad API address", err)
	}
}

func TestBaseURLIsHTTPSOrThisMachine(t *testing.T) {
	for good, want := range map[string]string{
		"https://api.liveperson.net":       "https://api.liveperson.net",
		"https://API.liveperson.net/":      "https://api.liveperson.net",
		"HTTPS://api.liveperson.net:8443/": "https://api.liveperson.net:8443",
		"https://mock":                     "https://mock",
		"https://10.1.2.3":                 "https://10.1.2.3",
		"https://[2001:db8::1]:443":        "https://[2001:db8::1]:443",
		"http://localhost:8080":            "http://localhost:8080",
		"http://127.0.0.1":                 "http://127.0.0.1",
		"http://127.8.9.1:1/":              "http://127.8.9.1:1",
		"http://[::1]:9":                   "http://[::1]:9",
	} {
		if got, err := domain.ParseBaseURL(good); got != want || err != nil {
			t.Errorf("%s: got %q, %v, want %q", good, got, err, want)
		}
	}
	for _, bad := range []string{
		"", "api.liveperson.net", "//api.liveperson.net", "ftp://api.liveperson.net", "https:api", "https://",
		"https:///x", "https://:80", "https://a:0", "https://a:", "https://a:65536", "https://a:b",
		"https://a/api", "https://a//", "https://a/?", "https://a?x=1", "https://a#", "https://a#x",
		"https://CANARY@a", "https://me:CANARY@a", "http://me:CANARY@localhost", "https://@a",
		"http://api.liveperson.net", "http://10.0.0.1", "http://localhost.evil.example", "http://0.0.0.0",
		"http://[::1%25lo]", "https://[fe80::1%25eth0]", "https://[::1", "https://xn--lveperson-p2a.net",
		"https://livepersоn.net", "https://a b", "https://a\n", "https://a%00b", "https://127.1", " https://a",
	} {
		got, err := domain.ParseBaseURL(bad)
		if got != "" || !isInputError(err, "API address ") || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%q: got %q, %v, want an InputError", bad, got, err)
		}
	}
}

func FuzzParsedNamesNeverChangeThePath(f *testing.F) {
	f.Add("12345678", "msgHist")
	for _, bad := range notSegments {
		f.Add(bad, bad)
	}
	f.Fuzz(func(t *testing.T, id, name string) {
		a, err := domain.ParseAccountID(id)
		if err != nil {
			return
		}
		s, err := domain.ParseService(name)
		if err != nil {
			return
		}
		path := "/" + string(a) + "/" + string(s) + "/end"
		u, err := url.Parse("https://h" + path)
		if err != nil || u.EscapedPath() != path || u.Path != path || u.JoinPath().Path != path || u.RawQuery != "" {
			t.Errorf("%q, %q: got %v, %v", id, name, u, err)
		}
		if string(a) != id || string(s) != name {
			t.Errorf("%q, %q: repaired to %q, %q", id, name, a, s)
		}
	})
}

func FuzzParseBaseURL(f *testing.F) {
	for _, s := range []string{"https://a.example/", "http://[::1]:80", "http://u:p@localhost", "https://a?#"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		base, err := domain.ParseBaseURL(s)
		if err != nil {
			return
		}
		if again, err := domain.ParseBaseURL(base); again != base || err != nil {
			t.Errorf("%q: got %q, and %q, %v from that", s, base, again, err)
		}
		u, err := url.Parse(base + "/api/account/1/service/baseURI.json?version=1.0")
		if err != nil || u.Path != "/api/account/1/service/baseURI.json" || u.User != nil {
			t.Errorf("%q: %q leads to %v, %v", s, base, u, err)
		}
	})
}

func isInputError(err error, beginning string) bool {
	e, ok := err.(*domain.InputError)
	return ok && strings.HasPrefix(e.Error(), beginning)
}
