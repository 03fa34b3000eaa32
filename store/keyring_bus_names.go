//go:build !darwin && !windows

package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/godbus/dbus/v5"
)

// nameBusError names what D-Bus or the Secret Service answered. Of a foreign
// error only the name is kept, which cannot hold a secret.
func nameBusError(err error) error {
	// The one error of go-keyring's that it makes from words alone.
	if strings.HasPrefix(err.Error(), "failed to unlock") {
		return ErrLocked
	}
	var refusal dbus.Error
	switch {
	case errors.As(err, &refusal):
		return nameRefusal(refusal.Name)
	case brokeOff(err):
		return ErrNoBus
	default:
		return fmt.Errorf("%w: %w", ErrUnsupported, errMisread)
	}
}

// brokeOff reports whether the connection itself failed.
func brokeOff(err error) bool {
	var network net.Error
	return errors.Is(err, dbus.ErrClosed) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, context.Canceled) || errors.As(err, &network)
}

func nameRefusal(name string) error {
	switch name {
	case "org.freedesktop.Secret.Error.IsLocked":
		return ErrLocked
	case "org.freedesktop.Secret.Error.NoSuchObject":
		return ErrNotFound
	case "org.freedesktop.DBus.Error.ServiceUnknown",
		"org.freedesktop.DBus.Error.NameHasNoOwner",
		"org.freedesktop.DBus.Error.NoReply", // it went away in the middle
		"org.freedesktop.DBus.Error.Disconnected":
		return ErrNoService
	case "org.freedesktop.DBus.Error.Timeout", "org.freedesktop.DBus.Error.TimedOut":
		return ErrTimedOut
	default:
		return fmt.Errorf("%w: it answered %s", ErrUnsupported, errorName(name))
	}
}

// errorName is a D-Bus error name if it is one, so that nothing else can pass
// for it.
func errorName(name string) string {
	odd := func(r rune) bool {
		return !strings.ContainsRune("._", r) && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
	}
	if len(name) > 255 || strings.ContainsFunc(name, odd) {
		return "with an error"
	}
	return name
}
