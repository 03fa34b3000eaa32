package store

import (
	"encoding/json"
	"errors"
	"runtime"
	"strings"
	"testing"

	"lpkeys/oauth"
)

func TestFrameIsOneReadableJSONObject(t *testing.T) {
	text, err := frame(oauth.Credentials{
		ConsumerKey:    "key",
		ConsumerSecret: oauth.NewSecret("secret"),
		Token:          "token",
		TokenSecret:    oauth.NewSecret("token secret"),
	})
	// The format is kept for ever: keyrings out there hold it.
	const want = `{"lpkeys":1,"sum":"ecbde954b0756d55159735382aa1537f",` +
		`"key":{"consumer_key":"key","consumer_secret":"secret","token":"token","token_secret":"token secret"}}`
	if err != nil || text != want {
		t.Errorf("got %s, %v\nwant %s", text, err, want)
	}
}

func TestFrameThatWasTouchedIsRefused(t *testing.T) {
	whole, err := frame(keyOf(20))
	if err != nil {
		t.Fatal(err)
	}
	for i := range len(whole) {
		for _, c := range []byte{whole[i] ^ 1, whole[i] ^ 0x20, 0, '"'} {
			if c == whole[i] {
				continue
			}
			touched := whole[:i] + string(c) + whole[i+1:]
			if _, err := unframe(touched); err == nil {
				t.Errorf("octet %d as %q: got nil, want an error", i, c)
			}
		}
		if _, err := unframe(whole[:i]); !errors.Is(err, ErrCorrupt) {
			t.Errorf("cut at %d: got %v, want %v", i, err, ErrCorrupt)
		}
	}
	for name, text := range map[string]string{
		"text after it":      whole + "{}",
		"a blank after it":   whole + "\n",
		"a field too many":   strings.Replace(whole, `"key":{`, `"key":{"pin":"1",`, 1),
		"a field twice":      strings.Replace(whole, `"key":{`, `"key":{"token":"t",`, 1),
		"a field in capital": strings.Replace(whole, `"sum"`, `"Sum"`, 1),
		"another version":    strings.Replace(whole, `"lpkeys":1`, `"lpkeys":0`, 1),
		"nothing":            "",
		"null":               "null",
		"a bare value":       "CANARY",
		"too long a text":    `{"lpkeys":1,"sum":"` + strings.Repeat("0", longestFrame) + `"}`,
	} {
		_, err := unframe(text)
		if !errors.Is(err, ErrCorrupt) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: got %v, want %v and nothing of the text", name, err, ErrCorrupt)
		}
	}
}

func TestFrameThatIsTooLongIsNotEvenParsed(t *testing.T) {
	huge := `{"lpkeys":1,"sum":"` + strings.Repeat("0", 64<<20) + `"}`
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := unframe(huge)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; !errors.Is(err, ErrCorrupt) || took > 1<<20 {
		t.Errorf("got %v for %d bytes, want %v for less than a MiB", err, took, ErrCorrupt)
	}
}

func TestFrameOfALaterVersionIsNotCalledDamaged(t *testing.T) {
	_, err := unframe(`{"lpkeys":2,"key":{"client_id":"CANARY"}}`)
	if !errors.Is(err, ErrUnsupported) || errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "newer") {
		t.Errorf("got %v, want %v and that a newer lpkeys wrote it", err, ErrUnsupported)
	}
}

func TestFrameRefusesWhatItCouldNotGiveBack(t *testing.T) {
	broken := keyOf(1)
	broken.TokenSecret = oauth.NewSecret("CANARY\xff")
	for name, c := range map[string]struct {
		key  oauth.Credentials
		want error
	}{
		"not text": {broken, ErrUnsupported},
		"too long": {keyOf(longestFrame), ErrTooBig},
	} {
		if _, err := frame(c.key); !errors.Is(err, c.want) || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("%s: got %v, want %v and no secret", name, err, c.want)
		}
	}
}

func FuzzUnframeRefusesOrRoundTrips(f *testing.F) {
	whole, err := frame(keyOf(20))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add(strings.ReplaceAll(whole, `"`, `'`))
	f.Add(`{"lpkeys":2}`)
	f.Add(`{"lpkeys":1,"sum":"","key":{"consumer_key":"\ud800"}}`)
	// What fuzzing found worth a try: names in other case, text that JSON mends,
	// numbers in other forms, depth.
	f.Add(strings.Replace(whole, `"key":{"consumer_key"`, `"keY":{"Consumer_kEy"`, 1))
	f.Add(strings.Replace(whole, "CANARY", "\xf5\xb1", 1))
	f.Add(strings.Replace(whole, `"lpkeys":1`, `"lpkeys":1E0`, 1))
	f.Add(strings.Replace(whole, `"lpkeys":1`, `"lpkeys":1E400`, 1))
	f.Add(strings.Repeat("[", 20_000))
	f.Fuzz(func(t *testing.T, text string) {
		key, err := unframe(text)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrUnsupported) {
				t.Errorf("got %v, want a named error", err)
			}
			return
		}
		if again, err := frame(key); err != nil || again != text {
			t.Errorf("got %q, %v, want the frame that was read", again, err)
		}
	})
}

func FuzzFrameComesBack(f *testing.F) {
	f.Add("key", "secret", "token", "token secret")
	f.Add("", "", "", "")
	f.Add("\u2028", "<&>", "\x00", "\ufffd")
	f.Fuzz(func(t *testing.T, key, secret, token, tokenSecret string) {
		put := oauth.Credentials{
			ConsumerKey: key, ConsumerSecret: oauth.NewSecret(secret),
			Token: token, TokenSecret: oauth.NewSecret(tokenSecret),
		}
		text, err := frame(put)
		if err != nil {
			if !errors.Is(err, ErrUnsupported) && !errors.Is(err, ErrTooBig) {
				t.Errorf("got %v, want a named error", err)
			}
			return
		}
		got, err := unframe(text)
		if err != nil || !json.Valid([]byte(text)) || strings.ContainsAny(text, "\r\n") {
			t.Fatalf("got %v, want the key back from one line of JSON", err)
		}
		if got.ConsumerKey != key || got.Token != token ||
			!got.ConsumerSecret.Equal(put.ConsumerSecret) || !got.TokenSecret.Equal(put.TokenSecret) {
			t.Errorf("got another key back from %q", text)
		}
	})
}
