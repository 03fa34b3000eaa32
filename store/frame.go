package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"lpkeys/oauth"
)

const (
	frameVersion = 1

	// longestFrame bounds what is kept and what is read. A key takes about
	// 300 octets.
	longestFrame = 64 << 10
)

// framed is a key as a vault keeps it: one JSON object, so that the four values
// are there together or not at all, and a person with the vault's own tools can
// read them.
type framed struct {
	Version int       `json:"lpkeys"`
	Sum     string    `json:"sum"`
	Key     keyValues `json:"key"`
}

type keyValues struct {
	ConsumerKey    string `json:"consumer_key"`
	ConsumerSecret string `json:"consumer_secret"`
	Token          string `json:"token"`
	TokenSecret    string `json:"token_secret"`
}

// sum is over the values, each with its length before it, so that no value can
// pass for a part of its neighbour.
func (k keyValues) sum() string {
	hash := sha256.New()
	for _, value := range []string{k.ConsumerKey, k.ConsumerSecret, k.Token, k.TokenSecret} {
		hash.Write([]byte(strconv.Itoa(len(value)) + ":" + value))
	}
	return hex.EncodeToString(hash.Sum(nil)[:16])
}

// frame writes a key for a vault. A key that JSON cannot carry is
// [ErrUnsupported], one of unlikely length [ErrTooBig].
func frame(key oauth.Credentials) (string, error) {
	values := keyValues{
		ConsumerKey:    key.ConsumerKey,
		ConsumerSecret: key.ConsumerSecret.Reveal(),
		Token:          key.Token,
		TokenSecret:    key.TokenSecret.Reveal(),
	}
	for _, value := range []string{values.ConsumerKey, values.ConsumerSecret, values.Token, values.TokenSecret} {
		if !utf8.ValidString(value) {
			return "", fmt.Errorf("%w: a value of the key is not text", ErrUnsupported)
		}
	}
	text, err := values.framed()
	if err != nil {
		return "", err
	}
	if len(text) > longestFrame {
		return "", fmt.Errorf("%w: %d bytes, and at most %d are kept", ErrTooBig, len(text), longestFrame)
	}
	return text, nil
}

func (k keyValues) framed() (string, error) {
	text, err := json.Marshal(framed{Version: frameVersion, Sum: k.sum(), Key: k})
	if err != nil {
		return "", fmt.Errorf("%w: %T", ErrUnsupported, err)
	}
	return string(text), nil
}

// unframe reads what frame wrote, and refuses everything else: [ErrCorrupt], or
// [ErrUnsupported] for a frame of a later version.
func unframe(text string) (oauth.Credentials, error) {
	if len(text) > longestFrame {
		return oauth.Credentials{}, fmt.Errorf("%w: it is %d bytes long", ErrCorrupt, len(text))
	}
	var got framed
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		return oauth.Credentials{}, fmt.Errorf("%w: it is not the JSON of a key", ErrCorrupt)
	}
	if got.Version > frameVersion {
		return oauth.Credentials{}, fmt.Errorf("%w: a newer lpkeys wrote it, in version %d", ErrUnsupported, got.Version)
	}
	// Writing it again tells every difference: a version before ours, a wrong
	// sum, a name twice, a field too many, text after the end.
	again, err := got.Key.framed()
	if err != nil || again != text {
		return oauth.Credentials{}, fmt.Errorf("%w: its checksum or its form is wrong", ErrCorrupt)
	}
	return oauth.Credentials{
		ConsumerKey:    got.Key.ConsumerKey,
		ConsumerSecret: oauth.NewSecret(got.Key.ConsumerSecret),
		Token:          got.Key.Token,
		TokenSecret:    oauth.NewSecret(got.Key.TokenSecret),
	}, nil
}
