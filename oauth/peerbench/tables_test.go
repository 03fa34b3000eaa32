package peerbench

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha1"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"lpkeys/oauth"
)

// TestCorrectness prints on how many requests of each kind a server refuses what
// a peer signed. The server is [oauth.Verify], which all published vectors hold to
// RFC 5849.
func TestCorrectness(t *testing.T) {
	fmt.Println("| requests refused | of |" + names())
	fmt.Println("|---|---:|" + strings.Repeat("---:|", len(peers())))
	total, refused := 0, make([]int, len(peers()))
	for _, kind := range kinds {
		fmt.Printf("| %s | %d |", kind.name, len(kind.requests))
		total += len(kind.requests)
		for i, p := range peers() {
			wrong := 0
			for _, r := range kind.requests {
				if err := p.check(r); err != nil {
					wrong++
					if i == 0 {
						t.Errorf("ours: %s %s %q: %v", r.method, r.url, r.body, err)
					}
				}
			}
			refused[i] += wrong
			fmt.Printf(" %d |", wrong)
		}
		fmt.Println()
	}
	fmt.Printf("| **all** | **%d** |", total)
	for _, n := range refused {
		fmt.Printf(" **%d** |", n)
	}
	fmt.Print("\n\n")
}

func names() (header string) {
	for _, p := range peers() {
		header += " " + p.name + " |"
	}
	return header
}

// check signs r and takes it through the octets that would go over the wire.
func (p peer) check(r request) error {
	req, err := r.build()
	if err != nil {
		return err
	}
	https := req.URL.Scheme == "https"
	signed, err := p.sign(req, r.form())
	if err != nil {
		return err
	}
	var wire bytes.Buffer
	if err := signed.Write(&wire); err != nil {
		return err
	}
	received, err := http.ReadRequest(bufio.NewReader(&wire))
	if err != nil {
		return err
	}
	received.URL.Scheme = "http"
	if https {
		received.URL.Scheme = "https"
	}
	return oauth.Verify(received, func(string, string) (oauth.Credentials, bool) { return credentials(), true })
}

func (r request) build() (*http.Request, error) {
	req, err := http.NewRequest(r.method, r.url, strings.NewReader(r.body))
	if err == nil && r.media != "" {
		req.Header.Set("Content-Type", r.media)
	}
	return req, err
}

// form is what a caller of a signer that takes a form gives it.
func (r request) form() string {
	if strings.HasPrefix(strings.ToLower(r.media), form) {
		return r.body
	}
	return ""
}

// TestSpeed prints what one signature takes, as a multiple of the least that it
// can take: the HMAC of the same base string on a state that is kept. All take
// turns, so that what else the machine does slows all of them.
func TestSpeed(t *testing.T) {
	pairs := make([]string, 10)
	for i := range pairs {
		pairs[i] = fmt.Sprintf("field%d=value+number+%d%%21", i*7%10, i)
	}
	requests := []struct {
		name string
		request
	}{
		{"GET, 6 query parameters", request{"GET", "https://va.msghist.liveperson.net/messaging_history/api/account/12345678/interactions/search" +
			"?limit=50&offset=100&sort=start%3Adesc&v=2&source=lpkeys&q=hello%20world", "", ""}},
		{"POST, a form of 10 pairs", request{"POST", "https://va.msghist.liveperson.net/form", form, strings.Join(pairs, "&")}},
	}
	for _, r := range requests {
		fmt.Println("| " + r.name + " | x kept HMAC | ns | allocations |")
		fmt.Println("|---|---:|---:|---:|")
		candidates := r.candidates(t)
		for i, m := range measure(candidates) {
			allocations := testing.AllocsPerRun(100, candidates[i].run)
			fmt.Printf("| %s | %.2f | %.0f | %.0f |\n", candidates[i].name, m.ratio, m.ns, allocations)
		}
		fmt.Println()
	}
}

type candidate struct {
	name string
	run  func()
}

func (r request) candidates(t *testing.T) []candidate {
	signer := &oauth.Signer{Credentials: credentials()}
	asked := oauth.Request{Method: r.method, URL: r.url, Form: r.form()}
	explanation, err := signer.Explain(asked)
	if err != nil {
		t.Fatal(err)
	}
	base, key := []byte(explanation.BaseString), []byte(consumerSecret+"&"+tokenSecret)
	kept := hmac.New(sha1.New, key)
	var sum [sha1.Size]byte
	header := make([]byte, 0, 1024)
	all := []candidate{
		{"HMAC, kept state", func() { kept.Reset(); kept.Write(base); kept.Sum(sum[:0]) }},
		{"HMAC, new", func() { mac := hmac.New(sha1.New, key); mac.Write(base); mac.Sum(sum[:0]) }},
		{"lpkeys/oauth, AppendAuthorization", func() {
			if _, err := signer.AppendAuthorization(header, asked); err != nil {
				t.Error(err)
			}
		}},
	}
	signers := slices.Insert(peers(), 1, ourTransport())
	signers[0].name += ", Sign"
	for _, p := range signers {
		req, err := r.build()
		if err != nil {
			t.Fatal(err)
		}
		body := &body{}
		all = append(all, candidate{p.name, func() {
			delete(req.Header, "Authorization")
			if r.body != "" {
				body.Reset(r.body)
				req.Body = body
			}
			if _, err := p.sign(req, r.form()); err != nil {
				t.Error(err)
			}
		}})
	}
	return all
}

// body can be read anew without an allocation.
type body struct{ strings.Reader }

func (*body) Close() error { return nil }

type measured struct{ ratio, ns float64 }

// measure returns the medians over many short turns.
func measure(candidates []candidate) []measured {
	const rounds, batch = 400, 50
	ratios, times := make([][]float64, len(candidates)), make([][]float64, len(candidates))
	for range rounds {
		for i, c := range candidates {
			start := time.Now()
			for range batch {
				c.run()
			}
			ns := float64(time.Since(start)) / batch
			times[i] = append(times[i], ns)
			ratios[i] = append(ratios[i], ns/times[0][len(times[0])-1])
		}
	}
	medians := make([]measured, len(candidates))
	for i := range candidates {
		medians[i] = measured{median(ratios[i]), median(times[i])}
	}
	return medians
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}
