package store_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// A home is folders and a vault that outlive the stores opened on them.
type home struct {
	t       *testing.T
	options store.Options
	disk    store.FS // where the files are
	vault   *vault
	file    *vault             // see [withFile]
	opened  func(*store.Store) // hears of each start
}

func newHome(t *testing.T) *home {
	t.Helper()
	folder := t.TempDir()
	v := &vault{Vault: store.NewMemory()}
	return &home{t: t, disk: unsynced{}, vault: v, options: store.Options{
		FS: unsynced{},
		Paths: store.Paths{
			Config: filepath.Join(folder, "config"),
			Data:   filepath.Join(folder, "data"),
			Cache:  filepath.Join(folder, "cache"),
		},
		Vaults:   map[store.VaultName]store.Vault{store.KeyringVault: v},
		Now:      func() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC) },
		LockWait: time.Minute,
	}}
}

// withFile gives the home a second vault.
func (h *home) withFile() *home {
	h.file = &vault{Vault: store.NewMemory()}
	h.options.Vaults[store.FileVault] = h.file
	return h
}

// inMemory gives the home a disk of its own, with a word to say.
func (h *home) inMemory() *disk {
	h.disk = newFiles()
	d := &disk{FS: h.disk, before: healthy}
	h.options.FS = d
	return d
}

// vaults answers what the home has, by name.
func (h *home) vaults() map[store.VaultName]*vault {
	if h.file == nil {
		return map[store.VaultName]*vault{store.KeyringVault: h.vault}
	}
	return map[store.VaultName]*vault{store.KeyringVault: h.vault, store.FileVault: h.file}
}

// held lists what the vaults hold, as "vault/item".
func (h *home) held() (items []string) {
	h.t.Helper()
	for name, v := range h.vaults() {
		held := v.items
		if sealed, ours := v.Vault.(*store.Sealed); ours {
			var err error
			if held, err = sealed.Items(); err != nil {
				h.t.Fatal(err)
			}
		}
		for _, item := range held {
			items = append(items, string(name)+"/"+item)
		}
	}
	slices.Sort(items)
	return items
}

// open starts the program again on the same folders.
func (h *home) open() *store.Store {
	h.t.Helper()
	s, err := store.Open(h.options)
	if err != nil {
		h.t.Fatalf("opening: %v", err)
	}
	h.t.Cleanup(func() { _ = s.Close() })
	if h.opened != nil {
		h.opened(s)
	}
	return s
}

func (h *home) path(name string) string { return filepath.Join(h.options.Paths.Data, name) }

func (h *home) read(name string) string {
	h.t.Helper()
	file, err := h.disk.Open(h.path(name), os.O_RDONLY)
	if err != nil {
		h.t.Fatal(err)
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(data)
}

func (h *home) write(name, text string) {
	h.t.Helper()
	if err := os.MkdirAll(h.options.Paths.Data, 0o700); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(h.path(name), []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// A vault, in memory at first, that can be told to fail, and to look around when it is
// asked.
type vault struct {
	store.Vault
	look, get      error
	beforePut      func(item string) error // an error keeps Put from keeping
	afterPut       func(item string) error
	beforeForget   func(item string) error
	items, forgets []string
}

func (v *vault) Look(context.Context) error { return v.look }

func (v *vault) Put(ctx context.Context, item string, key oauth.Credentials) error {
	if v.beforePut != nil {
		if err := v.beforePut(item); err != nil {
			return err
		}
	}
	if err := v.Vault.Put(ctx, item, key); err != nil {
		return err
	}
	v.items = append(v.items, item)
	if v.afterPut != nil {
		return v.afterPut(item)
	}
	return nil
}

func (v *vault) Get(ctx context.Context, item string) (oauth.Credentials, error) {
	if v.get != nil {
		return oauth.Credentials{}, v.get
	}
	return v.Vault.Get(ctx, item)
}

func (v *vault) Forget(ctx context.Context, item string) error {
	if v.beforeForget != nil {
		if err := v.beforeForget(item); err != nil {
			return err
		}
	}
	if err := v.Vault.Forget(ctx, item); err != nil {
		return err
	}
	v.items = slices.DeleteFunc(v.items, func(held string) bool { return held == item })
	v.forgets = append(v.forgets, item)
	return nil
}

func account(name string) store.Account {
	return store.Account{Name: name, ID: "12345678", Environment: "test", Vault: store.KeyringVault}
}

func add(t *testing.T, s *store.Store, names ...string) {
	t.Helper()
	for i, name := range names {
		if _, err := s.Add(t.Context(), account(name), storetest.Key(i+1)); err != nil {
			t.Fatalf("adding %q: %v", name, err)
		}
	}
}

// names lists the accounts, each that is not kept with its state.
func names(t *testing.T, s *store.Store) string {
	t.Helper()
	accounts, err := s.Accounts()
	if err != nil {
		t.Fatalf("listing: %v", err)
	}
	var list []string
	for _, a := range accounts {
		if a.State != store.Kept {
			a.Name += "(" + string(a.State) + ")"
		}
		list = append(list, a.Name)
	}
	return strings.Join(list, " ")
}

func repair(t *testing.T, s *store.Store) string {
	t.Helper()
	report, err := s.Repair(t.Context())
	if err != nil {
		t.Fatalf("repairing: %v", err)
	}
	var lines []string
	for _, r := range report {
		about := r.Account.Name
		if r.Path != "" {
			about = filepath.Base(r.Path)
		}
		if r.Others > 0 {
			about += fmt.Sprintf(" and %d more", r.Others)
		}
		lines = append(lines, string(r.Outcome)+" "+about)
	}
	return strings.Join(lines, ", ")
}

func want(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

// patient is a keyring vault whose deadline no busy machine reaches.
func patient() *store.Keyring {
	return store.NewKeyring(store.KeyringOptions{Deadline: time.Minute})
}
