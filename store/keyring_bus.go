//go:build !darwin && !windows

package store

import (
	"context"
	"fmt"
	"runtime"
	"strings"

	"github.com/godbus/dbus/v5"
)

// Names of the Secret Service API, https://specifications.freedesktop.org/secret-service/0.2/.
const (
	secretsName     = "org.freedesktop.secrets"
	secretsPath     = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath       = dbus.ObjectPath("/org/freedesktop/secrets/collection/login")
	nowhere         = dbus.ObjectPath("/")
	secretService   = "org.freedesktop.Secret.Service"
	collectionsOf   = "org.freedesktop.Secret.Service.Collections"
	collectionLabel = "org.freedesktop.Secret.Collection.Label"
	collectionLock  = "org.freedesktop.Secret.Collection.Locked"
	promptInterface = "org.freedesktop.Secret.Prompt"
	busName         = "org.freedesktop.DBus"
)

var native = &keyringSystem{
	turn:    make(chan struct{}, 1),
	limits:  limitsOf(runtime.GOOS),
	look:    lookAtService,
	create:  createCollection,
	connect: joinBus,
	name:    nameBusError,
}

// onPrivateBus runs use on a connection of its own: go-keyring takes any signal
// on the shared one for its prompt's answer. It never starts a bus.
func onPrivateBus(ctx context.Context, use func(*dbus.Conn) error) error {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("%w: %v", ErrNoBus, err)
	}
	defer conn.Close()
	if err := conn.Auth(nil); err != nil {
		return fmt.Errorf("%w: %v", ErrNoBus, err)
	}
	if err := conn.Hello(); err != nil {
		return fmt.Errorf("%w: %v", ErrNoBus, err)
	}
	return use(conn)
}

type caller struct {
	ctx    context.Context
	object dbus.BusObject
}

func (c caller) call(method string, args ...any) *dbus.Call {
	return c.object.CallWithContext(c.ctx, method, dbus.FlagNoAutoStart, args...)
}

func (c caller) property(name string, value any) error {
	dot := strings.LastIndex(name, ".")
	var got dbus.Variant
	if err := c.call("org.freedesktop.DBus.Properties.Get", name[:dot], name[dot+1:]).Store(&got); err != nil {
		return err
	}
	return got.Store(value)
}
