package domain_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"lpkeys/domain"
)

func TestTheRequestIsAsThePagesShowIt(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		want := "/api/account/12345678/service/baseURI.json?version=1.0"
		if req.Method != "GET" || req.RequestURI != want {
			t.Errorf("got %s %s, want GET %s", req.Method, req.RequestURI, want)
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

// misbehaviours are servers on the wire, seen through the client's own
// transport.
var misbehaviours = []struct {
	name   string
	serve  http.HandlerFunc
	kind   domain.Kind
	detail string
}{
	{"no headers", hang, domain.Unavailable, "no answer in time"},
	{"headers and then nothing", func(w http.ResponseWriter, req *http.Request) {
		w.(http.Flusher).Flush()
		hang(w, req)
	}, domain.Unavailable, "no answer in time"},
	{"half a body and then nothing", func(w http.ResponseWriter, req *http.Request) {
		io.WriteString(w, list[:50])
		w.(http.Flusher).Flush()
		hang(w, req)
	}, domain.Unavailable, "no answer in time"},
	{"a reset before the headers", reset(""), domain.Unavailable, ""},
	{"a reset within the headers", reset("HTTP/1.1 200 OK\r\nContent-Le"), domain.Unavailable, ""},
	{"a reset within the body", reset("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), domain.Unavailable, ""},
	{"less than it promised", closed("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}"), domain.Unavailable, "unexpected EOF"},
	{"two lengths", closed("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"), domain.Unavailable, ""},
	{"something other than HTTP", closed("SSH-2.0-OpenSSH_9.9\r\n"), domain.Unavailable, "malformed HTTP"},
	{"endless headers", closed("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20)), domain.Unavailable, "exceeded"},
	{"5 MB", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, strings.Repeat(" ", 5_000_000)+list)
	}, domain.Malformed, "more than 4 MiB"},
	{"64 MiB in a small gzip", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bytes.Repeat(compressed(strings.Repeat(" ", 1<<20)), 64))
	}, domain.Malformed, "more than 4 MiB"},
	{"a gzip that is none", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		io.WriteString(w, list)
	}, domain.Unavailable, "gzip"},
	{"a redirect to itself", func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, req.URL.String(), http.StatusFound)
	}, domain.Malformed, "not followed"},
}

func TestServersThatMisbehaveEndInAKind(t *testing.T) {
	for _, tt := range misbehaviours {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			client := domain.Client{BaseURL: serve(t, tt.serve).URL, Timeout: time.Minute}
			if strings.Contains(tt.name, "nothing") || strings.Contains(tt.name, "no headers") {
				client.Timeout = 200 * time.Millisecond
			}
			_, err := client.All(t.Context(), account, once)
			got := failure(t, err)
			if got.Kind != tt.kind || !strings.Contains(got.Detail, tt.detail) {
				t.Errorf("got %v: %q, want %v: ...%s...", got.Kind, got.Detail, tt.kind, tt.detail)
			}
			if got.Kind == domain.Unavailable && got.Err == nil {
				t.Error("got no cause")
			}
		})
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	elsewhere := serve(t, func(http.ResponseWriter, *http.Request) { t.Error("the redirect was followed") })
	server := serve(t, func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, elsewhere.URL, http.StatusTemporaryRedirect)
	})
	client := domain.Client{BaseURL: server.URL}
	_, err := client.All(t.Context(), account, once)
	if got := failure(t, err); got.Kind != domain.Malformed || got.Status != http.StatusTemporaryRedirect {
		t.Errorf("got %v", err)
	}
}

func TestTLSIsChecked(t *testing.T) {
	old := httptest.NewUnstartedServer(http.NotFoundHandler())
	old.TLS = &tls.Config{MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
	stranger := httptest.NewUnstartedServer(http.NotFoundHandler())
	for detail, server := range map[string]*httptest.Server{"version": old, "certificate": stranger} {
		server.Config.ErrorLog = log.New(io.Discard, "", 0)
		server.StartTLS()
		defer server.Close()
		client := domain.Client{BaseURL: server.URL}
		_, err := client.All(t.Context(), account, once)
		if got := failure(t, err); got.Kind != domain.Unavailable || !strings.Contains(got.Detail, detail) {
			t.Errorf("got %v, want an error about the %s", err, detail)
		}
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

func hang(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }

// reset sends some octets and breaks the connection off.
func reset(octets string) http.HandlerFunc {
	return raw(octets, func(conn *net.TCPConn) { conn.SetLinger(0) })
}

// closed sends some octets and closes the connection in order.
func closed(octets string) http.HandlerFunc { return raw(octets, func(*net.TCPConn) {}) }

func raw(octets string, before func(*net.TCPConn)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, buffered, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		write(buffered, octets)
		before(conn.(*net.TCPConn))
	}
}

func write(to *bufio.ReadWriter, octets string) {
	// The client may have hung up: that is what some of the tests are about.
	_, _ = to.WriteString(octets)
	_ = to.Flush()
}

// compressed is one member of a gzip stream, which may have many.
func compressed(s string) []byte {
	var member bytes.Buffer
	w := gzip.NewWriter(&member)
	// Writing to memory cannot fail.
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return member.Bytes()
}
