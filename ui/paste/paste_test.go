package paste

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
)

const (
	key         = "0123456789abcdef0123456789abcdef"
	secret      = "ca11ab1e0000ffff"
	token       = "fedcba9876543210fedcba9876543210"
	tokenSecret = "ca11ab1e1111eeee"
)

// told is a Values that can be compared: what was found, and what was said.
type told struct {
	key, secret, token, tokenSecret, account string
	cleaned, warnings                        []string
}

func tell(v Values) told {
	return told{v.AppKey, v.Secret.Reveal(), v.AccessToken, v.AccessTokenSecret.Reveal(), v.AccountID, v.Cleaned, v.Warnings}
}

// left is what is told when lines were left out.
func left(t told, lines int) told {
	t.warnings = []string{count(lines, "line") + " without a known label left out."}
	return t
}

func TestOnePasteGivesTheFourValues(t *testing.T) {
	four := told{key: key, secret: secret, token: token, tokenSecret: tokenSecret}
	withAccount := four
	withAccount.account = "12345678"
	bare := key + "\n" + secret + "\n" + token + "\n" + tokenSecret

	for _, tt := range []struct {
		name string
		text string
		want told
	}{
		{"four lines in LivePerson's order", bare, four},
		{"a line end behind the last", bare + "\n", four},
		{"lines of Windows", strings.ReplaceAll(bare, "\n", "\r\n"), four},
		{"lines of an old Mac", strings.ReplaceAll(bare, "\n", "\r"), four},
		{"blank lines between", "\n\n" + strings.ReplaceAll(bare, "\n", "\n \t\n\u00a0\n"), four},
		{"a list", "- " + strings.ReplaceAll(bare, "\n", "\n- "), four},
		{"a numbered list", "1. " + key + "\n2. " + secret + "\n3) " + token + "\n4) " + tokenSecret, four},
		{
			"labels in LivePerson's words",
			"App key: " + key + "\nSecret: " + secret + "\nAccess token: " + token + "\nAccess token secret: " + tokenSecret, four,
		},
		{
			"labels in any order with the account ID",
			"Access token secret: " + tokenSecret + "\nAccount ID: 12345678\nSecret: " + secret + "\nAPP KEY: " + key + "\naccess_token: " + token, withAccount,
		},
		{
			"labels above their values, as the dialog shows them",
			"App key\n" + key + "\nSecret\n" + secret + "\nAccess token:\n" + token + "\n\nAccess token secret\n" + tokenSecret, four,
		},
		{
			"tabs, as a table gives them",
			"App key\t" + key + "\nSecret\t" + secret + "\nAccess token\t" + token + "\nAccess token secret\t" + tokenSecret, four,
		},
		{
			"the environment of LivePerson's own samples",
			"LP_ACCOUNTID=12345678\nLP_APPKEY=" + key + "\nLP_SECRET=" + secret + "\nLP_ACCESSTOKEN=" + token + "\nLP_ACCESSTOKENSECRET=" + tokenSecret, withAccount,
		},
		{
			"a shell's exports with quotes and a comment",
			"# production\nexport LP_ACCOUNT='12345678'\nexport LP_KEY=\"" + key + "\"\nexport LP_SECRET='" + secret + "'\nexport LP_TOKEN=" + token + "\nexport LP_TOKEN_SECRET=" + tokenSecret, withAccount,
		},
		{
			"lines of JSON",
			"{\n  \"app_key\": \"" + key + "\",\n  \"app_secret\": \"" + secret + "\",\n  \"access_token\": \"" + token + "\",\n  \"access_token_secret\": \"" + tokenSecret + "\",\n  \"account_id\": \"12345678\"\n}", withAccount,
		},
		{
			"Postman's fields",
			"Consumer Key: " + key + "\nConsumer Secret: " + secret + "\nAccess Token: " + token + "\nToken Secret: " + tokenSecret, four,
		},
		{
			"the names of older tools",
			"consumerKey = " + key + "\nconsumerSecret = " + secret + "\ntoken = " + token + "\ntokenSecret = " + tokenSecret, four,
		},
		{
			"another vendor's labels",
			"• App Key: " + key + "\n• App Secret: " + secret + "\n• Access Token: " + token + "\n• Access Token Secret: " + tokenSecret + "\n• LivePerson Account Number: 12345678", withAccount,
		},
		{
			"OAuth's parameters",
			"oauth_consumer_key=" + key + "\noauth-consumer-secret=" + secret + "\noauth_token=" + token + "\noauth_token_secret=" + tokenSecret, four,
		},
		{
			"wide colons",
			"App key：" + key + "\nSecret：" + secret + "\nAccess token：" + token + "\nAccess token secret：" + tokenSecret, four,
		},
		{
			"JSON in one line",
			`{"lp": {"accountId": 12345678, "appKey": "` + key + `","secret":"` + secret + `" , "accessToken" :"` + token + `","accessTokenSecret":"` + tokenSecret + `"}}`, left(withAccount, 1),
		},
		{
			"YAML with comments",
			"account: 12345678 # brand\napp_key: " + key + "  # from the dialog\nsecret: '" + secret + "'\naccess_token: " + token + "\naccess_token_secret: \"" + tokenSecret + "\"", withAccount,
		},
		{
			"a table with a row for each value", "| App key | " + key + " |\n|:--|--:|\n| Secret | " + secret + " |\n| Access token | " + token + " |\n| Access token secret | " + tokenSecret + " |", four,
		},
		{
			"a table with a column for each value",
			"| Name | App key | Secret | Access token | Access token secret | Account ID |\n|---|---|---|---|---|---|\n| acme | " +
				key + " | " + secret + " | " + token + " | " + tokenSecret + " | 12345678 |", withAccount,
		},
		{
			"a spreadsheet's rows", "App key\tSecret\tAccess token\tAccess token secret\n" + key + "\t" + secret + "\t" + token + "\t" + tokenSecret, four,
		},
		{"four values in one line", key + " " + secret + "\t" + token + "  " + tokenSecret, four},
		{
			"bold labels", "**App key:** " + key + "\n**Secret:** " + secret + "\n**Access token:** " + token + "\n**Access token secret:** " + tokenSecret, four,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := Parse(tt.text)
			if got := tell(v); err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Parse(%q)\n got %+v, %v\nwant %+v", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestWhatWasRemovedIsReported(t *testing.T) {
	v, err := Parse("\ufeff" + key + "\n\u201c" + secret + "\u201d\n" + token[:8] + "\u200b " + token[8:] + "  \n\u00a0" + tokenSecret + ",")
	want := told{
		key: key, secret: secret, token: token, tokenSecret: tokenSecret,
		cleaned: []string{
			"App key: removed 1 invisible character.",
			"Secret: removed 2 quotes.",
			"Access token: removed 3 blanks and 1 invisible character.",
			"Access token secret: removed 1 blank and 1 comma.",
		},
	}
	if got := tell(v); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
}

func TestWhatLooksOddIsSaidAndAccepted(t *testing.T) {
	labelled := "App key: " + key + "\nSecret: " + secret + "\nAccess token: " + token + "\nAccess token secret: " + tokenSecret + "\n"
	for _, tt := range []struct {
		name string
		text string
		want []string
	}{
		{"swapped values", strings.Join([]string{secret, key, token, tokenSecret}, "\n"), []string{
			"App key and Secret look swapped: 32 and 16 hex digits are usual.",
		}},
		{"both pairs swapped", strings.Join([]string{secret, key, tokenSecret, token}, "\n"), []string{
			"App key and Secret look swapped: 32 and 16 hex digits are usual.",
			"Access token and Access token secret look swapped: 32 and 16 hex digits are usual.",
		}},
		{"a short key", strings.Join([]string{secret, "ab12", token, tokenSecret}, "\n"), []string{
			"App key: 32 hex digits are usual, this has 16.",
			"Secret: 16 hex digits are usual, this has 4.",
		}},
		{"a key that is no hex", strings.Join([]string{key, "not-hex", token, tokenSecret}, "\n"), []string{
			"Secret: 16 hex digits are usual, this holds other characters.",
		}},
		{"one value twice", strings.Join([]string{key, secret, key, secret}, "\n"), []string{
			"App key and Access token are the same value.",
			"Secret and Access token secret are the same value.",
		}},
		{"a letter around the values", "Hello Ann,\nhere it is:\n" + labelled + "Regards\n", []string{
			"3 lines without a known label left out.",
		}},
		{"other variables", "PORT=3000\n" + labelled, []string{
			"1 line without a known label left out.",
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, err := Parse(tt.text)
			if err != nil || !reflect.DeepEqual(v.Warnings, tt.want) {
				t.Errorf("Parse(%q)\n got %q, %v\nwant %q", tt.text, v.Warnings, err, tt.want)
			}
		})
	}
}

func TestWhatCannotBeReadOneWayIsRefusedByName(t *testing.T) {
	labelled := "App key: " + key + "\nSecret: " + secret + "\nAccess token: " + token + "\nAccess token secret: " + tokenSecret + "\n"
	for _, tt := range []struct {
		name string
		text string
		want error
	}{
		{"nothing", "", ErrEmpty},
		{"blanks and braces", " \n{\n}\n\u200b\n", ErrEmpty},
		{"too much", strings.Repeat("x", Limit+1), ErrTooLarge},
		{"one value", key, &MissingError{Fields: []Field{Secret, AccessToken, AccessTokenSecret}}},
		{"three values", key + "\n" + secret + "\n" + token, &MissingError{Fields: []Field{AccessTokenSecret}}},
		{"a fifth value", strings.Repeat(key+"\n", 5), &AmbiguousError{5, "a fifth value, where a key has four"}},
		{"labels nobody knows", "client_id: " + key + "\nclient_secret: " + secret, &AmbiguousError{1, "a label that is not one of LivePerson's"}},
		{"a label without its value", "App key: " + key + "\nSecret:\nAccess token: " + token, &MissingError{Fields: []Field{Secret, AccessTokenSecret}, Labelled: true}},
		{"an empty value", "App key: \"\"\nSecret: " + secret + "\nToken: " + token + "\nToken secret: " + tokenSecret, &MissingError{Fields: []Field{AppKey}, Labelled: true}},
		{"a label that is far too long", "App" + strings.Repeat(" ", longestLabel) + "key: " + key, &ValueError{AppKey, 1, "holds blanks between its characters"}},
		{"a label twice", labelled + "\nConsumer key: " + key, &DuplicateError{AppKey, 6}},
		{"a wrapped value", "Secret: ca11ab1e\n0000ffff\n" + labelled, &AmbiguousError{2, "a value without a label among values with one"}},
		{"a sentence for a value", "App key: see the vault\n" + labelled, &ValueError{AppKey, 1, "holds blanks between its characters"}},
		{"two account IDs", labelled + "Account: 1234 5678", &ValueError{AccountID, 5, "holds blanks between its characters"}},
		{"a letter that only looks Latin", key + "\nс" + secret + "\n" + token + "\n" + tokenSecret, &ValueError{Secret, 2, "holds 1 character that no key holds"}},
		{"an escape sequence", "\x1b[31m" + key + "\n" + secret + "\n" + token + "\n" + tokenSecret, &ValueError{AppKey, 1, "holds 1 character that no key holds"}},
		{"bytes that are no text", key + "\n\xff\xfe" + secret + "\n" + token + "\n" + tokenSecret, &ValueError{Secret, 2, "holds 2 characters that no key holds"}},
		{"a value without end", strings.Repeat("a", 513), &ValueError{AppKey, 1, "is longer than 512 characters"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.text)
			if !reflect.DeepEqual(err, tt.want) {
				t.Errorf("Parse(%q)\n got %v\nwant %v", tt.text, err, tt.want)
			}
		})
	}
}

func TestAMissingValueLeavesTheOthers(t *testing.T) {
	v, err := Parse("Secret: " + secret + "\nApp key: " + key)
	var missing *MissingError
	if !errors.As(err, &missing) || !missing.Labelled || v.AppKey != key || v.Secret.Reveal() != secret {
		t.Errorf("got %+v, %v, want what was found beside the error", tell(v), err)
	}
	if got, want := err.Error(), "pasted text: Access token and Access token secret are missing"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOneValueIsToldFromSeveral(t *testing.T) {
	for text, want := range map[string]bool{
		"":                              false,
		"  " + key + "\r\n\r\n":         false,
		"c2VjcmV0LXdpdGg6cGFkZGluZw==":  false,
		"a:b=c":                         false,
		key + "\n" + secret:             true,
		"Secret: " + secret:             true,
		"\"app_key\": \"" + key + "\",": true,
		strings.Repeat("x", Limit+1):    true,
	} {
		if got := Several(text); got != want {
			t.Errorf("Several(%.60q) = %v, want %v", text, got, want)
		}
	}
}

func TestCleanLeavesOneWordAndSaysWhatWent(t *testing.T) {
	for _, tt := range []struct {
		in, want string
		removed  []string
	}{
		{"abc", "abc", nil},
		{"", "", nil},
		{" \n", "", []string{"1 line break", "1 blank"}},
		{"abc\r\n", "abc", []string{"1 line break"}},
		{"abc\r\rdef\u2028", "abcdef", []string{"3 line breaks"}},
		{"\t a b\u3000c \u00a0", "abc", []string{"6 blanks"}},
		{"\u200babc\u2060\u00ad\ufe0f\u202e", "abc", []string{"5 invisible characters"}},
		{"«abc»", "abc", []string{"2 quotes"}},
		{"“'abc',;”", "abc", []string{"4 quotes", "2 commas"}},
		{"a\"b,c", "a\"b,c", nil},
		{"a\x1bb", "a\x1bb", nil},
	} {
		got, removed := Clean(tt.in)
		if got != tt.want || !reflect.DeepEqual(removed, tt.removed) {
			t.Errorf("Clean(%q) = %q, %q, want %q, %q", tt.in, got, removed, tt.want, tt.removed)
		}
	}
}

func TestCheckReportsWhatNoKeyHolds(t *testing.T) {
	for value, ok := range map[string]bool{
		"": true, "abc": true, "~!\"#": true, strings.Repeat("a", longest): true,
		"a b": false, "ä": false, "a\x00": false, "\x7f": false, strings.Repeat("a", longest+1): false,
	} {
		if err := Check(Secret, value); (err == nil) != ok {
			t.Errorf("Check(%q) = %v, want nil: %v", value, err, ok)
		}
	}
}

func TestShapeNeverRepeatsTheValue(t *testing.T) {
	for _, value := range []string{"CANARY", "CANARY0123456789", strings.Repeat("CANARY", 9)} {
		for _, field := range keyFields {
			if got := Shape(field, value); got == "" || strings.Contains(got, "CANARY") {
				t.Errorf("Shape(%s, %q) = %q", field, value, got)
			}
		}
	}
	if got := Shape(AccountID, "whatever"); got != "" {
		t.Errorf("Shape of an account ID = %q, want nothing", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"",
		key + "\n" + secret + "\n" + token + "\n" + tokenSecret,
		"App key: " + key + "\r\nSecret\t\u201c" + secret + "\u201d\rAccess token=" + token + "\nAccess token secret\n" + tokenSecret,
		"{\"app_key\": \"" + key + "\", \"secret\": null}",
		"export LP_SECRET='\xff\u202e'\n- 1. : = \t",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, err := Parse(text)
		said := append(append([]string{}, v.Cleaned...), v.Warnings...)
		if err != nil {
			said = append(said, err.Error())
		}
		for _, sentence := range said {
			if word := foreignWord(text, sentence); word != "" {
				t.Errorf("Parse(%q) repeats %q in %q", text, word, sentence)
			}
		}
		for _, value := range []string{v.AppKey, v.Secret.Reveal(), v.AccessToken, v.AccessTokenSecret.Reveal(), v.AccountID} {
			if again, removed := Clean(value); again != value || removed != nil {
				t.Errorf("Parse(%q) left %q uncleaned: %q", text, value, removed)
			}
			if err := Check(AppKey, value); err != nil {
				t.Errorf("Parse(%q) let %q through: %v", text, value, err)
			}
		}
		if err == nil && (v.AppKey == "" || v.Secret.IsZero() || v.AccessToken == "" || v.AccessTokenSecret.IsZero()) {
			t.Errorf("Parse(%q) left a value out without an error", text)
		}
	})
}

// foreignWord finds a word of the text in a sentence that our own vocabulary,
// the text of the package itself, does not explain. Short words and numbers
// (lines are counted) prove nothing.
func foreignWord(text, sentence string) string {
	for word := range strings.FieldsSeq(text) {
		word = strings.Trim(word, ":,.")
		if len(word) > 5 && strings.Contains(sentence, word) && !strings.Contains(vocabulary, word) {
			return word
		}
	}
	return ""
}

var vocabulary = func() string {
	var all strings.Builder
	for _, name := range []string{"paste.go", "read.go", "clean.go", "shape.go", "errors.go"} {
		source, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		all.Write(source)
	}
	return all.String()
}()

func FuzzClean(f *testing.F) {
	f.Add(" \"abc\",\r\n")
	f.Add("\u200b\xff,“")
	f.Fuzz(func(t *testing.T, field string) {
		value, removed := Clean(field)
		again, more := Clean(value)
		if again != value || more != nil {
			t.Errorf("Clean(%q) = %q, and once more %q, %q", field, value, again, more)
		}
		if (value != field) != (removed != nil) && validOnly(field) == field {
			t.Errorf("Clean(%q) = %q and says %q", field, value, removed)
		}
	})
}

func TestAKeyIsToldFromOtherText(t *testing.T) {
	for text, want := range map[string]bool{
		"0123\n4567\n89ab\ncdef":               true,
		"App key: 0123":                        true,
		"Secret=0123\nAccess token: 4567":      true,
		"one\ntwo\nthree\nfour\nfive":          true,
		"https://va.example/x?\n  y=1\n&z=2\n": false,
		"acme-prod":                            false,
		"Account ID: 12345678":                 false,
		"a=1&b=2":                              false,
		"":                                     false,
	} {
		if got := Key(text); got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}
