//go:build linux

package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"testing"

	"lpkeys/store/storetest"
	"lpkeys/ui/demo"
	"lpkeys/ui/uitest"
)

func TestAPanicLeavesTheTerminalClean(t *testing.T) {
	storetest.Need(t, "tmux", "tmux")
	program := filepath.Join(t.TempDir(), "panics")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "./testdata/panics").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for where, args := range map[string][]string{"beside the screens": nil, "in the screens": {"screens"}} {
		t.Run(where, func(t *testing.T) {
			term := uitest.Open(t, 80, 24, []string{"TERM=tmux-256color"})
			term.Run(program, args...)
			toAccounts(term)
			press(term, "> [ ] msgHist", "Enter")
			press(term, "lo.msghist.lpkeys-demo", "Space", "Enter")
			term.Press("p")
			if exit := term.UntilEnded(); exit != "1" {
				t.Errorf("exit %s, want 1", exit)
			}
			clean(t, term)
			key := demo.New().Accounts()[0].Key
			if raw := term.Raw(); bytes.Contains(raw, []byte(key.ConsumerSecret.Reveal())) || bytes.Contains(raw, []byte(key.TokenSecret.Reveal())) {
				t.Error("a secret was written to the terminal")
			}
		})
	}
}

// A shell with jobs stops the program, is used, and lets it go on.
func TestSuspendingLeavesTheShellAndForgetsWhatWasTyped(t *testing.T) {
	storetest.Need(t, "tmux", "tmux")
	term := uitest.Open(t, 80, 24, []string{"LPKEYS_HOME=" + t.TempDir(), "TERM=tmux-256color", "PS1=shell> "})
	term.Run("bash", "--norc", "--noprofile", "-i")
	term.Until("shell>")
	term.Type(build(t) + " demo")
	press(term, "demo-sandbox", "Enter")
	toWelcome(term)
	key := boxKey()
	pasteKey(term, key)
	press(term, "Stopped", "C-z")
	cleanScreen(t, term)
	term.Type("echo still $((40+2)) here")
	press(term, "still 42 here", "Enter")
	term.Type("fg")
	press(term, "were dropped while lpkeys was suspended", "Enter")
	press(term, "throw it away?", "C-c")
	press(term, "shell> ", "y")
	cleanScreen(t, term)
	if raw := term.Raw(); bytes.Contains(raw, []byte(key.ConsumerSecret.Reveal())) {
		t.Error("a secret was written to the terminal")
	}
}
