package domain_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
)

func TestResolveUnderstandsEveryGoodShape(t *testing.T) {
	single := `{"service":"msgHist","account":"12345678","baseURI":"va.msghist.liveperson.net"}`
	tests := []struct {
		name        string
		list, named func(*http.Request) *http.Response
	}{
		{"a list", answers(200, list), nil},
		{"a list with extra fields", answers(200, `{"more":{"a":[1]},"error":null,"baseURIs":[{"ttl":60,"account":"12345678","baseURI":"va.msghist.liveperson.net","service":"msgHist"}]}`), nil},
		{"a list that says there is no error", answers(200, strings.Replace(list, "{", `{"error":false,`, 1)), nil},
		{"a list with upper case in the host", answers(200, strings.Replace(list, "va.msghist", "VA.MsgHist", 1)), nil},
		{"an empty list, and the service by its name", answers(200, `{"baseURIs":[]}`), answers(200, single)},
		{"a list without the service, and the service by its name", answers(200, strings.Replace(list, "msgHist", "other", 1)), answers(200, single)},
		{"no list at all, and the service by its name", answers(404, "<html>"), answers(200, single)},
		{"a list entry without a host, and the service by its name", answers(200, strings.Replace(list, "va.msghist.liveperson.net", "", 1)), answers(200, single)},
		{"by its name, with other order and extra fields", answers(404, ""), answers(200, `{"baseURI":"va.msghist.liveperson.net","x":1,"account":"12345678","service":"msgHist"}`)},
		{"by its name, as a list", answers(404, ""), answers(200, `{"baseURIs":[`+single+`]}`)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := domain.Client{HTTP: &forms{list: tt.list, named: tt.named}}
			got, err := client.Resolve(t.Context(), account, "msgHist", usual)
			want := domain.Host{Name: "va.msghist.liveperson.net", LivePerson: true}
			if got.Host != want || got.Source != domain.Network || got.Stale() || err != nil {
				t.Errorf("got %+v, %v, want %+v", got, err, want)
			}
		})
	}
}

func TestAllListsServicesSorted(t *testing.T) {
	client := domain.Client{HTTP: &forms{list: answers(200, `{"baseURIs":[
		{"service":"Zeta","account":"12345678","baseURI":"lo.z.liveperson.net"},
		{"service":"beta","account":"12345678","baseURI":"lo.b.example.org"},
		{"service":"evil","account":"12345678","baseURI":"lo.b.liveperson.net:8443"},
		{"service":"bad name","account":"12345678","baseURI":"lo.b.liveperson.net"},
		{"service":"beta","account":"12345678","baseURI":"lo.second.liveperson.net"},
		{"service":"Alpha","account":"12345678","baseURI":"lo.a.liveperson.net"}]}`)}}
	got, err := client.All(t.Context(), account, usual)
	want := []domain.Entry{
		{Service: "Alpha", Host: domain.Host{Name: "lo.a.liveperson.net", LivePerson: true}},
		{Service: "beta", Host: domain.Host{Name: "lo.b.example.org"}},
		{Service: "Zeta", Host: domain.Host{Name: "lo.z.liveperson.net", LivePerson: true}},
	}
	if err != nil || !slices.Equal(got.Entries, want) {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
}

func TestFailuresOfTheListHaveAKind(t *testing.T) {
	tests := []struct {
		name   string
		answer func(*http.Request) *http.Response
		kind   domain.Kind
		detail string // a part of it
	}{
		{"400 for a wrong account", answers(400, ""), domain.UnknownAccount, ""},
		{"401 for a wrong account", answers(401, `{"error":{"time":"x","message":"Bad Authentication","internalCode":10,"responseStatus":"UNAUTHORIZED"}}`), domain.UnknownAccount, "Bad Authentication (internal code 10)"},
		{"404", answers(404, "<html>"), domain.UnknownAccount, "an HTML page"},
		{"an empty list", answers(200, `{"baseURIs":[]}`), domain.UnknownAccount, "no services"},
		{"an error object that says unauthorized, with 200", answers(200, `{"error":{"message":"who?","internalCode":10,"responseStatus":"UNAUTHORIZED"}}`), domain.UnknownAccount, "who?"},
		{"an error object that says not found, with 200", answers(200, `{"error":{"message":"no","responseStatus":"NOT_FOUND"}}`), domain.UnknownAccount, "no"},
		{"403", answers(403, "go away"), domain.Refused, "go away"},
		{"451", answers(451, ""), domain.Refused, ""},
		{"a flat error, with 200", answers(200, `{"time":1512008639373,"message":"Unauthorized account access","internalCode":10}`), domain.Refused, "Unauthorized account access (internal code 10)"},
		{"a flat error, with 403", answers(403, `{"time":1,"message":"Unauthorized account access","internalCode":10}`), domain.Refused, "Unauthorized account access (internal code 10)"},
		{"an error that is a string", answers(200, `{"error":"LeLogin1 failed"}`), domain.Refused, "LeLogin1 failed"},
		{"an error beside a list", answers(200, `{"error":{"message":"partial"},"baseURIs":[]}`), domain.Refused, "partial"},
		{"an error that is a string, beside a list", answers(200, strings.Replace(list, "{", `{"error":"partial",`, 1)), domain.Refused, "partial"},
		{"401 with a problem form", answers(401, "oauth_problem=signature_invalid&oauth_problem_advice=the oauth_signature is invalid"), domain.Refused, "signature_invalid: the oauth_signature is invalid"},
		{"401 with LivePerson's problem form", answers(401, "lp_problem=consumer_key_rejected"), domain.Refused, "consumer_key_rejected"},
		{"200 with a problem form", answers(200, "oauth_problem=token_rejected"), domain.Malformed, "token_rejected"},
		{"429", answers(429, "slow down"), domain.RateLimited, "slow down"},
		{"an error object that says too many, with 200", answers(200, `{"error":{"message":"wait","responseStatus":"TOO_MANY_REQUESTS"}}`), domain.RateLimited, "wait"},
		{"500 with a code only", answers(500, `{"internalErrorCode":"9007"}`), domain.Unavailable, "internal code 9007"},
		{"503 with HTML", answers(503, "\n <!DOCTYPE html><h1>Sorry"), domain.Unavailable, "an HTML page"},
		{"408", answers(408, ""), domain.Unavailable, ""},
		{"an error object that says out of order, with 200", answers(200, `{"error":{"message":"oops","responseStatus":"SERVICE_UNAVAILABLE"}}`), domain.Unavailable, "oops"},
		{"a redirect", answers(302, "", "Location", "https://portal.example/login?x=1"), domain.Malformed, "redirects to portal.example, which is not followed"},
		{"a redirect to nowhere", answers(301, ""), domain.Malformed, "not followed"},
		{"204", answers(204, ""), domain.Malformed, ""},
		{"an empty body", answers(200, " \n"), domain.Malformed, "an empty body"},
		{"HTML", answers(200, "<html>Welcome to Hotel WiFi"), domain.Malformed, "an HTML page"},
		{"text", answers(200, "hello"), domain.Malformed, "not JSON"},
		{"half a body of JSON", answers(200, list[:60]), domain.Malformed, "not JSON"},
		{"two values of JSON", answers(200, list+list), domain.Malformed, "not JSON"},
		{"JSON of another kind", answers(200, `{"items":[]}`), domain.Malformed, "not an answer"},
		{"a JSON list", answers(200, `[]`), domain.Malformed, "JSON array"},
		{"a list that is null", answers(200, `{"baseURIs":null}`), domain.Malformed, "not an answer"},
		{"a host that is a number", answers(200, `{"baseURIs":[{"baseURI":7}]}`), domain.Malformed, "JSON number"},
		{"a single service instead of the list", answers(200, `{"service":"msgHist","account":"12345678","baseURI":"va.x.liveperson.net"}`), domain.Malformed, "not an answer"},
		{"another account's list", answers(200, strings.ReplaceAll(list, "12345678", "12345679")), domain.Malformed, `account "12345679"`},
		{"an account in another case", answers(200, strings.ReplaceAll(list, "12345678", "LE12345678")), domain.Malformed, `account "LE12345678"`},
		{"no account", answers(200, `{"baseURIs":[{"service":"msgHist","baseURI":"va.x.liveperson.net"}]}`), domain.Malformed, `account ""`},
		{"more than 4 MiB", answers(200, list+strings.Repeat(" ", 4<<20)), domain.Malformed, "more than 4 MiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := domain.Client{HTTP: &forms{list: tt.answer}}
			list, err := client.All(t.Context(), account, once)
			got := failure(t, err)
			if got.Kind != tt.kind || !strings.Contains(got.Detail, tt.detail) || list.Entries != nil {
				t.Errorf("got %v, %v: %q, want %v: ...%s...", list, got.Kind, got.Detail, tt.kind, tt.detail)
			}
			if got.Account != account || got.Service != "" || got.API != "" {
				t.Errorf("got account %q, service %q, API %q, want the account alone", got.Account, got.Service, got.API)
			}
		})
	}
}

func TestFailuresOfOneServiceHaveAKind(t *testing.T) {
	good, missing := answers(200, list), answers(404, "")
	tests := []struct {
		name        string
		list, named func(*http.Request) *http.Response
		kind        domain.Kind
		detail      string
	}{
		{"404, the account being known", good, answers(404, ""), domain.UnknownService, ""},
		{"400, the account being known", good, answers(400, ""), domain.UnknownService, ""},
		{"401, the account being known", good, answers(401, ""), domain.UnknownService, ""},
		{"404 to everything", missing, answers(404, ""), domain.UnknownAccount, ""},
		{"an empty list and 404", answers(200, `{"baseURIs":[]}`), answers(404, ""), domain.UnknownAccount, ""},
		{"an empty list by name", good, answers(200, `{"baseURIs":[]}`), domain.UnknownService, ""},
		{"a host that is null", good, answers(200, `{"service":"sentinel","account":"12345678","baseURI":null}`), domain.UnknownService, ""},
		{"another service", good, answers(200, `{"service":"Sentinel","account":"12345678","baseURI":"va.x.liveperson.net"}`), domain.Malformed, `service "Sentinel"`},
		{"another account", good, answers(200, `{"service":"sentinel","account":"x","baseURI":"va.x.liveperson.net"}`), domain.Malformed, `account "x"`},
		{"an empty object", good, answers(200, `{}`), domain.Malformed, "not an answer"},
		{"a host that is none", missing, answers(200, `{"service":"sentinel","account":"12345678","baseURI":"https://va.x.liveperson.net"}`), domain.NotAHost, "scheme or a path"},
		{"out of order for the list", answers(502, ""), nil, domain.Unavailable, ""},
		{"out of order for the service", good, answers(502, ""), domain.Unavailable, ""},
		{"a wrong account", answers(401, ""), nil, domain.UnknownAccount, ""},
		{"too many, by name", good, answers(429, "", "Retry-After", "7"), domain.RateLimited, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			client := domain.Client{HTTP: &forms{list: tt.list, named: tt.named}}
			answer, err := client.Resolve(t.Context(), account, "sentinel", once)
			got := failure(t, err)
			if got.Kind != tt.kind || !strings.Contains(got.Detail, tt.detail) || answer != (domain.Answer{}) {
				t.Errorf("got %v, %v: %q, want %v: ...%s...", answer, got.Kind, got.Detail, tt.kind, tt.detail)
			}
			if got.Account != account || got.Service != "sentinel" {
				t.Errorf("got account %q, service %q", got.Account, got.Service)
			}
		})
	}
}

func TestRetryAfterIsTold(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"5": 5 * time.Second, " 0 ": 0, "-3": 0, "soon": 0, "": 0,
		"4000000000": 24 * time.Hour, "99999999999999999999": 0,
		"Wed, 21 Oct 2015 07:28:00 GMT": 0,
		"Wed, 21 Oct 2415 07:28:00 GMT": 24 * time.Hour,
	} {
		client := domain.Client{HTTP: &forms{list: answers(429, "", "Retry-After", value)}}
		_, err := client.All(t.Context(), account, once)
		if got := failure(t, err).RetryAfter; got != want {
			t.Errorf("Retry-After %q: got %v, want %v", value, got, want)
		}
	}
}

func TestAnUnknownServiceComesWithThoseThereAre(t *testing.T) {
	client := domain.Client{HTTP: &forms{list: answers(200, list), named: answers(404, "")}}
	_, err := client.Resolve(t.Context(), account, "zzz", usual)
	if got := failure(t, err).Has; !slices.Equal(got, []domain.Service{"agentVep", "auditlog", "msgHist"}) {
		t.Errorf("got %v, want what the account has, sorted", got)
	}
}

func TestDetailIsCleanAndShort(t *testing.T) {
	hostile := "\x1b]0;owned\x07\u202eevil\u009b31m" + strings.Repeat("é", 5000)
	for _, answer := range []func(*http.Request) *http.Response{
		answers(403, hostile),
		answers(200, fmt.Sprintf(`{"error":{"message":%q}}`, hostile)),
		answers(403, "oauth_problem="+hostile),
		answers(302, "", "Location", "https://"+hostile),
		answers(200, fmt.Sprintf(`{"baseURIs":[{"account":%q}]}`, hostile)),
	} {
		client := domain.Client{HTTP: &forms{list: answer}}
		_, err := client.All(t.Context(), account, usual)
		if text := err.Error(); text != domain.Clean(text) || len(text) > 500 {
			t.Errorf("got %d bytes of error: %q", len(text), text)
		}
	}
}

func TestErrorNamesWhatWasAskedAndWhere(t *testing.T) {
	client := domain.Client{
		BaseURL: "http://localhost:8080/",
		HTTP:    &forms{list: answers(200, list), named: answers(404, "nothing here")},
	}
	_, err := client.Resolve(t.Context(), account, "sentinel", usual)
	want := "resolving sentinel of account 12345678 at http://localhost:8080: unknown service (status 404): nothing here"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
}

func TestEverySourceHasAName(t *testing.T) {
	for source, want := range map[domain.Source]string{
		domain.Network: "network", domain.Memory: "memory", domain.Disk: "disk", 0: "Source(0)",
	} {
		if got := source.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
