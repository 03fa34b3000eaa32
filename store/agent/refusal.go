package agent

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"syscall"

	"lpkeys/store"
)

// Errors cross the socket as their words and as what can be asked of them with
// [errors.Is] and [errors.As], so that a vault behind the agent fails as it does
// in front of it.

const errorFields = 8

// named are the errors that a caller may test for, under their names on the
// socket.
var named = []struct {
	name string
	err  error
}{
	{"locked", store.ErrLocked}, {"no-vault", store.ErrNoVault}, {"not-found", store.ErrNotFound},
	{"exists", store.ErrExists}, {"corrupt", store.ErrCorrupt}, {"too-big", store.ErrTooBig},
	{"unsupported", store.ErrUnsupported}, {"timed-out", store.ErrTimedOut}, {"busy", store.ErrBusy},
	{"link", store.ErrLink}, {"too-long", store.ErrTooLong}, {"not-put-back", store.ErrNotPutBack},
	{"late", context.DeadlineExceeded}, {"no-agent", ErrNoAgent}, {"version", ErrVersion},
}

// failed is the answer that err makes.
func failed(err error) message {
	var names []string
	for _, n := range named {
		if errors.Is(err, n.err) {
			names = append(names, n.name)
		}
	}
	var errno syscall.Errno
	errors.As(err, &errno)
	fields := []string{err.Error(), strings.Join(names, " "), strconv.FormatUint(uint64(errno), 10), "", "", "", "", ""}
	if file, ok := errors.AsType[*store.FileError](err); ok {
		copy(fields[3:], []string{file.Op, file.Path, file.Err.Error()})
	}
	if sealed, ok := errors.AsType[*store.SealedError](err); ok {
		copy(fields[4:], []string{sealed.Path, "", string(sealed.Problem), sealed.Previous})
	}
	return ask(errorKind, fields...)
}

// refusal is what failed made, at the other end.
type refusal struct {
	text   string
	causes []error
}

func (e *refusal) Error() string   { return e.text }
func (e *refusal) Unwrap() []error { return e.causes }

func refused(fields []string) error {
	text, names, number := fields[0], fields[1], fields[2]
	op, path, why, problem, previous := fields[3], fields[4], fields[5], fields[6], fields[7]
	var causes []error
	for _, n := range named {
		if strings.Contains(" "+names+" ", " "+n.name+" ") {
			causes = append(causes, n.err)
		}
	}
	if errno, err := strconv.ParseUint(number, 10, 32); err == nil && errno != 0 {
		causes = append(causes, syscall.Errno(errno))
	}
	switch {
	case problem != "":
		causes = append(causes, &store.SealedError{Path: path, Problem: store.SealedProblem(problem), Previous: previous})
	case op != "":
		causes = []error{&store.FileError{Op: op, Path: path, Err: &refusal{why, causes}}}
	}
	return &refusal{text, causes}
}
