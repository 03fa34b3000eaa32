package agent

import (
	"errors"
	"fmt"

	"lpkeys/store"
)

// An agent that cannot be asked leaves the vault as it is: locked. So all errors
// below are a [store.ErrLocked], but for [ErrNoAnswer] and [ErrByHand].
var (
	// ErrNoAgent means that no agent holds the vault open.
	ErrNoAgent = fmt.Errorf("no agent holds it open: %w", store.ErrLocked)

	// ErrNoAnswer means that the agent had the question and did not answer it,
	// so that nobody knows what it did. It is a [store.ErrTimedOut].
	ErrNoAnswer = fmt.Errorf("the agent was asked and ended or stayed silent: %w", store.ErrTimedOut)

	// ErrStranger means that the socket is served by somebody else.
	ErrStranger = fmt.Errorf("another user listens on the agent's socket: %w", store.ErrLocked)

	// ErrVersion means that the agent is another lpkeys, whose messages mean
	// something else.
	ErrVersion = fmt.Errorf("the agent was started by another version of lpkeys: %w", store.ErrLocked)

	// ErrByHand means that the agent's process was not started by
	// [Client.Start].
	ErrByHand = errors.New("the agent is started by lpkeys unlock, and not by hand")
)

// A SystemError says that there is no agent on an operating system: nothing
// tells there who is at the other end of a socket, or nobody has tried it.
type SystemError struct{ System string }

func (e *SystemError) Error() string {
	return fmt.Sprintf("there is no agent on %s: the vault file is unlocked for each process", e.System)
}

// Is makes every SystemError a [store.ErrLocked].
func (e *SystemError) Is(target error) bool { return target == store.ErrLocked }

// A LongPathError says that the path of the socket is longer than the system
// can take.
type LongPathError struct {
	Path  string
	Limit int // in octets
}

func (e *LongPathError) Error() string {
	return fmt.Sprintf("the path of the agent's socket, %s, has %d bytes, and sockets here take %d", e.Path, len(e.Path), e.Limit)
}

// Is makes every LongPathError a [store.ErrLocked].
func (e *LongPathError) Is(target error) bool { return target == store.ErrLocked }

// A FolderError says why a folder cannot hold the agent's socket.
type FolderError struct {
	Path    string
	Problem FolderProblem
}

// A FolderProblem says what is wrong with the folder of a socket.
type FolderProblem string

// The problems of a socket's folder.
const (
	NotAFolder   FolderProblem = "is a link or not a folder"
	NotOurs      FolderProblem = "belongs to another user"
	OpenToOthers FolderProblem = "can be used by others"
)

func (e *FolderError) Error() string {
	return fmt.Sprintf("the agent's folder %s %s", e.Path, e.Problem)
}

// Is makes every FolderError a [store.ErrLocked].
func (e *FolderError) Is(target error) bool { return target == store.ErrLocked }
