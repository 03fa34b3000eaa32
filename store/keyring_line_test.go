//go:build !darwin && !windows

package store

import (
	"net"
	"testing"

	"github.com/godbus/dbus/v5"
)

func TestAConnectionIsShutAsSoonAsItsSignalsEnd(t *testing.T) {
	here, there := net.Pipe()
	defer there.Close()
	conn, err := dbus.NewConn(here)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	l := &sharedLine{conn: conn, signals: make(chan *dbus.Signal, 1)}
	if !l.open() {
		t.Error("a connection that nobody closed: got shut, want open")
	}
	// What godbus does first when a bus dies. A prompt of go-keyring's stops
	// waiting with it, and asks why.
	close(l.signals)
	if l.open() {
		t.Error("got open, want shut, whatever the connection itself says")
	}
}
