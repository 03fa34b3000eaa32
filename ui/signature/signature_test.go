package signature_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store/storetest"
	"lpkeys/ui/signature"
)

// keys gives one key, or none.
type keys struct{ err error }

func (k keys) Key(context.Context, string) (oauth.Credentials, error) {
	return storetest.Key(1), k.err
}

var at = time.Unix(1_800_000_000, 0)

func maker() signature.Maker {
	return signature.Maker{Keys: keys{}, Now: func() time.Time { return at }}
}

var request = oauth.Request{Method: "GET", URL: "https://va.msghist.liveperson.net/x?a=1"}

func TestWhatIsMadeHoldsEveryStepButTheKey(t *testing.T) {
	made, err := maker().Sign(t.Context(), "acme", request)
	if err != nil {
		t.Fatal(err)
	}
	if made.BaseString == "" || made.Timestamp != "1800000000" || !made.At.Equal(at) || !strings.Contains(made.Header, "oauth_signature=") {
		t.Errorf("got %+v", made)
	}
	if !made.SigningKey.IsZero() {
		t.Error("the key of the signature came along")
	}
	key := storetest.Key(1)
	for _, secret := range []oauth.Secret{key.ConsumerSecret, key.TokenSecret} {
		if strings.Contains(fmt.Sprintf("%+v", made), secret.Reveal()) {
			t.Error("a secret came along")
		}
	}
}

func TestAHeaderIsWornByBeingCopiedAndByAge(t *testing.T) {
	for name, tt := range map[string]struct {
		copied bool
		age    time.Duration
		want   bool
	}{
		"new": {}, "nearly old": {age: signature.Stale - time.Second}, "old": {age: signature.Stale, want: true}, "copied": {copied: true, want: true},
	} {
		made := signature.Made{At: at, Copied: tt.copied}
		if got := made.Worn(at.Add(tt.age)); got != tt.want {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
}

func TestAHeaderIsComparedWithOneOfItsOwnNonceAndTime(t *testing.T) {
	m := maker()
	made, err := m.Sign(t.Context(), "acme", request)
	if err != nil {
		t.Fatal(err)
	}
	m.Now = func() time.Time { return at.Add(time.Minute) }
	if found, err := m.Compare(t.Context(), "acme", request, made.Header); err != nil || len(found) != 0 {
		t.Errorf("got %+v, %v for what is right", found, err)
	}
	other := request
	other.URL += "&b=2"
	found, err := m.Compare(t.Context(), "acme", other, made.BaseString)
	if err != nil || len(found) == 0 || found[0].Name != "b" {
		t.Errorf("got %+v, %v, want the parameter b first", found, err)
	}
}

func TestWithoutAKeyNothingIsMade(t *testing.T) {
	m, want := maker(), errors.New("locked")
	m.Keys = keys{want}
	if made, err := m.Sign(t.Context(), "acme", request); !errors.Is(err, want) || made.Header != "" {
		t.Errorf("got %+v, %v", made, err)
	}
	if _, err := m.Compare(t.Context(), "acme", request, "GET&a&b"); !errors.Is(err, want) {
		t.Errorf("got %v", err)
	}
}
