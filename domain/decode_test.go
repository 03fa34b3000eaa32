package domain_test

import (
	"net/http"
	"testing"

	"lpkeys/domain"
)

func FuzzAnswersEndInAHostOrAnError(f *testing.F) {
	for _, body := range []string{
		list, "", "<html>", "null", "[]", `{"baseURIs":[{}]}`, "oauth_problem=a&oauth_problem_advice=b%",
		`{"service":"msgHist","account":"12345678","baseURI":"va.x.liveperson.net"}`,
		`{"error":{"time":1,"message":"m","internalCode":1,"responseStatus":"UNAUTHORIZED"}}`,
		`{"time":1,"message":"m","internalCode":1}`, `{"error":"\u001b[31m"}`, `{"error":{"error":{}}}`,
	} {
		f.Add(200, body)
		f.Add(401, body)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		client := domain.Client{HTTP: &forms{list: answers(status, body), named: answers(status, body)}}
		answer, err := client.Resolve(t.Context(), account, "msgHist", once)
		host := answer.Host
		if err == nil {
			if again, err := client.Host(host.Name); again != host || err != nil || status != http.StatusOK {
				t.Errorf("status %d, %q: got %v, which is %v, %v", status, body, host, again, err)
			}
			return
		}
		got := failure(t, err)
		if text := got.Error(); text != domain.Clean(text) || len([]rune(text)) > 400 {
			t.Errorf("status %d, %q: got error %q", status, body, text)
		}
		if got.Kind < domain.UnknownAccount || got.Kind > domain.NotAHost || host != (domain.Host{}) {
			t.Errorf("status %d, %q: got %v, %v", status, body, host, got.Kind)
		}
	})
}
