//go:build unix

package cli_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lpkeys/store/storetest"
)

// security is what people read about recovering their keys.
func security(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "SECURITY.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// phrase has no marker: age's own prompt shows what is typed too early.
const phrase = "correct horse"

// steps are the commands that SECURITY.md gives for it.
func steps(t *testing.T) string {
	t.Helper()
	_, chapter, found := strings.Cut(security(t), "\n## Recover everything without lpkeys\n")
	_, block, fenced := strings.Cut(chapter, "\n```sh\n")
	commands, _, closed := strings.Cut(block, "\n```\n")
	if !found || !fenced || !closed {
		t.Fatal("SECURITY.md has no commands for recovering")
	}
	return commands
}

// atHome is a program with its files where they lie by default.
func atHome(t *testing.T) *program {
	storetest.Need(t, "age", "age")
	p := newProgram(t)
	for _, variable := range []string{"LPKEYS_HOME", "LPKEYS_IDENTITY_FILE"} {
		p.with(variable, "")
	}
	return p
}

func (p *program) write(name, text string) (path string) {
	p.t.Helper()
	path = filepath.Join(p.home, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// keptKey is a key as SECURITY.md says that it is found.
type keptKey struct {
	Key struct {
		AppKey            string `json:"consumer_key"`
		Secret            string `json:"consumer_secret"`
		AccessToken       string `json:"token"`
		AccessTokenSecret string `json:"token_secret"`
	} `json:"key"`
}

func (k keptKey) lines() string {
	return strings.Join([]string{k.Key.AppKey, k.Key.Secret, k.Key.AccessToken, k.Key.AccessTokenSecret, ""}, "\n")
}

func read(t *testing.T, into any, path ...string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}

func TestEverythingIsRecoveredByTheStepsOfSecurityMd(t *testing.T) {
	p := atHome(t)
	p.with("LPKEYS_PASSPHRASE_FILE", p.write("phrase", phrase+"\n"))
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-", "--vault", "file", "--no-check")

	d := p.converse(exec.Command("sh", "-e", "-c", steps(t)))
	d.expect("Enter passphrase: ")
	d.enter(phrase + "\r")
	d.expect("AGE-SECRET-KEY-1")
	d.expect("Enter passphrase: ")
	d.enter(regexp.MustCompile(`AGE-SECRET-KEY-1\w+`).FindString(d.all()) + "\r")
	if code := d.end(); code != 0 {
		t.Fatalf("exit %d\n%s", code, d.all())
	}

	var vault struct {
		Items map[string]keptKey `json:"items"`
	}
	read(t, &vault, p.home, "lpkeys-keys.json")
	var index struct {
		Accounts []struct{ Name, Item string } `json:"accounts"`
	}
	read(t, &index, p.home, ".local", "share", "lpkeys", "accounts.json")
	if len(index.Accounts) != 1 || index.Accounts[0].Name != "acme" {
		t.Fatalf("accounts.json holds %+v", index.Accounts)
	}
	if got := vault.Items[index.Accounts[0].Item].lines(); got != fourLines {
		t.Errorf("got the key\n%swant\n%s", got, fourLines)
	}
	header, err := os.ReadFile(filepath.Join(p.home, ".local", "share", "lpkeys", "vault-key.age"))
	if err != nil || !regexp.MustCompile(`(?m)^-> scrypt \S+ 18$`).Match(header) {
		t.Errorf("the passphrase is not stretched as SECURITY.md says: %q, %v", header[:min(len(header), 80)], err)
	}
}

func TestStockAgeOpensABundle(t *testing.T) {
	p := atHome(t)
	storetest.Need(t, "age-keygen", "age")
	identity := filepath.Join(p.home, "identity.txt")
	if out, err := exec.Command("age-keygen", "-o", identity).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	public, err := exec.Command("age-keygen", "-y", identity).Output()
	if err != nil {
		t.Fatal(err)
	}
	p.with("LPKEYS_IDENTITY_FILE", identity)
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-", "--vault", "file", "--no-check")
	p.must("", "export", "acme", "-o", "team.age", "--to", string(public))
	p.must("", "export", "acme", "-o", "acme.age", "--passphrase-file", p.write("phrase", phrase+"\n"))

	team := exec.Command("age", "-d", "-i", identity, "-o", "team.json", "team.age")
	team.Dir = p.home
	if out, err := team.CombinedOutput(); err != nil {
		t.Fatalf("age: %v: %s", err, out)
	}
	d := p.converse(exec.Command("age", "-d", "-o", "acme.json", "acme.age"))
	d.expect("Enter passphrase: ")
	d.enter(phrase + "\r")
	if code := d.end(); code != 0 {
		t.Fatalf("age: exit %d\n%s", code, d.all())
	}
	for _, file := range []string{"team.json", "acme.json"} {
		var bundle struct {
			Accounts []struct {
				Name, ID string
				Key      keptKey
			} `json:"accounts"`
		}
		read(t, &bundle, p.home, file)
		if len(bundle.Accounts) != 1 || bundle.Accounts[0].Name != "acme" || bundle.Accounts[0].ID != "12345678" || bundle.Accounts[0].Key.lines() != fourLines {
			t.Errorf("%s holds %+v", file, bundle)
		}
	}
}

func TestSecurityMdNamesEveryFileAndEachIsPrivate(t *testing.T) {
	p := atHome(t)
	p.with("LPKEYS_PASSPHRASE_FILE", p.write("phrase", phrase+"\n"))
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--from", "-", "--vault", "file", "--no-check")
	p.must("", "account", "rename", "acme", "bolt")
	text := security(t)
	found := 0
	for _, folder := range []string{".local/share/lpkeys", ".config/lpkeys", ".cache/lpkeys"} {
		err := filepath.WalkDir(filepath.Join(p.home, folder), func(path string, entry fs.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil
			}
			if err != nil {
				return err
			}
			info, err := entry.Info()
			if err != nil {
				return err
			}
			if info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s has mode %v", path, info.Mode())
			}
			if found++; !entry.IsDir() && !strings.Contains(text, "`"+entry.Name()+"`") {
				t.Errorf("SECURITY.md does not say what %s holds", path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 6 {
		t.Errorf("only %d files and folders were found", found)
	}
}
