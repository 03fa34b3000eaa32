package oauth

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// network answers for every host, and closes bodies as a transport must.
type network func(req *http.Request) *http.Response

func (n network) RoundTrip(req *http.Request) (*http.Response, error) {
	response := n(req)
	if req.Body != nil {
		_ = req.Body.Close()
	}
	if response == nil {
		return nil, errNetwork
	}
	return response, nil
}

var errNetwork = errors.New("no route to host")

func answer(status int, location string) *http.Response {
	header := http.Header{}
	if location != "" {
		header.Set("Location", location)
	}
	return &http.Response{StatusCode: status, Header: header, Body: http.NoBody}
}

func roundTrip(t *testing.T, transport http.RoundTripper, req *http.Request) *http.Response {
	t.Helper()
	response, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return response
}

func TestEachAttemptIsSignedAnewAndTheRequestIsNotChanged(t *testing.T) {
	seen := map[string]bool{}
	base := network(func(req *http.Request) *http.Response {
		if err := Verify(req, lookup); err != nil {
			t.Error(err)
		}
		seen[req.Header.Get("Authorization")] = true
		return answer(http.StatusOK, "")
	})
	req := post(t, formMediaType, strings.NewReader("a=b"))
	req.Header.Set("Authorization", "the caller's")
	before := req.Clone(t.Context())
	body := req.Body
	transport := &Transport{Signer: benchSigner(), Base: base}
	for range 3 {
		response := roundTrip(t, transport, req)
		if response.Request != req {
			t.Error("the response has another request")
		}
		if req.Body != body || req.GetBody == nil {
			t.Error("the body was replaced")
		}
		if !reflect.DeepEqual(req.Header, before.Header) || !reflect.DeepEqual(req.URL, before.URL) || req.ContentLength != before.ContentLength {
			t.Errorf("the request was changed:\n got %v\nwant %v", req, before)
		}
		body, _ = req.GetBody()
		req.Body = body
	}
	if len(seen) != 3 {
		t.Errorf("got %d signatures, want 3", len(seen))
	}
}

func TestARequestWithoutHeadersIsSigned(t *testing.T) {
	req, err := http.NewRequest("GET", "https://example.com/", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = nil
	base := network(func(req *http.Request) *http.Response {
		if err := Verify(req, lookup); err != nil {
			t.Error(err)
		}
		return answer(http.StatusOK, "")
	})
	roundTrip(t, &Transport{Signer: benchSigner(), Base: base}, req)
	if req.Header != nil {
		t.Error("the request has headers now")
	}
}

func TestTheBodyIsClosedInAnyCase(t *testing.T) {
	reached := network(func(*http.Request) *http.Response { return answer(http.StatusOK, "") })
	broken := network(func(*http.Request) *http.Response { return nil })
	tests := []struct {
		name   string
		base   http.RoundTripper
		change func(*Transport, *http.Request)
		fails  bool
	}{
		{"signed", reached, func(*Transport, *http.Request) {}, false},
		{"no connection", broken, func(*Transport, *http.Request) {}, true},
		{"no signer", reached, func(tr *Transport, _ *http.Request) { tr.Signer = nil }, true},
		{"no consumer key", reached, func(tr *Transport, _ *http.Request) { tr.Signer.Credentials.ConsumerKey = "" }, true},
		{"a relative URL", reached, func(_ *Transport, req *http.Request) { req.URL.Host, req.Host = "", "" }, true},
		{"no URL", reached, func(_ *Transport, req *http.Request) { req.URL = nil }, true},
		{"a conflict", reached, func(_ *Transport, req *http.Request) { req.URL.RawQuery = "oauth_nonce=1" }, true},
		{"a compressed form", reached, func(_ *Transport, req *http.Request) { req.Header.Set("Content-Encoding", "gzip") }, true},
		{"a redirect elsewhere", reached, func(_ *Transport, req *http.Request) { req.Response = &http.Response{} }, false},
	}
	for _, test := range tests {
		for _, contentType := range []string{formMediaType, "application/json"} {
			if test.name == "a compressed form" && contentType != formMediaType {
				continue
			}
			body := &stream{Reader: strings.NewReader("a=b")}
			req := post(t, contentType, body)
			transport := &Transport{Signer: benchSigner(), Base: test.base}
			test.change(transport, req)
			response, err := transport.RoundTrip(req)
			if (err != nil) != test.fails || (response == nil) != test.fails {
				t.Errorf("%s: got %v, %v", test.name, response, err)
			}
			if !body.closed {
				t.Errorf("%s, %s: the body is open", test.name, contentType)
			}
		}
	}

	unreadable := &stream{Reader: &failing{errNetwork}}
	_, err := (&Transport{Signer: benchSigner(), Base: reached}).RoundTrip(post(t, formMediaType, unreadable))
	if !errors.Is(err, errNetwork) || !unreadable.closed {
		t.Errorf("a body that cannot be read: got %v, closed: %v", err, unreadable.closed)
	}
}

// follow sends a request to start through a client, which follows the redirects
// of the table, and returns which of the requests were signed.
func follow(t *testing.T, start string, redirects map[string]string) (signed []bool) {
	t.Helper()
	base := network(func(req *http.Request) *http.Response {
		isSigned := req.Header.Get("Authorization") != ""
		signed = append(signed, isSigned)
		if isSigned {
			if err := Verify(req, lookup); err != nil {
				t.Errorf("%s: %v", req.URL, err)
			}
		}
		if to := redirects[req.URL.String()]; to != "" {
			return answer(http.StatusTemporaryRedirect, to)
		}
		return answer(http.StatusOK, "")
	})
	client := &http.Client{Transport: &Transport{Signer: benchSigner(), Base: base}}
	response, err := client.Post(start, formMediaType, strings.NewReader("a=b"))
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	return signed
}

func TestARedirectIsSignedOnlyWithinTheOriginThatWasChosen(t *testing.T) {
	tests := []struct {
		name      string
		start     string
		redirects map[string]string
		want      []bool
	}{
		{"a path", "https://a.example/1", map[string]string{"https://a.example/1": "/2", "https://a.example/2": "3?x=y"}, []bool{true, true, true}},
		{"the same origin, spelt out", "https://a.example/1", map[string]string{"https://a.example/1": "HTTPS://A.Example:443/2"}, []bool{true, true}},
		{"another host", "https://a.example/1", map[string]string{"https://a.example/1": "https://b.example/"}, []bool{true, false}},
		{"a host below", "https://a.example/1", map[string]string{"https://a.example/1": "https://x.a.example/"}, []bool{true, false}},
		{"a host above", "https://x.a.example/1", map[string]string{"https://x.a.example/1": "https://a.example/"}, []bool{true, false}},
		{"another port", "https://a.example/1", map[string]string{"https://a.example/1": "https://a.example:8443/"}, []bool{true, false}},
		{"without TLS", "https://a.example/1", map[string]string{"https://a.example/1": "http://a.example/"}, []bool{true, false}},
		{"without TLS, at the same port", "https://a.example:8443/1", map[string]string{"https://a.example:8443/1": "http://a.example:8443/"}, []bool{true, false}},
		{"there and back", "https://a.example/1", map[string]string{"https://a.example/1": "https://b.example/", "https://b.example/": "https://a.example/2", "https://a.example/2": "/3"}, []bool{true, false, false, false}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := follow(t, test.start, test.redirects); !reflect.DeepEqual(got, test.want) {
				t.Errorf("signed: got %v want %v", got, test.want)
			}
		})
	}
}

func TestAResponseThatForgotItsRequestIsNotTrusted(t *testing.T) {
	req := post(t, formMediaType, strings.NewReader("a=b"))
	req.Response = &http.Response{}
	base := network(func(req *http.Request) *http.Response {
		if req.Header.Get("Authorization") != "" {
			t.Error("signed")
		}
		return answer(http.StatusOK, "")
	})
	roundTrip(t, &Transport{Signer: benchSigner(), Base: base}, req)
}

// Over real connections, from many goroutines, for the race detector.
func TestATransportServesManyGoroutines(t *testing.T) {
	nonces := sync.Map{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		verifier := Verifier{Lookup: lookup, FirstUse: func(_, _, nonce string, _ time.Time) bool {
			_, used := nonces.LoadOrStore(nonce, true)
			return !used
		}}
		if err := verifier.Verify(req); err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		if req.URL.Path == "/from" {
			http.Redirect(w, req, "/to", http.StatusTemporaryRedirect)
			return
		}
		_, _ = io.Copy(w, req.Body)
	}))
	defer server.Close()
	client := &http.Client{Transport: &Transport{Signer: benchSigner()}}
	defer client.CloseIdleConnections()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				response, err := client.Post(server.URL+"/from?q=1", formMediaType, strings.NewReader("a=b"))
				if err != nil {
					t.Error(err)
					return
				}
				body, _ := io.ReadAll(response.Body)
				_ = response.Body.Close()
				if response.StatusCode != http.StatusOK || string(body) != "a=b" {
					t.Errorf("%d %s", response.StatusCode, body)
				}
			}
		})
	}
	group.Wait()
}

type idle struct {
	http.RoundTripper
	closed bool
}

func (i *idle) CloseIdleConnections() { i.closed = true }

func TestIdleConnectionsOfTheBaseAreClosed(t *testing.T) {
	base := &idle{}
	(&http.Client{Transport: &Transport{Base: base}}).CloseIdleConnections()
	if !base.closed {
		t.Error("they are open")
	}
	(&Transport{Base: network(nil)}).CloseIdleConnections() // keeps none
}
