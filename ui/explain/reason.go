package explain

import (
	"path/filepath"

	"lpkeys/domain"
	"lpkeys/store"
)

// Reason says why an account is in force, in words that follow its name. Of
// nothing it is "".
func Reason(b store.Because) string {
	switch b.Reason {
	case store.ByFlag:
		return "named by --account"
	case store.ByVariable:
		return "named by LPKEYS_ACCOUNT"
	case store.ByFolder:
		return "for the folder " + domain.Clean(b.Folder)
	case store.ByDefault:
		return "the default"
	default:
		return string(b.Reason)
	}
}

// ShortReason is Reason where room is scarce: of a folder it says the last name.
func ShortReason(b store.Because) string {
	if b.Reason == store.ByFolder {
		return "folder " + domain.Clean(filepath.Base(b.Folder))
	}
	return Reason(b)
}
