//go:build unix

package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
)

// leaving is a person who is about to export two accounts.
func leaving(t *testing.T) (p *program, bundle string) {
	p = newProgram(t)
	p.must(fourLines, "account", "add", "acme", "--id", "12345678", "--env", "production", "--from", "-", "--vault", "file", "--no-check")
	p.must(fourLines, "account", "add", "bolt", "--id", "12345678", "--from", "-", "--vault", "file", "--no-check")
	return p, filepath.Join(p.home, "bundle.age")
}

// elsewhere is the same person where they have another account acme.
func (p *program) elsewhere() {
	p.t.Helper()
	p.with("LPKEYS_HOME", filepath.Join(p.home, "elsewhere"))
	p.must(strings.ToUpper(fourLines), "account", "add", "Acme", "--id", "12345678", "--from", "-", "--vault", "file", "--no-check")
}

// received is that person with a bundle of the two accounts, and the identity
// that opens it without scrypt's second.
func received(t *testing.T) (p *program, bundle, identity string) {
	p, bundle = leaving(t)
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	identity = filepath.Join(p.home, "identity")
	if err := os.WriteFile(identity, []byte(key.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	p.must("", "export", "--all", "--output", bundle, "--to", key.Recipient().String())
	p.elsewhere()
	return p, bundle, identity
}

func publicOf(t *testing.T, identity string) string {
	t.Helper()
	text, err := os.ReadFile(identity)
	if err != nil {
		t.Fatal(err)
	}
	key, err := age.ParseX25519Identity(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return key.Recipient().String()
}

func TestAPersonSeesABundleAndAgreesBeforeAnythingIsImported(t *testing.T) {
	p, bundle := leaving(t)
	d := p.talk("export", "acme", "bolt", "--output", bundle)
	d.expect("whoever has the bundle and its passphrase has the keys")
	d.expect("Passphrase for the bundle: ")
	d.enter("CANARY phrase\r")
	d.expect("The same again: ")
	d.enter("CANARY phrase\r")
	d.expect("exported acme (12345678, PRODUCTION)")
	if code := d.end(); code != 0 {
		t.Fatalf("exporting: exit %d\n%s", code, d.all())
	}
	p.elsewhere()
	d = p.talk("import", bundle, "--vault", "file")
	d.expect("Passphrase of the bundle: ")
	d.enter("CANARY wrong\r")
	d.expect("warning: wrong passphrase")
	d.expect("Passphrase of the bundle: ")
	d.enter("CANARY phrase\r")
	d.expect("nothing in the bundle tells who made it")
	d.expect("NAME")
	d.expect("acme  12345678    PRODUCTION   …cdef    name taken")
	d.expect("bolt  12345678                 …cdef    new")
	d.expect("acme is here already, with another account ID or key, and is not replaced")
	d.expect("Enter for acme-2:")
	d.enter("bolt\r")
	d.expect(`warning: an account called "bolt" exists already`)
	d.expect("Enter for acme-2:")
	d.enter("--yes\r")
	d.expect("warning: account name begins with a dash")
	d.expect("Enter for acme-2:")
	d.enter("\r")
	d.expect("Import 2 accounts into the vault file? Type yes:")
	if accounts := p.must("", "account", "list"); strings.Contains(accounts, "bolt") {
		t.Errorf("before anybody agreed, the accounts are\n%s", accounts)
	}
	d.enter("yes\r")
	d.expect("imported acme-2 (12345678, PRODUCTION)")
	d.expect("imported bolt (12345678)")
	if code := d.end(); code != 0 {
		t.Fatalf("importing: exit %d\n%s", code, d.all())
	}
	accounts := p.must("", "account", "list")
	for _, line := range []string{"Acme\t12345678\t\tfile\tin force", "acme-2\t12345678\tPRODUCTION\tfile", "bolt\t12345678\t\tfile"} {
		if !strings.Contains(accounts, line) {
			t.Errorf("%q is missing in\n%s", line, accounts)
		}
	}
}

func TestWhoDoesNotAgreeHasImportedNothing(t *testing.T) {
	p, bundle, identity := received(t)
	before, err := os.ReadFile(filepath.Join(p.home, "elsewhere", "accounts.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, answers := range map[string][]string{
		"no":                  {"\r", "no\r"},
		"no free name":        {"bolt\r", "acme\r", "ACME\r"},
		"ctrl+c at the name":  {"\x03"},
		"ctrl+c at the end":   {"\r", "\x03"},
		"nothing at all":      {"\x04"},
		"an end at the end":   {"\r", "\x04"},
		"yes, in other words": {"\r", "yes please\r"},
	} {
		d := p.talk("import", bundle, "--vault", "file", "--identity", identity)
		for i, answer := range answers {
			if i == 1 && !strings.Contains(name, "free") {
				d.expect("Type yes:")
			} else {
				d.expect("under which name?")
			}
			d.enter(answer)
		}
		if code := d.end(); code == 0 {
			t.Errorf("%s: exit 0\n%s", name, d.all())
		}
		after, err := os.ReadFile(filepath.Join(p.home, "elsewhere", "accounts.json"))
		if err != nil || string(after) != string(before) {
			t.Errorf("%s: the accounts are\n%s\n%v", name, after, err)
		}
	}
}

// A bundle in armor is made to be sent as text.
func TestABundleCanBePastedIntoATerminal(t *testing.T) {
	p, bundle, identity := received(t)
	text, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	d := p.talk("import", "-", "--vault", "file", "--identity", identity)
	d.expect("paste the bundle, down to its END line")
	d.enter("Hello, here it is:\r" + strings.ReplaceAll(string(text), "\n", "\r"))
	d.expect("Enter for acme-2:")
	d.enter("\r")
	d.expect("Type yes:")
	d.enter("yes\r")
	d.expect("imported bolt (12345678)")
	if code := d.end(); code != 0 {
		t.Errorf("exit %d\n%s", code, d.all())
	}
}
