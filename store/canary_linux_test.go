package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// marker is the beginning of every secret of [storetest.Key]. The canary alone
// may be in the name of a test, and so on a command line.
const marker = storetest.Canary + "0000000000"

func TestOnlyTheKeyringKnowsTheSecretWhateverItDoes(t *testing.T) {
	s := storetest.FakeService(t)
	folder := t.TempDir()
	puppet := startPuppet(t, folder)
	for _, mode := range storetest.Modes {
		for _, person := range []bool{false, true} {
			renew(t, s)
			puppet.tell(t, fmt.Sprintf("begin\t%s\t%v", mode, person))
			if !slices.ContainsFunc(s.All(), func(value string) bool { return storetest.Holds([]byte(value), marker) }) {
				t.Fatal("the keyring does not know the secret")
			}
			s.Behave(mode)
			puppet.tell(t, "go on")
		}
	}
	for _, pid := range append(offspring(t, os.Getpid()), os.Getpid()) {
		for _, file := range []string{"cmdline", "environ"} {
			path := filepath.Join("/proc", strconv.Itoa(pid), file)
			if text, _ := os.ReadFile(path); storetest.Holds(text, marker) { // A process may be gone.
				t.Errorf("%s holds a secret", path)
			}
		}
	}
	said := puppet.end(t)
	if errors := strings.Count(said, store.ErrTimedOut.Error()); errors < 20 {
		t.Errorf("got %d time-outs in what was said, want one for each mode that hangs:\n%s", errors, said)
	}
	wantNoSecret(t, "what was said", []byte(said))
	wantNoSecretBelow(t, folder)
}

// A puppet is the child that goes through the modes.
type puppet struct {
	child *exec.Cmd
	hear  io.WriteCloser
	lines *bufio.Scanner
	said  strings.Builder
	cries strings.Builder
}

func startPuppet(t *testing.T, folder string) *puppet {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o := &puppet{child: exec.CommandContext(t.Context(), self)}
	o.child.Env = append(os.Environ(),
		childRole+"=goes through every mode", childFolder+"="+folder, "HOME="+folder, "TMPDIR="+folder)
	o.child.Dir = folder
	o.child.Stderr = &o.cries
	out, err := o.child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	o.lines = bufio.NewScanner(out)
	if o.hear, err = o.child.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := o.child.Start(); err != nil {
		t.Fatal(err)
	}
	return o
}

// tell tells the child to do something, and waits until it has.
func (o *puppet) tell(t *testing.T, line string) {
	t.Helper()
	if _, err := fmt.Fprintln(o.hear, line); err != nil {
		t.Fatal(err)
	}
	for o.lines.Scan() {
		if o.lines.Text() == "done" {
			return
		}
		o.said.WriteString(o.lines.Text() + "\n")
	}
	t.Fatalf("the child ended by itself:\n%s%s", &o.said, &o.cries)
}

func (o *puppet) end(t *testing.T) string {
	t.Helper()
	o.hear.Close()
	if err := o.child.Wait(); err != nil {
		t.Error(err)
	}
	return o.said.String() + o.cries.String()
}

// offspring lists the processes that a process has started, and those that they
// have.
func offspring(t *testing.T, of int) (pids []int) {
	t.Helper()
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", of))
	if err != nil {
		t.Fatal(err)
	}
	for _, task := range tasks {
		text, _ := os.ReadFile(task) // A thread may be gone.
		for field := range strings.FieldsSeq(string(text)) {
			pid, _ := strconv.Atoi(field)
			pids = append(append(pids, pid), offspring(t, pid)...)
		}
	}
	return pids
}

// goThroughModes adds an account with a keyring at work, and another, reads the
// key and removes it once it is told that the keyring has changed its ways. It
// prints whatever it is told.
func goThroughModes(folder string) error {
	options := onDisk(folder)
	orders := bufio.NewScanner(os.Stdin)
	for n := 0; orders.Scan(); n++ {
		order := strings.Split(orders.Text(), "\t")
		mode, person := storetest.Mode(order[1]), order[2] == "true"
		if err := goThroughMode(options, n, mode, person, orders); err != nil {
			return err
		}
	}
	return nil
}

func goThroughMode(options store.Options, n int, mode storetest.Mode, person bool, orders *bufio.Scanner) error {
	ctx := context.Background()
	options.Vaults = map[store.VaultName]store.Vault{store.KeyringVault: patient()}
	s, err := store.Open(options)
	if err != nil {
		return err
	}
	kept, fresh := fmt.Sprintf("kept-%d", n), fmt.Sprintf("new-%d", n)
	if _, err := s.Add(ctx, account(kept), storetest.Key(2*n)); err != nil {
		return err
	}
	if err := s.Close(); err != nil {
		return err
	}
	fmt.Println("done")
	orders.Scan()

	want := keyringModes[mode].alone
	if person {
		want = keyringModes[mode].person
	}
	with := func(e end, do func(*store.Store) error) {
		deadline := time.Minute
		if e.hangs {
			deadline = 100 * time.Millisecond
		}
		options.Vaults[store.KeyringVault] = store.NewKeyring(store.KeyringOptions{Interactive: person, Deadline: deadline})
		s, err := store.Open(options)
		if err == nil {
			err = do(s)
		}
		fmt.Printf("%v\n%+v\n%#v\n", err, err, err)
		_ = s.Close()
	}
	with(want.put, func(s *store.Store) error {
		a, err := s.Add(ctx, account(fresh), storetest.Key(2*n+1))
		fmt.Printf("%v %+v %#v\n", a, a, a)
		return err
	})
	with(want.get, func(s *store.Store) error {
		key, err := s.Key(ctx, kept)
		fmt.Printf("%v %+v %#v\n", key.ConsumerSecret, key.TokenSecret, key)
		return err
	})
	with(want.forget, func(s *store.Store) error {
		report, err := s.Repair(ctx)
		fmt.Printf("%v %+v %#v\n", report, report, report)
		return err
	})
	with(want.forget, func(s *store.Store) error { return s.Remove(ctx, kept) })
	fmt.Println("done")
	return nil
}
