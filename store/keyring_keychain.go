package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
)

// lookForKeychain sees whether macOS has a default keychain, and asks nobody.
// go-keyring takes "A default keychain could not be found" for an item that is
// not there, and so a key that is safe for one that is lost.
func lookForKeychain(ctx context.Context, program string) error {
	if _, err := os.Stat(program); err != nil {
		return fmt.Errorf("%w: %s is not there", ErrUnsupported, program)
	}
	said, err := exec.CommandContext(ctx, program, "default-keychain").Output()
	if err != nil {
		return fmt.Errorf("%w: there is no default keychain", ErrNoService)
	}
	path := strings.Trim(strings.TrimSpace(string(said)), `"`)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: the default keychain is not there", ErrNoService)
	}
	return nil
}
