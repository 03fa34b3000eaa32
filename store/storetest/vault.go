// Package storetest holds what every vault promises, as tests, and the means to
// run them: a session bus, a real keyring and a fake one, all of the test's
// own. Nothing here touches the bus or the keyring of the person who runs it.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lpkeys/oauth"
	"lpkeys/store"
)

// Key makes a whole key whose values tell n.
func Key(n int) oauth.Credentials {
	return oauth.Credentials{
		ConsumerKey:    fmt.Sprintf("%032x", n),
		ConsumerSecret: oauth.NewSecret(fmt.Sprintf("%s%026x", Canary, n)),
		Token:          fmt.Sprintf("%032x", ^uint32(n)),
		TokenSecret:    oauth.NewSecret(fmt.Sprintf("%s%026x", Canary, ^uint32(n))),
	}
}

// Equal reports whether two keys are the same in all four values.
func Equal(a, b oauth.Credentials) bool {
	return a.ConsumerKey == b.ConsumerKey && a.Token == b.Token &&
		a.ConsumerSecret.Equal(b.ConsumerSecret) && a.TokenSecret.Equal(b.TokenSecret)
}

// Run holds a vault to its contract. Each call of newVault answers one that is
// open and has none of the items this test uses.
func Run(t *testing.T, newVault func(t *testing.T) store.Vault) {
	for _, promise := range []struct {
		name string
		keep func(*testing.T, store.Vault)
	}{
		{"an open vault can be used at once", canBeUsed},
		{"a key comes back whole", comesBack},
		{"odd characters come back as they were", oddComesBack},
		{"what was never put is not found", notFound},
		{"what was forgotten is gone and can be put again", forgotten},
		{"an item that exists is left alone", leftAlone},
		{"items do not touch each other", apart},
		{"a caller who gave up gets no key and leaves none", gaveUp},
		{"goroutines do not disturb each other", together},
		{"errors hold no secret", silent},
	} {
		t.Run(promise.name, func(t *testing.T) { promise.keep(t, newVault(t)) })
	}
}

func canBeUsed(t *testing.T, v store.Vault) {
	wants(t, "Look", Look(t, v), nil)
}

// Look asks again when a busy machine made the vault miss its 500 ms.
func Look(t testing.TB, v store.Vault) error {
	t.Helper()
	var err error
	for range 20 {
		if err = v.Look(t.Context()); !errors.Is(err, store.ErrTimedOut) {
			break
		}
	}
	return err
}

func comesBack(t *testing.T, v store.Vault) {
	put(t, v, "acme-prod-abcdefgh", Key(1))
	has(t, v, "acme-prod-abcdefgh", Key(1))
}

func oddComesBack(t *testing.T, v store.Vault) {
	key := oauth.Credentials{
		ConsumerKey:    `"quoted" \ back'slashed'`,
		ConsumerSecret: oauth.NewSecret("<&>\u2028\u2029\x00\x7f" + Canary),
		Token:          "",
		TokenSecret:    oauth.NewSecret("Schlüssel 鍵 🔑\n" + strings.Repeat("x", 500)),
	}
	put(t, v, "odd-abcdefgh", key)
	has(t, v, "odd-abcdefgh", key)
}

func notFound(t *testing.T, v store.Vault) {
	absent(t, v, "nobody-abcdefgh")
	wants(t, "Forget", v.Forget(t.Context(), "nobody-abcdefgh"), store.ErrNotFound)
}

func forgotten(t *testing.T, v store.Vault) {
	const item = "gone-abcdefgh"
	put(t, v, item, Key(1))
	wants(t, "Forget", v.Forget(t.Context(), item), nil)
	absent(t, v, item)
	wants(t, "second Forget", v.Forget(t.Context(), item), store.ErrNotFound)
	put(t, v, item, Key(2))
	has(t, v, item, Key(2))
}

func leftAlone(t *testing.T, v store.Vault) {
	const item = "taken-abcdefgh"
	put(t, v, item, Key(1))
	wants(t, "second Put", v.Put(t.Context(), item, Key(2)), store.ErrExists)
	has(t, v, item, Key(1))
}

func apart(t *testing.T, v store.Vault) {
	put(t, v, "a-abcdefgh", Key(1))
	put(t, v, "a-abcdefgi", Key(2))
	wants(t, "Forget", v.Forget(t.Context(), "a-abcdefgh"), nil)
	absent(t, v, "a-abcdefgh")
	has(t, v, "a-abcdefgi", Key(2))
}

func gaveUp(t *testing.T, v store.Vault) {
	const item = "late-abcdefgh"
	put(t, v, item, Key(1))
	over, cancel := context.WithCancel(t.Context())
	cancel()
	wants(t, "Look", v.Look(over), context.Canceled)
	wants(t, "Put", v.Put(over, "later-abcdefgh", Key(2)), context.Canceled)
	wants(t, "Forget", v.Forget(over, item), context.Canceled)
	key, err := v.Get(over, item)
	wants(t, "Get", err, context.Canceled)
	if !Equal(key, oauth.Credentials{}) {
		t.Error("Get: got a key with its error, want none")
	}
	has(t, v, item, Key(1))
	absent(t, v, "later-abcdefgh")
}

func together(t *testing.T, v store.Vault) {
	var all sync.WaitGroup
	for n := range 6 {
		all.Go(func() {
			item := fmt.Sprintf("together-%d-abcdefgh", n)
			put(t, v, item, Key(n))
			has(t, v, item, Key(n))
			if n%2 == 0 {
				wants(t, "Forget", v.Forget(t.Context(), item), nil)
			}
		})
	}
	all.Wait()
	for n := range 6 {
		item := fmt.Sprintf("together-%d-abcdefgh", n)
		if n%2 == 0 {
			absent(t, v, item)
		} else {
			has(t, v, item, Key(n))
		}
	}
}

func silent(t *testing.T, v store.Vault) {
	const item = "silent-abcdefgh"
	put(t, v, item, Key(1))
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range []error{
		v.Put(t.Context(), item, Key(1)),
		v.Put(over, "silent-abcdefgi", Key(1)),
		v.Forget(t.Context(), "silent-abcdefgi"),
	} {
		if err == nil || strings.Contains(err.Error(), Canary) {
			t.Errorf("got %v, want an error without %s", err, Canary)
		}
	}
}

func put(t *testing.T, v store.Vault, item string, key oauth.Credentials) {
	t.Helper()
	wants(t, "Put "+item, v.Put(t.Context(), item, key), nil)
}

// has compares what differs, and shows it without the secrets.
func has(t *testing.T, v store.Vault, item string, want oauth.Credentials) {
	t.Helper()
	got, err := v.Get(t.Context(), item)
	wants(t, "Get "+item, err, nil)
	if diff := cmp.Diff(want, got, cmp.Comparer(oauth.Secret.Equal)); diff != "" {
		t.Errorf("Get %s: -want +got\n%s", item, diff)
	}
}

func absent(t *testing.T, v store.Vault, item string) {
	t.Helper()
	_, err := v.Get(t.Context(), item)
	wants(t, "Get "+item, err, store.ErrNotFound)
}

func wants(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
