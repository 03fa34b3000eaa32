package cli_test

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/store/storetest"
)

func TestSomebodyElsesVerifierAcceptsOurHeaders(t *testing.T) {
	storetest.NeedModule(t, "oauthlib", "python3-oauthlib")
	p := newProgram(t)
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-", "--vault", "file")
	const host = "https://va.msghist.liveperson.net"
	for name, test := range map[string]struct {
		method, url, form string
		args              []string
	}{
		"a plain GET":                    {method: "GET", url: host + "/a"},
		"a GET with a query":             {method: "GET", url: host + "/api/account/12345678/x?v=2&limit=50&from=1%2B1&name=two%20words&name=a%26b&empty="},
		"a query with odd order":         {method: "GET", url: host + "/a?b=2&a=1&a=0&B=3"},
		"a POST with a form":             {method: "POST", url: host + "/a", form: "grant_type=client_credentials&note=two+words&note=%C3%BC", args: []string{"--form", "grant_type=client_credentials", "--form", "note=two words", "--form", "note=ü"}},
		"a POST with a query and a form": {method: "POST", url: host + "/a?v=1", form: "v=2&a=%26%3D", args: []string{"--form", "v=2", "--form", "a=&="}},
		"a PUT on another port":          {method: "PUT", url: "https://va.msghist.liveperson.net:8443/a?v=1"},
	} {
		t.Run(name, func(t *testing.T) {
			header := p.must("", append([]string{"sign", test.method, test.url}, test.args...)...)
			if said := verify(t, test.method, test.url, test.form, header); said != "accepted" {
				t.Errorf("oauthlib: %s", said)
			}
			if said := verify(t, "DELETE", test.url, test.form, header); said == "accepted" {
				t.Error("oauthlib accepts the header for another method: it checks nothing")
			}
		})
	}
}

func verify(t *testing.T, method, url, form, header string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), storetest.DebianPython, filepath.Join("testdata", "verify.py"))
	cmd.Stdin = strings.NewReader(strings.Join([]string{method, url, form, strings.TrimSpace(header), fourLines}, "\n"))
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return strings.TrimSpace(string(said))
}
