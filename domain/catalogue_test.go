package domain_test

import (
	"encoding/json"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lpkeys/domain"
)

// operations are all that the catalogue has.
func operations() []domain.Operation {
	var all []domain.Operation
	for _, api := range domain.Catalogue() {
		all = append(all, api.Operations...)
	}
	return all
}

func find(t *testing.T, name string) domain.Operation {
	t.Helper()
	o, err := domain.Find(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return o
}

func TestCatalogueCanBeUsedAsItStands(t *testing.T) {
	titles := make(map[string]bool)
	for _, api := range domain.Catalogue() {
		if api.Title == "" || titles[api.Title] || api.Section == "" {
			t.Errorf("got the title %q in section %q, want one of its own", api.Title, api.Section)
		}
		titles[api.Title] = true
		for _, service := range append(api.Also, api.Service) {
			if _, err := domain.ParseService(string(service)); err != nil {
				t.Errorf("%s: got service %q: %v", api.Title, service, err)
			}
		}
		if !isPermalink(api.Docs) && (api.Docs != "" || api.Note == "") {
			t.Errorf("%s: got docs at %q, want LivePerson's page, or a note when there is none", api.Title, api.Docs)
		}
		if len(api.Operations) == 0 && api.Note == "" {
			t.Errorf("%s: got no operation, and no note that says why", api.Title)
		}
		checkHosts(t, api)
	}
	if len(titles) < 60 {
		t.Errorf("got %d APIs, want all", len(titles))
	}
}

func isPermalink(docs string) bool {
	return regexp.MustCompile(`^https://developers\.liveperson\.com/[a-z0-9-]+\.html$`).MatchString(docs)
}

// checkHosts wants one host, or one for each region, all of them LivePerson's.
func checkHosts(t *testing.T, api domain.API) {
	t.Helper()
	regions := make(map[string]bool)
	for _, name := range api.Hosts {
		host, err := new(domain.Client).Host(name)
		if err != nil || !host.LivePerson {
			t.Errorf("%s: got host %q: %v", api.Title, name, err)
		}
		regions[host.Region()] = true
	}
	if n := len(api.Hosts); n > 1 && (n != 3 || len(regions) != 3 || regions[""]) {
		t.Errorf("%s: got hosts %v, want one for each region", api.Title, api.Hosts)
	}
}

func TestOperationsCanBeUsedAsTheyStand(t *testing.T) {
	names := make(map[string]bool)
	for _, o := range operations() {
		t.Run(o.Name, func(t *testing.T) {
			if names[o.Name] || o.Title == "" || o.API == "" {
				t.Errorf("got title %q of %q, want a name of its own", o.Title, o.API)
			}
			names[o.Name] = true
			if !regexp.MustCompile(`^` + string(o.Service) + `(\.[A-Za-z0-9_-]+)+$`).MatchString(o.Name) {
				t.Errorf("want a name that begins with the service %s", o.Service)
			}
			if o.Auth == 0 && o.Note == "" {
				t.Error("got nothing that authorises it, and no note")
			}
			checkEffect(t, o)
			checkPath(t, o)
			checkQuery(t, o)
			checkBody(t, o)
		})
	}
}

// Scripts call operations by their names. A new one is added to the file; one
// that is there stays.
func TestNoNameOfAnOperationEverChanges(t *testing.T) {
	kept, err := os.ReadFile("testdata/operations.txt")
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Fields(string(kept))
	for _, name := range names {
		find(t, name)
	}
	for _, o := range operations() {
		if !slices.Contains(names, o.Name) {
			t.Errorf("%s is not in testdata/operations.txt", o.Name)
		}
	}
}

// postsThatRead are what LivePerson answers questions to that do not fit into a
// URL.
var postsThatRead = regexp.MustCompile(`/search$|/agent-view/|^/manager_workspace/|/analytics/$|/metadata/audit$`)

func checkEffect(t *testing.T, o domain.Operation) {
	t.Helper()
	want := domain.Changes
	switch {
	case o.Method == "GET" || o.Method == "POST" && postsThatRead.MatchString(o.Path):
		want = domain.Reads
	case o.Method == "DELETE" || o.Name == "rtbf.requests.create":
		want = domain.Destroys
	case !slices.Contains([]string{"POST", "PUT", "PATCH"}, o.Method):
		t.Errorf("got method %q", o.Method)
	}
	if o.Effect != want {
		t.Errorf("got %v for %s %s, want %v", o.Effect, o.Method, o.Path, want)
	}
}

// placeholders are all names that stand for a part of a path.
var placeholders = []string{
	"accountId", "serviceName", "appId", "keyId", "skillId", "campaignId", "appName", "channel", "app", "requestId",
	"userId", "groupId", "profileId", "lobId", "responseId", "categoryId", "messageId", "reasonId", "hoursId",
	"occasionId", "surveyId", "visitorId", "chatId", "sessionId", "lambdaId", "eventId", "namespace",
}

// accountless are the paths that no account ID stands in.
var accountless = []string{"sentinel.jwks", "intentManager.token"}

func checkPath(t *testing.T, o domain.Operation) {
	t.Helper()
	if !strings.HasPrefix(o.Path, "/") || strings.Contains(o.Path, "//") {
		t.Errorf("got path %q", o.Path)
	}
	if strings.Contains(o.Path, domain.AccountPlaceholder) == slices.Contains(accountless, o.Name) {
		t.Errorf("got path %q, want the account ID in it", o.Path)
	}
	for part := range strings.SplitSeq(o.Path, "/") {
		name, opened := strings.CutPrefix(part, "{")
		if opened && !slices.Contains(placeholders, strings.TrimSuffix(name, "}")) || !opened && url.PathEscape(part) != part {
			t.Errorf("got %q in path %q", part, o.Path)
		}
	}
}

func checkQuery(t *testing.T, o domain.Operation) {
	t.Helper()
	seen := make(map[string]bool)
	for _, q := range o.Queries() {
		value := strings.Trim(q.Value, "{}")
		if q.Name == "" || seen[q.Name] || value == "" || url.PathEscape(q.Name+value) != q.Name+value {
			t.Errorf("got parameter %q=%q, which is twice, empty or needs escaping", q.Name, q.Value)
		}
		seen[q.Name] = true
		if version := q.Name == "v" || q.Name == "version"; version && (!q.Required || value != q.Value) {
			t.Errorf("got %+v, want a version that is required", q)
		}
		if q.Required && q.Optional {
			t.Errorf("got %+v", q)
		}
	}
}

func checkBody(t *testing.T, o domain.Operation) {
	t.Helper()
	hasBody := o.Method != "GET" && o.Method != "DELETE"
	types := []string{"application/json", "application/x-www-form-urlencoded"}
	if hasBody != slices.Contains(types, o.ContentType) || !hasBody && o.ContentType+o.Body != "" {
		t.Errorf("got content type %q and body %q for %s", o.ContentType, o.Body, o.Method)
	}
	filled := regexp.MustCompile(`\{[a-zA-Z]+\}`).ReplaceAllString(o.Body, "1")
	if o.Body != "" && o.ContentType == types[0] && !json.Valid([]byte(filled)) {
		t.Errorf("got body %s, want JSON", o.Body)
	}
	if _, err := url.ParseQuery(filled); o.ContentType == types[1] && err != nil {
		t.Errorf("got body %s: %v", o.Body, err)
	}
}

func TestNothingThatDestroysOrWantsSomethingElseIsSignedUnasked(t *testing.T) {
	for _, o := range operations() {
		err := o.Signable()
		refused, _ := err.(*domain.UnsignedError)
		switch {
		case !o.Auth.Signed():
			if refused == nil || refused.Destroys || refused.Auth != o.Auth || refused.Operation != o.Name {
				t.Errorf("%s wants %v: got %v", o.Name, o.Auth, err)
			}
		case o.Effect == domain.Destroys:
			if refused == nil || !refused.Destroys || refused.Operation != o.Name {
				t.Errorf("%s destroys: got %v", o.Name, err)
			}
		case err != nil:
			t.Errorf("%s: got %v", o.Name, err)
		}
		if strings.Contains(o.Body, "ecret}") && err == nil {
			t.Errorf("%s: got a signature for a request with secrets in its body", o.Name)
		}
	}
	for name, want := range map[string]string{
		"rtbf.requests.create":       "rtbf.requests.create is not signed: it destroys data",
		"agentVep.login.application": "agentVep.login.application is not signed: LivePerson wants something else for it: app key in the body",
		"agentVep.incomingRequests":  "agentVep.incomingRequests is not signed: LivePerson wants something else for it: login bearer",
	} {
		if err := find(t, name).Signable(); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestWhatAuthorisesIsNamed(t *testing.T) {
	for auth, want := range map[domain.Auth]string{
		0:                                  "not known",
		domain.AppKey:                      "app key",
		domain.NothingRequired:             "nothing",
		domain.OAuth2 | domain.LoginBearer: "OAuth 2.0 or login bearer",
		domain.AppKey | domain.OAuth2 | domain.LoginBearer: "app key, OAuth 2.0 or login bearer",
	} {
		if got := auth.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for effect, want := range map[domain.Effect]string{0: "does something not known", domain.Reads: "reads", domain.Destroys: "destroys", 99: "destroys"} {
		if got := effect.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestAVersionMayWantAnotherAuthorisation(t *testing.T) {
	one, two := find(t, "leDataReporting.msgqueuehealth.current"), find(t, "leDataReporting.msgqueuehealth.current.v2")
	if one.Auth != domain.AppKey || two.Auth != domain.OAuth2 {
		t.Errorf("got %v and %v, want app key and OAuth 2.0", one.Auth, two.Auth)
	}
}

func TestSpellingsOnWhichPagesDisagreeAreBothThere(t *testing.T) {
	want := map[domain.Service]domain.Service{"auditlog": "auditLog", "faasGW": "faaSGW", "msdkgw": "Msdkgw", "idp": "IDP"}
	for _, api := range domain.Catalogue() {
		if other := want[api.Service]; other != "" && !slices.Contains(api.Also, other) {
			t.Errorf("%s: got %v, want %s too", api.Service, api.Also, other)
		}
		delete(want, api.Service)
	}
	if len(want) > 0 {
		t.Errorf("found no API of %v", want)
	}
}

func TestServicesAreThoseOfTheDomainAPI(t *testing.T) {
	got := domain.Services()
	if got[0] != "msgHist" {
		t.Errorf("got %v, want what is used most first", got)
	}
	for _, service := range []domain.Service{"dataAccess", "domainAPI", "outboundReporting"} {
		if slices.Contains(got, service) {
			t.Errorf("got %s, which the Domain API does not know", service)
		}
	}
	for _, service := range []domain.Service{"accountConfigReadWrite", "msgEwtAPI", "pusher", "rtbf"} {
		if !slices.Contains(got, service) {
			t.Errorf("got %v, want %s in it", got, service)
		}
	}
	slices.Sort(got)
	if unique := slices.Compact(slices.Clone(got)); len(unique) != len(got) {
		t.Errorf("got %v, want each once", got)
	}
}

func TestCatalogueBelongsToItsCaller(t *testing.T) {
	mine := domain.Catalogue()
	name, also := mine[0].Operations[0].Name, ""
	mine[0].Operations[0].Name = "changed"
	for i := range mine {
		if mine[i].Also != nil {
			also, mine[i].Also[0] = string(mine[i].Also[0]), "changed"
			break
		}
	}
	if got := domain.Catalogue()[0].Operations[0].Name; got != name {
		t.Errorf("got %q: a change by one caller reached another", got)
	}
	if _, ok := domain.OperationAt("GET", domain.Service(also), "/lp-auditlogapi/1"); !ok {
		t.Errorf("%s is no longer known after somebody changed their own copy", also)
	}
}

func TestAnOperationIsKnownByItsPath(t *testing.T) {
	const base = "/api/account/12345678/configuration/le-users/users"
	tests := []struct {
		method  string
		service domain.Service
		path    string
		want    string // "": none
	}{
		{"GET", "accountConfigReadOnly", base, "accountConfigReadOnly.users.list"},
		{"GET", "", base + "/7", "accountConfigReadOnly.users.get"},
		{"GET", "", base + "/..", "accountConfigReadOnly.users.get"},
		{"DELETE", "accountConfigReadWrite", base + "/7", "accountConfigReadWrite.users.delete"},
		{"GET", "auditLog", "/lp-auditlogapi/1", "auditlog.usage"},
		{"GET", "auditLOG", "/lp-auditlogapi/1", ""},
		{"GET", "", "/operations/api/account/1/msgqueuehealth/current/", "leDataReporting.msgqueuehealth.current"},
		{"GET", "", "/operations/api/account/1/msgqueuehealth/current/?skillIds=all&v=2", "leDataReporting.msgqueuehealth.current.v2"},
		{"GET", "", "/operations/api/account/1/msgqueuehealth/current/?v=3", "leDataReporting.msgqueuehealth.current"},
		{"GET", "", "/operations/api/account/1/msgqueuehealth/current", "leDataReporting.msgqueuehealth.current"},
		{"get", "", base, "accountConfigReadOnly.users.list"},
		{"dELETE", "", base + "/7/?v=4.0#x", "accountConfigReadWrite.users.delete"},
		{"POST", "", "/api/account/1/personal-data-deletion#/x?v=1", "rtbf.requests.create"},
		{"DELETE", "", base, ""},
		{"GET", "msgHist", base, ""},
		{"GET", "", base + "/", "accountConfigReadOnly.users.list"},
		{"GET", "", "/" + base + "//", "accountConfigReadOnly.users.list"},
		{"GET", "", "/API/account/12345678/configuration/LE-users/users", "accountConfigReadOnly.users.list"},
		{"GET", "", base + "/7/8", ""},
		{"GET", "", "/api/account//configuration/le-users/users", ""},
		{"GET", "", "/", ""},
		{"GET", "", "", ""},
	}
	for _, tt := range tests {
		o, ok := domain.OperationAt(tt.method, tt.service, tt.path)
		if o.Name != tt.want || ok != (tt.want != "") {
			t.Errorf("%s %s %s: got %q, %v, want %q", tt.method, tt.service, tt.path, o.Name, ok, tt.want)
		}
	}
	for _, o := range operations() {
		if got, ok := domain.OperationAt(o.Method, o.Service, o.Path); !ok || got.Path != o.Path {
			t.Errorf("%s: got %q, %v", o.Name, got.Name, ok)
		}
	}
}

func TestAnUnknownOperationBringsLikelyOnes(t *testing.T) {
	tests := []struct {
		name  string
		asked string
		want  []string
	}{
		{"another case", "msghist.Conversations.search", []string{"msgHist.conversations.search"}},
		{"the service left out", "users.delete", []string{"accountConfigReadWrite.users.delete"}},
		{"the service alone", "rtbf", []string{"rtbf.requests.list", "rtbf.requests.get", "rtbf.requests.create"}},
		{"a service with a dot", "auditlog.", []string{"auditlog.usage"}},
		{"a slip", "msgHist.conversaton.search", []string{"msgHist.conversation.search"}},
		{"nothing", "", nil},
		{"something else", "https://va.msghist.liveperson.net/", nil},
		{"something long", strings.Repeat("x", 1<<20), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := domain.Find(tt.asked)
			unknown, ok := err.(*domain.UnknownOperationError)
			if !ok {
				t.Fatalf("got %v", err)
			}
			if got := unknown.Suggestions; !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
			if len(tt.asked) > 10 && strings.Contains(err.Error(), tt.asked) {
				t.Errorf("got %q, which repeats what was asked", err)
			}
		})
	}
	if got := find(t, "msgHist.conversations.search"); got.API != "Messaging Interactions" || got.Permission == "" || got.Docs == "" {
		t.Errorf("got %+v, want what its API says too", got)
	}
}
