//go:build unix

package store_test

import (
	"bytes"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"lpkeys/store/storetest"
)

// ageDecrypt runs somebody else's age, which asks a terminal for the passphrase.
func ageDecrypt(t *testing.T, file, passphrase string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "age", "-d", file)
	var text bytes.Buffer
	cmd.Stdout = &text
	terminal, other, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	cmd.Stdin, cmd.Stderr = other, other
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	other.Close()
	var said bytes.Buffer
	part := make([]byte, 256)
	for !strings.Contains(said.String(), "passphrase") {
		n, err := terminal.Read(part)
		said.Write(part[:n])
		if err != nil {
			t.Fatalf("age asked for nothing: %v\n%s", err, said.String())
		}
	}
	if _, err := io.WriteString(terminal, passphrase+"\r"); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(&said, terminal) // EIO when it has ended
	if err := cmd.Wait(); err != nil {
		t.Fatalf("age -d %s: %v\n%s", filepath.Base(file), err, said.String())
	}
	return text.String()
}

func TestStockAgeRecoversEverythingWithoutUs(t *testing.T) {
	storetest.Need(t, "age", "age")
	v, _ := sealed(t)
	if err := v.SetPassphrase(t.Context(), bravo); err != nil {
		t.Fatal(err)
	}
	identity := ageDecrypt(t, filepath.Join(v.Dir, "vault-key.age"), bravo.Reveal())
	if !strings.HasPrefix(identity, "AGE-SECRET-KEY-1") {
		t.Fatal("the key file holds something else than an identity")
	}
	text := ageDecrypt(t, filepath.Join(v.Dir, "vault.age"), identity)
	for _, item := range []string{`"kept"`, `"other"`, storetest.Key(1).ConsumerSecret.Reveal()} {
		if !strings.Contains(text, item) {
			t.Errorf("what age recovered lacks %s", item)
		}
	}
}
