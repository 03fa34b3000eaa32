//go:build !darwin && !windows

package store

import (
	"context"

	"github.com/godbus/dbus/v5"
)

// unlockCollection has the person unlock where go-keyring will look. go-keyring
// would ask as well, but in the middle of a change that may then be abandoned.
func unlockCollection(ctx context.Context) error {
	return onPrivateBus(ctx, func(conn *dbus.Conn) error {
		path, err := collectionPath(ctx, conn)
		if err != nil {
			return err
		}
		service := caller{ctx, conn.Object(secretsName, secretsPath)}
		var opened []dbus.ObjectPath
		var prompt dbus.ObjectPath
		err = service.call(secretService+".Unlock", []dbus.ObjectPath{path}).Store(&opened, &prompt)
		if err != nil {
			return nameBusError(err)
		}
		if err := answered(ctx, conn, prompt); err != nil {
			return err
		}
		return lookInside(ctx, conn, "")
	})
}

// createCollection makes the default collection, which go-keyring cannot. The
// service asks the person for a new password.
func createCollection(ctx context.Context) error {
	return onPrivateBus(ctx, func(conn *dbus.Conn) error {
		label := map[string]dbus.Variant{collectionLabel: dbus.MakeVariant("Default keyring")}
		service := caller{ctx, conn.Object(secretsName, secretsPath)}
		var collection, prompt dbus.ObjectPath
		err := service.call(secretService+".CreateCollection", label, "default").Store(&collection, &prompt)
		if err != nil {
			return nameBusError(err)
		}
		return answered(ctx, conn, prompt)
	})
}

// answered shows a prompt, if there is one, and waits for the person.
func answered(ctx context.Context, conn *dbus.Conn, prompt dbus.ObjectPath) error {
	if prompt == nowhere {
		return nil
	}
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	err := conn.AddMatchSignalContext(ctx, dbus.WithMatchObjectPath(prompt), dbus.WithMatchInterface(promptInterface))
	if err != nil {
		return nameBusError(err)
	}
	shown := caller{ctx, conn.Object(secretsName, prompt)}
	if err := shown.call(promptInterface+".Prompt", "").Err; err != nil {
		return nameBusError(err)
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case signal, open := <-signals:
			if !open {
				return ErrNoBus
			}
			if signal.Path != prompt {
				continue
			}
			if turnedDown(signal) {
				return ErrDismissed
			}
			return nil
		}
	}
}

func turnedDown(signal *dbus.Signal) bool {
	if signal.Name != promptInterface+".Completed" || len(signal.Body) == 0 {
		return false
	}
	dismissed, _ := signal.Body[0].(bool)
	return dismissed
}
