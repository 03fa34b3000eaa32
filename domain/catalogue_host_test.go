package domain_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"lpkeys/domain"
)

// only answers that the account has one service, on a host.
func only(service, host string) *forms {
	entry := `{"service":"` + service + `","account":"12345678","baseURI":"` + host + `"}`
	return &forms{
		list: answers(200, `{"baseURIs":[`+entry+`]}`),
		named: func(req *http.Request) *http.Response {
			if strings.Contains(req.URL.Path, "/service/"+service+"/") {
				return reply(req, 200, entry)
			}
			return reply(req, 404, "")
		},
	}
}

func TestLocateKnowsBothSpellingsOfAService(t *testing.T) {
	for has, asked := range map[string]domain.Service{"auditLog": "auditlog", "auditlog": "auditlog", "faaSGW": "faasGW"} {
		client := domain.Client{HTTP: only(has, "va.x.liveperson.net")}
		answer, err := client.Locate(t.Context(), account, asked, domain.Options{})
		if err != nil || answer.Host.Name != "va.x.liveperson.net" {
			t.Errorf("the account has %s, asked for %s: got %v, %v", has, asked, answer, err)
		}
	}
	client := domain.Client{HTTP: only("auditlog", "va.x.liveperson.net")}
	for _, asked := range []domain.Service{"auditLog", "faasGW", "nobodys"} {
		_, err := client.Locate(t.Context(), account, asked, domain.Options{})
		if e := failure(t, err); e.Kind != domain.UnknownService || e.Service != asked {
			t.Errorf("asked for %s: got %v", asked, err)
		}
	}
}

func TestLocateFindsFixedHostsInTheAccountsRegion(t *testing.T) {
	for has, want := range map[string]string{
		"va.ac.liveperson.net":        "va.da.liveperson.net",
		"lo-a.ac.liveperson.net":      "lo.da.liveperson.net",
		"z3.context.liveperson.net":   "sy.da.liveperson.net",
		"emea.livepersonapis.com":     "lo.da.liveperson.net",
		"auth-z1.liveperson.net":      "va.da.liveperson.net",
		"proactive.z2.liveperson.com": "lo.da.liveperson.net",
	} {
		api := only("smt", has)
		client := domain.Client{HTTP: api}
		answer, err := client.Locate(t.Context(), account, "dataAccess", domain.Options{})
		if err != nil || answer.Host != (domain.Host{Name: want, LivePerson: true}) {
			t.Errorf("%s: got %v, %v, want %s", has, answer, err, want)
		}
		if got := api.asked(); len(got) != 1 {
			t.Errorf("%s: asked %v, want the list alone", has, got)
		}
	}
	for _, has := range []string{"ac.liveperson.net", "va.example.org"} {
		client := domain.Client{HTTP: only("smt", has)}
		_, err := client.Locate(t.Context(), account, "dataAccess", domain.Options{})
		if e := failure(t, err); e.Kind != domain.UnknownService || e.Service != "dataAccess" {
			t.Errorf("%s: got %v, want it said that the region is not known", has, err)
		}
	}
}

func TestLocateAsksNobodyForTheOneHostOfAllRegions(t *testing.T) {
	client := domain.Client{HTTP: roundTripper(func(*http.Request) (*http.Response, error) {
		t.Error("somebody was asked")
		return nil, context.Canceled
	})}
	if answer, err := client.Locate(t.Context(), account, "domainAPI", domain.Options{}); err != nil || answer.Host.Name != "api.liveperson.net" {
		t.Errorf("got %v, %v", answer, err)
	}
}

func TestARehearsalIsSentToNoRealHost(t *testing.T) {
	for service, want := range map[domain.Service]string{
		"dataAccess": "va.da.box.invalid", "proactiveMessaging": "proactive-messaging.z1.fs.box.invalid", "domainAPI": "api.box.invalid",
	} {
		client := domain.Client{HTTP: only("smt", "va.smt.box.invalid"), Domains: []string{"box.invalid"}}
		if answer, err := client.Locate(t.Context(), account, service, domain.Options{}); err != nil || answer.Host.Name != want || !answer.Host.LivePerson {
			t.Errorf("%s: got %v, %v, want %s", service, answer, err, want)
		}
	}
}

func TestLocateRefusesWhatResolveRefuses(t *testing.T) {
	client := domain.Client{HTTP: only("smt", "va.x.liveperson.net")}
	for _, service := range []domain.Service{"", "..", "a/b"} {
		if _, err := client.Locate(t.Context(), account, service, domain.Options{}); !isInput(err) {
			t.Errorf("%q: got %v", service, err)
		}
	}
	if _, err := client.Locate(t.Context(), "1/..", "dataAccess", domain.Options{}); !isInput(err) {
		t.Errorf("got %v", err)
	}
}
