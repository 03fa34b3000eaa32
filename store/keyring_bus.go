//go:build !darwin && !windows

package store

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
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
	collectionItems = "org.freedesktop.Secret.Collection.SearchItems"
	collectionLabel = "org.freedesktop.Secret.Collection.Label"
	collectionLock  = "org.freedesktop.Secret.Collection.Locked"
	itemSecret      = "org.freedesktop.Secret.Item.GetSecret"
	itemLock        = "org.freedesktop.Secret.Item.Locked"
	promptInterface = "org.freedesktop.Secret.Prompt"
	busName         = "org.freedesktop.DBus"
)

var native = &keyringSystem{
	turn:    make(chan struct{}, 1),
	limits:  limitsOf(runtime.GOOS),
	look:    lookAtService,
	read:    readOpen,
	unlock:  unlockCollection,
	create:  createCollection,
	connect: joinBus,
	name:    nameBusError,
}

// busAddress is where the session bus is. It never starts one, as godbus does
// when it has no address, so it leaves its finding in the environment.
func busAddress() (string, error) {
	const variable = "DBUS_SESSION_BUS_ADDRESS"
	if address := os.Getenv(variable); address != "" && address != "autolaunch:" {
		return address, nil
	}
	socket := runtimeBus(os.Getenv("XDG_RUNTIME_DIR"), os.Getuid())
	if _, err := os.Stat(socket); err != nil {
		return "", fmt.Errorf("%w: there is no address, and no %s", ErrNoBus, socket)
	}
	address := "unix:path=" + dbus.EscapeBusAddressValue(socket)
	return address, os.Setenv(variable, address)
}

// runtimeBus is where a user's bus listens when nobody says where. Programs that
// cron or a plain ssh starts lack the variable.
func runtimeBus(folder string, user int) string {
	return filepath.Join(cmp.Or(folder, filepath.Join("/run/user", strconv.Itoa(user))), "bus")
}

// onPrivateBus runs use on a connection of its own: go-keyring takes any signal
// on the shared one for its prompt's answer.
func onPrivateBus(ctx context.Context, use func(*dbus.Conn) error) error {
	address, err := busAddress()
	if err != nil {
		return err
	}
	conn, err := dbus.Dial(address, dbus.WithContext(ctx))
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
