package doctor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// ring is a keyring in memory that can be told to fail.
type ring struct {
	store.Vault
	look, put error
}

func (r *ring) Look(context.Context) error { return r.look }

func (r *ring) Put(ctx context.Context, item string, key oauth.Credentials) error {
	if r.put != nil {
		return r.put
	}
	return r.Vault.Put(ctx, item, key)
}

// bed is a patient in folders of the test's own.
type bed struct {
	*testing.T
	Patient
	ring *ring
	file *ring // in the vault file's place
	root string
}

func newBed(t *testing.T) *bed {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	b := &bed{T: t, root: root, ring: &ring{Vault: store.NewMemory()}, file: &ring{Vault: store.NewMemory()}}
	b.Store = store.Options{
		Paths:  store.Paths{Config: b.path("config"), Data: b.path("data"), Cache: b.path("cache")},
		Vaults: map[store.VaultName]store.Vault{store.KeyringVault: b.ring, store.FileVault: b.file},
	}
	return b
}

func (b *bed) path(name ...string) string { return filepath.Join(append([]string{b.root}, name...)...) }

func (b *bed) write(text string, name ...string) {
	b.Helper()
	path := b.path(name...)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
}

func (b *bed) open() *store.Store {
	b.Helper()
	s, err := store.Open(b.Store)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

func (b *bed) add(vault store.VaultName, names ...string) {
	b.Helper()
	s := b.open()
	for i, name := range names {
		_, err := s.Add(b.Context(), store.Account{Name: name, ID: "12345678", Vault: vault}, storetest.Key(i+1))
		if err != nil {
			b.Fatal(err)
		}
	}
}

// look answers what one check says, and makes sure that none shows a secret.
func (b *bed) look(check string) string {
	b.Helper()
	var said []string
	err := Run(b.Context(), Checks(b.Patient), func(f Finding) error {
		line := fmt.Sprintf("%s: %s | %s", f.State, f.Text, f.Fix)
		if strings.Contains(strings.ToUpper(line), storetest.Canary) {
			b.Errorf("%s shows a secret: %s", f.Check, line)
		}
		if f.Check == check {
			said = append(said, strings.ReplaceAll(line, b.root, "ROOT"))
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return strings.Join(said, "\n")
}

func TestEveryCheckSaysWhatIsThereAndHowItIsMended(t *testing.T) {
	const (
		noAccount = "not tried: there is no account yet | "
		broken    = "not tried: the accounts file cannot be read | "
	)
	for _, c := range []struct {
		name  string
		make  func(*bed)
		check string
		want  string // a beginning of each line
	}{
		{"nothing yet", nil, "accounts file", "ok: there is no account yet; lpkeys account add NAME --id ID adds one | "},
		{"nothing yet", nil, "account", noAccount},
		{"nothing yet", nil, "keys", "ok: there is no key yet | "},
		{"nothing yet", nil, "folder list", "ok: no folder with an account of its own | "},
		{"nothing yet", nil, "vault file", "ok: there is none, and no account needs it | "},
		{"nothing yet", nil, "folders", "ok: settings in ROOT/config, accounts in ROOT/data, cache in ROOT/cache | "},
		{"one folder for all", func(b *bed) { b.Store.Paths = store.Paths{Config: b.root, Data: b.root, Cache: b.path("cache")} }, "folders",
			"ok: everything is in ROOT | "},
		{"two accounts", func(b *bed) { b.add(store.KeyringVault, "acme", "bolt") }, "accounts file", "ok: 2 accounts | "},
		{"two accounts", func(b *bed) { b.add(store.KeyringVault, "acme", "bolt") }, "account", "ok: acme (12345678), the default | "},
		{"the screens ask", func(b *bed) {
			b.add(store.KeyringVault, "acme", "bolt")
			b.Asked, b.Why = store.Asked{Flag: "bolt"}, "in force on the screens"
		}, "account", "ok: bolt (12345678), in force on the screens | "},
		{"two accounts", func(b *bed) { b.add(store.KeyringVault, "acme", "bolt") }, "keys", "ok: 2 keys there and whole | "},
		{"two accounts", func(b *bed) { b.add(store.KeyringVault, "acme", "bolt") }, "cut short", "ok: nothing was cut short | "},
		{"two accounts", func(b *bed) { b.add(store.KeyringVault, "acme", "bolt") }, "access", "ok: files and folders are yours alone | "},

		{"open to others", func(b *bed) { b.add(store.KeyringVault, "acme"); b.chmod(0o755, "data") }, "access",
			"warning: others may use ROOT/data | chmod go= ROOT/data"},
		{"damaged", func(b *bed) { b.add(store.KeyringVault, "a", "b"); b.write("CANARY", "data", "accounts.json") }, "accounts file",
			"failed: accounts file ROOT/data/accounts.json is damaged: line 1: it is not JSON from here on; the generation before it is ROOT/data/accounts.json.previous | Copy"},
		{"damaged", func(b *bed) { b.write("CANARY", "data", "accounts.json") }, "cut short", broken},
		{"damaged", func(b *bed) { b.write("CANARY", "data", "accounts.json") }, "account", broken},
		{"damaged", func(b *bed) { b.write("CANARY", "data", "accounts.json") }, "keys", broken},
		{"a later lpkeys'", func(b *bed) { b.write(`{"version": 7, "accounts": "CANARY"}`, "data", "accounts.json") }, "accounts file",
			"failed: accounts file ROOT/data/accounts.json has version 7, written by a newer lpkeys; this one knows 1 and leaves it as it is | Update lpkeys"},
		{"a later lpkeys' that can be read", func(b *bed) {
			b.add(store.KeyringVault, "acme")
			b.edit(`"version": 1`, `"version": 7`, "data", "accounts.json")
		}, "accounts file", "warning: accounts file ROOT/data/accounts.json has version 7"},

		{"cut short", func(b *bed) { b.add(store.KeyringVault, "acme", "bolt"); b.cutShort("bolt") }, "cut short",
			"warning: removing account bolt was cut short | lpkeys account list"},
		{"an earlier key", func(b *bed) {
			b.add(store.KeyringVault, "acme")
			b.edit(`"state": "kept"`, `"state": "kept", "leftovers": [{"vault": "file", "item": "acme-zzzzzzzz"}]`, "data", "accounts.json")
		}, "cut short", "warning: an earlier key of acme may be left in a vault | lpkeys account list"},
		{"a removed account's key", func(b *bed) {
			b.add(store.KeyringVault, "acme")
			b.edit(`"version": 1`, `"version": 1, "leftovers": [{"vault": "file", "item": "bolt-zzzzzzzz"}]`, "data", "accounts.json")
		}, "cut short", "warning: a removed account may have left bolt-zzzzzzzz in the vault file | lpkeys account list"},

		{"a list", func(b *bed) { b.add(store.KeyringVault, "acme"); b.list("acme", "ROOT") }, "folder list", "ok: 1 folder with an account of its own | "},
		{"a list with what is gone", func(b *bed) {
			b.add(store.KeyringVault, "acme")
			b.list("CANARY", "ROOT/it's", "acme", "ROOT/gone")
		}, "folder list",
			"failed: line 2 of config.toml: the account of ROOT/it's is not there | cd 'ROOT/it'\\''s' && lpkeys account use NAME --here\n" +
				"warning: line 3 of config.toml: there is no folder ROOT/gone | Take the line out, if the folder does not come back"},
		{"a list with a link", func(b *bed) {
			b.add(store.KeyringVault, "acme")
			b.link("data", "link")
			b.list("acme", "ROOT/link")
		}, "folder list", "warning: line 2 of config.toml: ROOT/link leads to ROOT/data, so the line never counts | Write ROOT/data there"},
		{"a list that makes no sense", func(b *bed) { b.write("\nCANARY", "config", "config.toml") }, "folder list",
			"failed: settings file ROOT/config/config.toml, line 2: a key has no value | Correct that line"},
		{"a list for here", func(b *bed) { b.add(store.KeyringVault, "acme"); b.list("acme", "ROOT"); b.Asked.Here = b.here }, "account",
			"ok: acme (12345678), for the folder ROOT | "},
		{"a list for here with what is gone", func(b *bed) { b.add(store.KeyringVault, "acme"); b.list("CANARY", "ROOT"); b.Asked.Here = b.here }, "account",
			"failed: folder ROOT: settings file ROOT/config/config.toml, line 2, names an account that is not there | Choose another"},
		{"a variable with what is gone", func(b *bed) { b.add(store.KeyringVault, "acme"); b.Asked.Variable = "CANARY" }, "account",
			"failed: there is no account of the name that is named by LPKEYS_ACCOUNT | lpkeys account list"},
		{"no default", func(b *bed) {
			b.add(store.KeyringVault, "acme")
			b.edit(`"default": "acme",`, "", "data", "accounts.json")
		}, "account",
			"warning: no account is the default"},

		{"no vault file", func(b *bed) { b.add(store.FileVault, "acme") }, "vault file",
			"failed: there is none, and 1 account should have a key in it | Put vault.age"},
		{"a lost key", func(b *bed) { b.add(store.KeyringVault, "acme", "bolt"); b.ring.Vault = store.NewMemory() }, "keys",
			"failed: acme: the key is not in the vault | Give the account its key again, with the values that Conversational Cloud shows: lpkeys account edit NAME --key\nfailed: bolt: the key is not in the vault | "},
		{"a locked vault", func(b *bed) {
			b.add(store.KeyringVault, "acme", "bolt")
			b.add(store.FileVault, "core")
			b.ring.look = store.ErrLocked
		}, "keys", "not tried: 2 keys in the keyring: the vault is locked | \nok: 1 key there and whole | "},
	} {
		t.Run(c.name+", "+c.check, func(t *testing.T) {
			b := newBed(t)
			if c.make != nil {
				c.make(b)
			}
			got, want := strings.Split(b.look(c.check), "\n"), strings.Split(c.want, "\n")
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || !strings.HasPrefix(got[i], want[i]) {
					t.Fatalf("got\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
				}
			}
		})
	}
}

func (b *bed) here() (string, error) { return b.root, nil }

func (b *bed) chmod(mode os.FileMode, name ...string) {
	b.Helper()
	if err := os.Chmod(b.path(name...), mode); err != nil {
		b.Fatal(err)
	}
}

func (b *bed) link(to, name string) {
	b.Helper()
	if err := os.Symlink(b.path(to), b.path(name)); err != nil {
		b.Fatal(err)
	}
}

func (b *bed) edit(from, to string, name ...string) {
	b.Helper()
	text, err := os.ReadFile(b.path(name...))
	if err != nil || !strings.Contains(string(text), from) {
		b.Fatalf("editing %q: %v", name, err)
	}
	b.write(strings.Replace(string(text), from, to, 1), name...)
}

// list writes a folder list of accounts and folders, by turns.
func (b *bed) list(lines ...string) {
	b.Helper()
	var text strings.Builder
	text.WriteString("[folders]\n")
	for i := 0; i < len(lines); i += 2 {
		fmt.Fprintf(&text, "%q = %q\n", strings.ReplaceAll(lines[i+1], "ROOT", b.root), lines[i])
	}
	b.write(text.String(), "config", "config.toml")
}

func (b *bed) cutShort(name string) {
	b.Helper()
	s := b.open()
	if err := errors.Join(s.MarkRemoving(name), s.Close()); err != nil {
		b.Fatal(err)
	}
}

func TestWithoutFoldersTheRestIsStillChecked(t *testing.T) {
	b := newBed(t)
	b.NoPaths = errors.New("no home folder is known")
	b.Store.Paths = store.Paths{}
	if got, want := b.look("folders"), "failed: no home folder is known | Set LPKEYS_HOME to the absolute path of a folder"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := b.look("keyring trial"); !strings.HasPrefix(got, "ok: a test item was kept, read and forgotten in ") {
		t.Errorf("the keyring: %q", got)
	}
	for _, name := range []string{"accounts file", "keys", "vault file"} {
		if got := b.look(name); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
