package explain

import "lpkeys/store"

// Reason says why an account is in force, in words that follow its name.
func Reason(r store.Reason) string {
	switch r {
	case store.ByFlag:
		return "named by --account"
	case store.ByVariable:
		return "named by LPKEYS_ACCOUNT"
	case store.ByDefault:
		return "the default"
	default:
		return string(r)
	}
}
