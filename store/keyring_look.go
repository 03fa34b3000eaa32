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
func lookAtService(ctx context.Context) error {
	err := glance(ctx)
	if !errors.Is(err, errAsleep) {
		return err
	}
	if err := wake(ctx); err != nil {
		return err
	}
	return glance(ctx)
}

// glance gives the service no more time when a person is there: telling its
// state asks nobody.
func glance(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := onPrivateBus(ctx, func(conn *dbus.Conn) error {
		bus := caller{ctx, conn.BusObject()}
		var owned bool
		if err := bus.call(busName+".NameHasOwner", secretsName).Store(&owned); err != nil {
			return nameBusError(err)
		}
		if owned {
			return lookAtCollection(ctx, conn)
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

// lookAtCollection looks where go-keyring will: at the collection named login,
// else at the default one.
func lookAtCollection(ctx context.Context, conn *dbus.Conn) error {
	service := caller{ctx, conn.Object(secretsName, secretsPath)}
	var collections []dbus.ObjectPath
	if err := service.property(collectionsOf, &collections); err != nil {
		return nameBusError(err)
	}
	path := loginPath
	if !slices.Contains(collections, loginPath) {
		if err := service.call(secretService+".ReadAlias", "default").Store(&path); err != nil {
			return nameBusError(err)
		}
		if path == nowhere {
			return errNoCollection
		}
	}
	var locked bool
	collection := caller{ctx, conn.Object(secretsName, path)}
	if err := collection.property(collectionLock, &locked); err != nil {
		return nameBusError(err)
	}
	if locked {
		return ErrLocked
	}
	return nil
}
