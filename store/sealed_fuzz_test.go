package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"strconv"
	"testing"

	"filippo.io/age"

	"lpkeys/oauth"
)

// aVault is the identity of a vault, and its file with one key in it.
func aVault(f *testing.F) (identity oauth.Secret, file []byte) {
	f.Helper()
	generated, err := age.GenerateX25519Identity()
	if err != nil {
		f.Fatal(err)
	}
	framed, err := frame(keyOf(1))
	if err != nil {
		f.Fatal(err)
	}
	identity = oauth.NewSecret(generated.String())
	file, err = sealContents(identity, contents{"acme-abcdefgh": json.RawMessage(framed)})
	if err != nil {
		f.Fatal(err)
	}
	return identity, file
}

// FuzzVaultFile is about files that somebody else wrote, or a disk damaged.
func FuzzVaultFile(f *testing.F) {
	identity, file := aVault(f)
	want, err := openContents(file, identity)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add(file[:len(file)-1])
	f.Add(bytes.Replace(file, []byte(" 1\n"), []byte(" 21\n"), 1))
	f.Add(bytes.Replace(file, []byte(" 1\n"), []byte(" 01\n"), 1))
	f.Add(bytes.Replace(file, []byte("scrypt"), []byte("X25519"), 1))
	f.Fuzz(func(t *testing.T, file []byte) {
		if costly(file) {
			return
		}
		got, err := openContents(file, identity)
		switch {
		case err != nil && !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrWrongPassphrase):
			t.Errorf("got %v, want that it is damaged or another's", err)
		case err == nil && !maps.EqualFunc(got, want, sameJSON):
			t.Errorf("another file was opened, with %d items", len(got))
		}
	})
}

// costly tells files that are allowed and take all the time there is.
func costly(file []byte) bool {
	stanzas, err := readStanzas(file)
	if err != nil || stanzas[0][0] != "scrypt" {
		return false
	}
	factor, err := strconv.Atoi(stanzas[0][len(stanzas[0])-1])
	return err == nil && 8 < factor && factor <= highestWorkFactor
}

// FuzzVaultText is about what an lpkeys sealed that is not this one.
func FuzzVaultText(f *testing.F) {
	identity, file := aVault(f)
	text, err := unseal(file, identity)
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{
		string(text), `{"lpkeys":1,"items":{}}`, `{"lpkeys":2,"items":{}}`, `{"lpkeys":1,"items":null}`,
		`{"lpkeys":1,"items":{"a":1,"a":"<&>","\ud800":[]}}`, `{"lpkeys":1,"items":{},"items":{"b":null}} `, "[]", "",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := seal(text, identity, identityWorkFactor)
		if err != nil {
			t.Fatal(err)
		}
		read, err := openContents(file, identity)
		if err != nil {
			if !errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrUnsupported) {
				t.Errorf("got %v, want that it is damaged or newer", err)
			}
			return
		}
		if file, err = sealContents(identity, read); err != nil {
			t.Fatal(err)
		}
		again, err := openContents(file, identity)
		if err != nil || !maps.EqualFunc(read, again, sameJSON) {
			t.Errorf("%q became %q, %v", read, again, err)
		}
	})
}

// sameJSON tells texts apart that mean something else. encoding/json writes a
// value that it is handed closer together, and some letters in another way.
func sameJSON(a, b json.RawMessage) bool {
	one, first := json.Marshal(a)
	other, second := json.Marshal(b)
	return first == nil && second == nil && bytes.Equal(one, other)
}
