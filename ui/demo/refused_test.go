package demo_test

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/demo"
)

func TestWhatIsWrongIsToldInLivePersonsWords(t *testing.T) {
	const invalid = "oauth_problem=signature_invalid&oauth_problem_advice=the oauth_signature is invalid"
	tests := []struct {
		name   string
		target string
		change func(*demo.Account) // before signing
		spoil  func(*http.Request) // after signing
		want   string              // a part of the body
	}{
		{"another method", sandboxUsers, nil, func(r *http.Request) { r.Method = "POST" }, invalid},
		{"another value in the query", sandboxUsers, nil, func(r *http.Request) { r.URL.RawQuery = "v=5.0" }, invalid},
		{"one parameter more", sandboxUsers, nil, func(r *http.Request) { r.URL.RawQuery += "&x=1" }, invalid},
		{"another path", sandboxUsers, nil, func(r *http.Request) { r.URL.Path += "/1001" }, invalid},
		{"no such account in the path", strings.Replace(sandboxUsers, "90000001", "12345678", 1), nil, nil, `"message":"Invalid Account id: 12345678"`},
		{"another host", sandboxUsers, nil, func(r *http.Request) { r.URL.Host, r.Host = "lo.acw.lpkeys-demo.invalid", "" }, invalid},
		{"http", sandboxUsers, nil, func(r *http.Request) { r.URL.Scheme = "http" }, invalid},
		{"another secret", sandboxUsers, func(a *demo.Account) { a.Key.ConsumerSecret = oauth.NewSecret("CANARY") }, nil, invalid},
		{"another token secret", sandboxUsers, func(a *demo.Account) { a.Key.TokenSecret = oauth.NewSecret("CANARY") }, nil, invalid},
		{"an unknown key", sandboxUsers, func(a *demo.Account) { a.Key.ConsumerKey = "CANARY" }, nil,
			"lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider"},
		{"an unknown token", sandboxUsers, func(a *demo.Account) { a.Key.Token = "CANARY" }, nil,
			"oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider"},
		{"no signature", sandboxUsers, nil, func(r *http.Request) { r.Header.Del("Authorization") }, "oauth_problem=parameter_absent"},
		{"a bearer", sandboxUsers, nil, func(r *http.Request) { r.Header.Set("Authorization", "Bearer CANARY") },
			"oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider"},
		{"another account", prodUsers, nil, nil, `"message":"Unauthorized account access"`},
		{"another account in the path", strings.Replace(sandboxUsers, "90000001", "90000002", 1), nil, nil, `"message":"Invalid Account id: 90000002"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			box := demo.New()
			sandbox := box.Accounts()[0]
			if tt.change != nil {
				tt.change(&sandbox)
			}
			req := request(t, "GET", tt.target, "")
			sign(t, sandbox, req)
			if tt.spoil != nil {
				tt.spoil(req)
			}
			status, body := send(t, box, req)
			if status != 401 || !strings.Contains(body, tt.want) {
				t.Errorf("got %d %s, want 401 %s", status, body, tt.want)
			}
			if strings.Contains(body, "CANARY") || strings.Contains(body, demo.SecretMark) {
				t.Errorf("got a body that repeats the key: %s", body)
			}
		})
	}
}

func TestThereIsAnAccountForEachCommonRefusal(t *testing.T) {
	const now = "946684800000" // in a bubble
	flat := `{"time":` + now + `,"message":"Unauthorized account access","internalCode":10}`
	nested := func(code, message, status string) string {
		return `{"error":{"time":` + now + `,"message":"` + message + `","internalCode":` + code + `,"responseStatus":"` + status + `"}}`
	}
	tests := []struct {
		account   string
		operation string
		status    int
		body      string
		header    string // "" or Name: value
	}{
		{"demo-wrong-secret", "accountConfigReadOnly.users.list", 401,
			"oauth_problem=signature_invalid&oauth_problem_advice=the oauth_signature is invalid", ""},
		{"demo-clock-away", "accountConfigReadOnly.users.list", 401,
			"oauth_problem=timestamp_refused&oauth_problem_advice=oauth_timestamp is 10m0s away from this server's clock",
			"Date: Sat, 01 Jan 2000 00:10:00 GMT"},
		{"demo-no-permission", "accountConfigReadOnly.skills.list", 403, nested("10", "Not Authorized", "FORBIDDEN"), ""},
		{"demo-no-permission", "smt.visit.state", 401, flat, ""},
		{"demo-no-permission", "connectToMessagingDomain.invite", 403, `{"code":1101,"message":"no privilege"}`, ""},
		{"demo-no-permission", "msgHist.conversation.search", 401, flat, ""},
		{"demo-no-permission", "accountConfigReadOnly.users.list", 200, "", ""},
		{"demo-ip-not-allowed", "accountConfigReadOnly.users.list", 403, "", ""},
		{"demo-end-of-life", "accountConfigReadOnly.users.list", 401, "", ""},
		{"demo-value-cut", "accountConfigReadOnly.users.list", 401,
			"lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider", ""},
		{"demo-trouble", "accountConfigReadOnly.users.list", 503, nested("0", "Service Unavailable", "SERVICE_UNAVAILABLE"), ""},
		{"demo-login-page", "accountConfigReadOnly.users.list", 200, "", "Content-Type: text/html"},
		{"demo-redirected", "accountConfigReadOnly.users.list", 302, "", "Location: https://login.lpkeys-demo.invalid/"},
		{"demo-header-lost", "accountConfigReadOnly.users.list", 401, "oauth_problem=parameter_absent&oauth_parameters_absent=Authorization", ""},
		{"demo-sent-twice", "accountConfigReadOnly.users.list", 401, "oauth_problem=nonce_used&oauth_problem_advice=oauth_nonce was used before", ""},
		{"demo-key-revoked", "accountConfigReadOnly.users.list", 401,
			"lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider", ""},
		{"demo-bearer-wanted", "accountConfigReadOnly.users.list", 401,
			"oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider", ""},
		{"demo-too-many", "accountConfigReadOnly.users.list", 429, nested("0", "Too Many Requests", "TOO_MANY_REQUESTS"), "Retry-After: 1"},
		{"demo-blocked", "accountConfigReadOnly.users.list", 451, "", ""},
		{"demo-blocked", "agentVep.login.application", 451, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.account+" "+tt.operation, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := worldOf(t, tt.account)
				resp, err := w.box.Transport().RoundTrip(w.signed(tt.operation))
				if err != nil {
					t.Fatal(err)
				}
				status, body := read(t, resp)
				if status != tt.status || status != 200 && body != tt.body {
					t.Errorf("got %d %s, want %d %s", status, body, tt.status, tt.body)
				}
				if name, value, ok := strings.Cut(tt.header, ": "); ok && resp.Header.Get(name) != value {
					t.Errorf("got %s %q, want %q", name, resp.Header.Get(name), value)
				}
			})
		})
	}
	tested := map[string]bool{"demo-behind-proxy": true, "demo-host-moved": true} // by tests of their own
	for _, tt := range tests {
		tested[tt.account] = true
	}
	for _, a := range demo.New().Accounts()[3:] {
		if !tested[a.Name] {
			t.Errorf("%s refuses in a way that no test knows", a.Name)
		}
	}
}

func TestBehindAProxyTheBoxTellsWhatItSigned(t *testing.T) {
	w := worldOf(t, "demo-behind-proxy")
	status, body := send(t, w.box, w.signed("accountConfigReadOnly.users.list"))
	const signed = "GET%26http%253A%252F%252Fva.ac.lpkeys-demo.invalid%252Fapi%252Faccount%252F"
	if status != 401 || !strings.HasPrefix(body, "oauth_problem=signature_invalid&") || !strings.Contains(body, "&debug_sbs="+signed) {
		t.Errorf("got %d %s", status, body)
	}
}

func TestTheHostsThatMoveAreOldOnce(t *testing.T) {
	w := worldOf(t, "demo-host-moved")
	status, body := send(t, w.box, w.signed("accountConfigReadOnly.users.list"))
	if status != 401 || !strings.Contains(body, "Invalid Account id") {
		t.Errorf("at the old host: got %d %s", status, body)
	}
	w.client = w.box.Client() // which remembers nothing
	if status, body := send(t, w.box, w.signed("accountConfigReadOnly.users.list")); status != 200 {
		t.Errorf("at the new one: got %d %s", status, body)
	}
}

func TestAClockThatIsAwayIsFoundBeforeAnythingIsSigned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for account, away := range map[domain.AccountID]bool{"90000005": true, "90000001": false} {
			answer, err := demo.New().Client().Resolve(t.Context(), account, "msgHist", domain.Options{})
			if err != nil || answer.Skew.Passes(time.Minute) != away {
				t.Errorf("%s: got %+v, %v", account, answer.Skew, err)
			}
		}
	})
}

func TestTroubleComesAsOftenAsItWasAskedFor(t *testing.T) {
	box := demo.New()
	sandbox := box.Accounts()[0]
	get := func() (int, error) {
		req := request(t, "GET", sandboxUsers, "")
		sign(t, sandbox, req)
		resp, err := box.Transport().RoundTrip(req)
		if err != nil {
			return 0, err
		}
		status, _ := read(t, resp)
		return status, nil
	}
	box.Fail(503, 2)
	for i, want := range []int{503, 503, 200} {
		if got, err := get(); got != want {
			t.Errorf("request %d: got %d, %v, want %d", i, got, err, want)
		}
	}
	box.Fail(429, -1)
	for range 3 {
		if got, err := get(); got != 429 {
			t.Errorf("got %d, %v, want 429", got, err)
		}
	}
	box.Fail(0, 1)
	if got, err := get(); err == nil {
		t.Errorf("got %d, want a connection that breaks", got)
	}
	box.Fail(503, 0)
	if got, err := get(); got != 200 {
		t.Errorf("got %d, %v, want 200", got, err)
	}
}

func TestABrokenConnectionBreaksOverARealAddressToo(t *testing.T) {
	box := demo.New()
	server := httptest.NewServer(box.Handler())
	defer server.Close()
	box.Fail(0, 1)
	req := request(t, "GET", server.URL, "")
	if resp, err := http.DefaultTransport.RoundTrip(req); err == nil {
		resp.Body.Close()
		t.Errorf("got %s", resp.Status)
	}
}

func TestAHeaderWorksOnceAndNotForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := demo.New()
		sandbox := box.Accounts()[0]
		first := request(t, "GET", sandboxUsers, "")
		sign(t, sandbox, first)
		late := request(t, "GET", sandboxUsers, "")
		sign(t, sandbox, late)

		if status, body := send(t, box, first); status != 200 {
			t.Errorf("at first: got %d %s", status, body)
		}
		if status, body := send(t, box, first); status != 401 || !strings.Contains(body, "oauth_problem=nonce_used") {
			t.Errorf("again: got %d %s, want 401 nonce_used", status, body)
		}
		<-time.After(demo.Window + time.Second)
		for name, req := range map[string]*http.Request{"late": late, "again and late": first} {
			if status, body := send(t, box, req); status != 401 || !strings.Contains(body, "oauth_problem=timestamp_refused") {
				t.Errorf("%s: got %d %s, want 401 timestamp_refused", name, status, body)
			}
		}
	})
}

func TestABadSignatureDoesNotUseUpItsNonce(t *testing.T) {
	box := demo.New()
	req := request(t, "GET", sandboxUsers, "")
	sign(t, box.Accounts()[0], req)
	req.URL.RawQuery = "v=5.0"
	send(t, box, req)
	req.URL.RawQuery = "v=4.0"
	if status, body := send(t, box, req); status != 200 {
		t.Errorf("got %d %s", status, body)
	}
}

func TestTheRestOfTheWorldIsNotThere(t *testing.T) {
	for _, target := range []string{
		"https://adminlogin.liveperson.net/", "https://va.ac.lpkeys-demo.invalid.example/", "https://zz.ac.lpkeys-demo.invalid/", "http://127.0.0.1/",
	} {
		resp, err := demo.New().Transport().RoundTrip(request(t, "GET", target, ""))
		if missing, ok := errors.AsType[*net.DNSError](err); resp != nil || !ok || !missing.IsNotFound {
			t.Errorf("%s: got %v, %v, want no such host", target, resp, err)
		}
	}
}

func TestTheHandlerServesARealAddressToo(t *testing.T) {
	box := demo.New()
	server := httptest.NewServer(box.Handler())
	defer server.Close()
	client := box.Client()
	client.BaseURL, client.HTTP = server.URL, nil
	if answer, err := client.Resolve(t.Context(), "90000002", "msgHist", domain.Options{}); err != nil || !answer.Host.LivePerson {
		t.Errorf("got %v, %v", answer, err)
	}

	signed := request(t, "GET", strings.Replace(prodUsers, "https", "http", 1), "")
	sign(t, box.Accounts()[1], signed)
	signed.Host = signed.URL.Host
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	signed.URL.Host = address.Host
	resp, err := http.DefaultTransport.RoundTrip(signed)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Errorf("got %s", resp.Status)
	}
}
