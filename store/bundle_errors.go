package store

import "errors"

// ErrRecipient means that a text is not a public key that a bundle can be
// encrypted to.
var ErrRecipient = errors.New("not an age public key (age1...)")

// A BundleError says what keeps a bundle from being made or read. It repeats
// nothing of it.
type BundleError struct {
	Problem BundleProblem
	Detail  string // where, or ""
}

// A BundleProblem says what keeps a bundle from being made or read.
type BundleProblem string

// The problems of bundles.
const (
	NotABundle      BundleProblem = "this is not a bundle of lpkeys"
	BundleIsVault   BundleProblem = "this is a file of a sealed vault, not a bundle"
	BundleTruncated BundleProblem = "the bundle stops before its end"
	BundleDamaged   BundleProblem = "the bundle is damaged"
	BundleNewer     BundleProblem = "a newer lpkeys made the bundle"
	BundleTooBig    BundleProblem = "the bundle is bigger than any that is made or read: 4 MiB, 1000 accounts"
	BundleTooCostly BundleProblem = "opening the bundle would take more work than any bundle of lpkeys does"
	BundleUnfit     BundleProblem = "the bundle has an account in it that cannot be kept"

	BundleWantsPassphrase BundleProblem = "the bundle opens with a passphrase"
	BundleWantsIdentity   BundleProblem = "the bundle opens with an age identity"
	BundlePassphraseWrong BundleProblem = "the passphrase does not open the bundle"
	BundleIdentityWrong   BundleProblem = "the bundle was made for somebody else's age identity"
	BundleNoIdentity      BundleProblem = "what should open the bundle is not an age identity file"
)

func (e *BundleError) Error() string {
	if e.Detail == "" {
		return string(e.Problem)
	}
	return string(e.Problem) + ": " + e.Detail
}
