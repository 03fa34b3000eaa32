//go:build linux || darwin

package agent

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// TestMain lets the test binary be the agent's process, as the program is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == Verb {
		if err := Run(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var passphrase = oauth.NewSecret(storetest.Canary + " passphrase")

// A person has a vault file, and folders for an agent of their own.
type person struct {
	t      testing.TB
	paths  store.Paths
	sealed *store.Sealed // open
	client *Client
}

// newPerson makes an empty vault. Whatever agent is started for it ends with the
// test.
func newPerson(t testing.TB) *person {
	t.Helper()
	// A socket's path has about a hundred octets; t.TempDir can be longer.
	folder, err := os.MkdirTemp("", "lpkeys-agent-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	p := &person{t: t, paths: store.Paths{Data: filepath.Join(folder, "data"), Cache: filepath.Join(folder, "cache")}}
	p.sealed = store.NewSealed(store.SealedOptions{Dir: p.paths.Data, WorkFactor: 1})
	if err := p.sealed.Create(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	p.client = NewClient("", p.paths)
	t.Cleanup(func() {
		if err := p.client.Lock(context.Background()); err != nil && !errors.Is(err, ErrNoAgent) {
			t.Errorf("ending the agent: %v", err)
		}
	})
	return p
}

// start starts an agent that outlives any test.
func (p *person) start() *Client {
	p.t.Helper()
	if err := p.client.Start(p.t.Context(), p.identity(), time.Hour); err != nil {
		p.t.Fatal(err)
	}
	return p.client
}

func (p *person) identity() oauth.Secret {
	p.t.Helper()
	identity, err := p.sealed.Identity()
	if err != nil {
		p.t.Fatal(err)
	}
	return identity
}

func TestTheAgentKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Vault { return newPerson(t).start() })
}

func TestWhatTheAgentWroteIsReadWithoutItAndTheOtherWayRound(t *testing.T) {
	p := newPerson(t)
	p.start()
	if err := p.client.Put(t.Context(), "by-the-agent", storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	if err := p.sealed.Put(t.Context(), "by-itself", storetest.Key(2)); err != nil {
		t.Fatal(err)
	}
	for item, want := range map[string]oauth.Credentials{"by-the-agent": storetest.Key(1), "by-itself": storetest.Key(2)} {
		for name, v := range map[string]store.Vault{"the agent": p.client, "the vault": p.sealed} {
			if got, err := v.Get(t.Context(), item); err != nil || !storetest.Equal(got, want) {
				t.Errorf("%s from %s: got %v, want the key", item, name, err)
			}
		}
	}
}

func TestLockingEndsTheAgentAndLeavesNothingBehind(t *testing.T) {
	p := newPerson(t)
	if err := p.client.Lock(t.Context()); !errors.Is(err, ErrNoAgent) {
		t.Errorf("without an agent: got %v, want %v", err, ErrNoAgent)
	}
	p.start()
	if err := p.client.Look(t.Context()); err != nil {
		t.Errorf("looking: %v", err)
	}
	if err := p.client.Lock(t.Context()); err != nil {
		t.Errorf("locking: %v", err)
	}
	if err := p.client.Look(t.Context()); !errors.Is(err, ErrNoAgent) {
		t.Errorf("looking afterwards: got %v, want %v", err, ErrNoAgent)
	}
	if _, err := os.Lstat(p.client.place.folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its folder is still there, or %v", err)
	}
}
