package storetest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	secretsName = "org.freedesktop.secrets"
	secretsPath = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath   = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")

	// started bounds the wait for a program that this package starts.
	started = 20 * time.Second
)

// Bus is a session bus of the test's own, which the environment points to
// until the test ends. It starts nothing but what it is told to: [Bus.Offer].
type Bus struct {
	Address string

	t      testing.TB
	folder string
	end    func() // ends the bus
}

// StartBus starts a bus. The test must not be parallel: the environment is the
// whole process's.
func StartBus(t testing.TB) *Bus {
	t.Helper()
	Need(t, "dbus-daemon", "dbus")
	// A socket's path has about a hundred octets; t.TempDir can be longer.
	folder, err := os.MkdirTemp("", "lpkeys-bus-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	config := filepath.Join(folder, "bus.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, busConfig, folder, folder), 0o600); err != nil {
		t.Fatal(err)
	}
	b := &Bus{t: t, folder: folder}
	out, end := b.run("dbus-daemon --nofork --print-address=1 --config-file=" + config)
	b.end = end
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("dbus-daemon ended at once: %v", err)
	}
	b.Address = strings.TrimSpace(address)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", b.Address)
	return b
}

const busConfig = `<busconfig>
  <type>session</type>
  <listen>unix:path=%s/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>%s</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

// Folder is where the bus has its socket, named bus.
func (b *Bus) Folder() string { return b.folder }

// Stop ends the bus, as a crash would.
func (b *Bus) Stop() { b.end() }

// run starts a program in the bus's folder, and answers its output and how to
// end it. A shell holds on to it: when this process ends in whatever way, so
// does the pipe, and the shell ends the program by its id. It asks for no quiet
// end: KeePassXC answers that with a question.
func (b *Bus) run(command string) (io.Reader, func()) {
	b.t.Helper()
	shell := exec.Command("sh", "-c", command+" & read -r end; kill -KILL $!; wait")
	shell.Dir = b.folder
	shell.Env = b.environ()
	hold, err := shell.StdinPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	out, err := shell.StdoutPipe()
	if err != nil {
		b.t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		b.t.Fatal(err)
	}
	end := sync.OnceFunc(func() {
		hold.Close()
		// What a bus has started holds its output too, and the folder.
		_, _ = io.Copy(io.Discard, out)
		_ = shell.Wait() // the program was killed, and the shell may say so
	})
	b.t.Cleanup(end)
	return out, end
}

func (b *Bus) environ() []string {
	return []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + b.folder,
		"TMPDIR=" + b.folder,
		"XDG_RUNTIME_DIR=" + b.folder,
		"XDG_DATA_HOME=" + b.folder,
		"DBUS_SESSION_BUS_ADDRESS=" + b.Address,
	}
}

// Connect opens a connection to the bus that ends with the test.
func (b *Bus) Connect() *dbus.Conn {
	b.t.Helper()
	conn, err := dbus.Connect(b.Address)
	if err != nil {
		b.t.Fatal(err)
	}
	b.t.Cleanup(func() { conn.Close() })
	return conn
}

// Guests answers a wait until every connection that was made after it is gone
// again.
func (b *Bus) Guests() (gone func()) {
	b.t.Helper()
	conn := b.Connect()
	signals := make(chan *dbus.Signal, 1024)
	conn.Signal(signals)
	if err := conn.AddMatchSignal(dbus.WithMatchMember("NameOwnerChanged")); err != nil {
		b.t.Fatal(err)
	}
	names := func() (names []string) {
		err := conn.BusObject().Call("org.freedesktop.DBus.ListNames", 0).Store(&names)
		if err != nil && conn.Connected() {
			b.t.Fatal(err)
		}
		return names // none on a bus that has ended
	}
	before := names()
	return func() {
		b.t.Helper()
		here := slices.DeleteFunc(names(), func(name string) bool { return slices.Contains(before, name) })
		for late := time.After(started); len(here) > 0; {
			select {
			case signal := <-signals:
				name, _ := signal.Body[0].(string)
				if owner, _ := signal.Body[len(signal.Body)-1].(string); owner == "" {
					here = slices.DeleteFunc(here, func(n string) bool { return n == name })
				}
			case <-late:
				b.t.Fatalf("the connections %v are still open", here)
			}
		}
	}
}

// Offer makes command what the bus starts when the Secret Service is called.
func (b *Bus) Offer(command string) {
	b.t.Helper()
	file := filepath.Join(b.folder, secretsName+".service")
	text := fmt.Sprintf("[D-BUS Service]\nName=%s\nExec=%s\n", secretsName, command)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	if err := b.Connect().BusObject().Call("org.freedesktop.DBus.ReloadConfig", 0).Err; err != nil {
		b.t.Fatal(err)
	}
}

// await waits until somebody owns the Secret Service's name, or nobody.
func (b *Bus) await(somebody bool) {
	b.t.Helper()
	conn := b.Connect()
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	err := conn.AddMatchSignal(dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, secretsName))
	if err != nil {
		b.t.Fatal(err)
	}
	var owned bool
	if err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, secretsName).Store(&owned); err != nil {
		b.t.Fatal(err)
	}
	if owned == somebody {
		return
	}
	late := time.After(started)
	for {
		select {
		case signal := <-signals:
			if signal.Name == "org.freedesktop.DBus.NameOwnerChanged" && (signal.Body[2] != "") == somebody {
				return
			}
		case <-late:
			b.t.Fatalf("that somebody has the name %s is not %v after %v", secretsName, somebody, started)
		}
	}
}
