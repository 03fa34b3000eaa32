//go:build linux || darwin

package agent

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// A child is this test binary as another process, perhaps of another user.
const (
	childRole   = "LPKEYS_AGENT_TEST_CHILD"
	childFolder = "LPKEYS_AGENT_TEST_FOLDER"

	nobody = 65534
)

func runChild(role, folder string) error {
	switch role {
	case "asks":
		return askEverything(folder)
	case "listens":
		return listenForEver(folder)
	case "tells":
		return serveTelling(folder)
	default:
		return errors.New("no such role: " + role)
	}
}

// startChild starts this binary, or a copy of it, as a user.
func startChild(t *testing.T, binary string, user uint32, role, folder string) (*exec.Cmd, io.Reader) {
	t.Helper()
	child := exec.Command(binary)
	child.Env = append(os.Environ(), childRole+"="+role, childFolder+"="+folder)
	child.Stderr = os.Stderr
	if user != uint32(os.Geteuid()) {
		child.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
	}
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	return child, out
}

func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// forEverybody is a copy of this binary that other users can start, in a folder
// that they can use.
func forEverybody(t *testing.T) (binary, folder string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "lpkeys-agent-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	data, err := os.ReadFile(self(t))
	if err != nil {
		t.Fatal(err)
	}
	binary = filepath.Join(folder, "test")
	if err := errors.Join(os.Chmod(folder, 0o777), os.WriteFile(binary, data, 0o755)); err != nil {
		t.Fatal(err)
	}
	return binary, folder
}

// askEverything prints what the socket in folder answers to whoever runs it.
func askEverything(socket string) error {
	for _, m := range []message{
		ask(lookKind), ask(getKind, "kept"), ask(forgetKind, "kept"), ask(stayKind, "1"), ask(lockKind),
	} {
		conn, err := net.Dial("unix", socket)
		if err != nil {
			fmt.Println("cannot connect")
			continue
		}
		_ = conn.SetDeadline(time.Now().Add(waiting))
		_ = m.send(conn)
		heard, _ := io.ReadAll(conn)
		fmt.Printf("%c: %d bytes\n", m.kind, len(heard))
		_ = conn.Close()
	}
	return nil
}

func TestAnotherUserIsRefused(t *testing.T) {
	storetest.NeedRoot(t)
	binary, _ := forEverybody(t)
	p := newPerson(t)
	p.start()
	if err := p.client.Put(t.Context(), "kept", storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	heard := func() string {
		t.Helper()
		child, out := startChild(t, binary, nobody, "asks", p.client.place.socket)
		text, err := io.ReadAll(out)
		if err := errors.Join(err, child.Wait()); err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	if got := heard(); got != strings.Repeat("cannot connect\n", 5) {
		t.Errorf("through the folder: %s", got)
	}
	// As if the person had opened all doors but the agent's own.
	for path := p.client.place.socket; path != os.TempDir(); path = filepath.Dir(path) {
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := heard(), "l: 0 bytes\ng: 0 bytes\nf: 0 bytes\nt: 0 bytes\nx: 0 bytes\n"; got != want {
		t.Errorf("through the open folder: got %s, want %s", got, want)
	}
	if err := os.Chmod(p.client.place.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := p.client.Get(t.Context(), "kept"); err != nil {
		t.Errorf("its own user afterwards: %v", err)
	}
}

func listenForEver(folder string) error {
	listener, err := net.Listen("unix", filepath.Join(folder, "s"))
	if err != nil {
		return err
	}
	fmt.Println("listening")
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		_ = conn.SetDeadline(time.Now().Add(waiting))
		if heard, err := io.ReadAll(conn); err != nil || len(heard) > 0 {
			fmt.Printf("heard %d bytes, %v\n", len(heard), err)
		}
		_ = conn.Close()
		fmt.Println("left alone")
	}
}

func TestNothingIsSaidToAnotherUsersAgent(t *testing.T) {
	storetest.NeedRoot(t)
	binary, folder := forEverybody(t)
	theirs := filepath.Join(folder, "theirs")
	if err := errors.Join(os.Mkdir(theirs, 0o700), os.Chown(theirs, nobody, nobody)); err != nil {
		t.Fatal(err)
	}
	child, out := startChild(t, binary, nobody, "listens", theirs)
	defer func() { _ = child.Process.Kill(); _ = child.Wait() }()
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "listening" {
		t.Fatalf("it says %q", lines.Text())
	}
	// Even in a folder that is ours by now.
	if err := os.Chown(theirs, 0, 0); err != nil {
		t.Fatal(err)
	}
	c := &Client{place: place{folder: theirs, socket: filepath.Join(theirs, "s")}}
	if err := c.Put(t.Context(), "item", storetest.Key(1)); !errors.Is(err, ErrStranger) || !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v, want %v", err, ErrStranger)
	}
	if !lines.Scan() || lines.Text() != "left alone" {
		t.Errorf("it %s", lines.Text())
	}
}

// telling is the machine's file system with a line said before each change.
type telling struct{ store.OS }

func (d telling) Open(name string, flag int) (store.File, error) {
	fmt.Println("open")
	return d.OS.Open(name, flag)
}

func (d telling) Rename(from, to string) error {
	fmt.Println("rename")
	return d.OS.Rename(from, to)
}

func (d telling) Remove(name string) error {
	fmt.Println("remove")
	return d.OS.Remove(name)
}

func (d telling) SyncDir(name string) error {
	fmt.Println("sync")
	return d.OS.SyncDir(name)
}

func (d telling) TryLock(name string, create bool) (io.Closer, error) {
	fmt.Println("lock")
	return d.OS.TryLock(name, create)
}

// serveTelling is an agent that says where it is, so that it can be killed there.
func serveTelling(folder string) error {
	var p person
	p.at(folder)
	v := store.NewSealed(store.SealedOptions{Dir: p.paths.Data, FS: telling{}})
	if err := v.Unlock(context.Background(), passphrase); err != nil {
		return err
	}
	socket, err := p.client.place.listen(context.Background())
	if err != nil {
		return err
	}
	fmt.Println("listening")
	s := newServer(v, time.Hour)
	s.own, s.there, s.leave = own, socket.there, socket.leave
	s.serve(context.Background(), socket)
	return nil
}
