package store_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

func BenchmarkOpen1000Accounts(b *testing.B) {
	options := thousand(b)
	for b.Loop() {
		s, err := store.Open(options)
		if err != nil {
			b.Fatal(err)
		}
		_ = s.Close()
	}
}

func BenchmarkList1000Accounts(b *testing.B) {
	s, err := store.Open(thousand(b))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if accounts, err := s.Accounts(); err != nil || len(accounts) != 1000 {
			b.Fatal(len(accounts), err)
		}
	}
}

func BenchmarkRenameOneOf1000Accounts(b *testing.B) {
	s, err := store.Open(thousand(b))
	if err != nil {
		b.Fatal(err)
	}
	names := []string{"account-0500", "renamed"}
	for b.Loop() {
		if err := s.Rename(names[0], names[1]); err != nil {
			b.Fatal(err)
		}
		names[0], names[1] = names[1], names[0]
	}
}

func BenchmarkAddAndRemoveOneOf1000Accounts(b *testing.B) {
	options := thousand(b)
	options.Vaults = map[store.VaultName]store.Vault{store.KeyringVault: store.NewMemory()}
	s, err := store.Open(options)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Add(b.Context(), account("one"), storetest.Key(1)); err != nil {
			b.Fatal(err)
		}
		if err := s.Remove(b.Context(), "one"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkKeyOfOneOf1000Accounts(b *testing.B) {
	options := thousand(b)
	memory := store.NewMemory()
	options.Vaults = map[store.VaultName]store.Vault{store.KeyringVault: memory}
	if err := memory.Put(b.Context(), "account-0500-abcdefgh", storetest.Key(1)); err != nil {
		b.Fatal(err)
	}
	s, err := store.Open(options)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := s.Key(b.Context(), "account-0500"); err != nil {
			b.Fatal(err)
		}
	}
}

func thousand(b *testing.B) store.Options {
	b.Helper()
	data := b.TempDir()
	var index bytes.Buffer
	index.WriteString(`{"version":1,"accounts":[`)
	for i := range 1000 {
		if i > 0 {
			index.WriteByte(',')
		}
		fmt.Fprintf(&index, `{"name":"account-%04d","id":"12345678","environment":"test","kind":"oauth1",`+
			`"vault":"keyring","item":"account-%04d-abcdefgh","state":"kept","added":"2026-03-04T05:06:07Z"}`, i, i)
	}
	index.WriteString("]}")
	path := filepath.Join(data, "accounts.json")
	if err := os.WriteFile(path, index.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	yesterday := time.Now().Add(-24 * time.Hour)
	if err := os.Chtimes(path, yesterday, yesterday); err != nil {
		b.Fatal(err)
	}
	return store.Options{Paths: store.Paths{Data: data}}
}
