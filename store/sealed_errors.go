package store

import (
	"errors"
	"fmt"
)

var (
	// ErrVaultExists means that a sealed vault is there and was left alone.
	ErrVaultExists = errors.New("the vault has been created already")

	// ErrIdentity means that a text is not the one age identity that a vault
	// is opened with.
	ErrIdentity = errors.New("not one age identity (AGE-SECRET-KEY-1...)")
)

// A SealedError says what is wrong with a file of the sealed vault. It is an
// [ErrCorrupt]. Nothing was overwritten.
type SealedError struct {
	Path     string
	Problem  SealedProblem
	Previous string // the generation before, when it is there
}

// A SealedProblem says what is wrong with a file of the sealed vault.
type SealedProblem string

// The problems of a sealed vault's files.
const (
	KeyFileMissing   SealedProblem = "is missing, and only the identity itself can open the vault without it"
	KeyFileAlone     SealedProblem = "does not open with this passphrase, and the vault.age that it belongs to is not there"
	KeyFileDamaged   SealedProblem = "is damaged, and no passphrase can open it"
	KeyFileChanged   SealedProblem = "is not the one that was written last; opening the vault tells whether it is damaged"
	VaultFileDamaged SealedProblem = "is damaged"
	VaultFileMissing SealedProblem = "is missing"
	OtherKey         SealedProblem = "was sealed with another key than this one"
)

func (e *SealedError) Error() string {
	if e.Previous == "" {
		return fmt.Sprintf("vault file %s %s", e.Path, e.Problem)
	}
	return fmt.Sprintf("vault file %s %s; the generation before it is %s", e.Path, e.Problem, e.Previous)
}

// Is makes every SealedError an [ErrCorrupt].
func (e *SealedError) Is(target error) bool { return target == ErrCorrupt }
