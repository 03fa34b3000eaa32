package store

import (
	"encoding/base64"
	"errors"
	"fmt"
)

const longestItem = 128

var errItemName = errors.New("an item's name has 1 to 128 letters, digits and dashes, and no dash first")

// checkItem refuses names that a keyring could take for something else: on
// Windows go-keyring joins service and user with a colon, on macOS it writes
// them into a command line.
func checkItem(item string) error {
	if item == "" || len(item) > longestItem || item[0] == '-' {
		return errItemName
	}
	for _, c := range []byte(item) {
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		digit := '0' <= c && c <= '9'
		if !letter && !digit && c != '-' {
			return errItemName
		}
	}
	return nil
}

// limits are what go-keyring and the system below it can carry. Zero means
// that nothing is known but our own bound.
type limits struct {
	value   int // octets of a value
	command int // octets of the line that go-keyring writes to macOS's security
}

func limitsOf(goos string) limits {
	switch goos {
	case "windows":
		return limits{value: 2560} // CRED_MAX_CREDENTIAL_BLOB_SIZE
	case "darwin":
		return limits{command: 4096}
	default:
		return limits{}
	}
}

// check asks before go-keyring does: on macOS it finds out only after it has
// started a process, which it then leaves behind.
func (l limits) check(item, value string) error {
	if most := l.value; most > 0 && len(value) > most {
		return fmt.Errorf("%w: %d bytes, and the system takes %d", ErrTooBig, len(value), most)
	}
	if most := l.command; most > 0 && commandLength(item, value) > most {
		return fmt.Errorf("%w: a command of %d bytes, and the system takes %d", ErrTooBig, commandLength(item, value), most)
	}
	return nil
}

// commandLength is the length of go-keyring's line for macOS, quotes included.
func commandLength(item, value string) int {
	const around = len("add-generic-password -U -s '" + keyringService + "' -a '' -w 'go-keyring-base64:'\n")
	return around + len(item) + base64.StdEncoding.EncodedLen(len(value))
}
