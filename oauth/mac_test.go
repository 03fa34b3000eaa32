package oauth

import (
	"crypto/fips140"
	"errors"
	"os"
	"os/exec"
	"testing"
)

// Test case 2 of RFC 2202 section 3 and of RFC 4231 section 4.3.
func TestEveryMethodMakesItsOwnSignature(t *testing.T) {
	const text = "what do ya want for nothing?"
	for method, want := range map[Method]string{
		HMACSHA1:   "7/zfauXrL6LSdBbV8YTfnCWafHk=",
		HMACSHA256: "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=",
		HMACSHA512: "Fkt6e/z4GeLjlfvnO1bgo4e9ZCIugx/WECcM1+olBVSXWL91wFqZSm0DT2X48Ob9yuqxo01Ka0tjbgcKOLznNw==",
		PLAINTEXT:  "Jefe",
	} {
		mac, err := newMAC(method, []byte("Jefe"))
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // the state is used again
			if got := string(mac.appendSignature(nil, []byte(text))); got != want {
				t.Errorf("%s: got %s want %s", method, got, want)
			}
		}
	}
}

// Only a process started so can be in this mode, so the test starts itself.
func TestHMACIsRefusedInFIPSMode(t *testing.T) {
	if fips140.Enforced() {
		checkFIPS(t)
		return
	}
	command := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	command.Env = append(os.Environ(), "GODEBUG=fips140=only")
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func checkFIPS(t *testing.T) {
	short := benchSigner()
	short.Method = HMACSHA256
	short.Credentials.ConsumerSecret, short.Credentials.TokenSecret = Secret{}, NewSecret("CANARY")
	for what, s := range map[string]*Signer{"signature method": benchSigner(), "secrets": short} {
		_, err := s.AppendAuthorization(nil, Request{Method: "GET", URL: benchURL})
		var got *InputError
		if !errors.As(err, &got) || got.What != what {
			t.Errorf("got %v, want an error about the %s", err, what)
		}
	}
	allowed := benchSigner()
	allowed.Method = HMACSHA256
	if _, err := allowed.AppendAuthorization(nil, Request{Method: "GET", URL: benchURL}); err != nil {
		t.Error(err)
	}
}
