package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"lpkeys/domain"
	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// bundleOf makes a bundle of accounts with these names.
func bundleOf(names ...string) store.Bundle {
	var b store.Bundle
	for i, name := range names {
		b = append(b, store.Bundled{
			Account: store.Account{Name: name, ID: "12345678", Environment: "production", Kind: store.OAuth1},
			Key:     storetest.Key(i + 1),
		})
	}
	return b
}

// sealBundle seals with as little work as age takes.
func sealBundle(t testing.TB, b store.Bundle) []byte {
	t.Helper()
	file, err := b.Seal(store.BundleLock{Passphrase: passphrase, WorkFactor: 1})
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// someone is a new age identity and its public key.
func someone(t testing.TB) (identities oauth.Secret, public store.Recipient) {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	public, err = store.ParseRecipient(identity.Recipient().String())
	if err != nil {
		t.Fatal(err)
	}
	return oauth.NewSecret("# made for a test\n\nAGE-PLUGIN-OTHER-1\n" + identity.String() + "\r\n"), public
}

func wantBundle(t *testing.T, got, want store.Bundle) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d accounts, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].Account != want[i].Account || !storetest.Equal(got[i].Key, want[i].Key) {
			t.Errorf("account %d: got %+v, want %+v", i, got[i].Account, want[i].Account)
		}
	}
}

func TestABundleOpensWithItsPassphraseAsItWasSealed(t *testing.T) {
	want := bundleOf("acme-prod", "Bär & Söhne <1>", "c")
	want[1].Account.Environment = ""
	file := sealBundle(t, want)
	if way, err := store.LookAtBundle(file); way != store.ByPassphrase || err != nil {
		t.Errorf("got the way %q, %v", way, err)
	}
	got, err := store.OpenBundle(file, store.BundleKey{Passphrase: passphrase})
	if err != nil {
		t.Fatal(err)
	}
	wantBundle(t, got, want)
}

func TestABundleOpensForEachOfItsRecipientsAndNobodyElse(t *testing.T) {
	ours, first := someone(t)
	theirs, second := someone(t)
	others, _ := someone(t)
	want := bundleOf("acme", "bolt")
	file, err := want.Seal(store.BundleLock{Recipients: []store.Recipient{first, second}})
	if err != nil {
		t.Fatal(err)
	}
	if way, err := store.LookAtBundle(file); way != store.ByIdentity || err != nil {
		t.Errorf("got the way %q, %v", way, err)
	}
	for _, identities := range []oauth.Secret{ours, theirs} {
		got, err := store.OpenBundle(file, store.BundleKey{Identities: identities})
		if err != nil {
			t.Fatal(err)
		}
		wantBundle(t, got, want)
	}
	_, err = store.OpenBundle(file, store.BundleKey{Identities: others})
	wantProblem(t, "another's identity", err, store.BundleIdentityWrong)
}

func TestABundleIsFoundInTheLetterThatItCameIn(t *testing.T) {
	want := bundleOf("acme")
	file := sealBundle(t, want)
	for name, letter := range map[string]string{
		"text around it":      "Hello,\n\nhere it is:\n\n" + string(file) + "\nRegards\n",
		"Windows' line ends":  strings.ReplaceAll(string(file), "\n", "\r\n"),
		"no line end":         strings.TrimSpace(string(file)),
		"armor that was lost": string(unarmored(t, reseal(t, inside(t, file), 2))),
	} {
		got, err := store.OpenBundle([]byte(letter), store.BundleKey{Passphrase: passphrase})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		wantBundle(t, got, want)
	}
}

func TestABundleSaysNothingOfWhereAKeyLay(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	b, err := s.Bundle(t.Context(), "ACME", "acme")
	if err != nil {
		t.Fatal(err)
	}
	text := string(inside(t, sealBundle(t, b)))
	for _, place := range append(h.vault.items, string(store.KeyringVault), "item", "vault") {
		if strings.Contains(text, place) {
			t.Errorf("%q is in the bundle:\n%s", place, text)
		}
	}
	if !strings.HasPrefix(text, `{"lpkeys_bundle":1,"sum":"`) || strings.Count(text, `"name":"acme"`) != 1 {
		t.Errorf("got the text %s", text)
	}
}

func TestWhatCannotBeInABundleIsNamed(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme", "gone")
	if err := s.MarkRemoving("gone"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"nobody", "gone"} {
		if _, err := s.Bundle(t.Context(), "acme", name); !is[*store.NoAccountError](err) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	h.vault.get = store.ErrLocked
	if _, err := s.Bundle(t.Context(), "acme"); !errors.Is(err, store.ErrLocked) {
		t.Errorf("from a locked vault: got %v", err)
	}
}

func TestTheEndOfAnAppKeyTellsLittleOfIt(t *testing.T) {
	for key, want := range map[string]string{
		"0123456789abcdef0123456789abcdef": "cdef",
		"0123456789ab":                     "89ab",
		"0123456789a":                      "",
		"schlüsselwörter":                  "rter",
	} {
		if got := (store.Bundled{Key: oauth.Credentials{ConsumerKey: key}}).KeyEnd(); got != want {
			t.Errorf("%q: got %q, want %q", key, got, want)
		}
	}
}

func TestOnlyAPublicKeyIsARecipient(t *testing.T) {
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	public := identity.Recipient().String()
	if _, err := store.ParseRecipient(" " + public + "\n"); err != nil {
		t.Errorf("a public key with blanks around it: %v", err)
	}
	for _, text := range []string{"", "age1", identity.String(), public[:len(public)-1], "ssh-ed25519 AAAA", public + public} {
		if _, err := store.ParseRecipient(text); !errors.Is(err, store.ErrRecipient) || len(text) > 4 && strings.Contains(err.Error(), text) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestCompareSaysWhatHasTheName(t *testing.T) {
	here := func(id domain.AccountID, key int) (store.Account, oauth.Credentials) {
		return store.Account{Name: "Acme", ID: id, Vault: store.KeyringVault}, storetest.Key(key)
	}
	for _, tt := range []struct {
		name  string
		id    domain.AccountID
		key   int
		alter func(*home, *store.Store) error
		want  store.Match
	}{
		{"another name", "12345678", 1, func(_ *home, s *store.Store) error { return s.Rename("Acme", "bolt") }, store.NameFree},
		{"the same account and key", "12345678", 1, nil, store.SameKey},
		{"another key", "12345678", 2, nil, store.NameTaken},
		{"another account", "87654321", 1, nil, store.NameTaken},
		{"one that is being removed", "12345678", 1, func(_ *home, s *store.Store) error { return s.MarkRemoving("Acme") }, store.NameTaken},
		{"one whose key is gone", "12345678", 1, func(h *home, _ *store.Store) error {
			return h.vault.Forget(t.Context(), h.vault.items[0])
		}, store.NameTaken},
		{"one whose key is damaged", "12345678", 1, func(h *home, _ *store.Store) error {
			h.vault.get = store.ErrCorrupt
			return nil
		}, store.NameTaken},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHome(t)
			s := h.open()
			a, key := here(tt.id, tt.key)
			if _, err := s.Add(t.Context(), a, key); err != nil {
				t.Fatal(err)
			}
			if tt.alter != nil {
				if err := tt.alter(h, s); err != nil {
					t.Fatal(err)
				}
			}
			got, err := s.Compare(t.Context(), bundleOf("acme", "new"))
			if err != nil {
				t.Fatal(err)
			}
			if got[0] != tt.want || got[1] != store.NameFree {
				t.Errorf("got %v, want %v and then %v", got, tt.want, store.NameFree)
			}
		})
	}
}

func TestCompareDoesNotGuessWhatALockedVaultHolds(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	for _, locked := range []error{store.ErrLocked, &store.SealedError{Path: "vault.age", Problem: store.VaultFileDamaged}} {
		h.vault.get = locked
		if _, err := s.Compare(t.Context(), bundleOf("acme")); !errors.Is(err, locked) {
			t.Errorf("got %v, want %v", err, locked)
		}
	}
}

func wantProblem(t *testing.T, name string, err error, want store.BundleProblem) {
	t.Helper()
	var got *store.BundleError
	if !errors.As(err, &got) || got.Problem != want {
		t.Errorf("%s: got %v, want %q", name, err, want)
	}
}

// inside is what age finds in a file that was sealed to the passphrase.
func inside(t testing.TB, file []byte) []byte {
	t.Helper()
	identity, err := age.NewScryptIdentity(passphraseText)
	if err != nil {
		t.Fatal(err)
	}
	from, err := age.Decrypt(armor.NewReader(bytes.NewReader(file)), identity)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// reseal makes a bundle of any text.
func reseal(t testing.TB, text []byte, workFactor int) []byte {
	t.Helper()
	recipient, err := age.NewScryptRecipient(passphraseText)
	if err != nil {
		t.Fatal(err)
	}
	recipient.SetWorkFactor(workFactor)
	var file bytes.Buffer
	armored := armor.NewWriter(&file)
	to, err := age.Encrypt(armored, recipient)
	if err != nil {
		t.Fatal(err)
	}
	_, err = to.Write(text)
	if err := errors.Join(err, to.Close(), armored.Close()); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func unarmored(t testing.TB, file []byte) []byte {
	t.Helper()
	binary, err := io.ReadAll(armor.NewReader(bytes.NewReader(file)))
	if err != nil {
		t.Fatal(err)
	}
	return binary
}

func rearmored(t testing.TB, binary []byte) []byte {
	t.Helper()
	var file bytes.Buffer
	to := armor.NewWriter(&file)
	_, err := to.Write(binary)
	if err := errors.Join(err, to.Close()); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// sumOf puts the right sum into the text of a bundle.
func withSum(accounts string) []byte {
	return fmt.Appendf(nil, `{"lpkeys_bundle":1,"sum":"%s","accounts":%s}`, store.BundleSum([]byte(accounts)), accounts)
}
