package oauth

import (
	"errors"
	"fmt"
	"strings"
)

// ErrFormTooLong says that a form body, which has to be signed, is longer than
// [MaxForm].
var ErrFormTooLong = errors.New("form body is too long to sign")

// ErrBodyTooLong says that a body which is no form, and which has to be hashed for
// oauth_body_hash, is longer than [MaxForm].
var ErrBodyTooLong = errors.New("body is too long to hash")

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

// Problem says why a request was not accepted, in the words of the OAuth Problem
// Reporting extension, which LivePerson's servers use too.
type Problem string

// The problems that [Verifier.Verify] reports.
const (
	VersionRejected         Problem = "version_rejected"
	ParameterAbsent         Problem = "parameter_absent"
	ParameterRejected       Problem = "parameter_rejected"
	TimestampRefused        Problem = "timestamp_refused"
	NonceUsed               Problem = "nonce_used"
	SignatureMethodRejected Problem = "signature_method_rejected"
	SignatureInvalid        Problem = "signature_invalid"
	ConsumerKeyUnknown      Problem = "consumer_key_unknown"
	TokenRejected           Problem = "token_rejected"
)

// VerifyError says why a request was not accepted. It holds no value that the
// request came with, but may hold a name from it.
type VerifyError struct {
	Problem    Problem
	Parameters []string // the names that the problem is about, decoded
	Detail     string   // what is wrong with them
}

// Error percent-encodes the names: one may have been made to forge a line of a log.
func (e *VerifyError) Error() string {
	names := make([]string, len(e.Parameters))
	for i, name := range e.Parameters {
		names[i] = string(appendEncoded(nil, name))
	}
	return fmt.Sprintf("%s: %s %s", e.Problem, strings.Join(names, ", "), e.Detail)
}

func absent(names ...string) *VerifyError {
	return &VerifyError{ParameterAbsent, names, "not there"}
}

func rejected(name, detail string) *VerifyError {
	return &VerifyError{ParameterRejected, []string{name}, detail}
}
