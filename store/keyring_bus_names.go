//go:build !darwin && !windows

package store

import (
	"errors"
	"fmt"
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
	if !errors.As(err, &refusal) {
		// The connection itself: closed, reset, or its end.
		return ErrNoBus
	}
	switch name := refusal.Name; name {
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
