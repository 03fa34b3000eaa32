// The race detector makes sync.Pool drop what it is given, at random: nothing can
// be counted then.

//go:build !race

package oauth

import "testing"

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
	for name, r := range benchRequests() {
		s := benchSigner()
		req, reopen := httpRequest(t, r)
		allocations := testing.AllocsPerRun(100, func() {
			reopen()
			if err := s.Sign(req); err != nil {
				t.Fatal(err)
			}
		})
		if allocations > 3 {
			t.Errorf("%s: Sign made %v allocations", name, allocations)
		}
	}
}
