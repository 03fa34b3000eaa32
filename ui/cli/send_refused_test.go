package cli

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"lpkeys/ui/demo"
	"lpkeys/ui/explain"
)

func TestEveryReasonForARefusalCanBeRehearsed(t *testing.T) {
	const users = "https://lo.ac.lpkeys-demo.invalid/api/account/90000001/configuration/le-users/users"
	tests := []struct {
		name  string
		args  []string
		exit  int
		cause string // the first
		says  string
	}{
		{"a wrong secret", []string{"--account", "demo-wrong-secret"}, 6, "secrets", "signature_invalid"},
		{"a clock that is away", []string{"--account", "demo-clock-away"}, 6, "clock", "10m0s behind"},
		{"no permission", []string{"--account", "demo-no-permission"}, 6, "permission", "the key is not wrong"},
		{"another address", []string{"--account", "demo-ip-not-allowed"}, 6, "address-not-allowed", "addresses"},
		{"a key that was turned off", []string{"--account", "demo-key-revoked"}, 6, "app-key", "turned off"},
		{"a bearer is wanted", []string{"--account", "demo-bearer-wanted"}, 6, "access-token", "token_rejected"},
		{"too many", []string{"--account", "demo-too-many"}, 6, "too-many", "asks to wait 1s"},
		{"blocked", []string{"--account", "demo-blocked"}, 6, "blocked", "support"},
		{"the end of life", []string{"--account", "demo-end-of-life"}, 6, "end-of-life", "31 May 2026"},
		{"a value that was cut", []string{"--account", "demo-value-cut"}, 6, "value-shape", "this has 31"},
		{"a proxy that ends TLS", []string{"--account", "demo-behind-proxy"}, 6, "signed-differently", "http there, https here"},
		{"a host that has moved", []string{"--account", "demo-host-moved"}, 6, "host", "sy.msghist.lpkeys-demo.invalid for msgHist now"},
		{"trouble", []string{"--account", "demo-trouble"}, 5, "liveperson-trouble", "nothing against the key"},
		{"a page in LivePerson's place", []string{"--account", "demo-login-page"}, 5, "not-liveperson", "a page for people"},
		{"a redirect", []string{"--account", "demo-redirected"}, 5, "redirected", "login.lpkeys-demo.invalid"},
		{"a header that was taken out", []string{"--account", "demo-header-lost"}, 6, "header-changed", "parameter_absent"},
		{"a request that came twice", []string{"--account", "demo-sent-twice"}, 6, "nonce-used", "sent it twice"},
		{"the account of somebody else", []string{"--account", "demo-sandbox", "GET", strings.Replace(users, "90000001", "90000004", 1) + "?v=4.0"}, 6, "account", "the path names 90000004"},
		{"a version that is missing", []string{"--account", "demo-sandbox", "GET", users}, 6, "parameter-missing", "v=4.0"},
		{"OAuth 2.0", []string{"--account", "demo-sandbox", "leDataReporting.msgqueuehealth.current.v2", "--yes"}, 6, "other-authorisation", "OAuth 2.0"},
		{"a bearer by the catalogue", []string{"--account", "demo-sandbox", "asyncMessagingEnt.shift-status", "--yes"}, 6, "other-authorisation", "login bearer"},
		{"the wrong host", []string{"--account", "demo-sandbox", "GET", strings.Replace(users, "lo.ac", "lo.msghist", 1) + "?v=4.0"}, 6, "host", "lo.ac.lpkeys-demo.invalid for accountConfigReadOnly now"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in2026(t, func(t *testing.T) {
				b := newBoxed(t)
				b.box.Latency = 10 * time.Millisecond // What is asked for anew is newer.
				code, causes, got := b.causes(tt.args...)
				if code != tt.exit || len(causes) == 0 || causes[0] != tt.cause {
					t.Fatalf("exit %d, causes %v, want %d, %s first: %s", code, causes, tt.exit, tt.cause, b.out.get())
				}
				if first := got.Findings[0]; !strings.Contains(first.Text+"\n"+first.Evidence+"\n"+first.Next, tt.says) {
					t.Errorf("got %+v, want it to hold %q", first, tt.says)
				}
				// The same in words, on standard error.
				b = newBoxed(t)
				b.box.Latency = 10 * time.Millisecond
				if code := b.run(append([]string{"send"}, tt.args...)...); code != tt.exit || !strings.Contains(b.told.get(), "lpkeys: error: ") ||
					!strings.Contains(b.told.get(), "lpkeys: 1. "+string(got.Findings[0].Certainty)+": ") {
					t.Errorf("in words: exit %d, told %s", code, b.told.get())
				}
			})
		})
	}
	rehearsed := make(map[string]bool)
	for _, tt := range tests {
		for _, arg := range tt.args {
			rehearsed[arg] = true
		}
	}
	for _, a := range demo.New().Accounts()[3:] {
		if !rehearsed[a.Name] {
			t.Errorf("%s rehearses what no test knows", a.Name)
		}
	}
}

func TestARequestThatIsWrongSaysNothingAgainstTheKey(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		for status, cause := range map[int]string{404: "not-found", 415: "invalid-request", 405: "not-found"} {
			b.through = answers(func(req *http.Request) (*http.Response, error) {
				if req.Header.Get("Authorization") != "" {
					return &http.Response{StatusCode: status, Body: http.NoBody, Request: req}, nil
				}
				return b.box.Transport().RoundTrip(req)
			})
			code, causes, got := b.causes("--account", "demo-sandbox")
			if code != explain.Refused || len(causes) != 1 || causes[0] != cause || !strings.Contains(got.Findings[0].Text, "nothing against the key") {
				t.Errorf("status %d: exit %d, %+v", status, code, got.Findings)
			}
		}
	})
}

func TestARefusalIsRemembered(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		b.run("send", "--account", "demo-no-permission")
		b.run("account", "show", "demo-no-permission")
		if !strings.Contains(b.out.get(), "Last refused:        just now, msgHist.conversations.search (status 401: permission)") || strings.Contains(b.out.get(), "Last worked") {
			t.Errorf("shows %s", b.out.get())
		}
		b.run("account", "show", "demo-no-permission", "--json")
		if !strings.Contains(b.out.get(), `"cause": "permission"`) {
			t.Errorf("shows %s", b.out.get())
		}
	})
}

func TestTheNextStepCanBeTyped(t *testing.T) {
	for name, more := range map[string][]string{
		"demo-wrong-secret": {"--from", "-"}, "demo-value-cut": {"--from", "-"}, "demo-no-permission": nil, "demo-host-moved": nil,
	} {
		in2026(t, func(t *testing.T) {
			b := newBoxed(t)
			b.box.Latency = 10 * time.Millisecond
			_, _, got := b.causes("--account", name)
			_, command, _ := strings.Cut(got.Findings[0].Next, ": lpkeys ")
			args := append(strings.Fields(command), more...)
			if code := b.runWith(t.Context(), rightKey(b.box, name), args...); code != explain.Done {
				t.Errorf("lpkeys %q: exit %d, told %s", args, code, b.told.get())
			}
			if code := b.run("send", "--account", name); code != explain.Done && name != "demo-no-permission" {
				t.Errorf("%s, after lpkeys %q: exit %d, told %s", name, args, code, b.told.get())
			}
		})
	}
}

func TestTheCausesThatNoAccountOfTheBoxHas(t *testing.T) {
	in2026(t, func(t *testing.T) {
		b := newBoxed(t)
		status := 0
		b.through = answers(func(req *http.Request) (*http.Response, error) {
			if req.URL.Path == "/api/account/90000001/service/baseURI.json" {
				return b.box.Transport().RoundTrip(req)
			}
			return &http.Response{StatusCode: status, Header: http.Header{}, Body: http.NoBody, Request: req}, nil
		})
		for _, tt := range []struct {
			status int
			args   []string
			cause  string
		}{
			{401, []string{"GET", "http://127.0.0.1:8443/x", "--allow-host", "127.0.0.1"}, "http"},
			{404, []string{"GET", sandboxHistory}, "not-found"},
			{415, []string{"GET", sandboxHistory}, "invalid-request"},
			{103, []string{"GET", sandboxHistory}, "unknown"},
		} {
			status = tt.status
			if _, causes, _ := b.causes(append([]string{"--account", "demo-sandbox"}, tt.args...)...); len(causes) == 0 || causes[0] != tt.cause {
				t.Errorf("status %d, %q: got %v, want %s first", tt.status, tt.args, causes, tt.cause)
			}
		}
	})
}

// rightKey is the key of an account as LivePerson shows it, where what is kept
// here was changed in its last digit, or lacks it.
func rightKey(box *demo.Box, name string) string {
	for _, a := range box.Accounts() {
		if a.Name == name {
			secret := strings.TrimSuffix(a.Key.ConsumerSecret.Reveal(), "9")
			return strings.Join([]string{(a.Key.ConsumerKey + "1")[:32], (secret + "2")[:len(a.Key.TokenSecret.Reveal())], a.Key.Token, a.Key.TokenSecret.Reveal()}, "\n")
		}
	}
	return ""
}
