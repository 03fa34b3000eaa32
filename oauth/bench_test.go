package oauth

import (
	"crypto/hmac"
	"crypto/sha1"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

const benchURL = "https://va.msghist.liveperson.net/messaging_history/api/account/12345678/interactions/search" +
	"?limit=50&offset=100&sort=start%3Adesc&v=2&source=lpkeys&q=hello%20world"

func benchSigner() *Signer {
	return &Signer{
		Credentials: Credentials{
			ConsumerKey:    "0123456789abcdef0123456789abcdef",
			ConsumerSecret: NewSecret("CANARY0123456789"),
			Token:          "fedcba9876543210fedcba9876543210",
			TokenSecret:    NewSecret("CANARY9876543210"),
		},
	}
}

// fixedSigner makes the same header each time.
func fixedSigner() *Signer {
	s := benchSigner()
	s.Nonce = func() string { return "0123456789abcdef0123456789abcdef" }
	s.Now = fixedAt(1_700_000_000)
	return s
}

func fixedAt(second int64) func() time.Time {
	return func() time.Time { return time.Unix(second, 0) }
}

func benchForm() string {
	pairs := make([]string, 10)
	for i := range pairs {
		pairs[i] = fmt.Sprintf("field%d=value+number+%d%%21", i*7%10, i)
	}
	return strings.Join(pairs, "&")
}

func benchRequests() map[string]Request {
	return map[string]Request{
		"GET with 6 query parameters": {Method: "GET", URL: benchURL},
		"POST with a 10-pair form":    {Method: "POST", URL: "https://va.msghist.liveperson.net/form", Form: benchForm()},
	}
}

// BenchmarkSigning runs beside the lower bounds of the same base string: what
// the budgets are multiples of is "HMAC, kept state".
func BenchmarkSigning(b *testing.B) {
	for name, r := range benchRequests() {
		e, err := fixedSigner().Explain(r)
		if err != nil {
			b.Fatal(err)
		}
		base, key := []byte(e.BaseString), []byte(e.SigningKey.Reveal())
		b.Run(name+"/HMAC, kept state", func(b *testing.B) { benchKeptHMAC(b, key, base) })
		b.Run(name+"/HMAC, new", func(b *testing.B) { benchNewHMAC(b, key, base) })
		b.Run(name+"/AppendAuthorization", func(b *testing.B) { benchAppend(b, fixedSigner(), r) })
		b.Run(name+"/AppendAuthorization, own nonce and clock", func(b *testing.B) { benchAppend(b, benchSigner(), r) })
		b.Run(name+"/Sign", func(b *testing.B) { benchSign(b, benchSigner(), r) })
	}
}

// BenchmarkBudget measures what the budgets are multiples of and what they bound
// by turns, so that a busy machine slows both: the metric is the median of the
// ratios.
func BenchmarkBudget(b *testing.B) {
	for name, r := range benchRequests() {
		e, err := fixedSigner().Explain(r)
		if err != nil {
			b.Fatal(err)
		}
		bound := keptHMAC([]byte(e.SigningKey.Reveal()), []byte(e.BaseString))
		buf, s := make([]byte, 0, 1024), fixedSigner()
		b.Run(name+"/AppendAuthorization", func(b *testing.B) {
			benchRatio(b, bound, func() error {
				_, err := s.AppendAuthorization(buf, r)
				return err
			})
		})
		signing := benchSigner()
		req, reopen := httpRequest(b, r)
		b.Run(name+"/Sign", func(b *testing.B) {
			benchRatio(b, bound, func() error {
				reopen()
				return signing.Sign(req)
			})
		})
	}
}

func benchRatio(b *testing.B, bound, ours func() error) {
	const batch = 100
	measure := func(f func() error) float64 {
		start := time.Now()
		for range batch {
			if err := f(); err != nil {
				b.Fatal(err)
			}
		}
		return float64(time.Since(start))
	}
	var ratios []float64
	for b.Loop() {
		lower := measure(bound)
		ratios = append(ratios, measure(ours)/lower)
	}
	slices.Sort(ratios)
	b.ReportMetric(0, "ns/op") // two things at once: it says nothing
	b.ReportMetric(ratios[len(ratios)/2], "x-HMAC")
}

func keptHMAC(key, base []byte) func() error {
	mac := hmac.New(sha1.New, key)
	var sum [sha1.Size]byte
	return func() error {
		mac.Reset()
		mac.Write(base)
		mac.Sum(sum[:0])
		return nil
	}
}

// formBody can be read anew without an allocation, so that only ours count.
type formBody struct{ strings.Reader }

func (*formBody) Close() error { return nil }

func httpRequest(b testing.TB, r Request) (req *http.Request, reopen func()) {
	req, err := http.NewRequest(r.Method, r.URL, nil)
	if err != nil {
		b.Fatal(err)
	}
	if r.Form == "" {
		return req, func() {}
	}
	req.Header.Set("Content-Type", formMediaType)
	req.ContentLength = int64(len(r.Form))
	body := &formBody{}
	return req, func() {
		body.Reset(r.Form)
		req.Body = body
	}
}

func benchKeptHMAC(b *testing.B, key, base []byte) {
	hmac := keptHMAC(key, base)
	b.ReportAllocs()
	for b.Loop() {
		_ = hmac()
	}
}

func benchNewHMAC(b *testing.B, key, base []byte) {
	var sum [sha1.Size]byte
	b.ReportAllocs()
	for b.Loop() {
		mac := hmac.New(sha1.New, key)
		mac.Write(base)
		mac.Sum(sum[:0])
	}
}

func benchAppend(b *testing.B, s *Signer, r Request) {
	buf := make([]byte, 0, 1024)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.AppendAuthorization(buf, r); err != nil {
			b.Fatal(err)
		}
	}
}

func benchSign(b *testing.B, s *Signer, r Request) {
	req, reopen := httpRequest(b, r)
	b.ReportAllocs()
	for b.Loop() {
		reopen()
		if err := s.Sign(req); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkManyParameters shows that the cost grows as n log n.
func BenchmarkManyParameters(b *testing.B) {
	for _, n := range []int{10, 100, 1000} {
		pairs := make([]string, n)
		for i := range pairs {
			pairs[i] = fmt.Sprintf("parameter%d=%d", i*7919%n, i)
		}
		r := Request{Method: "GET", URL: "https://example.com/?" + strings.Join(pairs, "&")}
		b.Run(fmt.Sprint(n), func(b *testing.B) { benchAppend(b, fixedSigner(), r) })
	}
}
