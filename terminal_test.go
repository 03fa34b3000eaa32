//go:build linux

package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lpkeys/oauth"
	"lpkeys/store/storetest"
	"lpkeys/ui/demo"
	"lpkeys/ui/uitest"
)

// loopback serves a LivePerson in a box on this machine. Every answer takes
// latency.
func loopback(t *testing.T, latency time.Duration) (*demo.Box, string) {
	t.Helper()
	box := demo.New()
	box.Latency = latency
	server := httptest.NewServer(box.Handler())
	t.Cleanup(server.Close)
	return box, server.URL
}

// press presses keys and waits for what they bring.
func press(term *uitest.Terminal, brings string, keys ...string) {
	term.Press(keys...)
	term.Until(brings)
}

// walk goes through onboarding with a key of the box, up to the review.
func walk(term *uitest.Terminal, key oauth.Credentials) {
	pasteKey(term, key)
	press(term, "LivePerson knows this account", "Enter")
}

// pasteKey goes through onboarding until all four values are in.
func pasteKey(term *uitest.Terminal, key oauth.Credentials) {
	press(term, "8. Close the dialog", "Enter")
	press(term, "> Name", "Enter")
	term.Type("acme-prod")
	term.Press("Enter")
	term.Type("90000002")
	term.Press("Enter")
	term.Type("production")
	press(term, "> App key", "Enter")
	term.Paste(key.ConsumerKey + "\r\n" + key.ConsumerSecret.Reveal() + "\r\n" + key.Token + "\r\n" + key.TokenSecret.Reveal() + "\r\n")
	term.Until("all four values are in")
}

// copyHeader resolves a service, copies the header line of its first request
// and returns it with the screen that it was copied from.
func copyHeader(term *uitest.Terminal, foreign bool) (screen, line string) {
	press(term, "va.msghist.lpkeys-demo", "Space", "Enter")
	press(term, "oauth_timestamp", "Up", "p")
	term.Press("l")
	if foreign {
		term.Until("lpkeys-demo.invalid is outside LivePerson's own domains")
		term.Press("y")
	}
	return term.Until("the header line: copied to the tmux buffer"), term.Buffer("lpkeys")
}

func TestTheWholeJobInARealTerminal(t *testing.T) {
	storetest.Need(t, "tmux", "tmux")
	program := build(t)
	for name, vault := range map[string]struct {
		bus    func(*testing.T) []string
		choose func(*uitest.Terminal)
		seal   func(*uitest.Terminal)
		kept   string
	}{
		"with the vault file": {
			bus: func(*testing.T) []string { return nil },
			choose: func(term *uitest.Terminal) {
				term.Until("No keyring can be used", "no session bus")
				press(term, "chosen: the encrypted vault file", "f")
			},
			seal: func(term *uitest.Terminal) {
				term.Until("Choose a passphrase")
				term.Type("CANARY passphrase")
				term.Press("Enter")
				term.Type("CANARY passphrase")
				term.Press("Enter")
			},
			kept: "acme-prod is saved (file)",
		},
		"with the keyring": {
			bus: func(t *testing.T) []string {
				return []string{"DBUS_SESSION_BUS_ADDRESS=" + storetest.Keyring(t).Address}
			},
			choose: func(term *uitest.Terminal) { term.Until("In the keyring of your operating system") },
			seal:   func(*uitest.Terminal) {},
			kept:   "acme-prod is saved (keyring)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			box, api := loopback(t, 0)
			key := box.Accounts()[1].Key
			home := t.TempDir()
			term := uitest.Open(t, 80, 24, append(vault.bus(t),
				"LPKEYS_HOME="+home, "LPKEYS_API_URL="+api, "TERM=tmux-256color"))
			term.Run(program)
			term.Until("new account: welcome")
			vault.choose(term)
			walk(term, key)
			term.Press("Enter")
			vault.seal(term)
			term.Until(vault.kept, "PRODUCTION", "LPKEYS_API_URL")
			screen, line := copyHeader(term, true)
			if got := reply(t, box, screen, line); got != http.StatusOK {
				t.Errorf("LivePerson in a box answered %d to the copied header, want 200", got)
			}
			term.Press("C-c")
			term.UntilEnded()
			clean(t, term)

			term.Run(program)
			term.Until("accounts", "acme-prod", "PRODUCTION", "in force, default")
			nothingShown(t, term, home, key)
		})
	}
}

func TestTheDemoDoesTheWholeJobAndKeepsNothing(t *testing.T) {
	storetest.Need(t, "tmux", "tmux")
	home := t.TempDir()
	term := uitest.Open(t, 80, 24, []string{"LPKEYS_HOME=" + home, "TERM=tmux-256color"})
	term.Run(build(t), "demo")
	term.Until("DEMO", "demo-sandbox", "demo-prod", "PRODUCTION")
	press(term, "held in memory", "a")
	box := demo.New()
	walk(term, box.Accounts()[1].Key)
	term.Press("Enter")
	term.Until("acme-prod is saved (memory)")
	screen, line := copyHeader(term, false)
	if got := reply(t, box, screen, line); got != http.StatusOK {
		t.Errorf("LivePerson in a box answered %d to the copied header, want 200", got)
	}
	term.Press("C-c")
	term.UntilEnded()
	clean(t, term)
	if left, err := os.ReadDir(home); err != nil || len(left) > 0 {
		t.Errorf("the demo left %v behind (%v)", left, err)
	}
}

// nothingShown fails if a secret was written to the terminal or to a file.
func nothingShown(t *testing.T, term *uitest.Terminal, home string, key oauth.Credentials) {
	t.Helper()
	for name, secret := range map[string]string{
		"the secret": key.ConsumerSecret.Reveal(), "the access token secret": key.TokenSecret.Reveal(), "the passphrase": "CANARY",
	} {
		if bytes.Contains(term.Raw(), []byte(secret)) {
			t.Errorf("%s was written to the terminal", name)
		}
		grepNone(t, home, name, secret)
	}
}

// reply sends the copied header with the URL that is shown to the box.
func reply(t *testing.T, box *demo.Box, screen, line string) int {
	t.Helper()
	_, rest, _ := strings.Cut(screen, "\n URL ")
	rest, _, _ = strings.Cut(rest, "\n Parameters")
	rest, _, _ = strings.Cut(rest, "\n !")
	rest, _, _ = strings.Cut(rest, "\n\n")
	shown := strings.Join(strings.Fields(rest), "")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, shown, nil)
	if err != nil {
		t.Fatalf("the URL on the screen, %q: %v", shown, err)
	}
	name, value, _ := strings.Cut(line, ": ")
	req.Header.Set(name, value)
	res, err := box.Transport().RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode
}

// cleanScreen fails unless the screen was left as it was found.
func cleanScreen(t *testing.T, term *uitest.Terminal) {
	t.Helper()
	for fact, want := range map[string]string{
		"#{alternate_on}": "0", "#{cursor_flag}": "1", "#{mouse_any_flag}": "0",
	} {
		if got := term.State(fact); got != want {
			t.Errorf("%s is %s after the end, want %s", fact, got, want)
		}
	}
	if raw := term.Raw(); bytes.LastIndex(raw, []byte("\x1b[?1004l")) < bytes.LastIndex(raw, []byte("\x1b[?1004h")) {
		t.Error("telling of the focus was left on")
	}
}

// clean fails unless the whole terminal was left as it was found.
func clean(t *testing.T, term *uitest.Terminal) {
	t.Helper()
	cleanScreen(t, term)
	if raw := term.Raw(); bytes.LastIndex(raw, []byte("\x1b[?2004l")) < bytes.LastIndex(raw, []byte("\x1b[?2004h")) {
		t.Error("bracketed paste was left on")
	}
	modes, err := exec.CommandContext(t.Context(), "stty", "-a", "-F", term.State("#{pane_tty}")).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, mode := range []string{"echo", "icanon", "isig", "opost"} {
		if !slices.Contains(strings.Fields(string(modes)), mode) {
			t.Errorf("the terminal's mode %s was left off", mode)
		}
	}
}

// grepNone fails if any file below dir holds text.
func grepNone(t *testing.T, dir, name, text string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte(text)) {
			t.Errorf("%s lies in %s", name, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
