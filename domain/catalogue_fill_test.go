package domain_test

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"lpkeys/domain"
)

func TestFillPutsEveryValueInItsPlace(t *testing.T) {
	tests := []struct {
		name   string
		values map[string]string
		want   string
	}{
		{
			"accountConfigReadOnly.users.get",
			map[string]string{"accountId": "12345678", "userId": "7"},
			"/api/account/12345678/configuration/le-users/users/7?v=4.0",
		},
		{
			"msgHist.conversations.search",
			map[string]string{"accountId": "le12345", "unused": "x"},
			"/messaging_history/api/account/le12345/conversations/search?offset=0&limit=50&sort=start:desc&source=lpkeys",
		},
		{
			"agentActivityDomain.status-changes",
			map[string]string{"accountId": "1"},
			"/api/v2/account/1/status-changes?source=lpkeys",
		},
		{
			"agentActivityDomain.status-changes",
			map[string]string{"accountId": "1", "from": "a b", "to": "c&d=e+f%25"},
			"/api/v2/account/1/status-changes?source=lpkeys&from=a%20b&to=c%26d%3De%2Bf%2525",
		},
		{"sentinel.jwks", nil, "/sentinel/well-known/jwks"},
	}
	for _, tt := range tests {
		got, err := find(t, tt.name).Fill(tt.values)
		if err != nil || got != tt.want {
			t.Errorf("%s: got %s, %v, want %s", tt.name, got, err, tt.want)
		}
	}
}

func TestFillNamesWhatIsMissing(t *testing.T) {
	_, err := find(t, "outboundReporting.analytics").Fill(map[string]string{"accountId": "1", "toMillis": "2"})
	missing, ok := err.(*domain.MissingValuesError)
	if !ok || !slices.Equal(missing.Names, []string{"app", "fromMillis"}) {
		t.Fatalf("got %v", err)
	}
	if want := "outboundReporting.analytics needs a value for {app}, {fromMillis}"; err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
}

func TestNoValueChangesThePath(t *testing.T) {
	o := find(t, "accountConfigReadOnly.users.get")
	fill := func(account, user string) (string, error) {
		return o.Fill(map[string]string{"accountId": account, "userId": user})
	}
	for _, odd := range []string{"a/b", "a/../b", "?v=5", "#", "%2f", "..%2f", "a b", "\n", "\x00", "ü", ";", "\\", "{userId}", "&v=5"} {
		got, err := fill("1", odd)
		if err != nil {
			t.Errorf("%q: %v", odd, err)
			continue
		}
		u, err := url.Parse("https://host.liveperson.net" + got)
		if err != nil || strings.Count(u.EscapedPath(), "/") != strings.Count(o.Path, "/") || u.RawQuery != "v=4.0" || u.Fragment != "" {
			t.Errorf("%q: got %s (%v)", odd, got, err)
		}
		if last := u.Path[strings.LastIndex(u.Path, "users/")+len("users/"):]; last != odd {
			t.Errorf("%q: the server reads %q", odd, last)
		}
	}
	for _, odd := range []string{".", ".."} {
		if got, err := fill("1", odd); !isInput(err) {
			t.Errorf("%q: got %s, %v, want it refused", odd, got, err)
		}
	}
	for _, odd := range []string{"..", "1/../2", "1?a=b", "1#", "1%2f2", "1 2", "1\n", strings.Repeat("1", 10<<10)} {
		if got, err := fill(odd, "7"); !isInput(err) {
			t.Errorf("account %q: got %s, %v, want it refused", odd, got, err)
		}
	}
}

func FuzzNoValueChangesThePath(f *testing.F) {
	for _, seed := range []string{"7", "..", "a/b", "%2e%2e", "?v=1", "\\", "\xff", "a b+c"} {
		f.Add(seed)
	}
	o, err := domain.Find("accountConfigReadOnly.users.get")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, value string) {
		got, err := o.Fill(map[string]string{"accountId": "1", "userId": value})
		if err != nil {
			return
		}
		u, err := url.Parse("https://host.liveperson.net" + got)
		if err != nil || u.RawQuery != "v=4.0" || u.Path != "/api/account/1/configuration/le-users/users/"+value {
			t.Errorf("%q: got %s (%v)", value, got, err)
		}
		if again, ok := domain.OperationAt("GET", "", got); !ok || again.Name != o.Name {
			t.Errorf("%q: got %s, which is %q", value, got, again.Name)
		}
		if clean := u.JoinPath().EscapedPath(); clean != u.EscapedPath() {
			t.Errorf("%q: got %s, which others read as %s", value, got, clean)
		}
	})
}

func isInput(err error) bool { _, ok := err.(*domain.InputError); return ok }

func TestQueriesSayWhatIsRequired(t *testing.T) {
	want := []domain.Query{
		{Name: "source", Value: "lpkeys", Required: true},
		{Name: "from", Value: "{from}", Optional: true}, {Name: "to", Value: "{to}", Optional: true},
	}
	if got := find(t, "agentActivityDomain.status-changes").Queries(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	want = []domain.Query{{Name: "timeframe", Value: "60"}, {Name: "v", Value: "1", Required: true}}
	if got := find(t, "leDataReporting.msgconversation").Queries(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := find(t, "sentinel.jwks").Queries(); got != nil {
		t.Errorf("got %+v, want none", got)
	}
}

func TestNamesAreWhatFillWants(t *testing.T) {
	if got, want := find(t, "smt.visit.state").Names(), []string{"accountId", "visitorId", "sessionId"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, o := range operations() {
		values := make(map[string]string)
		for _, name := range o.Names() {
			values[name] = "1"
		}
		if got, err := o.Fill(values); err != nil || strings.ContainsAny(got, "{}*[]") {
			t.Errorf("%s: got %s, %v", o.Name, got, err)
		}
	}
}

func TestTargetFillsTheAccountOnly(t *testing.T) {
	host := domain.Host{Name: "va.ac.liveperson.net"}
	got := find(t, "accountConfigReadOnly.users.get").Target(host, account)
	want := "https://va.ac.liveperson.net/api/account/12345678/configuration/le-users/users/{userId}?v=4.0"
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, odd := range []domain.AccountID{"", "..", "1/../2", "1?a=b", "1#", "1%2f2", "1 2", "1\n"} {
		got := find(t, "rtbf.requests.list").Target(host, odd)
		if want := "https://va.ac.liveperson.net/api/account/{accountId}/personal-data-deletion"; got != want {
			t.Errorf("%q: got %s, want %s", odd, got, want)
		}
	}
}
