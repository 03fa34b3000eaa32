//go:build linux

package cli_test

import (
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lpkeys/store/storetest"
)

// TestTheKeyRestsInARealKeyring goes through a process each: add, list, sign,
// remove. Somebody else's program sees the item, and no file of ours holds it.
func TestTheKeyRestsInARealKeyring(t *testing.T) {
	keyring := storetest.Keyring(t)
	p := newProgram(t)
	p.with("DBUS_SESSION_BUS_ADDRESS", keyring.Address)
	p.with("LPKEYS_IDENTITY_FILE", "")

	p.must(fourLines, "account", "add", "acme-prod", "--id", "12345678", "--from", "-")
	if found := keyring.Search("service", "lpkeys"); !strings.Contains(found, "acme-prod-") || !strings.Contains(found, secret) {
		t.Fatalf("secret-tool does not find the item with its key; it says %d bytes", len(found))
	}
	p.nothingOnDisk()

	if list := p.must("", "account", "list"); !strings.HasPrefix(list, "acme-prod\t12345678\t\tkeyring\t") {
		t.Errorf("listed %q", list)
	}
	header := p.signed()
	if !strings.HasPrefix(header, "Authorization: OAuth ") || !strings.Contains(header, appKey) {
		t.Errorf("signed %q", header)
	}

	keyring.Lock()
	if out, told, code := p.run("", "sign", "GET", "https://va.msghist.liveperson.net/a"); code != 4 || out != "" || !strings.Contains(told, "locked") {
		t.Errorf("with the keyring locked: exit %d, printed %q, told %q", code, out, told)
	}
}

func TestRemovingTakesTheKeyOutOfTheRealKeyring(t *testing.T) {
	keyring := storetest.Keyring(t)
	p := newProgram(t)
	p.with("DBUS_SESSION_BUS_ADDRESS", keyring.Address)
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-")
	p.must("", "account", "remove", "acme", "--yes")
	if found := keyring.Search("service", "lpkeys"); strings.Contains(found, "acme-") || strings.Contains(found, secret) {
		t.Error("secret-tool still finds the item")
	}
	if _, told, code := p.run("", "sign", "GET", "https://va.msghist.liveperson.net/a"); code != 3 {
		t.Errorf("signing afterwards: exit %d, told %q", code, told)
	}
	p.nothingOnDisk()
}

// One keyring serves two homes here, so that nothing of the one may be touched
// for the other.
func TestABundleGoesFromKeyringToKeyringAndLeavesNothingInClear(t *testing.T) {
	keyring := storetest.Keyring(t)
	p, bundle, identity := received(t)
	p.with("DBUS_SESSION_BUS_ADDRESS", keyring.Address)
	p.must("", "import", bundle, "--yes", "--identity", identity, "--rename", "acme=acme-2")
	again := filepath.Join(p.home, "again.age")
	p.must("", "export", "acme-2", "bolt", "-o", again, "--to", publicOf(t, identity))
	p.with("LPKEYS_HOME", filepath.Join(p.home, "third"))
	p.must("", "import", again, "--yes", "--identity", identity, "--vault", "keyring")
	p.nothingOnDisk()
	if n := strings.Count(keyring.Search("service", "lpkeys"), secret); n != 4 {
		t.Errorf("the keyring holds %d keys, want two of each home", n)
	}
	p.must("", "account", "remove", "acme-2", "--yes")
	p.with("LPKEYS_HOME", filepath.Join(p.home, "elsewhere"))
	if header := p.must("", "sign", "GET", "https://va.msghist.liveperson.net/a", "--account", "acme-2"); !strings.Contains(header, appKey) {
		t.Errorf("signed %q", header)
	}
}

// nothingOnDisk looks for every value in everything that lies in the home folder.
func (p *program) nothingOnDisk() {
	p.t.Helper()
	looked := 0
	err := filepath.WalkDir(p.home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		looked++
		text, err := os.ReadFile(path)
		for _, value := range []string{appKey, secret, token, tokenSecret} {
			if storetest.Holds(text, value) {
				p.t.Errorf("a value of the key lies in %s", path)
			}
		}
		return err
	})
	if err != nil || looked == 0 {
		p.t.Fatalf("looked through %d files: %v", looked, err)
	}
}

// No secret is an argument or a variable, not even of what the program starts.
func TestNoProcessShowsTheKeyWhileItIsKept(t *testing.T) {
	s := storetest.FakeService(t)
	p := newProgram(t)
	p.with("DBUS_SESSION_BUS_ADDRESS", s.Bus.Address)
	looked := 0
	s.OnCall(12, func() {
		processes, _ := filepath.Glob("/proc/[0-9]*")
		for _, process := range processes {
			for _, name := range []string{"cmdline", "environ"} {
				text, err := os.ReadFile(filepath.Join(process, name))
				if err != nil {
					continue // It is gone, or another user's.
				}
				if holdsSecret(string(text)) {
					t.Errorf("%s/%s holds a secret", process, name)
				}
				if strings.Contains(string(text), p.path) && name == "cmdline" {
					looked++
				}
			}
		}
	})
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-")
	if looked == 0 || len(s.All()) != 1 {
		t.Errorf("looked at %d processes of the program while it kept %d keys", looked, len(s.All()))
	}
	p.nothingOnDisk()
}

// signed is a header that tells which key it was signed with.
func (p *program) signed() string {
	p.t.Helper()
	return p.must("", "sign", "GET", "https://va.msghist.liveperson.net/a", "--nonce", "n", "--timestamp", "1700000000")
}

func TestAKeyMovesBetweenTheRealKeyringAndTheFile(t *testing.T) {
	keyring := storetest.Keyring(t)
	p := newProgram(t)
	p.with("DBUS_SESSION_BUS_ADDRESS", keyring.Address)
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-")
	before := p.signed()

	plan := p.must("", "account", "move", "acme", "--vault", "file", "--dry-run")
	if !strings.Contains(plan, "would move from the keyring to the vault file") {
		t.Errorf("planned %q", plan)
	}
	if found := keyring.Search("service", "lpkeys"); !strings.Contains(found, secret) {
		t.Fatal("the plan took the key out of the keyring")
	}

	p.must("", "account", "move", "acme", "--vault", "file")
	if found := keyring.Search("service", "lpkeys"); strings.Contains(found, "acme-") || strings.Contains(found, secret) {
		t.Error("secret-tool still finds the item")
	}
	p.nothingOnDisk()
	if after := p.signed(); after != before {
		t.Errorf("signed with another key:\n got %s\nwant %s", after, before)
	}

	p.must("", "account", "move", "acme", "--vault", "keyring")
	if found := keyring.Search("service", "lpkeys"); !strings.Contains(found, secret) {
		t.Error("secret-tool does not find the key")
	}
	if after := p.signed(); after != before {
		t.Errorf("signed with another key:\n got %s\nwant %s", after, before)
	}
}

func TestWithoutItsKeyringAnAccountCanStillBeRemoved(t *testing.T) {
	keyring := storetest.Keyring(t)
	p := newProgram(t)
	p.with("DBUS_SESSION_BUS_ADDRESS", keyring.Address)
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-")

	p.with("DBUS_SESSION_BUS_ADDRESS", "unix:path="+p.home+"/no-bus")
	if _, told, code := p.run("", "account", "remove", "acme", "--yes"); code != 4 || !strings.Contains(told, "--anyway") {
		t.Errorf("without a keyring: exit %d, told %q", code, told)
	}
	if _, told, code := p.run("", "account", "remove", "acme", "--yes", "--anyway"); code != 4 || !strings.Contains(told, "may remain") {
		t.Errorf("removed anyway: exit %d, told %q", code, told)
	}
	if list := p.must("", "account", "list"); list != "" {
		t.Errorf("listed %q", list)
	}

	p.with("DBUS_SESSION_BUS_ADDRESS", keyring.Address)
	p.must("", "account", "list") // the next start finds the keyring, and takes the key out
	if found := keyring.Search("service", "lpkeys"); strings.Contains(found, "acme-") || strings.Contains(found, secret) {
		t.Error("secret-tool still finds the item")
	}
}

// What the README shows first is what people see first.
func TestTheReadmeBeginsWithWhatTheProgramSays(t *testing.T) {
	keyring := storetest.Keyring(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"baseURIs":[{"service":"msgHist","account":"12345678","baseURI":"va.msghist.liveperson.net"}]}`)
	}))
	t.Cleanup(server.Close)
	p := newProgram(t)
	p.with("DBUS_SESSION_BUS_ADDRESS", keyring.Address)
	p.with("LPKEYS_API_URL", server.URL)
	text, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "```console\n$ ")
	shown, _, _ := strings.Cut(rest, "\n$ URL=")
	values := strings.Fields(fourLines)
	for example := range strings.SplitSeq(shown, "\n$ ") {
		command, told, _ := strings.Cut(example, "\n")
		d := p.talk(strings.Fields(command)[1:]...)
		for line := range strings.SplitSeq(told, "\n") {
			if !strings.Contains(line, " ago;") {
				d.expect(line)
			}
			if strings.HasSuffix(line, ":") {
				d.enter(values[0] + "\r")
				values = values[1:]
			}
		}
		if code := d.end(); code != 0 {
			t.Errorf("%s: exit %d\n%s", command, code, d.all())
		}
	}
	if len(values) > 0 {
		t.Errorf("the README shows %d prompts too few", len(values))
	}
}
