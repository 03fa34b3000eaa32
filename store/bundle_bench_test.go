package store_test

import (
	"fmt"
	"testing"

	"lpkeys/store"
)

func hundred() store.Bundle {
	var names []string
	for i := range 100 {
		names = append(names, fmt.Sprintf("account-%03d", i))
	}
	return bundleOf(names...)
}

func BenchmarkSealABundleOf100ForARecipient(b *testing.B) {
	_, public := someone(b)
	lock := store.BundleLock{Recipients: []store.Recipient{public}}
	for bundle := hundred(); b.Loop(); {
		if _, err := bundle.Seal(lock); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenABundleOf100WithAnIdentity(b *testing.B) {
	identities, public := someone(b)
	file, err := hundred().Seal(store.BundleLock{Recipients: []store.Recipient{public}})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := store.OpenBundle(file, store.BundleKey{Identities: identities}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAddABundleOf100ToTheSealedVault(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		folder := b.TempDir()
		v := sealedIn(folder, nil)
		if err := v.Create(b.Context(), passphrase); err != nil {
			b.Fatal(err)
		}
		s, err := store.Open(store.Options{Paths: store.Paths{Data: folder}, Vaults: map[store.VaultName]store.Vault{store.FileVault: v}})
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if err := s.AddAll(b.Context(), store.FileVault, hundred()); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
