package main

import (
	"testing"
	"unicode"

	"lpkeys/domain"
	"lpkeys/oauth"
)

// The two packages know nothing of each other, and have to agree on what nobody
// sees: what one cleans away, the other must not take for a part of a key.
func TestNoKeyHoldsWhatIsCleanedAway(t *testing.T) {
	for r := range rune(unicode.MaxRune) {
		key := oauth.Credentials{
			ConsumerKey:    "a" + string(r),
			ConsumerSecret: oauth.NewSecret("b"), Token: "c", TokenSecret: oauth.NewSecret("d"),
		}
		if domain.Invisible(r) && key.Validate() == nil {
			t.Errorf("%U: taken as a part of a consumer key", r)
		}
	}
}
