//go:build linux || darwin

package agent

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/store"
	"lpkeys/store/storetest"
)

// newPlace is a place whose folder is there.
func newPlace(t *testing.T) place {
	t.Helper()
	p := newPerson(t).client.place
	if err := os.MkdirAll(p.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheRuntimeFolderComesFirstIfItIsThePersonsOwn(t *testing.T) {
	paths := store.Paths{Data: "/home/ada/.local/share/lpkeys", Cache: "/home/ada/.cache/lpkeys"}
	mine := t.TempDir()
	for runtime, folder := range map[string]string{
		mine:                                filepath.Join(mine, "lpkeys"),
		"":                                  "/home/ada/.cache/lpkeys/run",
		"relative":                          "/home/ada/.cache/lpkeys/run",
		filepath.Join(mine, "not", "there"): "/home/ada/.cache/lpkeys/run",
	} {
		got := placeOf(runtime, paths)
		if name := strings.TrimSuffix(filepath.Base(got.socket), ".sock"); got.folder != folder || filepath.Dir(got.socket) != folder || len(name) != 16 {
			t.Errorf("%q: got %+v, want the folder %s", runtime, got, folder)
		}
	}
	other := paths
	other.Data += "2"
	if placeOf("", paths).socket == placeOf("", other).socket {
		t.Error("two vaults have the same socket")
	}
}

func TestAPathThatIsTooLongForASocketIsNamed(t *testing.T) {
	p := newPerson(t)
	p.paths.Cache = filepath.Join(p.paths.Cache, strings.Repeat("x", longestPath))
	c := NewClient("", p.paths)
	for what, err := range map[string]error{
		"looking": c.Look(t.Context()), "starting": c.Start(t.Context(), p.identity(), 1), "locking": c.Lock(t.Context()),
	} {
		long, ok := errors.AsType[*LongPathError](err)
		if !ok || long.Path != c.place.socket || long.Limit != longestPath || !errors.Is(err, store.ErrLocked) {
			t.Errorf("%s: got %v, want a LongPathError that is an ErrLocked", what, err)
		}
	}
	longest := place{folder: p.client.place.folder}
	longest.socket = filepath.Join(longest.folder, strings.Repeat("x", longestPath-len(longest.folder)-1))
	socket, err := longest.listen(t.Context())
	if err != nil {
		t.Fatalf("the longest path that should do: %v", err)
	}
	socket.leave()
	_ = socket.Close()
}

func TestAFolderThatIsNotThePersonsAloneIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		problem FolderProblem
		spoil   func(folder string) error
	}{
		"a link": {NotAFolder, func(folder string) error {
			return errors.Join(os.Rename(folder, folder+"2"), os.Symlink(folder+"2", folder))
		}},
		"open to its group":    {OpenToOthers, func(folder string) error { return os.Chmod(folder, 0o710) }},
		"open to all the rest": {OpenToOthers, func(folder string) error { return os.Chmod(folder, 0o701) }},
		"another user's": {NotOurs, func(folder string) error {
			storetest.NeedRoot(t)
			return os.Chown(folder, nobody, nobody)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPerson(t)
			if err := errors.Join(os.MkdirAll(p.client.place.folder, 0o700), c.spoil(p.client.place.folder)); err != nil {
				t.Fatal(err)
			}
			for what, err := range map[string]error{
				"looking": p.client.Look(t.Context()), "starting": p.client.Start(t.Context(), p.identity(), 1),
			} {
				folder, ok := errors.AsType[*FolderError](err)
				if !ok || folder.Problem != c.problem || folder.Path != p.client.place.folder || !errors.Is(err, store.ErrLocked) {
					t.Errorf("%s: got %v, want that the folder %s", what, err, c.problem)
				}
			}
			if err := os.RemoveAll(p.client.place.folder); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestASocketIsThePersonsAlone(t *testing.T) {
	p := newPlace(t)
	socket, err := p.listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	info, err := os.Lstat(p.socket)
	if err != nil || info.Mode() != fs.ModeSocket|0o600 {
		t.Errorf("got %v, %v, want a socket with 0600", info.Mode(), err)
	}
	if !socket.there() {
		t.Error("it is not there")
	}
	if _, err := p.listen(t.Context()); !errors.Is(err, errRunning) {
		t.Errorf("a second one: got %v, want %v", err, errRunning)
	}
	socket.leave()
	if socket.there() {
		t.Error("it is there when it has left")
	}
	if _, err := os.Lstat(p.folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder is left, or %v", err)
	}
}

func TestAnAgentThatLostItsSocketLeavesAnothersAlone(t *testing.T) {
	p := newPlace(t)
	first, err := p.listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if err := os.Remove(p.socket); err != nil {
		t.Fatal(err)
	}
	second, err := p.listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if first.there() {
		t.Error("the first takes the other's socket for its own")
	}
	first.leave()
	if !second.there() {
		t.Error("the first has removed the other's socket")
	}
	second.leave()
}

func TestWhatIsLeftOfAKilledAgentIsReplaced(t *testing.T) {
	for name, leave := range map[string]func(path string) error{
		"a socket": func(path string) error {
			listener, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: path})
			if err != nil {
				return err
			}
			listener.SetUnlinkOnClose(false)
			return listener.Close()
		},
		"a file": func(path string) error { return os.WriteFile(path, nil, 0o600) },
		"a link": func(path string) error { return os.Symlink("/nowhere", path) },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPerson(t)
			if err := errors.Join(os.MkdirAll(p.client.place.folder, 0o700), leave(p.client.place.socket)); err != nil {
				t.Fatal(err)
			}
			if err := p.client.Look(t.Context()); !errors.Is(err, ErrNoAgent) {
				t.Errorf("looking: got %v, want %v", err, ErrNoAgent)
			}
			p.start()
			if err := p.client.Look(t.Context()); err != nil {
				t.Errorf("looking again: %v", err)
			}
		})
	}
}

func TestLockingClearsWhatAKilledAgentLeft(t *testing.T) {
	p := newPerson(t)
	place := p.client.place
	if err := errors.Join(os.MkdirAll(place.folder, 0o700), os.WriteFile(place.socket, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := p.client.Lock(t.Context()); !errors.Is(err, ErrNoAgent) {
		t.Errorf("got %v, want %v", err, ErrNoAgent)
	}
	if _, err := os.Lstat(place.folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("something is left, or %v", err)
	}
}

// answering listens in a place and answers whatever is asked with the same octets.
func answering(t *testing.T, p place, answer []byte) {
	t.Helper()
	listener, err := p.listen(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = io.ReadFull(conn, make([]byte, 6))
			_, _ = conn.Write(answer)
			_ = conn.Close()
		}
	}()
}

func TestAnAgentOfAnotherVersionIsNotUnderstood(t *testing.T) {
	p := newPerson(t)
	if err := os.MkdirAll(p.client.place.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	answering(t, p.client.place, []byte{0, 0, 0, 2, version + 1, byte(doneKind)})
	if err := p.client.Look(t.Context()); !errors.Is(err, ErrVersion) || !errors.Is(err, store.ErrLocked) {
		t.Errorf("got %v, want %v", err, ErrVersion)
	}
}

func TestAnAgentThatDoesNotAnswerLosesItsSocket(t *testing.T) {
	p := newPerson(t)
	place := p.client.place
	if err := os.MkdirAll(place.folder, 0o700); err != nil {
		t.Fatal(err)
	}
	answering(t, place, nil)
	if _, err := p.client.Get(t.Context(), "item"); !errors.Is(err, ErrNoAnswer) || !errors.Is(err, store.ErrTimedOut) {
		t.Errorf("getting: got %v, want %v", err, ErrNoAnswer)
	}
	if err := p.client.Lock(t.Context()); !errors.Is(err, ErrNoAnswer) {
		t.Errorf("locking: got %v, want %v", err, ErrNoAnswer)
	}
	if err := p.client.Look(t.Context()); !errors.Is(err, ErrNoAgent) {
		t.Errorf("afterwards: got %v, want %v", err, ErrNoAgent)
	}
}
