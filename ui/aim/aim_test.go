package aim

import (
	"strings"
	"testing"

	"lpkeys/domain"
)

func TestATargetIsAWholeURLOrAServiceAndAPath(t *testing.T) {
	for text, want := range map[string]Target{
		"https://va.msghist.liveperson.net/x": {Whole: "https://va.msghist.liveperson.net/x"},
		"http://127.0.0.1:80":                 {Whole: "http://127.0.0.1:80"},
		"msgHist:/x":                          {Service: "msgHist", Path: "/x"},
		"msgHist:/x?to=https://example.com":   {Service: "msgHist", Path: "/x?to=https://example.com"},
	} {
		if got, err := Parse(text); err != nil || got != want {
			t.Errorf("%q: got %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "/x", "msgHist", "msgHist:", "msgHist:x", "https:/x", "HTTP:/x", "../x:/y", "a b:/x", ":/x"} {
		if got, err := Parse(text); err == nil {
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
		got, err := Target{Service: "s", Path: path}.Fill("12", nil)
		if (err == nil) != (want != "") || err == nil && got.Path != want {
			t.Errorf("%q: got %q, %v, want %q", path, got.Path, err, want)
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
		if got := HoldsSignature(pairs); got != want {
			t.Errorf("%q: got %v, want %v", pairs, got, want)
		}
	}
}

func FuzzTarget(f *testing.F) {
	for _, seed := range []string{"https://a/{accountId}", "msgHist:/x", "a:/{b}", "{", "://", "s:/{{x}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed, err := Parse(text)
		if err != nil {
			return
		}
		if parsed.Whole != "" && parsed.Whole != text || parsed.Whole == "" && string(parsed.Service)+":"+parsed.Path != text {
			t.Errorf("%q became %+v", text, parsed)
		}
		filled, err := parsed.Fill("12345678", nil)
		if err == nil && strings.Contains(filled.Whole+filled.Path, domain.AccountPlaceholder) {
			t.Errorf("%q still holds the account's place: %+v", text, filled)
		}
	})
}
