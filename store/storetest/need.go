package storetest

import (
	"os"
	"os/exec"
	"testing"
)

// Need skips a test whose program is not installed, naming the Debian package
// that has it. With LPKEYS_REQUIRE_INTEGRATION=1 it fails the test instead.
func Need(t testing.TB, program, debian string) {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return
	}
	if os.Getenv("LPKEYS_REQUIRE_INTEGRATION") == "1" {
		t.Fatalf("%s is not installed; the Debian package %s has it", program, debian)
	}
	t.Skipf("%s is not installed; the Debian package %s has it", program, debian)
}

// NeedRoot skips a test that has to be several users. With
// LPKEYS_REQUIRE_INTEGRATION=1 it fails the test instead.
func NeedRoot(t testing.TB) {
	t.Helper()
	if os.Geteuid() == 0 {
		return
	}
	if os.Getenv("LPKEYS_REQUIRE_INTEGRATION") == "1" {
		t.Fatal("only root can be another user")
	}
	t.Skip("only root can be another user")
}
