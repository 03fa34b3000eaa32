package cli

import (
	"strings"
	"testing"

	"lpkeys/store"
)

// Programs of one's own are looked for before a vault is opened for them.
func TestACommandThatIsNotThereOpensNoVault(t *testing.T) {
	env, _, told := nowhere("exec", "--", "./nosuch")
	if code := Run(t.Context(), env); code != notFound || strings.Contains(told.String(), "nothing should be opened") {
		t.Errorf("exit %d, told %q", code, told)
	}
}

// becoming is what a command line would have become.
func becoming(t *testing.T, exit int, args ...string) (Program, int) {
	t.Helper()
	d := newDesk(t, store.NewMemory())
	var got Program
	d.env.Environ = []string{"PATH=/bin", "LP_SECRET=stale", "LPKEYS_PASSPHRASE_FILE=x", "LPKEYS_IDENTITY_FILE=y", "LPKEYS_ACCOUNT=acme"}
	d.env.Become = func(p Program) (int, error) {
		got = p
		return exit, nil
	}
	code := d.run(t.Context(), "", args...)
	return got, code
}

// Windows cannot put a program in the place of another.
func TestTheExitCodeOfACommandThatWasWaitedForIsPassedOn(t *testing.T) {
	for _, want := range []int{0, 1, 3, 255} {
		if _, code := becoming(t, want, "exec", "--", "go", "version"); code != want {
			t.Errorf("exit %d, want %d", code, want)
		}
	}
}

func TestByAPipeNothingOfTheKeyIsInTheEnvironment(t *testing.T) {
	for _, way := range []string{"json", "env"} {
		p, _ := becoming(t, 0, "exec", "--stdin", way, "--", "go", "version")
		if got := strings.Join(p.Environ, " "); got != "PATH=/bin LPKEYS_ACCOUNT=acme" {
			t.Errorf("%s: the environment is %q", way, got)
		}
		for value := range strings.FieldsSeq(fourLines) {
			if !strings.Contains(string(p.Stdin), value) {
				t.Errorf("%s: standard input lacks a value", way)
			}
		}
	}
}

func TestAValueThatAShellWouldTakeApartIsQuoted(t *testing.T) {
	for value, want := range map[string]string{
		"0123456789abcdef": "0123456789abcdef",
		"a b$c":            "'a b$c'",
		"it's":             `'it'\''s'`,
		"":                 "",
	} {
		if got := quoted(value); got != want {
			t.Errorf("%q: got %s, want %s", value, got, want)
		}
	}
}

// Nothing that is deferred runs once another program is here.
func TestTheTerminalAndTheStoreAreLeftBeforeACommandTakesOver(t *testing.T) {
	d := newDesk(t, store.NewMemory())
	shown := false
	s := &session{env: d.env, out: &output{to: &d.out}, show: func() { shown = true }}
	s.env.Become = func(Program) (int, error) {
		if !shown || s.backend != nil {
			t.Errorf("what is typed is shown: %v; the store is open: %v", shown, s.backend != nil)
		}
		return 0, nil
	}
	if err := s.exec(t.Context(), executing{command: []string{"go"}, names: usualNames}); err != (reported{0}) {
		t.Error(err)
	}
}
