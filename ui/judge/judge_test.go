package judge_test

import (
	"testing"

	"lpkeys/domain"
	"lpkeys/ui/judge"
)

func TestNoSpellingOfAURLHidesItsHost(t *testing.T) {
	for target, want := range map[string]judge.Verdict{
		"https://va.msghist.liveperson.net/x?a=1":  {Host: "va.msghist.liveperson.net", LivePerson: true, HTTPS: true},
		"HTTPS://VA.msghist.LIVEPERSON.net:443/":   {Host: "VA.msghist.LIVEPERSON.net", LivePerson: true, HTTPS: true},
		"http://va.msghist.liveperson.net/":        {Host: "va.msghist.liveperson.net", LivePerson: true},
		"http://evil.example.com/%zz":              {Host: "evil.example.com"},
		"https://evil.example.com/%zz?;%":          {Host: "evil.example.com", HTTPS: true},
		"https://va.liveperson.net@evil.example/":  {Host: "evil.example", HTTPS: true, Userinfo: true},
		"https://evil.example#va.liveperson.net":   {Host: "evil.example", HTTPS: true},
		`https://evil.example\.liveperson.net/`:    {Host: `evil.example\.liveperson.net`, HTTPS: true},
		`https://va.liveperson.net\@evil.example/`: {Host: "evil.example", HTTPS: true, Userinfo: true},
		`https://evil.example\@va.liveperson.net/`: {Host: "va.liveperson.net", HTTPS: true, Userinfo: true},
		"https://va.msghist.liveperson.net./":      {Host: "va.msghist.liveperson.net.", LivePerson: true, HTTPS: true},
		"https://va.liveperson.net.evil.example/":  {Host: "va.liveperson.net.evil.example", HTTPS: true},
		"https://[::1]:8080/":                      {Host: "::1", HTTPS: true},
		"https://va.liveperson.net:port/":          {Host: "va.liveperson.net:port", HTTPS: true},
		"//nothing":                                {},
		"":                                         {},
	} {
		if got := judge.Of(&domain.Client{}, target); got != want {
			t.Errorf("%q: got %+v, want %+v", target, got, want)
		}
	}
}

func TestNoSpellingOfARequestHidesWhatItIsFor(t *testing.T) {
	const deletion = "https://va.rtbf.liveperson.net/api/account/1/personal-data-deletion"
	for _, tt := range []struct{ method, target, want string }{
		{"POST", deletion, "rtbf.requests.create"},
		{"post", deletion, "rtbf.requests.create"},
		{"POST", " " + deletion + " ", "rtbf.requests.create"},
		{"POST", deletion + "/?x=1#y", "rtbf.requests.create"},
		{"POST", deletion + "#%zz", "rtbf.requests.create"},
		{"POST", deletion + "?%zz", "rtbf.requests.create"},
		{"POST", "HTTPS://VA.rtbf.liveperson.net:443/api/account/1/personal-data-deletion", "rtbf.requests.create"},
		{"GET", deletion, "rtbf.requests.list"},
		{"POST", "https://bot.example.com/api/account/1/personal-data-deletion", ""},
		{"POST", "https://va.rtbf.liveperson.net", ""},
		{"POST", "https://va.rtbf.liveperson.net?x=/api/account/1/personal-data-deletion", ""},
		{"POST", "", ""},
		{"POST", "https://va.rtbf.liveperson.net//api/account/1//personal-data-deletion", "rtbf.requests.create"},
		{"POST", "https://va.rtbf.liveperson.net/x/../api/./account/1/personal-data-deletion", "rtbf.requests.create"},
		{"POST", "https://va.rtbf.liveperson.net/../api/account/1/personal-data-deletion", "rtbf.requests.create"},
		{"POST", "https://va.rtbf.liveperson.net/api/x/%2e%2E/account/1/personal-data-deletion", "rtbf.requests.create"},
		{"POST", "https://va.rtbf.liveperson.net/%61pi/account/1/personal%2Ddata-deletion?v=1", "rtbf.requests.create"},
		{"POST", "https://va.rtbf.liveperson.net/API/Account/1/Personal-Data-Deletion/", "rtbf.requests.create"},
		{"POST", "https://va.rtbf.liveperson.net/api/account/1/personal%2Fdata-deletion", ""},
		{"POST", "https://va.rtbf.liveperson.net/api/account/1/%zz", ""},
		{"POST", deletion + ";a=b", "rtbf.requests.create"},
		{"POST", "https://va.rtbf.liveperson.net/api/x/..;/account/1/personal-data-deletion", "rtbf.requests.create"},
		{"POST", "https://va.rtbf.liveperson.net./api/account/1/personal-data-deletion", "rtbf.requests.create"},
		{"POST", `https://evil.example\@va.rtbf.liveperson.net/api/account/1/personal-data-deletion`, "rtbf.requests.create"},
	} {
		got, known := judge.Operation(&domain.Client{}, tt.method, tt.target)
		if got.Name != tt.want || known != (tt.want != "") {
			t.Errorf("%s %q: got %q, %v, want %q", tt.method, tt.target, got.Name, known, tt.want)
		}
	}
}
