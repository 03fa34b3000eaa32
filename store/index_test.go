package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lpkeys/oauth"
)

const whole = `{
  "version": 1,
  "default": "acme",
  "sealed_key_sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "accounts": [
    {
      "name": "acme",
      "id": "12345678",
      "environment": "production",
      "kind": "oauth1",
      "vault": "keyring",
      "item": "acme-abcdefgh",
      "state": "moving",
      "owner": "qwertyuiop",
      "added": "2026-03-04T05:06:07Z",
      "leftovers": [
        {
          "vault": "file",
          "item": "acme-ijklmnop",
          "Item": 12345678901234567890.0
        }
      ],
      "Name": [
        true,
        null
      ]
    }
  ],
  "leftovers": [
    {
      "vault": "keyring",
      "item": "gone-abcdefgh",
      "owner": "qwertyuiop"
    }
  ],
  "later": {
    "a": "\u0001<é>"
  }
}
`

func TestUnknownFieldsAreKeptAtEveryLevel(t *testing.T) {
	x, err := decodeIndex([]byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	data, err := x.encode()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(whole, string(data)); diff != "" {
		t.Errorf("the rewrite differs (-was +is):\n%s", diff)
	}
}

func TestADamagedIndexNamesThePlaceAndNotTheText(t *testing.T) {
	const marker = "CANARY"
	cases := []struct{ name, old, new, problem string }{
		{"nothing", whole, "", "line 1: it is not JSON from here on"},
		{"zeros, as a power cut leaves them", whole, "\x00\x00\x00", "line 1: it is not JSON from here on"},
		{"the second half is missing", whole[len(whole)/2:], "", "line 15: it is not JSON from here on"},
		{"not UTF-8", "acme", marker + "\xff", "line 1: it is not UTF-8 text"},
		{"more after the end", "\n}\n", "\n}\n{}", "line 40: it is not JSON from here on"},
		{"a list instead", whole, "[]", "line 1: it is not a JSON object"},
		{"no version", `"version": 1,`, ``, `line 1: field "version" is missing or not a whole number above zero`},
		{"an odd version", `"version": 1`, `"version": "CANARY"`, `line 2: field "version" is missing or not a whole number above zero`},
		{"a field twice", `"version": 1,`, `"version": 1, "version": 1,`, "line 2: a field is there twice"},
		{"a default of another type", `"default": "acme"`, `"default": {"CANARY": 1}`, `line 3: field "default" is not text`},
		{"no sum", "e3b0", marker, `line 4: field "sealed_key_sha256" is not a SHA-256 in hex`},
		{"accounts of another type", `"accounts": [`, `"accounts": "CANARY", "more": [`, `line 5: field "accounts" is not a list`},
		{"an account of another type", `"accounts": [`, `"accounts": ["CANARY",`, `line 5: it is not a JSON object`},
		{"no name", `"name": "acme",`, ``, `line 6: account 1: field "name" is missing or empty`},
		{"a name that deceives", `"name": "acme"`, `"name": "CANARY\u202e"`, `line 7: account 1: field "name" has an invisible character in it`},
		{"a wrong ID", `12345678"`, `CANARY CANARY"`, `line 8: account 1: field "id" is not an account ID`},
		{"an environment that deceives", `production`, `CANARY\u001b`, `line 9: account 1: field "environment" has a control character in it`},
		{"no kind", `"kind": "oauth1",`, ``, `line 6: account 1: field "kind" is missing or empty`},
		{"no item", `"item": "acme-abcdefgh",`, ``, `line 6: account 1: field "item" is missing or empty`},
		{"an item that no vault takes", `acme-abcdefgh`, `CANARY abcdefgh`, `line 12: account 1: field "item" is not the name of an item`},
		{"a leftover that no vault takes", `acme-ijklmnop`, `-CANARY`, `line 19: account 1: field "item" is not the name of an item`},
		{"a state nobody wrote", `moving`, marker, `line 13: account 1: field "state" is not a state of an account`},
		{"an owner outside the folder", `qwertyuiop`, `../CANARY`, `line 14: account 1: field "owner" is not an owner's letters`},
		{"a time that is none", `2026-03-04T`, `2026-13-04T`, `line 15: account 1: field "added" is not a time`},
		{"a time beyond writing", `2026-03-04T05:06:07Z`, `9999-12-31T23:59:59-01:00`, `line 15: account 1: field "added" is not a time`},
		{"a leftover's owner outside the folder", `"owner": "qwertyuiop"
    }
  ]`, `"owner": "../CANARY" } ]`, `line 33: field "owner" is not an owner's letters`},
		{"what is left of nobody and of another", `gone-abcdefgh`, `acme-abcdefgh`, `line 6: account 1: its item is another's`},
		{"leftovers of another type", `"leftovers": [`, `"leftovers": true, "more": [`, `line 16: account 1: field "leftovers" is not a list`},
		{"a leftover without an item", `"item": "acme-ijklmnop",`, ``, `line 17: account 1: field "item" is missing or empty`},
		{"one item for two", `acme-ijklmnop`, `acme-abcdefgh`, `line 6: account 1: its item is another's`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Replace(whole, c.old, c.new, 1)
			_, err := decodeIndex([]byte(text))
			if err == nil || err.Error() != c.problem {
				t.Errorf("got %v, want %s", err, c.problem)
			}
			if err != nil && strings.Contains(err.Error(), marker) {
				t.Errorf("the error repeats the file: %v", err)
			}
		})
	}
}

func TestTwoAccountsOfOneNameAreDamage(t *testing.T) {
	x := index{version: indexVersion, entries: manyEntries(2)}
	x.entries[1].Name = strings.ToUpper(x.entries[0].Name)
	data, err := x.encode()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := decodeIndex(data); err == nil || !strings.Contains(err.Error(), "account 2: its name is another's") {
		t.Errorf("got %v", err)
	}
}

func TestTheIndexCannotHoldASecret(t *testing.T) {
	var visit func(reflect.Type, string)
	seen := make(map[reflect.Type]bool)
	visit = func(of reflect.Type, path string) {
		if seen[of] {
			return
		}
		seen[of] = true
		switch of.Kind() {
		case reflect.Struct:
			if of == reflect.TypeFor[oauth.Secret]() || of == reflect.TypeFor[oauth.Credentials]() {
				t.Errorf("%s is a %s", path, of)
			}
			for field := range of.Fields() {
				visit(field.Type, path+"."+field.Name)
			}
		case reflect.Slice, reflect.Array, reflect.Pointer, reflect.Map:
			visit(of.Elem(), path+"[]")
		case reflect.Interface, reflect.Func, reflect.Chan:
			t.Errorf("%s is a %s, which could be anything", path, of)
		}
	}
	visit(reflect.TypeFor[index](), "index")
}

func FuzzIndex(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte(`{"version":2,"accounts":[]}`))
	f.Add([]byte(`{"version":1,"accounts":[{"name":"a","id":"1","kind":"k","vault":"v","item":"i","state":"kept"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := decodeIndex(data)
		if err != nil {
			return
		}
		written, err := x.encode()
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		again, err := decodeIndex(written)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, written)
		}
		rewritten, err := again.encode()
		if err != nil || !bytes.Equal(written, rewritten) {
			t.Errorf("a second rewrite differs, %v:\n%s\n%s", err, written, rewritten)
		}
	})
}

func manyEntries(n int) []entry {
	entries := make([]entry, n)
	for i := range entries {
		entries[i] = entry{
			Account: Account{
				Name: fmt.Sprintf("account-%04d", i), ID: "12345678", Environment: "production",
				Kind: OAuth1, Vault: KeyringVault, State: Kept, Added: time.Unix(1e9, 0).UTC(),
			},
			item: fmt.Sprintf("account-%04d-abcdefgh", i),
		}
	}
	return entries
}

func BenchmarkDecode1000Accounts(b *testing.B) {
	x := index{version: indexVersion, entries: manyEntries(1000)}
	data, err := x.encode()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := decodeIndex(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode1000Accounts(b *testing.B) {
	x := index{version: indexVersion, entries: manyEntries(1000)}
	b.ReportAllocs()
	for b.Loop() {
		data, err := x.encode()
		if err != nil || !json.Valid(data) {
			b.Fatal(err)
		}
	}
}
