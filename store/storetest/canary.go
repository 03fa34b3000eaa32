package storetest

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
)

// Canary is in every secret of [Key], for tests that look where secrets went.
const Canary = "CANARY"

// Holds reports whether a marker is in a text as it is, in hex, in percent signs
// or in base64.
func Holds(text []byte, marker string) bool {
	canary := []byte(marker)
	percent := strings.ReplaceAll(fmt.Sprintf("%%% x", canary), " ", "%")
	lower := bytes.ToLower(text)
	for _, form := range []string{strings.ToLower(marker), hex.EncodeToString(canary), percent} {
		if bytes.Contains(lower, []byte(form)) {
			return true
		}
	}
	// Base64 writes it in three ways, as many octets are before it. The letters
	// that share bits with what is around it are left out.
	for before := range 3 {
		written := base64.RawStdEncoding.EncodeToString(append(make([]byte, before), canary...))
		if bytes.Contains(text, []byte(written[(before*8+5)/6:(before+len(canary))*8/6])) {
			return true
		}
	}
	return false
}
