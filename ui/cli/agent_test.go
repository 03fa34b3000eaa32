//go:build linux

package cli_test

import (
	"bytes"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"filippo.io/age"

	"lpkeys/store/storetest"
)

// bare is a machine with a home folder and nothing else: no bus that could be
// reached, no display, no runtime folder, no variable of ours.
func bare(t *testing.T) *program {
	t.Helper()
	home := runtimeFolder(t)
	p := newProgram(t)
	p.home = home
	p.env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + p.home, "DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(home, "no-bus")}
	return p
}

// agents are the processes that hold a vault file open for this program.
func (p *program) agents() []string {
	p.t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		p.t.Fatal(err)
	}
	var ours []string
	for _, proc := range all {
		line, _ := os.ReadFile(filepath.Join(proc, "cmdline")) // gone meanwhile
		if string(line) == p.path+"\x00agent\x00" {
			ours = append(ours, proc)
		}
	}
	return ours
}

func TestOnABareMachineOnePassphraseLeadsToASignedHeader(t *testing.T) {
	allowCoreDumps(t)
	p := bare(t)
	if _, told, code := p.run(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-", "--no-check"); code != 4 || !strings.Contains(told, "lpkeys unlock") {
		t.Errorf("without a keyring: exit %d, told %s", code, told)
	}
	d := p.talk("unlock")
	d.expect("New passphrase: ")
	d.enter("CANARY phrase\r")
	d.expect("The same again: ")
	d.enter("CANARY phrase\r")
	d.expect("the vault file is open")
	if code := d.end(); code != 0 {
		t.Fatalf("unlocking: exit %d\n%s", code, d.all())
	}
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-", "--no-check", "--vault", "file")
	for range 2 {
		if header := p.must("", "sign", "GET", "https://va.msghist.liveperson.net/"); !strings.HasPrefix(header, "Authorization: OAuth ") {
			t.Errorf("signed %q", header)
		}
	}

	agents := p.agents()
	if len(agents) != 1 {
		t.Fatalf("there are the agents %v, want one", agents)
	}
	secrets := []string{"CANARY", identityOf(t, filepath.Join(p.home, ".local/share/lpkeys/vault-key.age"), "CANARY phrase")}
	for _, file := range []string{"environ", "cmdline", "comm"} {
		text, err := os.ReadFile(filepath.Join(agents[0], file))
		if err != nil {
			t.Fatal(err)
		}
		holdsNone(t, "its "+file, text, secrets)
	}
	limits, err := os.ReadFile(filepath.Join(agents[0], "limits"))
	if err != nil || !regexp.MustCompile(`Max core file size +0 `).Match(limits) {
		t.Errorf("it may dump its core: %v\n%s", err, limits)
	}
	p.holdsNoneOnDisk(secrets)

	p.must("", "lock")
	if left := p.agents(); len(left) > 0 {
		t.Errorf("after lock there is still %v", left)
	}
	if _, told, code := p.run("", "sign", "GET", "https://va.msghist.liveperson.net/"); code != 4 {
		t.Errorf("signing after lock: exit %d, told %s", code, told)
	}
	p.holdsNoneOnDisk(secrets)
}

func identityOf(t *testing.T, keyFile, passphrase string) string {
	t.Helper()
	file, err := os.Open(keyFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	scrypt, err := age.NewScryptIdentity(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	from, err := age.Decrypt(file, scrypt)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if _, err := text.ReadFrom(from); err != nil || text.Len() == 0 {
		t.Fatalf("there is no identity: %v", err)
	}
	return text.String()
}

func holdsNone(t *testing.T, where string, text []byte, secrets []string) {
	t.Helper()
	for _, secret := range secrets {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("%s holds a secret", where)
		}
	}
}

func (p *program) holdsNoneOnDisk(secrets []string) {
	p.t.Helper()
	err := filepath.WalkDir(p.home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		holdsNone(p.t, path, text, secrets)
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestWhoLocksHearsOfAProcessThatDoesNotAnswer(t *testing.T) {
	p := newProgram(t)
	p.must("", "unlock")
	sockets, err := filepath.Glob(filepath.Join(p.runtime(), "lpkeys", "*.sock"))
	if err != nil || len(sockets) != 1 {
		t.Fatalf("there are the sockets %v (%v), want one", sockets, err)
	}
	p.must("", "lock")
	if err := os.Mkdir(filepath.Dir(sockets[0]), 0o700); err != nil {
		t.Fatal(err)
	}
	mute, err := net.Listen("unix", sockets[0])
	if err != nil {
		t.Fatal(err)
	}
	defer mute.Close()
	go func() {
		for {
			conn, err := mute.Accept()
			if err != nil {
				return
			}
			_, _ = io.ReadFull(conn, make([]byte, 6)) // the whole question
			_ = conn.Close()
		}
	}()
	_, told, code := p.run("", "lock")
	if code != 4 || !strings.Contains(told, "does not answer") || strings.Contains(told, "lpkeys lock") {
		t.Errorf("exit %d, told %s", code, told)
	}
	if _, told, code = p.run("", "lock"); code != 0 || !strings.Contains(told, "was not kept open") {
		t.Errorf("once more: exit %d, told %s", code, told)
	}
}

// runtime is the program's XDG_RUNTIME_DIR.
func (p *program) runtime() string {
	i := slices.IndexFunc(p.env, func(v string) bool { return strings.HasPrefix(v, "XDG_RUNTIME_DIR=") })
	return strings.TrimPrefix(p.env[i], "XDG_RUNTIME_DIR=")
}

// The system gives what it tells about such a process to root.
func TestTheAgentsMemoryIsClosedToItsOwnUser(t *testing.T) {
	storetest.NeedRoot(t)
	const nobody = 65534
	folder := runtimeFolder(t)
	binary, err := os.ReadFile(newProgram(t).path)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, path: filepath.Join(folder, "lpkeys"), env: []string{
		"HOME=" + folder, "LPKEYS_PASSPHRASE_FILE=" + filepath.Join(folder, "phrase"),
	}}
	for _, err := range []error{
		os.WriteFile(p.path, binary, 0o755),
		os.WriteFile(filepath.Join(folder, "phrase"), []byte("CANARY phrase\n"), 0o644),
		os.Chown(folder, nobody, nobody),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	as := &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	run := func(args ...string) {
		cmd := exec.Command(p.path, args...)
		cmd.Env, cmd.Dir, cmd.SysProcAttr = p.env, folder, as
		if told, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%q: %v, told %s", args, err, told)
		}
	}
	run("unlock")
	defer run("lock")
	agents := p.agents()
	if len(agents) != 1 {
		t.Fatalf("there are the agents %v, want one", agents)
	}
	status, err := os.ReadFile(filepath.Join(agents[0], "status"))
	if err != nil || !bytes.Contains(status, []byte("Uid:\t"+strconv.Itoa(nobody))) {
		t.Fatalf("it runs as somebody else: %v\n%s", err, status)
	}
	info, err := os.Stat(filepath.Join(agents[0], "mem"))
	if err != nil {
		t.Fatal(err)
	}
	if owner := info.Sys().(*syscall.Stat_t).Uid; owner != 0 {
		t.Errorf("its memory belongs to the user %d, want root", owner)
	}
}
