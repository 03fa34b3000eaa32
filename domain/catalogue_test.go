package domain_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lpkeys/domain"
)

func TestCatalogueCanBeUsedAsItStands(t *testing.T) {
	names := make(map[string]bool)
	for _, api := range domain.Catalogue() {
		t.Run(api.Name, func(t *testing.T) {
			if api.Name == "" || names[api.Name] {
				t.Errorf("got the name %q, want one of its own", api.Name)
			}
			names[api.Name] = true
			if _, err := domain.ParseService(string(api.Service)); err != nil || api.Title == "" || !known(api.Auth) {
				t.Errorf("got service %q (%v), title %q, auth %q", api.Service, err, api.Title, api.Auth)
			}
			if !strings.HasPrefix(api.Docs, "https://developers.liveperson.com/") {
				t.Errorf("got docs at %q", api.Docs)
			}
			if len(api.Operations) == 0 {
				t.Error("got no operation")
			}
			for _, o := range api.Operations {
				if names[o.Name] {
					t.Errorf("got the name %q twice", o.Name)
				}
				names[o.Name] = true
				checkOperation(t, o)
			}
		})
	}
}

var placeholder = regexp.MustCompile(`\{[a-zA-Z]+\}`)

func checkOperation(t *testing.T, o domain.Operation) {
	t.Helper()
	if !strings.HasPrefix(o.Name, string(o.Service)+".") || o.Title == "" || !known(o.Auth) {
		t.Errorf("%s: got service %q, title %q, auth %q", o.Name, o.Service, o.Title, o.Auth)
	}
	if !slices.Contains([]string{"GET", "POST", "PUT", "DELETE", "PATCH"}, o.Method) {
		t.Errorf("%s: got method %q", o.Name, o.Method)
	}
	if o.Method == "GET" && (o.ContentType != "" || o.Body != "") || o.Method == "POST" && o.ContentType == "" {
		t.Errorf("%s: got content type %q and body %q for %s", o.Name, o.ContentType, o.Body, o.Method)
	}
	if !strings.HasPrefix(o.Path, "/") || !strings.Contains(o.Path, "/account/{accountId}/") {
		t.Errorf("%s: got path %q", o.Name, o.Path)
	}
	for _, name := range placeholder.FindAllString(o.Path, -1) {
		if !slices.Contains([]string{"{accountId}", "{userId}"}, name) {
			t.Errorf("%s: got the unknown name %s", o.Name, name)
		}
	}
	if rest := placeholder.ReplaceAllString(o.Path, ""); strings.ContainsAny(rest, "{}?#% ") {
		t.Errorf("%s: got path %q", o.Name, o.Path)
	}
	for _, q := range o.Query {
		if q.Name == "" || q.Value == "" || url.PathEscape(q.Name+q.Value) != q.Name+q.Value {
			t.Errorf("%s: got parameter %q=%q, which needs escaping", o.Name, q.Name, q.Value)
		}
	}
}

func known(a domain.Auth) bool {
	return slices.Contains([]domain.Auth{
		domain.AppKey, domain.AppKeyInBody, domain.ClientCredentials, domain.LoginBearer,
	}, a)
}

func TestCatalogueHasTheTenServices(t *testing.T) {
	want := []domain.Service{
		"msgHist", "engHistDomain", "accountConfigReadOnly", "accountConfigReadWrite", "agentVep",
		"agentManagerWorkspace", "leDataReporting", "agentActivityDomain", "asyncMessagingEnt", "sentinel",
	}
	if got := domain.Services(); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestOnlyAnAppKeySigns(t *testing.T) {
	for _, api := range domain.Catalogue() {
		for _, o := range api.Operations {
			inBody := strings.Contains(o.Body, "ecret}")
			if inBody && o.Auth.Signed() {
				t.Errorf("%s: got a signature for a request with secrets in its body", o.Name)
			}
			if o.Name == "agentVep.login.application" && o.Auth != domain.AppKeyInBody {
				t.Errorf("%s: got %q, want the four values in the body", o.Name, o.Auth)
			}
		}
	}
}

func TestCatalogueBelongsToItsCaller(t *testing.T) {
	domain.Catalogue()[0].Operations[0].Query[0].Value = "changed"
	if got := domain.Catalogue()[0].Operations[0].Query[0].Value; got == "changed" {
		t.Error("a change by one caller reached another")
	}
}

func TestTargetFillsTheAccountOnly(t *testing.T) {
	o := domain.Operation{
		Path:  "/api/account/{accountId}/users/{userId}",
		Query: []domain.Query{{Name: "v", Value: "4.0"}, {Name: "source", Value: "lpkeys"}},
	}
	got := o.Target(domain.Host{Name: "va.ac.liveperson.net"}, account)
	want := "https://va.ac.liveperson.net/api/account/12345678/users/{userId}?v=4.0&source=lpkeys"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestTargetLetsNoAccountChangeThePath(t *testing.T) {
	o := domain.Operation{Path: "/api/account/{accountId}/users"}
	for _, odd := range []domain.AccountID{"", "..", "1/../2", "1?a=b", "1#", "1%2f2", "1 2", "1\n"} {
		got := o.Target(domain.Host{Name: "va.ac.liveperson.net"}, odd)
		if want := "https://va.ac.liveperson.net/api/account/{accountId}/users"; got != want {
			t.Errorf("%q: got %s, want %s", odd, got, want)
		}
	}
}
