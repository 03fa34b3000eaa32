package domain_test

import (
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"lpkeys/domain"
)

const account = domain.AccountID("12345678")

// The two ways in which most tests ask. Once is for those in which a retry would
// only take time.
var (
	usual domain.Options
	once  = domain.Options{Once: true}
)

// evenly is no jitter.
func evenly() float64 { return 0 }

// roundTripper is a Domain API without a network.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func reply(req *http.Request, status int, body string, header ...string) *http.Response {
	resp := &http.Response{
		StatusCode: status,
		Header:     make(http.Header),
		Body:       io.NopCloser(strings.NewReader(body)),
		Request:    req,
	}
	for i := 0; i+1 < len(header); i += 2 {
		resp.Header.Set(header[i], header[i+1])
	}
	return resp
}

// forms answers the two forms of the API, each always in the same way, and
// counts.
type forms struct {
	list, named func(*http.Request) *http.Response

	mu    sync.Mutex
	paths []string
}

func (f *forms) RoundTrip(req *http.Request) (*http.Response, error) {
	f.mu.Lock()
	f.paths = append(f.paths, req.URL.RequestURI())
	f.mu.Unlock()
	if strings.HasSuffix(req.URL.Path, "/service/baseURI.json") {
		return f.list(req), nil
	}
	return f.named(req), nil
}

func (f *forms) asked() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.paths...)
}

func answers(status int, body string, header ...string) func(*http.Request) *http.Response {
	return func(req *http.Request) *http.Response { return reply(req, status, body, header...) }
}

const list = `{"baseURIs":[
	{"service":"msgHist","account":"12345678","baseURI":"va.msghist.liveperson.net"},
	{"service":"agentVep","account":"12345678","baseURI":"va.agentvep.liveperson.net"},
	{"service":"auditlog","account":"12345678","baseURI":"va-a.auditlog.liveperson.net"}]}`

// failure is the *domain.Error that a test expects to get.
func failure(t *testing.T, err error) *domain.Error {
	t.Helper()
	e, ok := err.(*domain.Error)
	if !ok {
		t.Fatalf("got error %T (%v), want a *domain.Error", err, err)
	}
	return e
}
