package domain_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"lpkeys/domain"
)

// misbehaviours are what a server, or something in its place, may do.
var misbehaviours = []struct {
	name   string
	serve  http.HandlerFunc
	kind   domain.Kind
	detail string // a part of it
	asked  int    // how many requests it takes until we give up
}{
	{"no headers", hang, domain.Unavailable, "no answer in time", 4},
	{"a few headers a second", drip("HTTP/1.1 200 OK\r\n", "X: y\r\n"), domain.Unavailable, "no answer in time", 4},
	{"headers and then nothing", after("", hang), domain.Unavailable, "no answer in time", 4},
	{"half a body and then nothing", after(list[:50], hang), domain.Unavailable, "no answer in time", 4},
	{"a few bytes of body a second", drip("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", "{ "), domain.Unavailable, "no answer in time", 4},
	{"the connection closed before the headers", closed(""), domain.Unavailable, "EOF", 4},
	{"the connection closed within the headers", closed("HTTP/1.1 200 OK\r\nContent-Le"), domain.Unavailable, "malformed MIME header", 4},
	{"the connection closed within the body", closed("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), domain.Unavailable, "unexpected EOF", 4},
	{"the connection closed within a chunk", closed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{"), domain.Unavailable, "unexpected EOF", 4},
	{"a length that is too short", closed("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + list), domain.Malformed, "not JSON", 1},
	{"a length that is negative", closed("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n" + list), domain.Unavailable, "Content-Length", 4},
	{"two lengths", closed("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"), domain.Unavailable, "Content-Length", 4},
	{"chunks that are none", closed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}"), domain.Unavailable, "chunk", 4},
	{"endless chunks", spring, domain.Malformed, "more than 4 MiB", 1},
	{"5 MB", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, strings.Repeat(" ", 5_000_000)+list)
	}, domain.Malformed, "more than 4 MiB", 1},
	{"64 MiB in a small gzip", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bytes.Repeat(zipped(strings.Repeat(" ", 1<<20)), 64))
	}, domain.Malformed, "more than 4 MiB", 1},
	{"a gzip that is none", encoded([]byte(list)), domain.Unavailable, "gzip", 4},
	{"half a gzip", encoded(zipped(list)[:40]), domain.Unavailable, "unexpected EOF", 4},
	{"something other than HTTP", closed("SSH-2.0-OpenSSH_9.9\r\n"), domain.Unavailable, "malformed HTTP", 4},
	{"endless headers", closed("HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 1<<20)), domain.Unavailable, "exceeded", 4},
	{"an endless row of 103s", closed(strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 10_000)), domain.Unavailable, "exceeded", 4},
	{"another protocol", closed("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h\r\nConnection: upgrade\r\n\r\n"), domain.Malformed, "", 1},
	{"a redirect to itself", func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, req.URL.String(), http.StatusFound)
	}, domain.Malformed, "not followed", 1},
	{"a redirect to another host", func(w http.ResponseWriter, req *http.Request) {
		http.Redirect(w, req, "http://evil.example/", http.StatusTemporaryRedirect)
	}, domain.Malformed, "redirects to evil.example, which is not followed", 1},
	{"a redirect without an end to its body", func(w http.ResponseWriter, req *http.Request) {
		w.WriteHeader(http.StatusFound)
		spring(w, req)
	}, domain.Malformed, "not followed", 1},
	{"429 for ever", says(429, "slow down"), domain.RateLimited, "slow down", 4},
	{"503 for ever", says(503, "<html>Sorry"), domain.Unavailable, "an HTML page", 4},
	{"a refusal without an end", func(w http.ResponseWriter, req *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		spring(w, req)
	}, domain.Refused, "", 1},
	{"a refusal whose body never comes", func(w http.ResponseWriter, req *http.Request) {
		w.WriteHeader(http.StatusForbidden)
		after("go away", hang)(w, req)
	}, domain.Refused, "go away", 1},
	{"no content", says(204, ""), domain.Malformed, "", 1},
	{"HTML", says(200, "<!DOCTYPE html><h1>Welcome to Hotel WiFi"), domain.Malformed, "an HTML page", 1},
	{"an empty body", says(200, ""), domain.Malformed, "an empty body", 1},
	{"half a body of JSON", says(200, list[:60]), domain.Malformed, "not JSON", 1},
	{"a million levels of JSON", says(200, strings.Repeat(`{"a":`, 700_000)), domain.Malformed, "100 levels", 1},
	{"another account's list", says(200, strings.ReplaceAll(list, "12345678", "87654321")), domain.Malformed, "87654321", 1},
}

// most is what all of the requests of a call may allocate, the server's part
// included. An endless body would pass it at once.
const most = 96 << 20

func TestServersThatMisbehaveEndInAKind(t *testing.T) {
	for _, tt := range misbehaviours {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var asked atomic.Int32
				network := newPipes()
				client := clientOf(t, network, network, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
					asked.Add(1)
					tt.serve(w, req)
				}))
				start, before := time.Now(), allocated()
				list, err := client.All(t.Context(), account, usual)
				got := failure(t, err)
				if got.Kind != tt.kind || !strings.Contains(got.Detail, tt.detail) || list.Entries != nil {
					t.Errorf("got %v: %q, want %v: ...%s...", got.Kind, got.Detail, tt.kind, tt.detail)
				}
				if got.Kind == domain.Unavailable && got.Status == 0 && got.Err == nil {
					t.Error("got no cause")
				}
				if took := time.Since(start); took > 45*time.Second || int(asked.Load()) != tt.asked {
					t.Errorf("took %v and %d requests, want 45s at most and %d", took, asked.Load(), tt.asked)
				}
				if took := allocated() - before; took > most {
					t.Errorf("allocated %d MiB, want at most %d", took>>20, most>>20)
				}
			})
		})
	}
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

func hang(_ http.ResponseWriter, req *http.Request) { <-req.Context().Done() }

func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// after sends the headers and some body before it goes on.
func after(body string, then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, req *http.Request) {
		io.WriteString(w, body)
		w.(http.Flusher).Flush()
		then(w, req)
	}
}

func spring(w http.ResponseWriter, _ *http.Request) {
	blank := bytes.Repeat([]byte(" "), 64<<10)
	for {
		if _, err := w.Write(blank); err != nil {
			return
		}
	}
}

// encoded sends what claims to be a gzip.
func encoded(body []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(body)
	}
}

// zipped is one member of a gzip stream, which may have many.
func zipped(s string) []byte {
	var member bytes.Buffer
	w := gzip.NewWriter(&member)
	// Writing to memory cannot fail.
	_, _ = io.WriteString(w, s)
	_ = w.Close()
	return member.Bytes()
}

// closed sends octets of its own and closes the connection.
func closed(octets string) http.HandlerFunc {
	return raw(func(conn io.Writer) { _, _ = io.WriteString(conn, octets) })
}

// drip sends octets of its own and then a few more every second, for ever.
func drip(first, more string) http.HandlerFunc {
	return raw(func(conn io.Writer) {
		_, err := io.WriteString(conn, first)
		for err == nil {
			pass(time.Second)
			_, err = io.WriteString(conn, more)
		}
	})
}

func raw(send func(conn io.Writer)) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		send(conn)
	}
}
