package explain

import "lpkeys/ui/unlock"

// Weakness is a hint for who chooses a passphrase, "" when there is nothing to
// say. It fits beside a field.
func Weakness(w unlock.Weakness) string {
	switch w {
	case unlock.Short:
		return "short: several words are harder to guess"
	case unlock.Repeating:
		return "it repeats itself: several words are harder to guess"
	default:
		return ""
	}
}
