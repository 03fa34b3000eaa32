package demo_test

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/ui/demo"
)

const (
	sandboxUsers = "https://lo.ac.lpkeys-demo.invalid/api/account/90000001/configuration/le-users/users?v=4.0"
	prodUsers    = "https://va.ac.lpkeys-demo.invalid/api/account/90000002/configuration/le-users/users?v=4.0"
)

func TestTheAccountsDifferWhereScreensShowIt(t *testing.T) {
	accounts := demo.New().Accounts()
	if accounts[0].Production() || !accounts[1].Production() {
		t.Errorf("got environments %q and %q, want the second to be production", accounts[0].Environment, accounts[1].Environment)
	}
	for i, want := range []string{"EMEA", "US", "APAC"} {
		answer, err := demo.New().Client().Resolve(t.Context(), accounts[i].ID, "msgHist", domain.Options{})
		if err != nil || answer.Host.Region() != want {
			t.Errorf("%s: got %v, %v, want a host in %s", accounts[i].Name, answer, err, want)
		}
	}
	names, ids := make(map[string]bool), make(map[domain.AccountID]bool)
	for _, a := range accounts {
		if names[a.Name] || ids[a.ID] {
			t.Errorf("got %s, %s twice", a.Name, a.ID)
		}
		names[a.Name], ids[a.ID] = true, true
	}
}

func TestTheKeysHaveLivePersonsShapeAndTheMarks(t *testing.T) {
	hex := regexp.MustCompile(`^([0-9a-f]{16}){1,2}$`)
	seen := make(map[string]bool)
	for _, a := range demo.New().Accounts() {
		if err := a.Key.Validate(); err != nil {
			t.Errorf("%s: %v", a.Name, err)
		}
		for value, rule := range map[string]struct {
			mark   string
			length int
		}{
			a.Key.ConsumerKey:             {demo.KeyMark, 32},
			a.Key.ConsumerSecret.Reveal(): {demo.SecretMark, 16},
			a.Key.Token:                   {demo.KeyMark, 32},
			a.Key.TokenSecret.Reveal():    {demo.SecretMark, 16},
		} {
			cut := a.Name == "demo-value-cut" && len(value) == rule.length-1
			if cut {
				value += "0"
			}
			if !hex.MatchString(value) || len(value) != rule.length || !strings.HasPrefix(value, rule.mark) || seen[value] {
				t.Errorf("%s: got %q, want %d hex digits of its own that begin with %s", a.Name, value, rule.length, rule.mark)
			}
			seen[value] = true
		}
	}
}

func TestEveryAccountHasEveryServiceOfTheCatalogue(t *testing.T) {
	client := demo.New().Client()
	for _, a := range demo.New().Accounts()[:3] {
		all, err := client.All(t.Context(), a.ID, domain.Options{})
		if err != nil || len(all.Entries) <= len(domain.Services()) {
			t.Errorf("%s: got %v, %v, want more than the catalogue's", a.Name, all, err)
		}
		for _, service := range domain.Services() {
			answer, err := client.Resolve(t.Context(), a.ID, service, domain.Options{})
			if err != nil || !answer.Host.LivePerson || !strings.HasSuffix(answer.Host.Name, ".invalid") {
				t.Errorf("%s, %s: got %v, %v", a.Name, service, answer, err)
			}
		}
	}
}

func TestTheDomainAPIRefusesAsLivePersonDoes(t *testing.T) {
	client := demo.New().Client()
	tests := []struct {
		name    string
		account domain.AccountID
		service domain.Service
		kind    domain.Kind
		status  int
	}{
		{"an unknown account", "12345678", "msgHist", domain.UnknownAccount, 401},
		{"an unknown service", "90000001", "noSuch", domain.UnknownService, 404},
		{"a service in another case", "90000001", "auditLog", domain.UnknownService, 404},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := client.Resolve(t.Context(), tt.account, tt.service, domain.Options{})
			e, ok := err.(*domain.Error)
			if !ok || e.Kind != tt.kind || e.Status != tt.status {
				t.Errorf("got %v, want %v with status %d", err, tt.kind, tt.status)
			}
		})
	}
	_, err := client.Resolve(t.Context(), "90000001", "auditLog", domain.Options{})
	if e, ok := err.(*domain.Error); !ok || len(e.Suggestions) != 1 || e.Suggestions[0] != "auditlog" {
		t.Errorf("got %v, want auditlog suggested", err)
	}
}

func TestAServiceOutsideTheListIsFoundByItsName(t *testing.T) {
	client := demo.New().Client()
	all, err := client.All(t.Context(), "90000001", domain.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range all.Entries {
		if entry.Service == "visitorFeed" {
			t.Error("visitorFeed is listed")
		}
	}
	if answer, err := client.Resolve(t.Context(), "90000001", "visitorFeed", domain.Options{}); err != nil || answer.Host.Name != "lo.visitorfeed.lpkeys-demo.invalid" {
		t.Errorf("got %v, %v", answer, err)
	}
}

func TestOddQuestionsToTheDomainAPIAreRefused(t *testing.T) {
	for target, want := range map[string]int{
		"GET /api/account/90000001/service/baseURI.json":                          400,
		"GET /api/account/90000001/service/baseURI.json?version=2.0":              400,
		"POST /api/account/90000001/service/baseURI.json?version=1.0":             405,
		"GET /api/account/90000001/baseURI.json?version=1.0":                      404,
		"GET /api/account/90000001/service/msgHist/more/baseURI.json?version=1.0": 404,
		"GET /": 404,
	} {
		method, path, _ := strings.Cut(target, " ")
		if status, body := send(t, demo.New(), request(t, method, demo.APIAddress+path, "")); status != want {
			t.Errorf("%s: got %d %s, want %d", target, status, body, want)
		}
	}
}

func TestAFreeRequestAndAFormAreVerifiedToo(t *testing.T) {
	box := demo.New()
	sandbox := box.Accounts()[0]
	form := url.Values{"a b": {"c+d&e"}}.Encode()
	for _, target := range []string{
		"https://lo.smt.lpkeys-demo.invalid/api/account/90000001/x%2Fy?b=2&a=%20&a=1",
		"https://LO.smt.lpkeys-demo.invalid:443",
	} {
		req := request(t, "POST", target, form)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		sign(t, sandbox, req)
		status, body := send(t, box, req)
		if status != 200 || !strings.Contains(body, `"verified":true`) {
			t.Errorf("%s: got %d %s", target, status, body)
		}
	}
}

func request(t *testing.T, method, target, body string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return req
}

func sign(t *testing.T, a demo.Account, req *http.Request) {
	t.Helper()
	signer := oauth.Signer{Credentials: a.Key}
	if err := signer.Sign(req); err != nil {
		t.Fatal(err)
	}
}

func send(t *testing.T, box *demo.Box, req *http.Request) (status int, body string) {
	t.Helper()
	resp, err := box.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	return read(t, resp)
}

func read(t *testing.T, resp *http.Response) (status int, body string) {
	t.Helper()
	defer resp.Body.Close()
	octets, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(octets)
}

func TestAKeyFromAMemoryVaultIsAccepted(t *testing.T) {
	box := demo.New()
	folder := t.TempDir()
	kept, err := store.Open(store.Options{
		Paths:  store.Paths{Config: folder, Data: folder, Cache: folder},
		Vaults: map[store.VaultName]store.Vault{store.KeyringVault: store.NewMemory()},
	})
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	for i, a := range box.Accounts()[:2] {
		a.Vault = store.KeyringVault
		if _, err := kept.Add(t.Context(), a.Account, a.Key); err != nil {
			t.Fatal(err)
		}
		a.Key, err = kept.Key(t.Context(), a.Name)
		if err != nil {
			t.Fatal(err)
		}
		req := request(t, "GET", []string{sandboxUsers, prodUsers}[i], "")
		sign(t, a, req)
		if status, body := send(t, box, req); status != 200 {
			t.Errorf("%s: got %d %s", a.Name, status, body)
		}
	}
}

func TestLatencyHonoursTheContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		box := demo.New()
		box.Latency = 2 * time.Second
		start := time.Now()
		if _, err := box.Client().All(t.Context(), "90000001", domain.Options{}); err != nil || time.Since(start) != box.Latency {
			t.Errorf("got %v after %v, want an answer after %v", err, time.Since(start), box.Latency)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start = time.Now()
		resp, err := box.Transport().RoundTrip(request(t, "GET", sandboxUsers, "").WithContext(ctx))
		if resp != nil || err != context.DeadlineExceeded || time.Since(start) != time.Second {
			t.Errorf("got %v, %v after %v, want the context's error after 1s", resp, err, time.Since(start))
		}
	})
}
