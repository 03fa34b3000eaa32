package explain

import (
	"errors"

	"lpkeys/store"
)

// bundles says what to do about each problem of a bundle. Nothing was changed
// when one of them is met.
var bundles = map[store.BundleProblem]struct {
	hint, code string
	exit       int
}{
	store.NotABundle:      {"Give the file that lpkeys export wrote, from its BEGIN line to its END line", "not-a-bundle", Failed},
	store.BundleIsVault:   {"Leave the vault where it is, and make a bundle from it: lpkeys export", "bundle-is-vault", Failed},
	store.BundleTruncated: {"Get it again, whole: its last line is -----END AGE ENCRYPTED FILE-----", "bundle-truncated", Failed},
	store.BundleDamaged:   {"Get it again from whoever sent it, as a file and not through a program that changes text", "bundle-damaged", Failed},
	store.BundleNewer:     {"Update lpkeys", "bundle-newer", Failed},
	store.BundleTooBig:    {"Export fewer accounts at a time, by name", "bundle-too-big", Failed},
	store.BundleTooCostly: {"Do not trust whoever sent it; bundles of lpkeys open within a few seconds", "bundle-too-costly", Failed},
	store.BundleUnfit:     {"Ask whoever sent it to rename that account, or to correct it, and to export again", "bundle-unfit", Failed},

	store.BundleWantsPassphrase: {"Leave --identity out and type the passphrase, or give it with --passphrase-file FILE", "bundle-wants-passphrase", Misused},
	store.BundleWantsIdentity:   {"Give the file with your age identity: --identity FILE", "bundle-wants-identity", Misused},
	store.BundlePassphraseWrong: {"Ask whoever made it for the passphrase; upper and lower case count", "bundle-wrong-passphrase", Failed},
	store.BundleIdentityWrong:   {"Give another --identity FILE, or have it made again for your public key, which age-keygen -y FILE prints", "bundle-wrong-identity", Failed},
	store.BundleNoIdentity:      {"Give a file that age-keygen made, with a line AGE-SECRET-KEY-1 and what follows", "bundle-no-identity", Misused},
}

func ofBundles(err error) (Words, bool) {
	e, ok := errors.AsType[*store.BundleError](err)
	if !ok {
		return Words{}, false
	}
	b, known := bundles[e.Problem]
	if !known {
		return Words{Error: e.Error(), Hint: reportIt, Exit: Failed, Code: "bundle-failed"}, true
	}
	return Words{Error: e.Error(), Hint: b.hint, Exit: b.exit, Code: b.code}, true
}
