package oauth

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

// wrapAt breaks a text into lines as a terminal does.
func wrapAt(width int, text string) string {
	var lines []string
	for len(text) > width {
		lines = append(lines, text[:width])
		text = text[width:]
	}
	return strings.Join(append(lines, text), "\n")
}

func TestAHeaderIsReadHoweverItIsPasted(t *testing.T) {
	ours := explained(t, postRequest)
	value := ours.Header
	pastes := map[string]string{
		"the value":                value,
		"with blanks around":       " \t" + value + " \r\n",
		"in quotes":                `'` + value + `'`,
		"the line":                 "Authorization: " + value,
		"the line in small":        "authorization:" + value,
		"wrapped after commas":     strings.ReplaceAll("Authorization: "+value, ",", ",\r\n    "),
		"wrapped after the scheme": strings.Replace(value, "OAuth ", "OAuth\n  ", 1),
		"wrapped by a terminal":    wrapAt(40, value),
		"blanks around commas":     strings.ReplaceAll(value, ",", " ,  "),
		"curl":                     "curl -X POST -H 'Authorization: " + value + "' https://example.com/?a=b -d 'c=d'",
		"curl, wrapped":            "curl \\\n  -H 'Accept: */*' \\\n  -H 'Authorization: " + value + "' \\\n  https://example.com/",
		"curl in double quotes":    `curl -H "Authorization: ` + strings.ReplaceAll(value, `"`, `\"`) + `" https://example.com/`,
		"an option in quotes":      `-H "Authorization: ` + strings.ReplaceAll(value, `"`, `\"`) + `"`,
		"a string of JSON":         `"` + strings.ReplaceAll(value, `"`, `\"`) + `"`,
		"a dump of a request":      "POST /a HTTP/1.1\r\nHost: example.com\r\nAuthorization: " + value + "\r\nAccept: a/b\r\n\r\n",
		"after a proxy's":          "Proxy-Authorization: Basic CANARY\r\nAuthorization: " + value,
		"JSON":                     `{"Authorization": "` + strings.ReplaceAll(value, `"`, `\"`) + `", "Accept": "a/b"}`,
		"JavaScript":               `req.setRequestHeader('Authorization', '` + value + `');`,
		"a scheme in small":        "oauth" + strings.TrimPrefix(value, "OAuth"),
		"a realm":                  strings.Replace(value, "OAuth ", `OAuth realm="authorization: here",`, 1),
	}
	for name, paste := range pastes {
		if found, err := Compare(ours, paste); err != nil || len(found) != 0 {
			t.Errorf("%s: got %+v, %v\n%s", name, found, err, paste)
		}
	}
}

func TestABaseStringIsReadHoweverItIsPasted(t *testing.T) {
	ours := explained(t, getRequest)
	for name, paste := range map[string]string{
		"as it is":              ours.BaseString,
		"in quotes":             `"` + ours.BaseString + `"` + "\n",
		"wrapped by a terminal": wrapAt(72, ours.BaseString),
		"wrapped and indented":  "  " + strings.ReplaceAll(wrapAt(60, ours.BaseString), "\n", "\r\n  "),
	} {
		if found, err := Compare(ours, paste); err != nil || len(found) != 0 {
			t.Errorf("%s: got %+v, %v", name, found, err)
		}
	}
}

func TestWhatCannotBeComparedIsAnError(t *testing.T) {
	ours := explained(t, getRequest)
	plain := &Signer{Credentials: compareSigner().Credentials, Method: PLAINTEXT}
	plaintext, err := plain.Explain(getRequest)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		ours   *Explanation
		theirs string
		want   string
	}{
		"nothing of ours":       {nil, ours.Header, "is not explained"},
		"an empty explanation":  {&Explanation{}, ours.Header, "is not explained"},
		"an empty text":         {ours, " \n", "is empty"},
		"a long text":           {ours, strings.Repeat("a", MaxCompared+1), "too long"},
		"Bearer":                {ours, "Authorization: Bearer CANARY", "another scheme"},
		"Basic":                 {ours, "Basic CANARY", "another scheme"},
		"a secret":              {ours, "CANARY/first+secret", "neither"},
		"two secrets":           {ours, "CANARY other", "neither"},
		"words":                 {ours, "my authorization: does not work", "neither"},
		"OAuth and nothing":     {ours, "OAuth ", "neither"},
		"OAuth and words":       {ours, "OAuth is not easy", "neither"},
		"a request line":        {ours, "GET /a?b=c&d=e HTTP/1.1", "neither"},
		"PLAINTEXT":             {ours, plaintext.Header, "PLAINTEXT"},
		"PLAINTEXT in disguise": {ours, strings.Replace(plaintext.Header, "PLAINTEXT", "HMAC-SHA1", 1), "PLAINTEXT"},
		"PLAINTEXT's base":      {ours, plaintext.BaseString, "PLAINTEXT"},
		"PLAINTEXT of ours":     {plaintext, ours.Header, "PLAINTEXT"},
	} {
		found, err := Compare(c.ours, c.theirs)
		var input *InputError
		if !errors.As(err, &input) || !strings.Contains(err.Error(), c.want) || found != nil {
			t.Errorf("%s: got %v, %v want an error with %q", name, found, err, c.want)
			continue
		}
		if strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: the error shows a secret: %v", name, err)
		}
	}
}

func TestAValueOfAHeaderThatIsNotEncodedIsNamed(t *testing.T) {
	ours := explained(t, getRequest)
	theirs := strings.Replace(ours.Header, "the%20consumer%2Bkey", "the consumer+key", 1)
	found, err := Compare(ours, theirs)
	if err != nil || len(found) != 1 {
		t.Fatalf("got %+v, %v", found, err)
	}
	want := Difference{Cause: HeaderNotEncoded, Part: PartHeader, Name: "oauth_consumer_key",
		Ours: "the%20consumer%2Bkey", Theirs: "the consumer+key", Advice: advice(HeaderNotEncoded)}
	if !reflect.DeepEqual(found[0], want) {
		t.Errorf("got  %+v\nwant %+v", found[0], want)
	}
}

func TestAValueOfAHeaderWithoutQuotesIsNamed(t *testing.T) {
	ours := explained(t, getRequest)
	theirs := strings.ReplaceAll(ours.Header, `"`, "")
	found, err := Compare(ours, "curl -H 'Authorization: "+theirs+"' https://example.com/?a=b")
	if err != nil || len(found) != 1 || found[0].Cause != HeaderNotQuoted || found[0].Name != signatureName {
		t.Errorf("got %+v, %v", found, err)
	}
}

func TestAForeignParameterOfAHeaderIsNamed(t *testing.T) {
	r := Request{Method: "POST", URL: "https://example.com/"}
	ours := explained(t, r)
	found, err := Compare(ours, ours.Header+`,a="b"`)
	if err != nil || len(found) != 2 || found[0].Cause != ProtocolNotSigned || found[1].Cause != ProtocolExtra {
		t.Errorf("got %+v, %v", found, err)
	}
}

func explained(t *testing.T, r Request) *Explanation {
	t.Helper()
	e, err := compareSigner().Explain(r)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
