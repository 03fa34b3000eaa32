package oauth

import (
	"slices"
	"strings"
	"testing"
)

func TestADifferenceNamesItsParameterAndBothValues(t *testing.T) {
	ours := explained(t, getRequest)
	s := newScribe(getRequest)
	s.encode = func(v string) string { return strings.ReplaceAll(rightEncode(v), "%20", "+") }
	s.collect = func(query, form, protocol []nameValue) []nameValue { return append(protocol, query[:len(query)-1]...) }
	found, err := Compare(ours, s.base())
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[Cause]Difference)
	for _, d := range found {
		d.Advice = ""
		got[d.Cause] = d
	}
	for _, want := range []Difference{
		{Cause: SpaceAsPlus, Part: PartParameter, Name: "oauth_consumer_key", Ours: "the%20consumer%2Bkey", Theirs: "the+consumer%2Bkey"},
		{Cause: QueryNotSigned, Part: PartParameter, Name: "empty", Ours: "empty="},
		{Cause: OtherNonce, Part: PartParameter, Name: "oauth_nonce", Ours: "ournonce", Theirs: "theirnonce"},
	} {
		if got[want.Cause] != want {
			t.Errorf("got  %+v\nwant %+v", got[want.Cause], want)
		}
	}
}

func TestTheMostTellingDifferenceComesFirst(t *testing.T) {
	ours := explained(t, postRequest)
	s := newScribe(postRequest)
	s.consumerKey, s.baseMethod, s.time = "other", strings.ToLower, "1700000000123"
	s.encode = func(v string) string { return strings.ReplaceAll(rightEncode(v), "%20", "+") }
	found, err := Compare(ours, s.base())
	if err != nil {
		t.Fatal(err)
	}
	var got []Cause
	for _, d := range found {
		got = append(got, d.Cause)
	}
	if want := []Cause{OtherConsumerKey, TimeInOtherUnit, HTTPMethodCase, SpaceAsPlus, OtherNonce}; !slices.Equal(got, want) {
		t.Errorf("got %v want %v", got, want)
	}
}

func TestASecretOfAnybodyIsRedacted(t *testing.T) {
	ours := explained(t, getRequest)
	s := newScribe(getRequest)
	s.consumerKey = ours.SigningKey.Reveal()
	s.collect = func(query, form, protocol []nameValue) []nameValue {
		return slices.Concat(query, protocol, []nameValue{{"oauth_consumer_secret", "somebody's"}})
	}
	found, err := Compare(ours, s.base())
	if err != nil {
		t.Fatal(err)
	}
	var hidden []Cause
	for _, d := range found {
		if d.Theirs == redacted {
			hidden = append(hidden, d.Cause)
		}
	}
	if want := []Cause{OtherConsumerKey, ProtocolExtra}; !slices.Equal(hidden, want) {
		t.Errorf("redacted: got %v want %v in %+v", hidden, want, found)
	}
}

func TestDifferencesAreBounded(t *testing.T) {
	r := Request{Method: "GET", URL: "https://example.com/?" + strings.Repeat("x&", 500)}
	for i := range 500 {
		r.URL += "&n" + strings.Repeat("n", i) + "=1"
	}
	bare := explained(t, Request{Method: "GET", URL: "https://example.com/"})
	found, err := Compare(explained(t, r), bare.BaseString)
	if err != nil || len(found) != mostDifferences {
		t.Errorf("got %d differences, %v", len(found), err)
	}
}

func TestClocksAreToldApart(t *testing.T) {
	const ours = "1700000000"
	for _, c := range []struct {
		theirs, words string
		want          Cause
	}{
		{"1700000300", "5m0s after ours", OtherTime},
		{"1699999700", "5m0s before ours", OtherTime},
		{"1700000301", "5m1s after ours", TimeFar},
		{"1700003600", "1h0m0s after ours", TimeZone},
		{"1699992740", "2h1m0s before ours", TimeZone},
		{"1700019800", "5h30m0s after ours", TimeZone},
		{"1700003700", "1h1m40s after ours", TimeFar},
		{"1700054000", "15h0m0s after ours", TimeFar},
		{"1600000000", "1157 days before ours", TimeFar},
		{"99999999999", "a hundred years or more after ours", TimeFar},
		{"0", "before ours", TimeFar},
		{"1700000000000", "milliseconds", TimeInOtherUnit},
		{"1700000000000000", "microseconds", TimeInOtherUnit},
		{"1700000000000000000", "nanoseconds", TimeInOtherUnit},
		{"", "", TimeNotANumber},
		{"-5", "", TimeNotANumber},
	} {
		if got, words := compareClocks(ours, c.theirs); got != c.want || !strings.Contains(words, c.words) {
			t.Errorf("%q: got %s, %q want %s, %q", c.theirs, got, words, c.want, c.words)
		}
	}
}

func TestASignatureIsReadInEveryAlphabet(t *testing.T) {
	const want = "\xfb\xff\xfe34567890123456789"
	for _, c := range []struct {
		text      string
		plain, ok bool
	}{
		{"+//+MzQ1Njc4OTAxMjM0NTY3ODk=", true, true},
		{"+//+MzQ1Njc4OTAxMjM0NTY3ODk", false, true},
		{"-__-MzQ1Njc4OTAxMjM0NTY3ODk", false, true},
		{" // MzQ1Njc4OTAxMjM0NTY3ODk=", false, true},
		{"fbfffe3334353637383930313233343536373839", false, true},
		{"+//+MzQ1Njc4OTAxMjM0NTY3ODkw", false, false}, // longer than any HMAC
		{"", false, false},
	} {
		octets, plain, ok := signatureOctets(c.text)
		if plain != c.plain || ok != c.ok || ok && string(octets) != want {
			t.Errorf("%q: got %q, %v, %v", c.text, octets, plain, ok)
		}
	}
}

func TestEveryCauseHasItsWords(t *testing.T) {
	for _, w := range words {
		if w.cause == "" || !strings.HasSuffix(w.advice, ".") {
			t.Errorf("%q: %q", w.cause, w.advice)
		}
	}
	if len(advice) != len(words) {
		t.Errorf("%d causes have %d words: one is there twice", len(advice), len(words))
	}
}
