package store_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
)

func TestWhateverIsNoBundleSaysWhatItIs(t *testing.T) {
	file := sealBundle(t, bundleOf("acme", "bolt"))
	binary := unarmored(t, file)
	text := string(inside(t, file))
	vault, keyFile := vaultFiles(t)
	_, public := someone(t)
	toSomeone, err := bundleOf("acme").Seal(store.BundleLock{Recipients: []store.Recipient{public}})
	if err != nil {
		t.Fatal(err)
	}
	sealed := func(text string) []byte { return reseal(t, []byte(text), 1) }
	replaced := func(old, new string) []byte { return sealed(strings.Replace(text, old, new, 1)) }
	flipped := func(at int) []byte {
		broken := bytes.Clone(binary)
		broken[at] ^= 1
		return rearmored(t, broken)
	}
	for name, tt := range map[string]struct {
		file []byte
		want store.BundleProblem
	}{
		"nothing":                       {nil, store.NotABundle},
		"any text":                      {[]byte("four values\n"), store.NotABundle},
		"a bundle's text in clear":      {[]byte(text), store.NotABundle},
		"an older or newer age":         {[]byte(strings.Replace(string(binary), "/v1\n", "/v9\n", 1)), store.NotABundle},
		"something else that age keeps": {sealed("four values\n"), store.NotABundle},
		"JSON that is nothing of ours":  {sealed(`{"items":{}}`), store.NotABundle},
		"version 0":                     {replaced(`{"lpkeys_bundle":1`, `{"lpkeys_bundle":0`), store.NotABundle},

		"the sealed vault":           {vault, store.BundleIsVault},
		"its key file":               {keyFile, store.BundleIsVault},
		"the sealed vault, in armor": {sealed(`{"lpkeys":1,"items":{}}`), store.BundleIsVault},

		"cut off in the middle":         {file[:len(file)/2], store.BundleTruncated},
		"cut off before its last line":  {file[:bytes.Index(file, []byte("-----END"))], store.BundleTruncated},
		"cut off inside the armor":      {rearmored(t, binary[:len(binary)-20]), store.BundleDamaged},
		"cut off in the header":         {binary[:60], store.BundleDamaged},
		"a bit of the accounts changed": {flipped(len(binary) - 40), store.BundleDamaged},
		"a bit of the header changed":   {flipped(bytes.Index(binary, []byte("--- ")) + 8), store.BundleDamaged},
		"a letter of the armor changed": {bytes.Replace(file, []byte("\n"), []byte("\n!"), 2), store.BundleDamaged},
		"a stanza without a number":     {[]byte("age-encryption.org/v1\n-> scrypt AAAA x\nAAAA\n--- AAAA\n"), store.BundleDamaged},

		"a name changed":            {replaced("acme", "core"), store.BundleDamaged},
		"a value changed":           {replaced("0001", "0002"), store.BundleDamaged},
		"the sum changed":           {replaced(`"sum":"`, `"sum":"0`), store.BundleDamaged},
		"a field too many":          {replaced(`{"lpkeys_bundle"`, `{"more":1,"lpkeys_bundle"`), store.BundleDamaged},
		"a field of one account":    {sealed(string(withSum(`[{"name":"a","id":"1","environment":"","kind":"oauth1","more":1}]`))), store.BundleDamaged},
		"text after the end":        {sealed(text + "\n"), store.BundleDamaged},
		"no accounts":               {sealed(`{"lpkeys_bundle":1,"sum":""}`), store.BundleDamaged},
		"accounts that are no list": {sealed(string(withSum(`{}`))), store.BundleDamaged},
		"an account that is none":   {sealed(string(withSum(`[1]`))), store.BundleDamaged},

		"a newer version":     {replaced(`{"lpkeys_bundle":1`, `{"lpkeys_bundle":2`), store.BundleNewer},
		"a newer kind":        {replaced(`"kind":"oauth1"`, `"kind":"oauth2"`), store.BundleNewer},
		"a newer form of key": {replaced(`"key":{"lpkeys":1`, `"key":{"lpkeys":2`), store.BundleNewer},

		"for recipients": {toSomeone, store.BundleWantsIdentity},
	} {
		_, err := store.OpenBundle(tt.file, store.BundleKey{Passphrase: passphrase})
		wantProblem(t, name, err, tt.want)
	}
	_, err = store.OpenBundle(file, store.BundleKey{Passphrase: oauth.NewSecret("another")})
	wantProblem(t, "with another passphrase", err, store.BundlePassphraseWrong)
	_, err = store.OpenBundle(file, store.BundleKey{Identities: oauth.NewSecret("x")})
	wantProblem(t, "without its passphrase", err, store.BundleWantsPassphrase)
	for _, identities := range []string{"x", "\n", "AGE-SECRET-KEY-1x", "# a comment"} {
		_, err = store.OpenBundle(toSomeone, store.BundleKey{Identities: oauth.NewSecret(identities)})
		wantProblem(t, fmt.Sprintf("with the identities %q", identities), err, store.BundleNoIdentity)
	}
}

// vaultFiles are the two files of a sealed vault with the bundles' passphrase.
func vaultFiles(t *testing.T) (vault, key []byte) {
	t.Helper()
	v, _ := sealed(t)
	for name, into := range map[string]*[]byte{"vault.age": &vault, "vault-key.age": &key} {
		data, err := os.ReadFile(filepath.Join(v.Dir, name))
		if err != nil {
			t.Fatal(err)
		}
		*into = data
	}
	// Of real ones, scrypt's work tells the two apart.
	return vault, rearmored(t, key)
}

func TestAnAccountThatCannotBeKeptIsRefusedWhenABundleIsSealedAndWhenItIsOpened(t *testing.T) {
	for name, alter := range map[string]func(*store.Bundled){
		"a name that deceives":         func(b *store.Bundled) { b.Account.Name = "acme\u202e" },
		"a name with an escape":        func(b *store.Bundled) { b.Account.Name = "acme\x1b[2J" },
		"no name":                      func(b *store.Bundled) { b.Account.Name = "" },
		"a name like an option":        func(b *store.Bundled) { b.Account.Name = "--yes" },
		"a name of a screen":           func(b *store.Bundled) { b.Account.Name = strings.Repeat("x", 65) },
		"blanks around the name":       func(b *store.Bundled) { b.Account.Name = " acme" },
		"an environment that deceives": func(b *store.Bundled) { b.Account.Environment = "test\nproduction" },
		"a path for an account ID":     func(b *store.Bundled) { b.Account.ID = "../1" },
		"no account ID":                func(b *store.Bundled) { b.Account.ID = "" },
		"a key with a line end":        func(b *store.Bundled) { b.Key.ConsumerKey += "\n" },
		"a key without a secret":       func(b *store.Bundled) { b.Key.TokenSecret = oauth.Secret{} },
		"another's name":               func(b *store.Bundled) { b.Account.Name = "BOLT" },
	} {
		b := bundleOf("acme", "bolt")
		alter(&b[0])
		_, err := b.Seal(store.BundleLock{Passphrase: passphrase, WorkFactor: 1})
		wantProblem(t, name+", sealing", err, store.BundleUnfit)
		text, err := store.WriteBundle(b)
		if err != nil {
			t.Fatal(err)
		}
		_, err = store.ReadBundle(text)
		wantProblem(t, name+", opening", err, store.BundleUnfit)
		if strings.ContainsAny(errorText(err), "\x1b\u202e\n") || strings.Contains(errorText(err), "CANARY") {
			t.Errorf("%s: the error repeats it: %q", name, err)
		}
	}
}

func TestABundleIsRefusedBeforeItCostsAnything(t *testing.T) {
	scrypt := func(factor string) []byte {
		return []byte("age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA " + factor + "\nAAAA\n--- AAAA\n")
	}
	many := "age-encryption.org/v1\n" + strings.Repeat("-> X25519 AAAA\nAAAA\n", 101) + "--- AAAA\n"
	for name, tt := range map[string]struct {
		file []byte
		want store.BundleProblem
	}{
		"a work factor of 21":          {scrypt("21"), store.BundleTooCostly},
		"a work factor of 30":          {scrypt("30"), store.BundleTooCostly},
		"a work factor of a billion":   {scrypt("1000000000"), store.BundleTooCostly},
		"a work factor beyond numbers": {scrypt(strings.Repeat("9", 1000)), store.BundleDamaged},
		"a hundred and one keys":       {[]byte(many), store.BundleTooCostly},
		"four MiB and more of age":     {append(scrypt("18"), make([]byte, 4<<20)...), store.BundleTooBig},
		"four MiB and more of nothing": {make([]byte, 4<<20+1), store.NotABundle},
	} {
		_, err := store.LookAtBundle(tt.file)
		wantProblem(t, name, err, tt.want)
	}
	if way, err := store.LookAtBundle(scrypt("20")); way != store.ByPassphrase || err != nil {
		t.Errorf("a work factor of 20: got %q, %v", way, err)
	}
}

// Each empty account is three bytes as text, and a few hundred in memory.
func TestALongListOfNothingIsRefusedAtItsBeginning(t *testing.T) {
	accounts := "[" + strings.Repeat("{},", 1<<20) + "{}]"
	text := withSum(accounts)
	allocated := testing.AllocsPerRun(1, func() {
		if _, err := store.ReadBundle(text); err == nil {
			t.Error("it was read")
		}
	})
	if allocated > 1000 {
		t.Errorf("it took %v allocations", allocated)
	}
}

func TestABundleHoldsAThousandAccountsAndNoMore(t *testing.T) {
	var names []string
	for i := range 1001 {
		names = append(names, fmt.Sprint("account-", i))
	}
	file := sealBundle(t, bundleOf(names[:1000]...))
	if got, err := store.OpenBundle(file, store.BundleKey{Passphrase: passphrase}); err != nil || len(got) != 1000 {
		t.Errorf("a thousand: %d, %v", len(got), err)
	}
	_, err := bundleOf(names...).Seal(store.BundleLock{Passphrase: passphrase, WorkFactor: 1})
	wantProblem(t, "sealing one more", err, store.BundleTooBig)
	text, err := store.WriteBundle(bundleOf(names...))
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.ReadBundle(text)
	wantProblem(t, "opening one more", err, store.BundleTooBig)

	long := bundleOf(names[:100]...)
	for i := range long {
		long[i].Key.ConsumerKey = strings.Repeat("x", 40<<10)
	}
	_, err = long.Seal(store.BundleLock{Passphrase: passphrase, WorkFactor: 1})
	wantProblem(t, "keys as long as books", err, store.BundleTooBig)

	_, public := someone(t)
	crowd := make([]store.Recipient, 101)
	for i := range crowd {
		crowd[i] = public
	}
	_, err = bundleOf("acme").Seal(store.BundleLock{Recipients: crowd})
	wantProblem(t, "a hundred and one recipients", err, store.BundleTooCostly)
	file, err = bundleOf("acme").Seal(store.BundleLock{Recipients: crowd[:100]})
	if err != nil {
		t.Fatal(err)
	}
	if way, err := store.LookAtBundle(file); way != store.ByIdentity || err != nil {
		t.Errorf("a hundred recipients: got %q, %v", way, err)
	}
}

func TestABundleNeedsALock(t *testing.T) {
	if _, err := bundleOf("acme").Seal(store.BundleLock{}); err == nil {
		t.Error("a bundle without a passphrase was sealed")
	}
}

func FuzzBundleText(f *testing.F) {
	for _, b := range []store.Bundle{bundleOf(), bundleOf("acme"), bundleOf("a", "b")} {
		text, err := store.WriteBundle(b)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add(withSum(`[{"name":"a","id":"1","environment":"","kind":"oauth1","key":{}}]`))
	f.Add([]byte(`{"lpkeys":1,"items":{}}`))
	f.Add([]byte(`{"lpkeys_bundle":2}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		b, err := store.ReadBundle(text)
		if err != nil {
			if !errors.As(err, new(*store.BundleError)) {
				t.Errorf("got %v, want a BundleError", err)
			}
			return
		}
		again, err := store.WriteBundle(b)
		if err != nil || !bytes.Equal(again, text) {
			t.Errorf("%s\nbecame\n%s, %v", text, again, err)
		}
		if !json.Valid(text) || len(b) > 1000 {
			t.Errorf("%d accounts were read from %q", len(b), text)
		}
	})
}

// An identity and not a passphrase: scrypt would take all the time there is.
func FuzzBundleFile(f *testing.F) {
	identities, public := someone(f)
	file, err := bundleOf("acme").Seal(store.BundleLock{Recipients: []store.Recipient{public}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(file)
	f.Add(unarmored(f, file))
	f.Add(sealBundle(f, bundleOf("acme")))
	f.Fuzz(func(t *testing.T, damaged []byte) {
		b, err := store.OpenBundle(damaged, store.BundleKey{Identities: identities})
		switch {
		case err != nil && !errors.As(err, new(*store.BundleError)):
			t.Errorf("got %v, want a BundleError", err)
		case err == nil && (len(b) != 1 || b[0].Account != bundleOf("acme")[0].Account):
			t.Errorf("got %d other accounts", len(b))
		}
	})
}
