package agent

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// process is the agent that answers a client.
func process(t *testing.T, c *Client) *os.Process {
	t.Helper()
	conn, err := c.place.dial(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	raw, err := conn.(syscall.Conn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	var cred *unix.Ucred
	var asking error
	err = raw.Control(func(fd uintptr) { cred, asking = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED) })
	if err := errors.Join(err, asking); err != nil {
		t.Fatal(err)
	}
	agent, err := os.FindProcess(int(cred.Pid))
	if err != nil {
		t.Fatal(err)
	}
	return agent
}

// end sends a signal and waits for the end of the process, whose parent we are.
func end(t *testing.T, agent *os.Process, signal os.Signal) *os.ProcessState {
	t.Helper()
	if err := agent.Signal(signal); err != nil {
		t.Fatal(err)
	}
	state, err := agent.Wait()
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func TestASignalEndsTheAgentAndLeavesNothingBehind(t *testing.T) {
	p := newPerson(t)
	p.start()
	if state := end(t, process(t, p.client), syscall.SIGTERM); !state.Success() {
		t.Errorf("it ended with %v", state)
	}
	if _, err := os.Lstat(p.client.place.folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its folder is still there, or %v", err)
	}
	if _, err := p.client.Get(t.Context(), "item"); !errors.Is(err, ErrNoAgent) {
		t.Errorf("got %v, want %v", err, ErrNoAgent)
	}
}

func TestAKilledAgentLocksTheVaultAndAnotherTakesItsPlace(t *testing.T) {
	p := newPerson(t)
	p.start()
	if err := p.client.Put(t.Context(), "item", storetest.Key(1)); err != nil {
		t.Fatal(err)
	}
	end(t, process(t, p.client), syscall.SIGKILL)
	if _, err := os.Lstat(p.client.place.socket); err != nil {
		t.Fatalf("the test is not about what it should be: %v", err)
	}
	if _, err := p.client.Get(t.Context(), "item"); !errors.Is(err, ErrNoAgent) || !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v, want %v", err, ErrNoAgent)
	}
	p.start()
	if _, err := p.client.Get(t.Context(), "item"); err != nil {
		t.Errorf("from another: %v", err)
	}
}

func TestAStoppedAgentIsWaitedForBrieflyByALook(t *testing.T) {
	p := newPerson(t)
	p.start()
	agent := process(t, p.client)
	if err := agent.Signal(syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	var status unix.WaitStatus // The signal is only sent so far; its parent is told when it has worked.
	if _, err := unix.Wait4(agent.Pid, &status, unix.WUNTRACED, nil); err != nil || !status.Stopped() {
		t.Fatalf("the agent did not stop: %v, %v", status, err)
	}
	began := time.Now()
	if err := p.client.Look(t.Context()); !errors.Is(err, ErrNoAnswer) {
		t.Errorf("got %v, want %v", err, ErrNoAnswer)
	}
	if took := time.Since(began); took < glancing {
		t.Errorf("it gave up after %v, want %v", took, glancing)
	}
	if err := agent.Signal(syscall.SIGCONT); err != nil {
		t.Fatal(err)
	}
}

func TestTheAgentIsDetachedFromWhateverStartedIt(t *testing.T) {
	p := newPerson(t)
	// A file that whoever started us forgot to close to its children.
	reading, writing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	if _, err := unix.FcntlInt(writing.Fd(), unix.F_SETFD, 0); err != nil {
		t.Fatal(err)
	}
	p.start()
	_ = writing.Close()
	if err := reading.SetReadDeadline(time.Now().Add(readiness)); err != nil {
		t.Fatal(err)
	}
	if n, err := reading.Read(make([]byte, 1)); n > 0 || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("it holds on to a file: %v", err)
	}

	if err := p.client.Look(t.Context()); err != nil {
		t.Fatal(err)
	}
	proc := fmt.Sprintf("/proc/%d", process(t, p.client).Pid)
	if got := string(content(t, proc, "environ")); got != "" {
		t.Errorf("its environment: %q, want none", got)
	}
	if got := strings.Split(string(content(t, proc, "cmdline")), "\x00"); !slices.Equal(got[1:], []string{Verb, ""}) {
		t.Errorf("its arguments: %q, want %q alone", got[1:], Verb)
	}
	if got, err := os.Readlink(filepath.Join(proc, "cwd")); got != "/" {
		t.Errorf("its folder: %s, %v, want /", got, err)
	}
	// pid (name) state parent group session terminal
	_, rest, _ := bytes.Cut(content(t, proc, "stat"), []byte(") "))
	fields := strings.Fields(string(rest))
	if session := fields[3]; "/proc/"+session != proc || fields[4] != "0" {
		t.Errorf("its session is %s and its terminal %s, want its own and none", session, fields[4])
	}
	files, err := os.ReadDir(filepath.Join(proc, "fd"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		to, _ := os.Readlink(filepath.Join(proc, "fd", file.Name())) // gone meanwhile
		kind, _, _ := strings.Cut(to, ":")
		gos := kind == "anon_inode" || strings.HasPrefix(to, "/sys/fs/cgroup/") // Go's runtime waits and counts processors with these.
		standard := slices.Contains([]string{"0", "1", "2"}, file.Name())
		if standard && to != "/dev/null" || !standard && to != "" && kind != "socket" && !gos {
			t.Errorf("its file %s is %s", file.Name(), to)
		}
	}
}

func content(t *testing.T, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
