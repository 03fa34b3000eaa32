//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store/storetest"
	"lpkeys/ui/demo"
	"lpkeys/ui/uitest"
)

// stay is a screen that the program is ended at.
type stay struct {
	at string

	// world answers the environment of the program; nil means the demo. There
	// is a home folder with an account in its vault file.
	world func(t *testing.T, home string) []string

	// reach comes from the first screen, and waits for what it is to see.
	reach func(*uitest.Terminal)
}

func TestEndingAtAnyScreenLeavesTheTerminalClean(t *testing.T) {
	storetest.Need(t, "tmux", "tmux")
	home := homeWithAnAccount(t)
	for _, stay := range stays {
		for _, ending := range endings {
			t.Run(stay.at+" by "+ending.by, func(t *testing.T) {
				environ, args := []string{"LPKEYS_HOME=" + t.TempDir()}, []string{"demo"}
				if stay.world != nil {
					environ, args = stay.world(t, home), nil
				}
				term := uitest.Open(t, 80, 24, append(environ, "TERM=tmux-256color"))
				term.Run(build(t), args...)
				stay.reach(term)
				ending.end(t, term)
				if exit := term.UntilEnded(); exit != ending.exit {
					t.Errorf("exit %s, want %s", exit, ending.exit)
				}
				clean(t, term)
			})
		}
	}
	if list := lpkeys(t, home, "", "account", "list"); !strings.HasPrefix(list, "kept\t") {
		t.Errorf("of the account that was there, %q is left", list)
	}
}

var endings = []struct {
	by   string
	end  func(*testing.T, *uitest.Terminal)
	exit string
}{
	{"ctrl+c", func(_ *testing.T, term *uitest.Terminal) { interrupt(term) }, "0"},
	{"SIGTERM", func(t *testing.T, term *uitest.Terminal) { strike(t, term, syscall.SIGTERM) }, "130"},
	{"SIGHUP", func(t *testing.T, term *uitest.Terminal) { strike(t, term, syscall.SIGHUP) }, "130"},
}

// interrupt presses ctrl+c, and again where it asks because something typed would
// be lost. Twice without looking would not do: the second could meet a terminal
// that is back to normal, which throws away what was written to it and not yet
// read when it is interrupted.
func interrupt(term *uitest.Terminal) {
	const asks = "Leave lpkeys and throw it away?"
	term.Press("C-c")
	if term.UntilOne("ended with ", asks) == asks {
		term.Press("C-c")
	}
}

var stays = []stay{
	{at: "accounts", reach: toAccounts},
	{at: "help", reach: func(term *uitest.Terminal) {
		toAccounts(term)
		press(term, "Keys: accounts", "?")
	}},
	{at: "services", reach: func(term *uitest.Terminal) {
		toAccounts(term)
		press(term, "] msgHist", "Enter")
	}},
	{at: "services, while they are resolved", world: kept(time.Hour), reach: func(term *uitest.Terminal) {
		term.Until("> kept")
		press(term, "] msgHist", "Enter")
		press(term, "esc stop", "a", "Enter")
	}},
	{at: "preview", reach: func(term *uitest.Terminal) {
		toAccounts(term)
		toPreview(term, "oauth_timestamp")
	}},
	{at: "unlock, half typed", world: kept(0), reach: func(term *uitest.Terminal) {
		term.Until("> kept")
		toPreview(term, "u unlock")
		press(term, "of your vault file", "u")
		typeHalf(term)
	}},
	{at: "welcome", reach: toWelcome},
	{at: "guide", reach: toGuide},
	{at: "details, half typed", reach: toDetails},
	{at: "confirm", reach: func(term *uitest.Terminal) {
		toDetails(term)
		press(term, "8. Close the dialog", "Escape")
		press(term, "new account: welcome", "Escape")
		press(term, "Throw it away?", "Escape")
	}},
	{at: "key", reach: func(term *uitest.Terminal) {
		toWelcome(term)
		pasteKey(term, boxKey())
	}},
	{at: "review", reach: func(term *uitest.Terminal) {
		toWelcome(term)
		walk(term, boxKey())
	}},
	{at: "review, while it is checked", world: fresh(time.Hour), reach: func(term *uitest.Terminal) {
		toFile(term)
		pasteKey(term, boxKey())
		press(term, "asking LivePerson for this account's services", "Enter")
	}},
	{at: "passphrase, half typed", world: fresh(0), reach: func(term *uitest.Terminal) {
		toFile(term)
		walk(term, boxKey())
		press(term, "Choose a passphrase", "Enter")
		typeHalf(term)
	}},
	{at: "saving", world: locked, reach: func(term *uitest.Terminal) {
		term.Until("It is locked now")
		walk(term, boxKey())
		press(term, "Saving. The keyring may ask", "Enter")
	}},
}

func toAccounts(term *uitest.Terminal) { term.Until("DEMO", "> demo-sandbox") }

func toPreview(term *uitest.Terminal, brings string) {
	press(term, "] msgHist", "Enter")
	press(term, brings, "p")
}

func toWelcome(term *uitest.Terminal) {
	toAccounts(term)
	press(term, "new account: welcome", "a")
}

func toGuide(term *uitest.Terminal) {
	toWelcome(term)
	press(term, "8. Close the dialog", "Enter")
}

func toDetails(term *uitest.Terminal) {
	toGuide(term)
	press(term, "> Name", "Enter")
	term.Type("half")
	term.Until("half")
}

func toFile(term *uitest.Terminal) {
	term.Until("No keyring can be used")
	press(term, "chosen: the encrypted vault file", "f")
}

func typeHalf(term *uitest.Terminal) {
	term.Type("CANARY")
	term.Until("••••")
}

func boxKey() oauth.Credentials { return demo.New().Accounts()[1].Key }

// fresh is a world without an account and without a keyring, whose LivePerson
// takes latency to answer.
func fresh(latency time.Duration) func(*testing.T, string) []string {
	return func(t *testing.T, _ string) []string { return kept(latency)(t, t.TempDir()) }
}

// kept is a world with an account in its vault file and without a keyring.
func kept(latency time.Duration) func(*testing.T, string) []string {
	return func(t *testing.T, home string) []string {
		_, api := loopback(t, latency)
		return []string{"LPKEYS_HOME=" + home, "LPKEYS_API_URL=" + api}
	}
}

// locked is a world whose keyring asks for its password, and nobody answers.
func locked(t *testing.T, home string) []string {
	service := storetest.FakeService(t)
	service.Behave(storetest.Locked)
	return append(fresh(0)(t, home), "DBUS_SESSION_BUS_ADDRESS="+service.Bus.Address)
}

func homeWithAnAccount(t *testing.T) string {
	t.Helper()
	home := t.TempDir()
	key := boxKey()
	values := strings.Join([]string{key.ConsumerKey, key.ConsumerSecret.Reveal(), key.Token, key.TokenSecret.Reveal()}, "\n")
	lpkeys(t, home, values, "account", "add", "kept", "--id", "90000002", "--from", "-", "--vault", "file", "--no-check")
	return home
}

// lpkeys runs a command with a passphrase for the vault file and answers what
// it printed.
func lpkeys(t *testing.T, home, stdin string, args ...string) string {
	t.Helper()
	passphrase := filepath.Join(t.TempDir(), "passphrase")
	if err := os.WriteFile(passphrase, []byte("CANARY passphrase"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), build(t), args...)
	cmd.Env = []string{"LPKEYS_HOME=" + home, "LPKEYS_PASSPHRASE_FILE=" + passphrase}
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("lpkeys %q: %v", args, err)
	}
	return string(out)
}

func strike(t *testing.T, term *uitest.Terminal, s syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(term.Pid(), s); err != nil {
		t.Fatal(err)
	}
}
