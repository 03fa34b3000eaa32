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
	if _, err := exec.LookPath(program); err != nil {
		missing(t, program+" is not installed; the Debian package "+debian+" has it")
	}
}

// NeedFile does for a file what Need does for a program.
func NeedFile(t testing.TB, path, debian string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		missing(t, path+" is not there; the Debian package "+debian+" has it")
	}
}

// DebianPython is the interpreter that Debian's packages of modules install for;
// another that comes first in PATH does not see them.
const DebianPython = "/usr/bin/python3"

// NeedModule does for a module of [DebianPython] what Need does for a program.
func NeedModule(t testing.TB, module, debian string) {
	t.Helper()
	if exec.Command(DebianPython, "-c", "import "+module).Run() != nil {
		missing(t, "Python's "+module+" is not installed; the Debian package "+debian+" has it")
	}
}

func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("LPKEYS_REQUIRE_INTEGRATION") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// NeedRoot skips a test that has to be several users. With
// LPKEYS_REQUIRE_INTEGRATION=1 it fails the test instead.
func NeedRoot(t testing.TB) {
	t.Helper()
	if os.Geteuid() != 0 {
		missing(t, "only root can be another user")
	}
}
