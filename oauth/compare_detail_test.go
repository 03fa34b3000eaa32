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

func TestASecretIsSeenBehindABrokenEscape(t *testing.T) {
	ours := explained(t, getRequest)
	s := newScribe(getRequest)
	s.consumerKey = "%" + rightEncode(s.first) // "%CA" looks like an escape
	found, err := Compare(ours, s.header())
	if err != nil || found[0].Theirs != redacted {
		t.Errorf("got %+v, %v", found, err)
	}
}

func TestEqualBaseStringsAreSaidToBeEqual(t *testing.T) {
	const equal = "The base strings are equal"
	ours := explained(t, getRequest)
	s := newScribe(getRequest)
	s.second = ""
	found, err := Compare(ours, s.header())
	if err != nil || found[0].Cause != NoTokenSecret || !strings.Contains(found[0].Advice, equal) {
		t.Errorf("got %+v, %v", found, err)
	}
	s.baseMethod = strings.ToLower
	found, err = Compare(ours, s.header())
	if err != nil || found[1].Cause != NoTokenSecret || strings.Contains(found[1].Advice, equal) {
		t.Errorf("got %+v, %v", found, err)
	}
}

func TestABlankInASecretOfOursIsNamedToo(t *testing.T) {
	for _, c := range []struct{ first, second, want string }{
		{"\n", "", "consumer secret of ours"},
		{"", "\r\n", "token secret of ours"},
		{" ", " ", "both secrets of ours"},
	} {
		signer := compareSigner()
		s := newScribe(getRequest)
		signer.Credentials.ConsumerSecret = NewSecret(s.first + c.first)
		signer.Credentials.TokenSecret = NewSecret(s.second + c.second)
		ours, err := signer.Explain(getRequest)
		if err != nil {
			t.Fatal(err)
		}
		found, err := Compare(ours, s.header())
		if err != nil || found[0].Cause != BlankInSecret || !strings.Contains(found[0].Advice, c.want) {
			t.Errorf("%s: got %+v, %v", c.want, found, err)
		}
	}
}

func TestASecretThatOursLacksIsNotMissed(t *testing.T) {
	signer := compareSigner()
	signer.Credentials.Token, signer.Credentials.TokenSecret = "", Secret{}
	ours, err := signer.Explain(getRequest)
	if err != nil {
		t.Fatal(err)
	}
	s := newScribe(getRequest)
	s.sendsToken = false
	s.key = func(first, _ string) string { return rightEncode(first) }
	found, err := Compare(ours, s.header())
	if err != nil || found[0].Cause != NoAmpersand {
		t.Errorf("got %+v, %v", found, err)
	}
}

func TestASearchThroughAPastedTextIsBounded(t *testing.T) {
	if scheme, rest := afterScheme(strings.Repeat("a", 100) + " b"); scheme != "" || rest != "" {
		t.Errorf("read on for a scheme that is too long: %q, %q", scheme, rest)
	}
	apart := draftPair{name: "a", value: "%26"}
	ours := append(slices.Repeat([]draftPair{{name: "b", value: "%26"}}, mostTakenOut-1), apart)
	if got := readPairs("a=&", ours); len(got) != 1 || got[0].value != "&" {
		t.Errorf("within the bound: got %q", got)
	}
	if got := readPairs("a=&", slices.Insert(ours, 0, draftPair{name: "b", value: "%26"})); len(got) != 1 || got[0].value != "" {
		t.Errorf("over the bound: got %q", got)
	}
}

func TestAHeaderWithoutAMethodOrASignatureIsCompared(t *testing.T) {
	ours := explained(t, getRequest)
	s := newScribe(getRequest)
	s.second = ""
	s.collect = func(query, form, protocol []nameValue) []nameValue {
		return slices.Concat(query, form, slices.DeleteFunc(protocol, func(p nameValue) bool { return p.name == "oauth_signature_method" }))
	}
	header := strings.Replace(s.header(), `oauth_signature_method="HMAC-SHA1", `, "", 1)
	unsigned, _, _ := strings.Cut(header, ", oauth_signature=")
	for theirs, want := range map[string][]string{
		header:   {"oauth_signature_method", ""},
		unsigned: {"oauth_signature_method", "oauth_signature"},
	} {
		found, err := Compare(ours, theirs)
		if err != nil || len(found) < 2 {
			t.Errorf("%s: got %+v, %v", theirs, found, err)
			continue
		}
		if got := []string{found[0].Name, found[1].Name}; !slices.Equal(got, want) || found[0].Cause != ProtocolMissing {
			t.Errorf("%s: got %+v want %q", theirs, found, want)
		}
	}
}

func TestOptionsOfOursAreCompared(t *testing.T) {
	signer := compareSigner()
	signer.Callback, signer.NoVersion = "https://example.com/ours", true
	ours, err := signer.Explain(getRequest)
	if err != nil {
		t.Fatal(err)
	}
	signer = compareSigner()
	signer.Callback = "https://example.com/theirs"
	theirs, err := signer.Explain(getRequest)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{theirs.Header, theirs.BaseString} {
		found, err := Compare(ours, text)
		if err != nil || len(found) != 2 || found[0].Cause != ProtocolOtherValue || found[1].Cause != VersionPresence {
			t.Errorf("%s: got %+v, %v", text, found, err)
		}
	}
}

func TestASearchEndsWhenEnoughIsSigned(t *testing.T) {
	ours := explained(t, getRequest)
	search, err := newTrial(HMACSHA1, keysOf(ours))
	if err != nil {
		t.Fatal(err)
	}
	search.octets = 100 * len(ours.BaseString)
	if _, _, found := search.find(draftOf(ours)); found || search.octets > 0 || search.octets < -2*len(ours.BaseString) {
		t.Errorf("found %v, %d octets left", found, search.octets)
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
	for i, w := range words {
		if w.cause == "" || !strings.HasSuffix(w.advice, ".") {
			t.Errorf("%q: %q", w.cause, w.advice)
		}
		if rank(w.cause) != i {
			t.Errorf("%s is there twice", w.cause)
		}
	}
}
