package domain

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func bodyOf(services int) string {
	entries := make([]string, services)
	for i := range entries {
		entries[i] = fmt.Sprintf(`{"service":"service%d","account":"1","baseURI":"va.s%d.liveperson.net"}`, i, i)
	}
	return `{"baseURIs":[` + strings.Join(entries, ",\n") + `]}`
}

// It has a budget of 1 ms.
func BenchmarkDecodeThousandServices(b *testing.B) {
	body := bodyOf(1000)
	q := question{base: DefaultBaseURL, account: "1"}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if a, failure := q.decode(body, livePersonDomains); failure != nil || len(a.entries) != 1000 {
			b.Fatal(failure)
		}
	}
}

// A timed test would fail on a busy machine; what makes decoding slow is
// garbage, and that can be counted.
func TestDecodingAThousandServicesMakesLittleGarbage(t *testing.T) {
	body := bodyOf(1000)
	q := question{base: DefaultBaseURL, account: "1"}
	allocations := testing.AllocsPerRun(10, func() {
		if _, failure := q.decode(body, livePersonDomains); failure != nil {
			t.Fatal(failure)
		}
	})
	if allocations > 50 {
		t.Errorf("got %v allocations for a thousand services, want 50 at most", allocations)
	}
}

// It has a budget of 120 ms, of which the server takes 100, and one request.
func BenchmarkResolveThirtyServicesOverTheNetwork(b *testing.B) {
	var asked atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		<-time.After(100 * time.Millisecond)
		_, _ = io.WriteString(w, bodyOf(30))
	}))
	defer server.Close()
	for b.Loop() {
		client := Client{BaseURL: server.URL, Folder: b.TempDir()}
		var callers sync.WaitGroup
		for i := range 30 {
			callers.Go(func() {
				if _, err := client.Resolve(b.Context(), "1", Service(fmt.Sprintf("service%d", i)), Options{}); err != nil {
					b.Error(err)
				}
			})
		}
		callers.Wait()
	}
	b.ReportMetric(float64(asked.Load())/float64(b.N), "requests/op")
}

// What a subcommand does that finds the answer of the one before.
func BenchmarkResolveFromDisk(b *testing.B) {
	folder := b.TempDir()
	first := Client{Folder: folder, HTTP: always(bodyOf(60))}
	if _, err := first.All(b.Context(), "1", Options{}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		client := Client{Folder: folder}
		if got, err := client.Resolve(b.Context(), "1", "service7", Options{}); err != nil || got.Source != Disk {
			b.Fatal(got, err)
		}
	}
}

func BenchmarkResolveFromMemory(b *testing.B) {
	client := Client{HTTP: always(bodyOf(60))}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := client.Resolve(b.Context(), "1", "service7", Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
