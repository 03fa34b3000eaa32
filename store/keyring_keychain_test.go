//go:build !windows

package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// macOS's own program is not here: this is what it says, as far as it is known.
func TestAKeychainThatIsNotThereIsNotAKeyThatIsNotThere(t *testing.T) {
	folder := t.TempDir()
	keychain := filepath.Join(folder, "login.keychain-db")
	if err := os.WriteFile(keychain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(folder, "security")
	for script, want := range map[string]error{
		"echo '    \"" + keychain + "\"'":                                   nil,
		"echo '    \"" + keychain + "-gone\"'":                              ErrNoService,
		"echo 'A default keychain could not be found.' >&2; exit 1":         ErrNoService,
		"test \"$*\" = default-keychain && echo '    \"" + keychain + "\"'": nil,
	} {
		if err := os.WriteFile(program, []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := lookForKeychain(t.Context(), program); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", script, err, want)
		}
	}
	if err := lookForKeychain(t.Context(), filepath.Join(folder, "nowhere")); !errors.Is(err, ErrUnsupported) {
		t.Errorf("without the program: got %v, want %v", err, ErrUnsupported)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	if err := lookForKeychain(over, program); err == nil {
		t.Error("for a caller who gave up: got nil, want an error")
	}
}
