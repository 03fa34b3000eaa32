package explain

import (
	"fmt"

	"lpkeys/domain"
	"lpkeys/store"
)

// Repaired says what a repair did about one thing. Warn means that a person
// should know of it even if nothing else is told: something could not be done,
// or stood open to others.
func Repaired(r store.Repaired) (text string, warn bool) {
	name := domain.Clean(r.Account.Name)
	if r.Others > 0 {
		return ofTogether(r, name)
	}
	switch {
	case r.Path != "" && r.Err != nil:
		return fmt.Sprintf("others can open %s, and it could not be closed to them: %s", domain.Clean(r.Path), Of(r.Err).Error), true
	case r.Path != "":
		return fmt.Sprintf("others could open %s; it is closed to them now", domain.Clean(r.Path)), true
	case r.Item.Name != "":
		return domain.Clean(r.Item.Name) + ", which a removed account had left in " + Vault(r.Item.Vault) + ", is forgotten now", false
	}
	switch r.Outcome {
	case store.Finished:
		return name + " was being added when lpkeys was cut short; it is kept now", false
	case store.Undone:
		return name + " was being added when lpkeys was cut short; it was not added", false
	case store.Removed:
		return name + " was being removed when lpkeys was cut short; it is removed now", false
	case store.Cleared:
		switch r.Account.State {
		case store.Moving:
			return name + " was being moved when lpkeys was cut short; its key is in one place, whole", false
		case store.Replacing:
			return "the key of " + name + " was being replaced when lpkeys was cut short; it has the key that it had before", false
		}
		return "what an earlier run left of " + name + " elsewhere is cleared", false
	default:
		return "an earlier change of " + name + " is not finished: " + Of(r.Err).Error, true
	}
}

// ofTogether is about accounts that came in one bundle, all or none.
func ofTogether(r store.Repaired, name string) (text string, warn bool) {
	text = fmt.Sprintf("%s and %d more were being imported when lpkeys was cut short; ", name, r.Others)
	if r.Outcome == store.Undone {
		return text + "none of them was added", false
	}
	return text + "what was stored of them is not forgotten yet: " + Of(r.Err).Error, true
}
