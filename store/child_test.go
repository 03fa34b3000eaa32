package store_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// A child is this test binary, run again as another lpkeys on the same folders.
const (
	childRole   = "LPKEYS_STORE_TEST_CHILD"
	childFolder = "LPKEYS_STORE_TEST_FOLDER"
)

func startChild(t *testing.T, role, folder string) (*exec.Cmd, io.Reader) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(self)
	child.Env = append(os.Environ(), childRole+"="+role, childFolder+"="+folder)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	return child, out
}

func runChild(role string) int {
	var err error
	switch {
	case strings.HasPrefix(role, "adds-"):
		err = addAndRemove(role, os.Getenv(childFolder))
	case strings.HasPrefix(role, "makes steps in "):
		err = makeSteps(strings.TrimPrefix(role, "makes steps in "), os.Getenv(childFolder))
	case role == "goes through every mode":
		err = goThroughModes(os.Getenv(childFolder))
	case role == "never the same passphrase":
		err = changePassphraseForEver(os.Getenv(childFolder))
	default:
		err = fmt.Errorf("no such role: %s", role)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// onDisk are a store and a vault that other processes share.
func onDisk(folder string) store.Options {
	return store.Options{
		Paths:    store.Paths{Config: filepath.Join(folder, "config"), Data: filepath.Join(folder, "data"), Cache: filepath.Join(folder, "cache")},
		Vaults:   map[store.VaultName]store.Vault{store.KeyringVault: itemFiles(filepath.Join(folder, "vault"))},
		FS:       unsynced{},
		LockWait: 2 * time.Minute,
	}
}

// itemFiles is a vault of one file an item, in a folder of its own. It never
// holds half a key: a file is linked in when it is whole.
type itemFiles string

func (v itemFiles) path(item string) string { return filepath.Join(string(v), item) }

func (v itemFiles) Look(context.Context) error { return nil }

func (v itemFiles) Put(_ context.Context, item string, key oauth.Credentials) error {
	values := strings.Join([]string{key.ConsumerKey, key.ConsumerSecret.Reveal(), key.Token, key.TokenSecret.Reveal()}, "\n")
	half := fmt.Sprintf("%s.half-%d", v.path(item), os.Getpid())
	if err := os.WriteFile(half, []byte(values), 0o600); err != nil {
		return err
	}
	defer os.Remove(half)
	if err := os.Link(half, v.path(item)); err != nil {
		return store.ErrExists
	}
	return nil
}

func (v itemFiles) Get(_ context.Context, item string) (oauth.Credentials, error) {
	data, err := os.ReadFile(v.path(item))
	if err != nil {
		return oauth.Credentials{}, store.ErrNotFound
	}
	values := strings.Split(string(data), "\n")
	return oauth.Credentials{
		ConsumerKey: values[0], ConsumerSecret: oauth.NewSecret(values[1]),
		Token: values[2], TokenSecret: oauth.NewSecret(values[3]),
	}, nil
}

func (v itemFiles) Forget(_ context.Context, item string) error {
	if os.Remove(v.path(item)) != nil {
		return store.ErrNotFound
	}
	return nil
}

// kills is how often a kill loop kills. A patient person asks for more:
// go test ./store/... -kills 500.
var kills = flag.Int("kills", 50, "how often each kill loop kills")

// Each of two processes makes half of a thousand changes, and keeps few accounts.
const (
	changesOfEach = 500
	keptOfEach    = 20
)

// addAndRemove adds accounts and removes the oldest again.
func addAndRemove(role, folder string) error {
	s, err := store.Open(onDisk(folder))
	if err != nil {
		return err
	}
	defer s.Close()
	ctx := context.Background()
	oldest, next := 0, 0
	for range changesOfEach {
		if next-oldest < keptOfEach {
			_, err = s.Add(ctx, account(fmt.Sprintf("%s-%d", role, next)), storetest.Key(next))
			next++
		} else {
			err = s.Remove(ctx, fmt.Sprintf("%s-%d", role, oldest))
			oldest++
		}
		if _, repairing := s.Repair(ctx); err != nil || repairing != nil {
			return errors.Join(err, repairing)
		}
	}
	return nil
}

func TestTwoProcessesAtOnceLoseNothing(t *testing.T) {
	t.Parallel()
	folder := newFolder(t)
	var children []*exec.Cmd
	for _, role := range []string{"adds-a", "adds-b"} {
		child, _ := startChild(t, role, folder)
		children = append(children, child)
	}
	for _, child := range children {
		if err := child.Wait(); err != nil {
			t.Error(err)
		}
	}
	if count := wantWhole(t, folder); count != 2*keptOfEach {
		t.Errorf("got %d accounts, want %d", count, 2*keptOfEach)
	}
	s, err := store.Open(onDisk(folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"adds-a", "adds-b"} {
		removed := (changesOfEach - keptOfEach) / 2
		for n := removed; n < removed+keptOfEach; n++ {
			wantKey(t, s, fmt.Sprintf("%s-%d", role, n), n)
		}
	}
}

func newFolder(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "vault"), 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

// wantWhole repairs what is on disk, checks that index and vault then say the
// same, and counts the accounts.
func wantWhole(t *testing.T, folder string) int {
	t.Helper()
	options := onDisk(folder)
	s, err := store.Open(options)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	report, err := s.Repair(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range report {
		if line.Outcome == store.LeftAlone {
			t.Errorf("account %q was left alone: %v", line.Account.Name, line.Err)
		}
	}
	accounts, err := s.Accounts()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range accounts {
		if _, err := s.Key(t.Context(), a.Name); err != nil || a.State != store.Kept {
			t.Errorf("account %q is %s, and its key: %v", a.Name, a.State, err)
		}
	}
	items, err := filepath.Glob(filepath.Join(folder, "vault", "*-????????"))
	if err != nil || len(items) != len(accounts) {
		t.Errorf("the index knows %d accounts and the vault holds %d items, %v", len(accounts), len(items), err)
	}
	index, err := os.ReadFile(filepath.Join(options.Paths.Data, "accounts.json"))
	neverWritten := errors.Is(err, os.ErrNotExist) && len(accounts) == 0
	if err != nil && !neverWritten || bytes.Contains(index, []byte(`"owner"`)) {
		t.Errorf("something is still under way: %v\n%s", err, index)
	}
	return len(accounts)
}

// telling is a vault that says a line before each thing that it does, and after.
type telling struct {
	store.Vault
	say func(op, item string) error
}

func (v *telling) Put(ctx context.Context, item string, key oauth.Credentials) error {
	if err := errors.Join(v.say("put", item), v.Vault.Put(ctx, item, key)); err != nil {
		return err
	}
	return v.say("have put", item)
}

func (v *telling) Forget(ctx context.Context, item string) error {
	if err := errors.Join(v.say("forget", item), v.Vault.Forget(ctx, item)); err != nil {
		return err
	}
	return v.say("have forgotten", item)
}
