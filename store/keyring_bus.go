//go:build !darwin && !windows

package store

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

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
		if prompt == nowhere {
			return nil
		}
		return answered(ctx, conn, prompt)
	})
}

// answered shows a prompt and waits for the person.
func answered(ctx context.Context, conn *dbus.Conn, prompt dbus.ObjectPath) error {
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

// sharedLine is go-keyring's own connection, watched while it is used. It is
// closed after every operation: go-keyring leaves its prompts' channels on it.
type sharedLine struct {
	conn    *dbus.Conn
	signals chan *dbus.Signal
	no      bool
	over    chan struct{} // closed when the operation has ended
	cut     chan struct{} // closed when the cutting has ended
	spare   func() bool   // calls the cutting off
}

func joinBus(ctx context.Context) (line, error) {
	conn, err := dbus.SessionBus()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrNoBus, err)
	}
	l := &sharedLine{
		conn:    conn,
		signals: make(chan *dbus.Signal, 16),
		over:    make(chan struct{}),
		cut:     make(chan struct{}),
	}
	conn.Signal(l.signals)
	l.spare = context.AfterFunc(ctx, l.sever)
	return l, nil
}

// sever closes the connection, which ends the call that waits on it. A call
// that was about to begin dials anew, so it goes on until the operation ends.
func (l *sharedLine) sever() {
	defer close(l.cut)
	l.conn.Close()
	for {
		select {
		case <-l.over:
			return
		case <-time.After(grace / 2):
		}
		if conn, err := dbus.SessionBus(); err == nil {
			conn.Close()
		}
	}
}

func (l *sharedLine) dismissed() bool {
	for {
		select {
		case signal, open := <-l.signals:
			if !open {
				return l.no
			}
			l.no = l.no || turnedDown(signal)
		default:
			return l.no
		}
	}
}

func (l *sharedLine) open() bool { return l.conn.Connected() }

func (l *sharedLine) leave() {
	close(l.over)
	if !l.spare() {
		<-l.cut
	}
	l.conn.Close()
}
