package domain_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"lpkeys/domain"
)

func TestTheRequestIsAsThePagesShowIt(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		want := "/api/account/12345678/service/baseURI.json?version=1.0"
		if req.Method != "GET" || req.RequestURI != want {
			t.Errorf("got %s %s, want GET %s", req.Method, req.RequestURI, want)
		}
		if !req.Close {
			t.Error("the connection is to be kept")
		}
		for name, want := range map[string]string{"Accept": "application/json", "User-Agent": "lpkeys/1.2", "Authorization": "", "Cookie": ""} {
			if got := req.Header.Get(name); got != want {
				t.Errorf("got %s %q, want %q", name, got, want)
			}
		}
		io.WriteString(w, list)
	}))
	defer server.Close()
	client := domain.Client{BaseURL: server.URL, UserAgent: "lpkeys/1.2"}
	if _, err := client.All(t.Context(), account, once); err != nil {
		t.Error(err)
	}
}

func TestNobodyListening(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	listener.Close()
	client := domain.Client{BaseURL: "http://127.0.0.1:" + strconv.Itoa(port)}
	_, err = client.All(t.Context(), account, once)
	network, ok := errors.AsType[*net.OpError](err)
	if got := failure(t, err); got.Kind != domain.Unavailable || !ok || got.Status != 0 {
		t.Errorf("got %v (%v), want a network error", err, network)
	}
}

func TestStoppingCancelsTheRequestOnTheWire(t *testing.T) {
	arrived, gone := make(chan bool), make(chan bool)
	server := serve(t, func(_ http.ResponseWriter, req *http.Request) {
		close(arrived)
		<-req.Context().Done()
		close(gone)
	})
	client := domain.Client{BaseURL: server.URL}
	ctx, stop := context.WithCancel(t.Context())
	go func() {
		<-arrived
		stop()
	}()
	if _, err := client.Resolve(ctx, account, "msgHist", once); err != context.Canceled {
		t.Errorf("got %v, want context.Canceled", err)
	}
	<-gone
}

func serve(t *testing.T, handler http.HandlerFunc) *httptest.Server {
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

// reset breaks a connection off after some octets.
func reset(octets string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		// The client may have hung up: that is what some of the tests are about.
		_, _ = buffered.WriteString(octets)
		_ = buffered.Flush()
		conn.(*net.TCPConn).SetLinger(0)
	}
}

// These need a real network: nothing in memory resets a connection.
func TestAResetIsNoAnswerAtWhateverStage(t *testing.T) {
	for name, octets := range map[string]string{
		"before the headers": "",
		"within the headers": "HTTP/1.1 200 OK\r\nContent-Le",
		"within the body":    "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
		"within a chunk":     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{",
	} {
		client := domain.Client{BaseURL: serve(t, reset(octets)).URL}
		_, err := client.All(t.Context(), account, once)
		if got := failure(t, err); got.Kind != domain.Unavailable || got.Status != 0 || got.Err == nil {
			t.Errorf("%s: got %v, want unavailable", name, err)
		}
	}
}
