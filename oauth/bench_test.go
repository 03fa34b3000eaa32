package oauth

import (
	"crypto/hmac"
	"crypto/sha1"
	"fmt"
	"net/http"
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
	s.Now = func() time.Time { return time.Unix(1_700_000_000, 0) }
	return s
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

func benchKeptHMAC(b *testing.B, key, base []byte) {
	mac := hmac.New(sha1.New, key)
	var sum [sha1.Size]byte
	b.ReportAllocs()
	for b.Loop() {
		mac.Reset()
		mac.Write(base)
		mac.Sum(sum[:0])
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
	req, err := http.NewRequest(r.Method, r.URL, strings.NewReader(r.Form))
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Content-Type", formMediaType)
	b.ReportAllocs()
	for b.Loop() {
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
