// The race detector makes sync.Pool drop what it is given, at random: nothing can
// be counted then.

//go:build !race

package oauth

import (
	"net/http"
	"testing"
)

func TestSigningAllocatesNothing(t *testing.T) {
	buf := make([]byte, 0, 1024)
	for name, r := range benchRequests() {
		for nonce, s := range map[string]*Signer{"given": fixedSigner(), "own": benchSigner()} {
			allocations := testing.AllocsPerRun(100, func() {
				if _, err := s.AppendAuthorization(buf, r); err != nil {
					t.Fatal(err)
				}
			})
			if allocations != 0 {
				t.Errorf("%s, nonce %s: AppendAuthorization made %v allocations", name, nonce, allocations)
			}
		}
	}
}

func TestSignAllocatesAtMostThreeTimes(t *testing.T) {
	s := benchSigner()
	req, err := http.NewRequest("GET", benchURL, nil)
	if err != nil {
		t.Fatal(err)
	}
	allocations := testing.AllocsPerRun(100, func() {
		if err := s.Sign(req); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > 3 {
		t.Errorf("Sign made %v allocations", allocations)
	}
}
