package diagnose_test

import (
	"net/http"
	"testing"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/ui/diagnose"
)

// Whatever a server answers, its findings are clean and there is one for what is no
// success.
func FuzzOf(f *testing.F) {
	for _, body := range []string{"", invalid, `{"error":{"internalCode":"10"}}`, `{"code":1e9}`, "<html>", "GET&http%3A%2F%2Fx&oauth_a", "\x1b[31m", "oauth_consumer_key=a&oauth_nonce=b"} {
		f.Add(401, body, `OAuth oauth_problem="x"`, history)
	}
	ours := &oauth.Explanation{BaseString: "GET&http%3A%2F%2Fx%2F&a%3Db"}
	f.Fuzz(func(t *testing.T, status int, body, challenge, url string) {
		header := http.Header{"Www-Authenticate": {challenge}, "Location": {body}, "Retry-After": {body}}
		findings := diagnose.Of(diagnose.Facts{Method: "GET", URL: url, Account: "1", Status: status, Header: header, Body: body, Now: after})
		if fine := status/100 == 2 || status == 304; !fine && len(findings) == 0 {
			t.Errorf("status %d: nothing was found", status)
		}
		for _, found := range findings {
			if text := found.Text + found.Evidence + found.Next; domain.Clean(text) != text {
				t.Errorf("got %q", text)
			}
		}
		if echo := diagnose.Echo(body, ours); echo != "" {
			_, _ = oauth.Compare(ours, echo) // which must not mind
		}
	})
}
