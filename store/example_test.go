package store_test

import (
	"context"
	"fmt"
	"os"

	"lpkeys/oauth"
	"lpkeys/store"
)

func Example() {
	folder, err := os.MkdirTemp("", "lpkeys")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)

	s, err := store.Open(store.Options{
		Paths:  store.Paths{Data: folder},
		Vaults: map[store.VaultName]store.Vault{store.KeyringVault: store.NewMemory()},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	ctx := context.Background()
	_, err = s.Add(ctx, store.Account{
		Name: "acme-prod", ID: "12345678", Environment: "production", Vault: store.KeyringVault,
	}, oauth.Credentials{
		ConsumerKey: "app-key", ConsumerSecret: oauth.NewSecret("secret"),
		Token: "access-token", TokenSecret: oauth.NewSecret("access-token-secret"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	account, because, err := s.InForce(store.Asked{})
	fmt.Println(account.Name, account.Production(), because.Reason, err)
	key, err := s.Key(ctx, account.Name)
	fmt.Println(key.ConsumerKey, key.ConsumerSecret, err)
	// Output:
	// acme-prod true default <nil>
	// app-key [redacted] <nil>
}

func ExampleStore_Replace() {
	folder, err := os.MkdirTemp("", "lpkeys")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(folder)
	s, err := store.Open(store.Options{
		Paths:  store.Paths{Data: folder},
		Vaults: map[store.VaultName]store.Vault{store.KeyringVault: store.NewMemory()},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()

	key := func(appKey string) oauth.Credentials {
		return oauth.Credentials{
			ConsumerKey: appKey, ConsumerSecret: oauth.NewSecret("secret"),
			Token: "access-token", TokenSecret: oauth.NewSecret("access-token-secret"),
		}
	}
	ctx := context.Background()
	_, err = s.Add(ctx, store.Account{Name: "acme", ID: "12345678", Vault: store.KeyringVault}, key("first"))
	fmt.Println("added:", err)
	fmt.Println("replaced:", s.Replace(ctx, "acme", key("second")))
	fmt.Println("taken back:", s.RestoreKey(ctx, "acme"))
	fmt.Println("replaced again:", s.Replace(ctx, "acme", key("third")))
	fmt.Println("for good:", s.ForgetRemoved(ctx))
	fmt.Println("taken back:", s.RestoreKey(ctx, "acme"))

	now, err := s.Key(ctx, "acme")
	fmt.Println(now.ConsumerKey, err)
	// Output:
	// added: <nil>
	// replaced: <nil>
	// taken back: <nil>
	// replaced again: <nil>
	// for good: <nil>
	// taken back: restoring the old key of account "acme": there is no earlier key to bring back
	// third <nil>
}
