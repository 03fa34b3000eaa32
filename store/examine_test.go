package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// tree is everything about the files below a folder that a change would show in.
func tree(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		fmt.Fprintln(&all, path, info.Mode(), info.ModTime())
		if entry.IsDir() {
			return nil
		}
		text, err := os.ReadFile(path)
		fmt.Fprintf(&all, "%s\n", text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// cutShort leaves an account behind that was being removed by a process that is
// gone, and opens everything to others.
func cutShort(t *testing.T, h *home) {
	t.Helper()
	s := h.open()
	add(t, s, "acme", "bolt")
	if err := errors.Join(s.MarkRemoving("bolt"), s.Close()); err != nil {
		t.Fatal(err)
	}
	h.configure("[folders]\n\"/srv\" = \"acme\"\n")
	for _, path := range []string{h.options.Paths.Data, h.options.Paths.Config, h.settings(), h.path("accounts.json")} {
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}
}

func TestExaminingChangesNothing(t *testing.T) {
	for name, spoil := range map[string]func(*home){
		"whole":   func(*home) {},
		"damaged": func(h *home) { h.write("accounts.json", "{") },
		"missing": func(h *home) {
			if err := os.Remove(h.path("accounts.json")); err != nil {
				h.t.Fatal(err)
			}
		},
		"of a later lpkeys": func(h *home) {
			h.write("accounts.json", strings.Replace(h.read("accounts.json"), `"version": 1`, `"version": 2`, 1))
		},
	} {
		t.Run("an index that is "+name, func(t *testing.T) {
			h := newHome(t)
			cutShort(t, h)
			spoil(h)
			before := tree(t, filepath.Dir(h.options.Paths.Data))
			x := store.Examine(h.options)
			for _, a := range x.Accounts {
				_ = x.Key(t.Context(), a)
			}
			_, _, _ = x.InForce(in("/srv"))
			if after := tree(t, filepath.Dir(h.options.Paths.Data)); after != before {
				t.Errorf("before:\n%s\nafter:\n%s", before, after)
			}
			if len(h.vault.forgets) > 0 {
				t.Errorf("the vault forgot %q", h.vault.forgets)
			}
		})
	}
	h := newHome(t)
	store.Examine(h.options)
	if _, err := os.Stat(h.options.Paths.Data); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of nothing, the folder was made: %v", err)
	}
}

func TestAnExaminationSaysWhatIsThere(t *testing.T) {
	h := newHome(t)
	cutShort(t, h)
	x := store.Examine(h.options)
	if x.IndexErr != nil || x.SettingsErr != nil || !errors.Is(x.SealedErr, store.ErrNoVault) {
		t.Errorf("got %v, %v, %v", x.IndexErr, x.SettingsErr, x.SealedErr)
	}
	var accounts, exposed []string
	for _, a := range x.Accounts {
		accounts = append(accounts, fmt.Sprintf("%s %s %v", a.Name, a.State, a.CutShort))
	}
	for _, path := range x.Exposed {
		exposed = append(exposed, filepath.Base(path))
	}
	want(t, "accounts", strings.Join(accounts, ", "), "acme kept false, bolt removing true")
	want(t, "exposed", strings.Join(exposed, " "), "config data config.toml accounts.json")
	want(t, "folders", fmt.Sprint(x.Folders), "[{/srv acme 2}]")
	if a, because, err := x.InForce(in("/srv/x")); err != nil || a.Name != "acme" || because.Reason != store.ByFolder {
		t.Errorf("in force: %q, %q, %v", a.Name, because.Reason, err)
	}
}

func TestWhatAnotherProcessIsDoingIsNotCutShort(t *testing.T) {
	h := newHome(t)
	s := h.open()
	add(t, s, "acme")
	if err := s.MarkRemoving("acme"); err != nil {
		t.Fatal(err)
	}
	if a := store.Examine(h.options).Accounts[0]; a.CutShort || a.State != store.Removing {
		t.Errorf("got %+v", a)
	}
}

func TestAnExaminationOfWhatCannotBeReadSaysWhy(t *testing.T) {
	h := newHome(t)
	add(t, h.open(), "acme", "bolt")
	h.write("accounts.json", "{\n  \"CANARY\": 5ec2\n")
	h.configure("CANARY")
	x := store.Examine(h.options)
	var damage *store.DamagedError
	if !errors.As(x.IndexErr, &damage) || damage.SetAside != "" || damage.Previous == "" {
		t.Errorf("the index: %v", x.IndexErr)
	}
	if _, _, err := x.InForce(store.Asked{}); !errors.As(err, &damage) {
		t.Errorf("in force: %v", err)
	}
	if !is[*store.SettingsError](x.SettingsErr) || x.Accounts != nil {
		t.Errorf("the settings: %v; accounts: %v", x.SettingsErr, x.Accounts)
	}
	wantNoSecret(t, "an error", fmt.Append(nil, x.IndexErr, x.SettingsErr))

	h.write("accounts.json", `{"version": 2, "accounts": [{"name": "acme", "id": "12345678", "kind": "oauth1", "vault": "keyring", "item": "acme-abcdefgh", "state": "kept"}]}`)
	if x := store.Examine(h.options); !is[*store.NewerError](x.IndexErr) || len(x.Accounts) != 1 {
		t.Errorf("of a later lpkeys: %v, %d accounts", x.IndexErr, len(x.Accounts))
	}
}

func TestOnlyAVaultThatAsksNobodyIsAskedForKeys(t *testing.T) {
	h := newHome(t)
	add(t, h.open(), "acme")
	x := store.Examine(h.options)
	for name, c := range map[string]struct{ look, get, want error }{
		"open":    {nil, nil, nil},
		"locked":  {store.ErrLocked, errors.New("it was asked"), store.ErrLocked},
		"empty":   {nil, store.ErrNotFound, store.ErrNotFound},
		"damaged": {nil, store.ErrCorrupt, store.ErrCorrupt},
	} {
		h.vault.look, h.vault.get = c.look, c.get
		if err := x.Key(t.Context(), x.Accounts[0]); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestATrialLeavesTheVaultAsItWas(t *testing.T) {
	v := &vault{Vault: store.NewMemory()}
	if err := v.Put(t.Context(), "acme-abcdefgh", storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	if left, err := store.Try(t.Context(), v); err != nil || left != "" {
		t.Errorf("got %q, %v", left, err)
	}
	want(t, "the items", strings.Join(v.items, " "), "acme-abcdefgh")
	if len(v.forgets) != 1 || !strings.HasPrefix(v.forgets[0], "lpkeys-doctor-") {
		t.Errorf("it forgot %q", v.forgets)
	}
}

// changed is a vault that gives back another key.
type changed struct{ store.Vault }

func (changed) Get(context.Context, string) (oauth.Credentials, error) { return storetest.Key(2), nil }

func TestATrialThatFailsNamesWhatItMayHaveLeft(t *testing.T) {
	refuse := func(err error) func(string) error { return func(string) error { return err } }
	for name, c := range map[string]struct {
		vault store.Vault
		want  error
		left  bool
	}{
		"refused":         {&vault{Vault: store.NewMemory(), beforePut: refuse(store.ErrLocked)}, store.ErrLocked, false},
		"there already":   {&vault{Vault: store.NewMemory(), beforePut: refuse(store.ErrExists)}, store.ErrExists, false},
		"in doubt":        {&vault{Vault: store.NewMemory(), afterPut: refuse(store.ErrTimedOut)}, store.ErrTimedOut, false},
		"perhaps later":   {&vault{Vault: store.NewMemory(), beforePut: refuse(store.ErrTimedOut)}, store.ErrTimedOut, true},
		"changed":         {changed{store.NewMemory()}, store.ErrCorrupt, false},
		"not forgotten":   {&vault{Vault: store.NewMemory(), beforeForget: refuse(store.ErrDismissed)}, store.ErrDismissed, true},
		"without a build": {nowhere{}, store.ErrUnsupported, false},
	} {
		left, err := store.Try(t.Context(), c.vault)
		if !errors.Is(err, c.want) || (left != "") != c.left {
			t.Errorf("%s: got %q, %v, want %v", name, left, err, c.want)
		}
	}
}

// nowhere is the vault of a system that has none.
type nowhere struct{ store.Vault }

func (nowhere) Put(context.Context, string, oauth.Credentials) error { return store.ErrUnsupported }

func TestATrialThatIsGivenUpStillForgets(t *testing.T) {
	ctx, giveUp := context.WithCancel(t.Context())
	v := &vault{Vault: store.NewMemory(), afterPut: func(string) error { giveUp(); return context.Canceled }}
	if left, err := store.Try(ctx, v); left != "" || !errors.Is(err, context.Canceled) || len(v.items) > 0 {
		t.Errorf("got %q, %v, and the vault holds %q", left, err, v.items)
	}
}

func TestTheVaultFileIsExaminedWithoutOpeningIt(t *testing.T) {
	problem := func(want store.SealedProblem) func(error) bool {
		return func(err error) bool {
			var sealed *store.SealedError
			return errors.As(err, &sealed) && sealed.Problem == want
		}
	}
	for name, c := range map[string]struct {
		spoil func(t *testing.T, folder string)
		ok    func(error) bool
	}{
		"whole":       {func(*testing.T, string) {}, func(err error) bool { return err == nil }},
		"no vault":    {spoilt("vault.age", nil), func(err error) bool { return errors.Is(err, store.ErrNoVault) }},
		"no key file": {spoilt("vault-key.age", nil), problem(store.KeyFileMissing)},
		"another key file": {
			spoilt("vault-key.age", []byte("age-encryption.org/v1\n")), problem(store.KeyFileChanged),
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			s := h.open()
			v := sealedIn(h.options.Paths.Data, nil)
			if err := v.Create(t.Context(), oauth.NewSecret("passphrase")); err != nil {
				t.Fatal(err)
			}
			sum, err := v.KeyFileSum()
			if err == nil {
				err = s.SetKeyFileSum(sum)
			}
			if err != nil {
				t.Fatal(err)
			}
			c.spoil(t, h.options.Paths.Data)
			if err := store.Examine(h.options).SealedErr; !c.ok(err) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func spoilt(name string, text []byte) func(*testing.T, string) {
	return func(t *testing.T, folder string) {
		t.Helper()
		path := filepath.Join(folder, name)
		err := os.Remove(path)
		if err == nil && text != nil {
			err = os.WriteFile(path, text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
