package diagnose_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/diagnose"
)

const (
	history = "https://va.msghist.liveperson.net/messaging_history/api/account/12345678/conversations/search?offset=0&limit=50&sort=start:desc&source=lpkeys"
	invalid = "oauth_problem=signature_invalid&oauth_problem_advice=the oauth_signature is invalid"
)

// after is after the end of life, before is before it.
var (
	after  = time.Date(2026, time.November, 22, 12, 0, 0, 0, time.UTC)
	before = time.Date(2026, time.May, 31, 23, 59, 59, 0, time.UTC)
)

func operation(t *testing.T, name string) domain.Operation {
	t.Helper()
	o, err := domain.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// refusal is the usual request, refused in some way.
func refusal(t *testing.T, status int, body string, change func(*diagnose.Facts)) diagnose.Facts {
	t.Helper()
	f := diagnose.Facts{
		Method: "POST", URL: history, Account: "12345678", Operation: operation(t, "msgHist.conversations.search"),
		Status: status, Body: body, Now: after, Header: http.Header{},
		Service: "msgHist", Host: "va.msghist.liveperson.net",
		Skew: domain.Skew{Ahead: 200 * time.Millisecond, Within: time.Second},
	}
	if change != nil {
		change(&f)
	}
	return f
}

func ahead(by time.Duration) func(*diagnose.Facts) {
	return func(f *diagnose.Facts) { f.Skew.Ahead = by }
}

func TestEachRefusalHasItsFindingsInTheOrderOfTheirLikelihood(t *testing.T) {
	use := func(name string) func(*diagnose.Facts) {
		return func(f *diagnose.Facts) {
			f.Operation = operation(t, name)
			f.URL = f.Operation.Target(domain.Host{Name: "va.msghist.liveperson.net"}, f.Account)
		}
	}
	to := func(url string) func(*diagnose.Facts) { return func(f *diagnose.Facts) { f.URL = url } }
	header := func(name, value string) func(*diagnose.Facts) {
		return func(f *diagnose.Facts) { f.Header.Set(name, value) }
	}
	const noPermission = `{"time":1512008639373,"message":"Unauthorized account access","internalCode":10}`
	tests := []struct {
		name   string
		status int
		body   string
		change func(*diagnose.Facts)
		want   string // causes with their certainties
		says   string // what the first finding holds somewhere
	}{
		{"a wrong secret", 401, invalid, nil, "secrets likely, other-authorisation possible, end-of-life possible", "Secret or Access token secret is not the one"},
		{"the same before the end of life", 401, invalid, func(f *diagnose.Facts) { f.Now = before }, "secrets likely, other-authorisation possible", "the oauth_signature is invalid"},
		{"an unknown key", 401, "lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider", nil,
			"app-key likely, end-of-life possible", "knows no such App key"},
		{"a rejected token", 401, "oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider", nil,
			"access-token likely, other-authorisation possible, end-of-life possible", "Access token is not one"},
		{"401 without a word", 401, "", nil, "end-of-life possible, secrets possible, app-key possible, permission possible, address-not-allowed possible", "31 May 2026"},
		{"401 without a word before the end of life", 401, "", func(f *diagnose.Facts) { f.Now = before },
			"secrets possible, app-key possible, permission possible, address-not-allowed possible", "may be wrong"},
		{"401 without a word and a clock that is off", 401, "", ahead(-10 * time.Minute),
			"clock likely, end-of-life possible, secrets possible, app-key possible, permission possible, address-not-allowed possible", "10m0s behind LivePerson's"},
		{"401 without a word and a clock that is a little off", 401, "", ahead(2 * time.Minute),
			"end-of-life possible, secrets possible, clock possible, app-key possible, permission possible, address-not-allowed possible", ""},
		{"403 without a word", 403, "", nil, "address-not-allowed possible, permission possible, end-of-life possible", "5 minutes"},
		{"403 without a word, at an API that has no list of addresses", 403, "", use("agentManagerWorkspace.metrics"), "permission possible, end-of-life possible", "Key Messaging Metrics"},
		{"a refused timestamp", 401, "oauth_problem=timestamp_refused", ahead(10 * time.Minute), "clock certain", "10m0s ahead of LivePerson's"},
		{"a refused timestamp and no Date", 401, "oauth_problem=timestamp_refused", func(f *diagnose.Facts) { f.Skew = domain.Skew{} }, "clock likely", "timestamp_refused"},
		{"a nonce that was used", 401, "oauth_problem=nonce_used", nil, "nonce-used likely", "sent it twice"},
		{"a header that did not arrive", 401, "oauth_problem=parameter_absent&oauth_parameters_absent=Authorization", nil, "header-changed likely", "proxy"},
		{"a problem in the header of the answer", 401, "", header("WWW-Authenticate", `OAuth realm="x", oauth_problem="nonce_used"`), "nonce-used likely", ""},
		{"no permission, flat", 401, noPermission, nil, "permission likely, address-not-allowed possible", "the key is not wrong"},
		{"no permission, nested", 403, `{"error":{"message":"Not Authorized","internalCode":10,"responseStatus":"FORBIDDEN"}}`, use("accountConfigReadOnly.users.list"),
			"permission likely, address-not-allowed possible", "Administration → Users"},
		{"no privilege", 403, `{"code":1101,"message":"no privilege"}`, use("connectToMessagingDomain.invite"), "permission likely", "permission"},
		{"another host than the Domain API names", 401, invalid, func(f *diagnose.Facts) { f.Host = "lo.msghist.liveperson.net" },
			"host likely, secrets likely, other-authorisation possible, end-of-life possible", "lo.msghist.liveperson.net for msgHist now"},
		{"an account that does not live at the host", 401, `{"message":"Invalid Account id: 12345678","internalCode":6}`, nil, "host possible, permission possible", "Invalid Account id"},
		{"a host of none of the services", 401, `{"message":"Invalid Account id: 12345678","internalCode":6}`, func(f *diagnose.Facts) { f.Host, f.Strange = "", true }, "host possible, permission possible", "none of the services"},
		{"http", 401, invalid, to(strings.Replace(history, "https", "http", 1)), "http certain, secrets likely, other-authorisation possible, end-of-life possible", "Write https://"},
		{"the account of somebody else", 401, noPermission, to(strings.Replace(history, "12345678", "87654321", 1)), "account certain, permission likely, address-not-allowed possible", "the path names 87654321"},
		{"a parameter that is missing", 400, `{"error":{"message":"Problem with body or query parameters"}}`, to(strings.TrimSuffix(history, "&source=lpkeys")),
			"parameter-missing likely, invalid-request likely", "lacks source"},
		{"another version", 400, "", func(f *diagnose.Facts) {
			f.Operation, f.URL = operation(t, "accountConfigReadOnly.users.list"), "https://va.msghist.liveperson.net/api/account/12345678/configuration/le-users/users?v=1.0"
		}, "parameter-missing possible, invalid-request likely", "v=4.0"},
		{"an operation for OAuth 2.0", 401, "", use("leDataReporting.msgqueuehealth.current.v2"), "other-authorisation certain", "OAuth 2.0"},
		{"an operation for a bearer", 401, invalid, use("agentVep.agentSession.create"), "other-authorisation certain", "login bearer"},
		{"an operation that anybody may ask", 401, "", use("domainAPI.services"), "unknown possible", "nothing here says why"},
		{"an invalid bearer", 401, `{"code":1100,"message":"invalid bearer"}`, use("connectToMessagingDomain.invite"), "other-authorisation likely", "bearer"},
		{"an invalid AppJWT", 401, `{"kind":"resp","code":401,"body":{"title":"AppJWT","details":"AppJWT is invalid","errorCode":40102}}`, func(f *diagnose.Facts) { f.Operation = domain.Operation{} },
			"other-authorisation likely", "bearer"},
		{"a value that was cut", 401, "lp_problem=consumer_key_rejected", func(f *diagnose.Facts) { f.Doubts = []string{"App key: 32 hex digits are usual, this has 31."} },
			"value-shape likely, app-key likely, end-of-life possible", "this has 31"},
		{"a value that looks odd and nothing else", 401, noPermission, func(f *diagnose.Facts) { f.Doubts = []string{"App key: odd."} }, "permission likely, address-not-allowed possible", ""},
		{"an answer that repeats another base string", 401, invalid, func(f *diagnose.Facts) {
			f.Echoed, f.Differs = true, []oauth.Difference{{Part: oauth.PartScheme, Ours: "https", Theirs: "http"}}
		}, "signed-differently certain, other-authorisation possible, end-of-life possible", "http there, https here"},
		{"an answer that repeats the same base string", 401, invalid, func(f *diagnose.Facts) { f.Echoed = true },
			"secrets certain, other-authorisation possible, end-of-life possible", "that is what was signed here"},
		{"too many", 429, "", header("Retry-After", "7"), "too-many certain", "Wait 7s"},
		{"the month's requests", 429, "", use("rtbf.requests.create"), "too-many certain", "100 requests are used up"},
		{"blocked", 451, "", nil, "blocked certain", "support"},
		{"trouble", 503, `{"error":{"message":"Service Unavailable"}}`, nil, "liveperson-trouble certain", "nothing against the key"},
		{"a redirect", 302, "", header("Location", "https://login.example.com/\x1b[31m"), "redirected certain", "it does not say where"},
		{"a redirect to a host", 302, "", header("Location", "https://login.example.com/"), "redirected certain", "login.example.com"},
		{"a proxy", 407, "", nil, "not-liveperson certain", "HTTPS_PROXY"},
		{"a login page", 200, "<!DOCTYPE html><title>Log in</title>", nil, "not-liveperson likely", "page for people"},
		{"a login page that refuses", 401, "<html>", nil, "not-liveperson likely, permission possible", ""},
		{"nothing there", 404, `{"message":"HTTP 404 Not Found"}`, nil, "not-found likely", "upper and lower case"},
		{"a body that it does not take", 415, "", nil, "invalid-request likely", "content type"},
		{"words that nobody knows", 402, "", nil, "invalid-request likely", ""},
		{"what worked", 200, "{}", nil, "", ""},
		{"what has not changed", 304, "", nil, "", ""},
	}
	seen := make(map[diagnose.Cause]bool)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			findings := diagnose.Of(refusal(t, tt.status, tt.body, tt.change))
			var got []string
			for _, f := range findings {
				seen[f.Cause] = true
				got = append(got, string(f.Cause)+" "+string(f.Certainty))
				checkVoice(t, f)
			}
			if strings.Join(got, ", ") != tt.want {
				t.Fatalf("got  %s\nwant %s", strings.Join(got, ", "), tt.want)
			}
			if len(findings) > 0 {
				if first := findings[0]; !strings.Contains(first.Text+"\n"+first.Evidence+"\n"+first.Next, tt.says) {
					t.Errorf("got %+v, want it to hold %q", first, tt.says)
				}
			}
		})
	}
	for _, cause := range diagnose.Causes() {
		if !seen[cause] {
			t.Errorf("no refusal here leads to %s", cause)
		}
	}
}

// checkVoice holds the words to the form of package explain.
func checkVoice(t *testing.T, f diagnose.Finding) {
	t.Helper()
	for what, text := range map[string]string{"text": f.Text, "evidence": f.Evidence, "next": f.Next} {
		if text == "" || strings.HasSuffix(text, ".") || text != domain.Clean(text) {
			t.Errorf("%s: %s %q is no clean clause", f.Cause, what, text)
		}
	}
	if strings.ToUpper(f.Next[:1]) != f.Next[:1] {
		t.Errorf("%s: next %q does not begin like a sentence", f.Cause, f.Next)
	}
}

func TestAnyStatusGetsAFinding(t *testing.T) {
	for status := 100; status < 600; status++ {
		findings := diagnose.Of(diagnose.Facts{Method: "GET", URL: "https://va.msghist.liveperson.net/", Status: status})
		if fine := status/100 == 2 || status == 304; (len(findings) == 0) != fine {
			t.Errorf("status %d: got %v", status, findings)
		}
	}
}

func TestAPermissionThatIsMissingNamesAnotherRequestToTry(t *testing.T) {
	f := refusal(t, 401, `{"message":"Unauthorized account access","internalCode":10}`, nil)
	f.Instead = "accountConfigReadOnly.users.list"
	if next := diagnose.Of(f)[0].Next; !strings.Contains(next, "lpkeys send accountConfigReadOnly.users.list") {
		t.Errorf("got %q", next)
	}
}

func TestWhatAnAnswerRepeatsIsFoundInAnyForm(t *testing.T) {
	signer := oauth.Signer{Credentials: oauth.Credentials{ConsumerKey: "k", ConsumerSecret: oauth.NewSecret("CANARY"), Token: "t", TokenSecret: oauth.NewSecret("CANARY")}}
	ours, err := signer.Explain(oauth.Request{Method: "GET", URL: history})
	if err != nil {
		t.Fatal(err)
	}
	base := ours.BaseString
	encoded := strings.NewReplacer("%", "%25", "&", "%26").Replace(base)
	for name, body := range map[string]string{
		"bare":                   base,
		"in a form":              "oauth_problem=signature_invalid&debug_sbs=" + encoded,
		"in JSON":                `{"error":{"message":"signature_invalid","baseString":"` + base + `"}}`,
		"in JSON, escaped":       `{"baseString":"` + strings.ReplaceAll(base, "&", `\u0026`) + `"}`,
		"on a page":              "<p>Base string: <code>" + base + "</code></p>",
		"parameters alone":       "normalized: " + ours.NormalizedParameters,
		"parameters in a form":   "oauth_problem=signature_invalid&normalized=" + strings.NewReplacer("%", "%25", "&", "%26", "=", "%3D").Replace(ours.NormalizedParameters),
		"among many other words": strings.Repeat("word ", 1000) + base,
	} {
		if got := diagnose.Echo(body, ours); got != base {
			t.Errorf("%s: got  %s\nwant %s", name, got, base)
		}
	}
	for _, body := range []string{"", invalid, "{}", "a&b&c", "GET&x&oauth_", strings.Repeat("&", 1<<20), history} {
		if got := diagnose.Echo(body, ours); got != "" {
			t.Errorf("%.40s: got %s, want nothing", body, got)
		}
	}
}

func TestTheNextStepIsACommandThatCanBeTyped(t *testing.T) {
	const moved = "lo.msghist.liveperson.net"
	for name, want := range map[string][3]string{
		"":          {"account edit --key NAME", "resolve --refresh msgHist", "send other.operation"},
		"acme":      {"account edit --key acme", "resolve --refresh --account=acme msgHist", "send other.operation --account=acme"},
		"it's mine": {`account edit --key 'it'\''s mine'`, `resolve --refresh --account='it'\''s mine' msgHist`, `send other.operation --account='it'\''s mine'`},
		"-x":        {"account edit --key -- -x", "resolve --refresh --account=-x msgHist", "send other.operation --account=-x"},
	} {
		facts := []diagnose.Facts{
			refusal(t, 401, invalid, func(f *diagnose.Facts) { f.Name = name }),
			refusal(t, 401, invalid, func(f *diagnose.Facts) { f.Name, f.Host = name, moved }),
			refusal(t, 401, `{"message":"Unauthorized account access","internalCode":10}`, func(f *diagnose.Facts) { f.Name, f.Instead = name, "other.operation" }),
		}
		for i, f := range facts {
			if next := diagnose.Of(f)[0].Next; !strings.HasSuffix(next, ": lpkeys "+want[i]) {
				t.Errorf("%q: got %s, want it to end with %s", name, next, want[i])
			}
		}
	}
}

func TestWhatAnAnswerBringsAlongIsShownInShort(t *testing.T) {
	long := strings.Repeat("x", 60<<10)
	for name, f := range map[string]diagnose.Facts{
		"a problem in a header": refusal(t, 401, "", func(f *diagnose.Facts) { f.Header.Set("WWW-Authenticate", `OAuth oauth_problem="`+long+`"`) }),
		"a host to go to":       refusal(t, 302, "", func(f *diagnose.Facts) { f.Header.Set("Location", "https://"+long+".example/") }),
		"what it signed": refusal(t, 401, invalid, func(f *diagnose.Facts) {
			f.Echoed, f.Differs = true, []oauth.Difference{{Part: oauth.PartParameter, Name: long, Ours: "a", Theirs: long}}
		}),
	} {
		for _, found := range diagnose.Of(f) {
			for _, text := range []string{found.Text, found.Evidence, found.Next} {
				if len(text) > 1000 {
					t.Errorf("%s: %s tells %d octets", name, found.Cause, len(text))
				}
			}
		}
	}
}

func TestAHostIsItselfHoweverItIsWritten(t *testing.T) {
	for _, host := range []string{"VA.msghist.liveperson.net", "va.msghist.liveperson.net:443", "va.msghist.liveperson.net."} {
		found := diagnose.Of(refusal(t, 401, invalid, func(f *diagnose.Facts) {
			f.URL = strings.Replace(history, "va.msghist.liveperson.net", host, 1)
		}))
		for _, f := range found {
			if f.Cause == diagnose.Host {
				t.Errorf("%s: got %+v", host, f)
			}
		}
	}
}
