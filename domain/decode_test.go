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

// The client is new each time, so that nothing is answered from memory.
func BenchmarkAllOfThousandServices(b *testing.B) {
	body := manyServices(1000)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		client := domain.Client{HTTP: &forms{list: answers(200, body)}}
		if _, err := client.All(b.Context(), account, usual); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkResolveFromMemory(b *testing.B) {
	client := domain.Client{HTTP: &forms{list: answers(200, list)}}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := client.Resolve(b.Context(), account, "msgHist", usual); err != nil {
			b.Fatal(err)
		}
	}
}
