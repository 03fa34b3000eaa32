package store

import (
	"errors"
	"fmt"
	"os/exec"
	"syscall"
)

// nameExit names a failure of macOS's security by its exit status, the last
// eight bits of the OSStatus in Security/SecBase.h. Its output is not looked
// at: it may repeat a command, secret and all.
func nameExit(err error) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return fmt.Errorf("%w: its program could not be run", ErrUnsupported)
	}
	switch code := exit.ExitCode(); code {
	case 36, 51: // errSecInteractionNotAllowed, errSecAuthFailed
		return ErrLocked
	case 37, 50: // errSecNoDefaultKeychain, errSecNoSuchKeychain
		return ErrNoService
	case 44: // errSecItemNotFound
		return ErrNotFound
	case 128: // errSecUserCanceled
		return ErrDismissed
	default:
		return fmt.Errorf("%w: its program ended with status %d", ErrUnsupported, code)
	}
}

// Windows system error codes, https://learn.microsoft.com/windows/win32/debug/system-error-codes.
const (
	windowsNotFound       = syscall.Errno(1168)
	windowsCancelled      = syscall.Errno(1223)
	windowsNoLogonSession = syscall.Errno(1312)
	windowsBadStubData    = syscall.Errno(1783) // what CredWrite answers for a value that is too long
)

// nameErrno names a failure of the Windows Credential Manager.
func nameErrno(err error) error {
	var code syscall.Errno
	if !errors.As(err, &code) {
		return fmt.Errorf("%w: the Credential Manager failed", ErrUnsupported)
	}
	switch code {
	case windowsNotFound:
		return ErrNotFound
	case windowsCancelled:
		return ErrDismissed
	case windowsNoLogonSession:
		// A session without a password, such as one over SSH with a key.
		return ErrNoService
	case windowsBadStubData:
		return ErrTooBig
	default:
		return fmt.Errorf("%w: the Credential Manager failed with code %d", ErrUnsupported, uint(code))
	}
}
