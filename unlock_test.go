//go:build linux

package main

import (
	"os"
	"os/exec"
	"syscall"
	"testing"

	"lpkeys/store/storetest"
	"lpkeys/ui/uitest"
)

func TestScreensAskForThePassphraseOnceAndNotWhileTheVaultFileIsKeptOpen(t *testing.T) {
	storetest.Need(t, "tmux", "tmux")
	_, api := loopback(t, 0)
	home := homeWithAnAccount(t)
	runtime, err := os.MkdirTemp("", "lpkeys-run-") // The path of a socket is short.
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(runtime)
	environ := []string{"LPKEYS_HOME=" + home, "LPKEYS_API_URL=" + api, "XDG_RUNTIME_DIR=" + runtime, "TERM=tmux-256color"}
	lock := exec.Command(build(t), "lock")
	lock.Env = environ
	defer func() {
		if told, err := lock.CombinedOutput(); err != nil {
			t.Errorf("locking: %v\n%s", err, told)
		}
	}()

	term := uitest.Open(t, 80, 24, environ)
	toPreview := func(shows string) {
		term.Run(build(t))
		term.Until("accounts", "kept")
		press(term, "] msgHist", "Enter")
		press(term, shows, "p")
	}
	leave := func() {
		term.Press("C-c")
		term.UntilEnded()
	}

	toPreview("u unlock")
	press(term, "Its passphrase opens it", "u")
	term.Type("CANARY passphrase")
	press(term, "oauth_timestamp", "Enter")
	press(term, "] msgHist", "Escape")
	press(term, "oauth_timestamp", "p") // nobody is asked again
	leave()

	term.Run(build(t), "unlock")
	term.Until("Passphrase of the vault file:")
	term.Type("CANARY passphrase")
	press(term, "is open until it goes unused", "Enter")
	term.UntilEnded()
	toPreview("oauth_timestamp")
	leave()
	nothingShown(t, term, home, boxKey())
}

// People who notice a slip type on at once, while the passphrase is tried.
func TestWhatIsTypedWhileAPassphraseIsTriedIsNotShown(t *testing.T) {
	storetest.Need(t, "tmux", "tmux")
	home := homeWithAnAccount(t)
	term := uitest.Open(t, 80, 24, []string{"LPKEYS_HOME=" + home, "XDG_RUNTIME_DIR=" + t.TempDir(), "TERM=tmux-256color"})
	term.Run(build(t), "sign", "GET", "https://va.msghist.liveperson.net/")
	term.Until("Passphrase of the vault file:")
	term.Type("CANARY wrong")
	term.Press("Enter")
	term.Type("CANARY passphrase")
	press(term, "Authorization: OAuth", "Enter")
	term.UntilEnded()
	nothingShown(t, term, home, boxKey())
	clean(t, term)
}

// However a command ends at its prompt, or while it tries what was typed, the
// terminal shows again what is typed.
func TestEndingAtAPromptLeavesTheTerminalClean(t *testing.T) {
	storetest.Need(t, "tmux", "tmux")
	home := homeWithAnAccount(t)
	for name, end := range map[string]func(*testing.T, *uitest.Terminal){
		"ctrl+c":       func(_ *testing.T, term *uitest.Terminal) { term.Press("C-c") },
		"ctrl+c twice": func(_ *testing.T, term *uitest.Terminal) { term.Press("C-c", "C-c") },
		`ctrl+\`:       func(_ *testing.T, term *uitest.Terminal) { term.Press(`C-\`) },
		"SIGTERM":      func(t *testing.T, term *uitest.Terminal) { strike(t, term, syscall.SIGTERM) },
		"SIGHUP":       func(t *testing.T, term *uitest.Terminal) { strike(t, term, syscall.SIGHUP) },
	} {
		for moment, typed := range map[string][]string{"at the prompt": nil, "while the passphrase is tried": {"Enter"}} {
			t.Run(name+" "+moment, func(t *testing.T) {
				term := uitest.Open(t, 80, 24, []string{"LPKEYS_HOME=" + home, "XDG_RUNTIME_DIR=" + t.TempDir(), "TERM=tmux-256color"})
				term.Run(build(t), "sign", "GET", "https://va.msghist.liveperson.net/")
				term.Until("Passphrase of the vault file:")
				term.Type("CANARY wrong")
				if typed != nil {
					term.Press(typed...)
				}
				end(t, term)
				term.UntilEnded()
				clean(t, term)
				nothingShown(t, term, home, boxKey())
			})
		}
	}
}

// A shell gives whoever comes back to the prompt a terminal that shows what is
// typed.
func TestAPassphraseIsHiddenAgainOnceTheProgramGoesOn(t *testing.T) {
	storetest.Need(t, "tmux", "tmux")
	home := homeWithAnAccount(t)
	term := uitest.Open(t, 80, 24, []string{"LPKEYS_HOME=" + home, "XDG_RUNTIME_DIR=" + t.TempDir(), "TERM=tmux-256color", "PS1=shell> "})
	term.Run("bash", "--norc", "--noprofile", "-i")
	term.Until("shell>")
	term.Type(build(t) + " sign GET https://va.msghist.liveperson.net/")
	press(term, "Passphrase of the vault file:", "Enter")
	press(term, "Stopped", "C-z")
	term.Type("clear; echo cleared $((40+2))")
	press(term, "cleared 42", "Enter")
	term.Type("fg")
	press(term, "Passphrase of the vault file:", "Enter")
	term.Type("CANARY passphrase")
	press(term, "Authorization: OAuth", "Enter")
	nothingShown(t, term, home, boxKey())
}
