package domain_test

import (
	"encoding/json"
	"net/netip"
	"strings"
	"testing"

	"lpkeys/domain"
)

// notHosts are answers that no request may follow.
var notHosts = map[string]string{
	"a scheme":                 "https://va.x.liveperson.net",
	"a port":                   "va.x.liveperson.net:443",
	"a path":                   "va.x.liveperson.net/evil",
	"a query":                  "va.x.liveperson.net?x",
	"a fragment":               "va.x.liveperson.net#x",
	"a user":                   "va.x.liveperson.net@evil.example",
	"a backslash":              `va.x.liveperson.net\evil`,
	"a percent sign":           "va.x.liveperson%2enet",
	"an IPv4 address":          "10.0.0.1",
	"an IPv6 address":          "[::1]",
	"a bare IPv6 address":      "fe80::1%eth0",
	"a short IPv4 address":     "127.1",
	"a hexadecimal address":    "va.0x7f000001",
	"a decimal address":        "2130706433",
	"no domain":                "localhost",
	"an internationalised one": "xn--lveperson-p2a.net",
	"one in upper case":        "va.XN--lveperson-p2a.net",
	"a look-alike":             "va.livepersоn.net",
	"a letter of 16 bits":      "va.šerver.liveperson.net", // its low octet is that of "a"
	"an underscore":            "va.under_score.liveperson.net",
	"a blank":                  "va.x.liveperson.net ",
	"a line end":               "va.x.liveperson.net\n",
	"a null":                   "va.x\x00.liveperson.net",
	"a header":                 "va.x.liveperson.net\r\nX: y",
	"a bidirectional mark":     "va.\u202ex.liveperson.net",
	"an empty label":           "va..liveperson.net",
	"a dot in front":           ".liveperson.net",
	"a dot at the end":         "va.x.liveperson.net.",
	"a hyphen in front":        "-va.liveperson.net",
	"a hyphen at the end":      "va.x-.liveperson.net",
	"a label of 64":            strings.Repeat("a", 64) + ".liveperson.net",
	"254 characters":           strings.Repeat("a.", 120) + "liveperson.net",
	"invalid UTF-8":            "va.\xff.liveperson.net",
}

func TestOnlyABareHostNameIsAHost(t *testing.T) {
	for name, bad := range notHosts {
		t.Run(name, func(t *testing.T) {
			quoted, err := json.Marshal(bad)
			if err != nil {
				t.Fatal(err)
			}
			body := `{"baseURIs":[{"service":"msgHist","account":"12345678","baseURI":` + string(quoted) + `},
				{"service":"agentVep","account":"12345678","baseURI":"va.agentvep.liveperson.net"}]}`
			client := domain.Client{HTTP: &forms{list: answers(200, body)}}
			answer, err := client.Resolve(t.Context(), account, "msgHist", usual)
			if got := failure(t, err); got.Kind != domain.NotAHost || answer != (domain.Answer{}) {
				t.Errorf("%q: got %v, %v, want %v", bad, answer, err, domain.NotAHost)
			}
			if text := err.Error(); text != domain.Clean(text) {
				t.Errorf("%q: got error %q, which is not clean", bad, text)
			}
			if _, err := client.Resolve(t.Context(), account, "agentVep", usual); err != nil {
				t.Errorf("%q beside it: got %v for a good host", bad, err)
			}
		})
	}
}

func TestLivePersonIsMatchedOnWholeLabels(t *testing.T) {
	for name, want := range map[string]bool{
		"va.msghist.liveperson.net":      true,
		"liveperson.net":                 true,
		"VA.MSGHIST.LIVEPERSON.NET":      true,
		"authentication.liveperson.com":  true,
		"us.livepersonapis.com":          true,
		"lptag.lpsnmedia.net":            true,
		"z1-a.liveper.sn":                true,
		"csds-app.qa.int.gw.lpcloud.io":  true,
		"notliveperson.net":              false,
		"liveperson.net.evil.example":    false,
		"va.msghist.liveperson.network":  false,
		"va.msghist.liveperson-net.com":  false,
		"va.msghist.liveperson.ne":       false,
		"va.msghist.lpkeys-demo.invalid": false,
	} {
		got, err := (&domain.Client{}).Host(name)
		if err != nil || got.LivePerson != want || got.Name != strings.ToLower(name) {
			t.Errorf("%s: got %+v, %v, want LivePerson %v", name, got, err, want)
		}
	}
}

func TestDomainsOfTheClientDecideWhatIsLivePersons(t *testing.T) {
	client := domain.Client{Domains: []string{"Demo.Invalid"}}
	for name, want := range map[string]bool{"va.demo.invalid": true, "va.liveperson.net": false} {
		if got, err := client.Host(name); err != nil || got.LivePerson != want {
			t.Errorf("%s: got %+v, %v, want LivePerson %v", name, got, err, want)
		}
	}
}

func TestOnlyLivePersonsHostsAndThoseAllowedByNamePassTheGuard(t *testing.T) {
	for _, tt := range []struct {
		name    string
		allowed []string
		want    bool
	}{
		{"va.msghist.liveperson.net", nil, true},
		{"va.msghist.liveperson.net", []string{"other.example"}, true},
		{"va.example.com", nil, false},
		{"va.example.com", []string{"example.com", "", "va.example.com.evil.example"}, false},
		{"va.example.com", []string{"other.example", "VA.Example.com"}, true},
	} {
		host, err := (&domain.Client{}).Host(tt.name)
		if err != nil {
			t.Fatal(err)
		}
		err = host.Guard(tt.allowed...)
		foreign, ok := err.(*domain.ForeignHostError)
		if tt.want != (err == nil) || err != nil && (!ok || foreign.Host != host) {
			t.Errorf("%s, allowing %q: got %v", tt.name, tt.allowed, err)
		}
	}
}

func TestRegionIsReadFromTheName(t *testing.T) {
	for name, want := range map[string]string{
		"va.msghist.liveperson.net":                "US",
		"va-a.ac.liveperson.net":                   "US",
		"auth-z1.liveperson.net":                   "US",
		"us.livepersonapis.com":                    "US",
		"z1-a.liveper.sn":                          "US",
		"lo.le1.liveperson.net":                    "EMEA",
		"z2.etool.liveperson.net":                  "EMEA",
		"emea.livepersonapis.com":                  "EMEA",
		"sy.sentinel.liveperson.net":               "APAC",
		"proactive-messaging.z3.fs.liveperson.com": "APAC",
		"faas.liveperson.net":                      "",
		"liveperson.net":                           "",
		"vast.liveperson.net":                      "",
		"va.example.org":                           "",
	} {
		host, err := (&domain.Client{}).Host(name)
		if err != nil || host.Region() != want {
			t.Errorf("%s: got %q, %v, want %q", name, host.Region(), err, want)
		}
	}
}

func FuzzHostIsSafeToSendTo(f *testing.F) {
	f.Add("va.msghist.liveperson.net")
	for _, bad := range notHosts {
		f.Add(bad)
	}
	f.Fuzz(func(t *testing.T, name string) {
		host, err := (&domain.Client{}).Host(name)
		if err != nil {
			return
		}
		if strings.Trim(host.Name, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
			t.Errorf("%q: accepted with other characters: %q", name, host.Name)
		}
		if _, err := netip.ParseAddr(host.Name); err == nil {
			t.Errorf("%q: accepted an address", name)
		}
		again, err := (&domain.Client{}).Host(host.Name)
		if err != nil || again != host {
			t.Errorf("%q: got %v, %v when asked again, want %v", name, again, err, host)
		}
	})
}
