//go:build linux || darwin

package agent

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store"
	"lpkeys/store/storetest"
)

// TestMain lets the test binary be the agent's process, as the program is, and
// the other processes of the tests.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == Verb {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		err := Run(ctx)
		stop()
		exit(err)
	}
	if role := os.Getenv(childRole); role != "" {
		exit(runChild(role, os.Getenv(childFolder)))
	}
	os.Exit(m.Run())
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

var passphrase = oauth.NewSecret(storetest.Canary + " passphrase")

// A person has a vault file, and folders for an agent of their own.
type person struct {
	t      testing.TB
	folder string
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
	p := &person{t: t}
	p.at(folder)
	p.sealed = store.NewSealed(store.SealedOptions{Dir: p.paths.Data, WorkFactor: 1})
	if err := p.sealed.Create(t.Context(), passphrase); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.client.Lock(context.Background()); err != nil && !errors.Is(err, ErrNoAgent) {
			t.Errorf("ending the agent: %v", err)
		}
	})
	return p
}

func (p *person) at(folder string) {
	p.folder = folder
	p.paths = store.Paths{Data: filepath.Join(folder, "data"), Cache: filepath.Join(folder, "cache")}
	p.client = NewClient("", p.paths)
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

func TestTenClientsAtOnceDoNotDisturbEachOther(t *testing.T) {
	p := newPerson(t)
	p.start()
	var all sync.WaitGroup
	for n := range 10 {
		all.Go(func() {
			c := NewClient("", p.paths)
			for round := range 5 {
				item := fmt.Sprintf("client-%d-%d", n, round)
				if err := c.Put(t.Context(), item, storetest.Key(n)); err != nil {
					t.Errorf("%s: putting: %v", item, err)
				}
				if got, err := c.Get(t.Context(), item); err != nil || !storetest.Equal(got, storetest.Key(n)) {
					t.Errorf("%s: getting: %v", item, err)
				}
				if round%2 == 1 {
					if err := c.Forget(t.Context(), item); err != nil {
						t.Errorf("%s: forgetting: %v", item, err)
					}
				}
			}
		})
	}
	all.Wait()
}

func TestAnAgentAndAnotherProcessAtOnceLoseNothing(t *testing.T) {
	p := newPerson(t)
	p.start()
	const each = 20
	var both sync.WaitGroup
	for who, v := range map[string]store.Vault{"agent": p.client, "direct": p.sealed} {
		both.Go(func() {
			for n := range each {
				if err := v.Put(t.Context(), fmt.Sprintf("%s-%d", who, n), storetest.Key(n)); err != nil {
					t.Errorf("%s: %v", who, err)
				}
			}
		})
	}
	both.Wait()
	for _, who := range []string{"agent", "direct"} {
		for n := range each {
			if got, err := p.sealed.Get(t.Context(), fmt.Sprintf("%s-%d", who, n)); err != nil || !storetest.Equal(got, storetest.Key(n)) {
				t.Errorf("%s-%d: got %v, want its key", who, n, err)
			}
		}
	}
}

func TestStartingManyAtOnceMakesOneAgent(t *testing.T) {
	p := newPerson(t)
	identity := p.identity()
	var all sync.WaitGroup
	for range 5 {
		all.Go(func() {
			if err := p.client.Start(t.Context(), identity, time.Hour); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if err := p.client.Lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := p.client.Lock(t.Context()); !errors.Is(err, ErrNoAgent) {
		t.Errorf("there was a second one: %v", err)
	}
}

func TestTwoVaultsHaveAnAgentEach(t *testing.T) {
	one, other := newPerson(t), newPerson(t)
	other.paths.Cache = one.paths.Cache // the same folder for both sockets
	other.client = NewClient("", other.paths)
	one.start()
	other.start()
	if err := one.client.Put(t.Context(), "mine", storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	if _, err := other.client.Get(t.Context(), "mine"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %v, want %v", err, store.ErrNotFound)
	}
	if err := one.client.Lock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := other.client.Look(t.Context()); err != nil {
		t.Errorf("the other one ended too: %v", err)
	}
}

func TestAVaultThatIsReplacedEndsTheAgent(t *testing.T) {
	p, other := newPerson(t), newPerson(t)
	p.start()
	for _, err := range []error{
		os.RemoveAll(p.paths.Data), os.Rename(other.paths.Data, p.paths.Data),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.client.Get(t.Context(), "item"); !errors.Is(err, ErrNoAgent) {
		t.Errorf("got %v, want %v", err, ErrNoAgent)
	}
	if err := p.client.Lock(t.Context()); err != nil && !errors.Is(err, ErrNoAgent) {
		t.Errorf("waiting for its end: %v", err)
	}
	if _, err := os.Lstat(p.client.place.folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its folder is still there, or %v", err)
	}
}

func TestAnIdentityThatOpensNothingStartsNoAgent(t *testing.T) {
	p, other := newPerson(t), newPerson(t)
	err := p.client.Start(t.Context(), other.identity(), time.Hour)
	var sealed *store.SealedError
	if !errors.As(err, &sealed) || sealed.Problem != store.OtherKey {
		t.Errorf("got %v, want that the vault is of another key", err)
	}
	if err := p.client.Look(t.Context()); !errors.Is(err, ErrNoAgent) {
		t.Errorf("there is an agent, or %v", err)
	}
}

func TestAProgramThatWasReplacedWhileItRanStartsNoAgent(t *testing.T) {
	c := newPerson(t).client
	if err := c.started(t.Context(), message{version: version + 1, kind: errorKind}, time.Hour); !errors.Is(err, ErrVersion) {
		t.Errorf("got %v, want %v", err, ErrVersion)
	}
}

func TestRunIsNotForPeople(t *testing.T) {
	if err := Run(t.Context()); !errors.Is(err, ErrByHand) {
		t.Errorf("got %v, want %v", err, ErrByHand)
	}
}
