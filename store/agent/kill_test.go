//go:build linux || darwin

package agent

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// kills is how often the agent is killed. A patient person asks for more:
// go test ./store/... -kills 500.
var kills = flag.Int("kills", 50, "how often the kill loop kills")

// A ledger is what a vault must hold, and the one item of which nobody can tell.
type ledger struct {
	kept    map[string]int
	unclear string
}

// work puts and forgets through the agent until it is killed.
func (l *ledger) work(t *testing.T, c *Client) {
	t.Helper()
	for n := len(l.kept); ; n++ {
		item := fmt.Sprintf("item-%d", n%8)
		var err error
		if _, there := l.kept[item]; there {
			if err = c.Forget(t.Context(), item); err == nil {
				delete(l.kept, item)
			}
		} else if err = c.Put(t.Context(), item, storetest.Key(n)); err == nil {
			l.kept[item] = n
		}
		switch {
		case errors.Is(err, ErrNoAgent):
			return
		case errors.Is(err, ErrNoAnswer):
			l.unclear = item
			return
		case err != nil:
			t.Fatalf("%s: %v", item, err)
		}
	}
}

// audit compares the vault, opened without an agent, and settles what was
// unclear.
func (l *ledger) audit(t *testing.T, v *store.Sealed) {
	t.Helper()
	for n := range 8 {
		item := fmt.Sprintf("item-%d", n)
		key, err := v.Get(t.Context(), item)
		want, there := l.kept[item]
		switch {
		case item == l.unclear && err == nil:
			if err := v.Forget(t.Context(), item); err != nil {
				t.Errorf("%s: %v", item, err)
			}
			delete(l.kept, item)
		case item == l.unclear && errors.Is(err, store.ErrNotFound):
			delete(l.kept, item)
		case there && (err != nil || !storetest.Equal(key, storetest.Key(want))):
			t.Errorf("%s was kept: got %v, want its key", item, err)
		case !there && !errors.Is(err, store.ErrNotFound):
			t.Errorf("%s was forgotten: got %v, want %v", item, err, store.ErrNotFound)
		}
	}
	l.unclear = ""
}

func TestAKillOfTheAgentLosesNothingThatItAcknowledged(t *testing.T) {
	p := newPerson(t)
	l := &ledger{kept: map[string]int{}}
	unclear := 0
	for range *kills {
		child, out := startChild(t, self(t), uint32(os.Geteuid()), "tells", p.folder)
		lines := bufio.NewScanner(out)
		for lines.Scan() && lines.Text() != "listening" {
		}
		killed := make(chan error, 1)
		go func() { killed <- killAfter(child, lines, 1+rand.IntN(200)) }()
		l.work(t, p.client)
		if err := <-killed; err != nil {
			t.Fatal(err)
		}
		if l.unclear != "" {
			unclear++
		}
		fresh := store.NewSealed(store.SealedOptions{Dir: p.paths.Data})
		if err := fresh.Unlock(t.Context(), passphrase); err != nil {
			t.Fatalf("the vault after a kill: %v", err)
		}
		l.audit(t, fresh)
	}
	t.Logf("%d of %d kills left one operation unclear", unclear, *kills)
}

// killAfter kills the child when it has said so many lines.
func killAfter(child *exec.Cmd, lines *bufio.Scanner, n int) error {
	for range n {
		if !lines.Scan() {
			return errors.New("the child ended by itself")
		}
	}
	if err := child.Process.Kill(); err != nil {
		return err
	}
	_ = child.Wait() // it was killed, and says so
	return nil
}
