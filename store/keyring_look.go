//go:build !darwin && !windows

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/godbus/dbus/v5"
)

// errAsleep means that the bus could start the service and has not.
var errAsleep = errors.New("the keyring service is not started")

// lookAtService sees whether go-keyring's next call would ask anybody. It
// starts a service that the bus can start, as any call to it would.
func lookAtService(ctx context.Context, item string) error {
	err := glance(ctx, item)
	if !errors.Is(err, errAsleep) {
		return err
	}
	if err := wake(ctx); err != nil {
		return err
	}
	return glance(ctx, item)
}

// glance gives the service no more time when a person is there: telling its
// state asks nobody.
func glance(ctx context.Context, item string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := onPrivateBus(ctx, func(conn *dbus.Conn) error {
		bus := caller{ctx, conn.BusObject()}
		var owned bool
		if err := bus.call(busName+".NameHasOwner", secretsName).Store(&owned); err != nil {
			return nameBusError(err)
		}
		if owned {
			return lookInside(ctx, conn, item)
		}
		var activatable []string
		if err := bus.call(busName + ".ListActivatableNames").Store(&activatable); err != nil {
			return nameBusError(err)
		}
		if slices.Contains(activatable, secretsName) {
			return errAsleep
		}
		return ErrNoService
	})
	return overdue(ctx, err)
}

func wake(ctx context.Context) error {
	return onPrivateBus(ctx, func(conn *dbus.Conn) error {
		bus := caller{ctx, conn.BusObject()}
		if err := bus.call(busName+".StartServiceByName", secretsName, uint32(0)).Err; err != nil {
			return fmt.Errorf("%w: it could not be started", ErrNoService)
		}
		return nil
	})
}

func lookInside(ctx context.Context, conn *dbus.Conn, item string) error {
	_, err := openItems(ctx, conn, item)
	return err
}

// openItems are the items of that name, none for "", where nobody has to be asked
// for any of them.
func openItems(ctx context.Context, conn *dbus.Conn, item string) ([]dbus.ObjectPath, error) {
	path, err := collectionPath(ctx, conn)
	if err != nil {
		return nil, err
	}
	collection := caller{ctx, conn.Object(secretsName, path)}
	if err := collection.mustBeOpen(collectionLock, ErrLocked); err != nil || item == "" {
		return nil, err
	}
	var items []dbus.ObjectPath
	attributes := map[string]string{"service": keyringService, "username": item}
	if err := collection.call(collectionItems, attributes).Store(&items); err != nil {
		return nil, nameBusError(err)
	}
	for _, path := range items {
		one := caller{ctx, conn.Object(secretsName, path)}
		// Whatever else is the matter with an item, who reads it will meet it too.
		if err := one.mustBeOpen(itemLock, errItemLocked); errors.Is(err, errItemLocked) || ctx.Err() != nil {
			return nil, err
		}
	}
	return items, nil
}

// collectionPath is where go-keyring will look: the collection named login, else
// the default one.
func collectionPath(ctx context.Context, conn *dbus.Conn) (dbus.ObjectPath, error) {
	service := caller{ctx, conn.Object(secretsName, secretsPath)}
	var collections []dbus.ObjectPath
	if err := service.property(collectionsOf, &collections); err != nil {
		return "", nameBusError(err)
	}
	if slices.Contains(collections, loginPath) {
		return loginPath, nil
	}
	var path dbus.ObjectPath
	if err := service.call(secretService+".ReadAlias", "default").Store(&path); err != nil {
		return "", nameBusError(err)
	}
	if path == nowhere {
		return "", errNoCollection
	}
	return path, nil
}

func (c caller) mustBeOpen(property string, closed error) error {
	var locked bool
	if err := c.property(property, &locked); err != nil {
		return nameBusError(err)
	}
	if locked {
		return closed
	}
	return nil
}
