// Package agent keeps a sealed vault open between programs, so that its
// passphrase is asked for once.
//
// The agent is a process of our own. It holds the identity of one vault and
// listens on a unix socket in a folder that is its person's alone; whoever else
// gets through to it hears nothing. It puts, gets and forgets keys on request
// and never hands the identity out. It ends when it goes unused for a while, at
// a signal, when [Client.Lock] tells it to, when its socket is removed, and when
// the vault is replaced, and leaves nothing behind.
//
// [Client.Start] starts it, as the same program with [Verb] for its argument,
// whose only work is [Run]. It is for Linux and macOS, which tell who is at the
// other end of a socket.
package agent

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"

	"lpkeys/store"
)

// Verb is the argument that the agent's process is started with.
const Verb = "agent"

// place is where the agent of one vault listens.
type place struct{ folder, socket string }

// placeOf finds the place. The runtime folder is XDG_RUNTIME_DIR's; one that is
// not there or is not this user's, as after sudo -E, counts as none.
func placeOf(runtime string, paths store.Paths) place {
	folder := filepath.Join(paths.Cache, "run")
	if filepath.IsAbs(runtime) && ours(runtime) {
		folder = filepath.Join(runtime, "lpkeys")
	}
	sum := sha256.Sum256([]byte(filepath.Clean(paths.Data)))
	return place{folder: folder, socket: filepath.Join(folder, hex.EncodeToString(sum[:8])+".sock")}
}

func (p place) check() error {
	if len(p.socket) > longestPath {
		return &LongPathError{Path: p.socket, Limit: longestPath}
	}
	return nil
}
