package oauth

import (
	"errors"
	"fmt"
)

// ErrFormTooLong says that a form body, which has to be signed, is longer than
// [MaxForm].
var ErrFormTooLong = errors.New("form body is too long to sign")

// InputError names the part of a request or of a [Signer] that cannot be
// signed: a URL that is not absolute, a realm with a quote in it.
type InputError struct {
	What    string // "URL", "method", "realm", ...
	Problem string
}

func (e *InputError) Error() string { return e.What + ": " + e.Problem }

// ConflictError names a parameter of the request that the signer sends too.
// RFC 5849 §3.1: a protocol parameter must not appear more than once.
type ConflictError struct {
	Name   string // decoded
	Source Source // where the request has it
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("%s parameter %s is sent in the Authorization header too", e.Source, e.Name)
}
