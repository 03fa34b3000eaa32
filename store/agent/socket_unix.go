//go:build linux || darwin

package agent

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
)

// errRunning means that an agent listens in a place already.
var errRunning = errors.New("an agent is running already")

// dial connects to the agent, if it is this user's.
func (p place) dial(ctx context.Context) (net.Conn, error) {
	switch err := checkFolder(p.folder); {
	case errors.Is(err, fs.ErrNotExist):
		return nil, ErrNoAgent
	case err != nil:
		return nil, err
	}
	conn, err := new(net.Dialer).DialContext(ctx, "unix", p.socket)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fmt.Errorf("%w (%v)", ErrNoAgent, err)
	case !own(conn):
		_ = conn.Close()
		return nil, ErrStranger
	default:
		return conn, nil
	}
}

// own reports whether the other end of a connection is this user's.
func own(conn net.Conn) bool {
	socket, ok := conn.(*net.UnixConn)
	if !ok {
		return false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return false
	}
	user := -1
	err = raw.Control(func(fd uintptr) { user = peer(int(fd)) })
	return err == nil && user == os.Geteuid()
}

// stale reports whether what lies at the socket's path is nobody's.
func (p place) stale() bool {
	conn, err := net.Dial("unix", p.socket)
	if err == nil {
		_ = conn.Close()
	}
	return err != nil
}

// A socket is where the agent listens, until something else lies there.
type socket struct {
	*net.UnixListener
	place place
	file  fs.FileInfo
}

// listen takes the place of an agent that was killed, if need be; errRunning when
// there is one that lives.
func (p place) listen(ctx context.Context) (*socket, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	folder, err := p.hold(ctx, makeFolder)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	if !p.stale() {
		return nil, errRunning
	}
	if err := os.Remove(p.socket); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: p.socket})
	if err != nil {
		return nil, err
	}
	listener.SetUnlinkOnClose(false) // It may be another's by then.
	s := &socket{UnixListener: listener, place: p}
	if err = os.Chmod(p.socket, 0o600); err == nil {
		s.file, err = os.Lstat(p.socket)
	}
	if err != nil {
		_ = os.Remove(p.socket)
		_ = listener.Close()
		return nil, err
	}
	return s, nil
}

// there reports whether the socket is still the one that was made.
func (s *socket) there() bool {
	now, err := os.Lstat(s.place.socket)
	return err == nil && os.SameFile(now, s.file)
}

// leave removes the socket, and the folder when nothing else is in it.
func (s *socket) leave() { s.place.clear(context.Background(), s.there) }

// clear removes what lies at the socket's path, if it may, and the folder when
// it was the last in it.
func (p place) clear(ctx context.Context, may func() bool) {
	folder, err := p.hold(ctx, checkFolder)
	if err != nil {
		return // It is gone, or somebody else's.
	}
	defer folder.Close()
	if may() {
		_ = os.Remove(p.socket)
	}
	_ = os.Remove(p.folder) // Refused while another agent's socket is in it.
}
