package cli

import (
	"strings"
	"testing"

	"lpkeys/domain"
)

func TestATargetIsAWholeURLOrAServiceAndAPath(t *testing.T) {
	for text, want := range map[string]target{
		"https://va.msghist.liveperson.net/x": {whole: "https://va.msghist.liveperson.net/x"},
		"http://127.0.0.1:80":                 {whole: "http://127.0.0.1:80"},
		"msgHist:/x":                          {service: "msgHist", path: "/x"},
		"msgHist:/x?to=https://example.com":   {service: "msgHist", path: "/x?to=https://example.com"},
	} {
		if got, err := parseTarget(text); err != nil || got != want {
			t.Errorf("%q: got %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "/x", "msgHist", "msgHist:", "msgHist:x", "https:/x", "HTTP:/x", "../x:/y", "a b:/x", ":/x"} {
		if got, err := parseTarget(text); err == nil {
			t.Errorf("%q: got %+v, want an error", text, got)
		}
	}
}

func TestAPlaceholderIsFilledOrNamed(t *testing.T) {
	for path, want := range map[string]string{
		"/a/{accountId}/b/{accountId}": "/a/12/b/12",
		"/a?q={}":                      "/a?q={}",
		`/a?q={"x":1}`:                 `/a?q={"x":1}`,
		"/a?q=%7BaccountId%7D":         "/a?q=%7BaccountId%7D",
		"/{accountID}":                 "",
		"/{{id}}":                      "",
		"/{accountId}/{id}":            "",
	} {
		got, err := target{service: "s", path: path}.fill("12")
		if (err == nil) != (want != "") || err == nil && got.path != want {
			t.Errorf("%q: got %q, %v, want %q", path, got.path, err, want)
		}
	}
}

func TestAFormKeepsItsOrderAndItsValues(t *testing.T) {
	got, err := parseForm([]string{"b=two words", "a=1+1=2", "b=", "ü=&"})
	if want := "b=two+words&a=1%2B1%3D2&b=&%C3%BC=%26"; err != nil || got != want {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for _, pair := range []string{"", "=x", "CANARY"} {
		if _, err := parseForm([]string{"a=1", pair}); err == nil || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%q: got %v, want an error without it", pair, err)
		}
	}
}

func TestASignatureInTheRequestIsFound(t *testing.T) {
	for pairs, want := range map[string]bool{
		"oauth_signature=x":         true,
		"a=1&oauth%5fsignature":     true,
		"a=oauth_signature":         false,
		"oauth_signature_method=x":  false,
		"a=1#b&oauth_signature=x":   false,
		"":                          false,
		"%zz&oauth_signature=%zz&x": true,
	} {
		if got := holdsSignature(pairs); got != want {
			t.Errorf("%q: got %v, want %v", pairs, got, want)
		}
	}
}

func TestOnlyWhatLooksLikeAWordIsRepeated(t *testing.T) {
	for word, want := range map[string]string{
		"sign": " sign", "no-check": " no-check",
		"": "", "-": "", "a--b": "", "Sign": "", "sign1": "", "cafe0bad": "",
		"abcdefghijklmnopq": "", "a\x1b": "",
	} {
		if got := echo(word); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
	}
}

func TestTheAccountIDIsWhatBothSay(t *testing.T) {
	for name, test := range map[string]struct {
		typed  domain.AccountID
		pasted string
		want   domain.AccountID
	}{
		"typed alone":   {"12", "", "12"},
		"pasted alone":  {"", "12", "12"},
		"both the same": {"12", "12", "12"},
		"two":           {"12", "13", ""},
		"none":          {"", "", ""},
		"pasted wrong":  {"", "1/2", ""},
	} {
		got, err := agree(test.typed, test.pasted)
		if got != test.want && err == nil || (err == nil) != (test.want != "") {
			t.Errorf("%s: got %q, %v, want %q", name, got, err, test.want)
		}
	}
}

func FuzzTarget(f *testing.F) {
	for _, seed := range []string{"https://a/{accountId}", "msgHist:/x", "a:/{b}", "{", "://", "s:/{{x}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := parseTarget(text)
		if err != nil {
			return
		}
		if parsed.whole != "" && parsed.whole != text || parsed.whole == "" && string(parsed.service)+":"+parsed.path != text {
			t.Errorf("%q became %+v", text, parsed)
		}
		filled, err := parsed.fill("12345678")
		if err == nil && strings.Contains(filled.whole+filled.path, domain.AccountPlaceholder) {
			t.Errorf("%q still holds the account's place: %+v", text, filled)
		}
	})
}
