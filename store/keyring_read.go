//go:build !darwin && !windows

package store

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// readOpen reads an item that the service gives out without asking anybody, on
// one connection of its own. That is a third of the calls which a look and
// go-keyring take together; they come after it when it fails.
func readOpen(ctx context.Context, item string) (framed string, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = onPrivateBus(ctx, func(conn *dbus.Conn) error {
		items, err := openItems(ctx, conn, item)
		if err != nil {
			return err
		}
		if len(items) == 0 {
			return ErrNotFound
		}
		// The session ends with the connection.
		var nothing dbus.Variant
		var session dbus.ObjectPath
		service := caller{ctx, conn.Object(secretsName, secretsPath)}
		if err := service.call(secretService+".OpenSession", "plain", dbus.MakeVariant("")).Store(&nothing, &session); err != nil {
			return err
		}
		var secret struct {
			Session     dbus.ObjectPath
			Parameters  []byte
			Value       []byte
			ContentType string
		}
		one := caller{ctx, conn.Object(secretsName, items[0])}
		if err := one.call(itemSecret, session).Store(&secret); err != nil {
			return err
		}
		framed = string(secret.Value)
		return nil
	})
	return framed, overdue(ctx, err)
}
