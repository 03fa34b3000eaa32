package cli

import (
	"strings"
	"testing"

	"lpkeys/domain"
)

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
