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
