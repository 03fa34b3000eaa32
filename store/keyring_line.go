//go:build !darwin && !windows

package store

import (
	"context"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

// sharedLine is go-keyring's own connection, watched while it is used. It is
// closed after every operation: go-keyring leaves its prompts' channels on it.
type sharedLine struct {
	conn    *dbus.Conn
	signals chan *dbus.Signal
	no      bool
	shut    bool
	over    chan struct{} // closed when the operation has ended
	cut     chan struct{} // closed when the cutting has ended
	spare   func() bool   // calls the cutting off
}

func joinBus(ctx context.Context) (line, error) {
	// This takes no context, and nothing can cut the connection while it is being
	// made: a bus that does not greet keeps the turn for ever; see [ErrStuck].
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
				l.shut = true
				return l.no
			}
			l.no = l.no || turnedDown(signal)
		default:
			return l.no
		}
	}
}

// open asks the channel: godbus closes those before it calls itself closed, and
// go-keyring's prompt stops waiting in between.
func (l *sharedLine) open() bool {
	l.dismissed()
	return !l.shut
}

func (l *sharedLine) leave() {
	close(l.over)
	if !l.spare() {
		<-l.cut
	}
	l.conn.Close()
}
