package oauth

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkCompareUnexplained tries everything in vain, which takes the longest.
func BenchmarkCompareUnexplained(b *testing.B) {
	for _, pairs := range []int{6, 1000, 100_000} {
		b.Run(fmt.Sprint(pairs), func(b *testing.B) {
			form := strings.Repeat("name=a+value&", pairs/2) + strings.Repeat("other=%2F&", pairs/2)
			r := Request{Method: "POST", URL: "https://example.com/a/b/c?q=1", Form: form}
			ours, err := compareSigner().Explain(r)
			if err != nil {
				b.Fatal(err)
			}
			s := newScribe(r)
			s.second = "CANARY other"
			theirs := s.header()
			for b.Loop() {
				found, err := Compare(ours, theirs)
				if err != nil || found[0].Cause != Unexplained {
					b.Fatal(found, err)
				}
			}
		})
	}
}

// BenchmarkCompareLongest reads the longest text that is read, and finds most of
// it wrong.
func BenchmarkCompareLongest(b *testing.B) {
	form := func(pair string) Request {
		return Request{Method: "POST", URL: "https://example.com/", Form: strings.Repeat(pair, 100_000)}
	}
	for name, requests := range map[string][2]Request{
		"extra":    {form(""), form("a=1&")},
		"missing":  {form("a=%26&"), form("")},
		"misspelt": {form("b=%2B&"), form("b=%20&")},
		"apart":    {form("a=%26&"), form("a=%3D&")},
	} {
		b.Run(name, func(b *testing.B) {
			ours, err := compareSigner().Explain(requests[0])
			if err != nil {
				b.Fatal(err)
			}
			theirs := newScribe(requests[1]).base()
			theirs = theirs[:min(len(theirs), MaxCompared)]
			for b.Loop() {
				if _, err := Compare(ours, theirs); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("mentions of a header", func(b *testing.B) {
		ours, err := compareSigner().Explain(getRequest)
		if err != nil {
			b.Fatal(err)
		}
		theirs := strings.Repeat("authorization:", MaxCompared/len("authorization:"))
		for b.Loop() {
			if _, err := Compare(ours, theirs); err == nil {
				b.Fatal("no error")
			}
		}
	})
}
