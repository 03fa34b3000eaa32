package cli_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"filippo.io/age"

	"lpkeys/store/storetest"
)

// A key whose secrets no output and no file may hold.
const (
	appKey      = "0123456789abcdef0123456789abcdef"
	secret      = "CANARY5ec2e70001"
	token       = "fedcba9876543210fedcba9876543210"
	tokenSecret = "CANARY5ec2e70002"

	fourLines = appKey + "\n" + secret + "\n" + token + "\n" + tokenSecret + "\n"
)

// program is the built program with folders of its own.
type program struct {
	t    *testing.T
	path string
	home string
	env  []string
}

var built string // the folder of the program, removed by TestMain

var build = sync.OnceValues(func() (string, error) {
	if err := lookAtSources(); err != nil {
		return "", err
	}
	path := filepath.Join(built, "lpkeys.exe") // Windows starts nothing without an ending
	out, err := exec.Command("go", "build", "-o", path, "lpkeys").CombinedOutput()
	if err != nil {
		return "", errors.New(string(out))
	}
	return path, nil
})

// lookAtSources lets the cache of go test know what the program is made of: it
// sees the files that a test looks at, and not those that a build reads.
func lookAtSources() error {
	return filepath.WalkDir(filepath.Join("..", ".."), func(path string, _ fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".go") {
			_, err = os.Stat(path)
		}
		return err
	})
}

func TestMain(m *testing.M) {
	var err error
	if built, err = os.MkdirTemp("", "lpkeys-program-"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(built)
	os.Exit(code)
}

// newProgram builds the program, once, and gives it an identity to open its
// vault file with. It has no keyring unless the environment says so.
func newProgram(t *testing.T) *program {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "identity")
	if err := os.WriteFile(file, []byte(identity.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	p := &program{t: t, path: path, home: home, env: []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LPKEYS_HOME=" + filepath.Join(home, "lpkeys"), "XDG_RUNTIME_DIR=" + runtimeFolder(t),
		"LPKEYS_IDENTITY_FILE=" + file, "DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(home, "no-bus"),
		"LPKEYS_API_URL=http://127.0.0.1:1",
	}}
	t.Cleanup(p.lock)
	return p
}

// runtimeFolder has a short name: a socket's path has about a hundred octets.
func runtimeFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "lpkeys-run-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// lock ends whatever keeps the vault file open.
func (p *program) lock() {
	p.t.Helper()
	cmd := exec.Command(p.path, "lock")
	cmd.Env = p.env
	if told, err := cmd.CombinedOutput(); err != nil {
		p.t.Errorf("locking: %v, told %s", err, told)
	}
}

// with sets a variable; an empty value takes it away.
func (p *program) with(name, value string) {
	p.env = slices.DeleteFunc(p.env, func(v string) bool { return strings.HasPrefix(v, name+"=") })
	if value != "" {
		p.env = append(p.env, name+"="+value)
	}
}

func (p *program) command(stdin string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(p.t.Context(), p.path, args...)
	cmd.Env = p.env
	cmd.Dir = p.home
	cmd.Stdin = strings.NewReader(stdin)
	return cmd
}

// run answers what the program printed, told and ended with.
func (p *program) run(stdin string, args ...string) (out, told string, code int) {
	p.t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := p.command(stdin, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		p.t.Fatal(err)
	}
	return stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()
}

// must answers what the program printed when it succeeded.
func (p *program) must(stdin string, args ...string) string {
	p.t.Helper()
	out, told, code := p.run(stdin, args...)
	if code != 0 {
		p.t.Fatalf("lpkeys %q: exit %d, told %s", args, code, told)
	}
	if holdsSecret(out) || holdsSecret(told) {
		p.t.Fatalf("lpkeys %q shows a secret", args)
	}
	return out
}

func holdsSecret(text string) bool {
	return storetest.Holds([]byte(text), secret) || storetest.Holds([]byte(text), tokenSecret)
}
