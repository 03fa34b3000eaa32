package unlock

// A Weakness is what a look at a passphrase tells of how soon it is guessed.
// That is not much: a passphrase without one may be somebody's birthday.
type Weakness string

// The weaknesses that are looked for.
const (
	NotWeak   Weakness = ""
	Short     Weakness = "short"
	Repeating Weakness = "repeating"
)

// enough is how many characters a machine that tries a few passphrases a second
// does not get through, if they were drawn at random.
const enough = 12

// Weigh looks at a new passphrase. It is a hint for who chooses it, and never a
// reason to refuse it.
func Weigh(passphrase string) Weakness {
	text := []rune(passphrase)
	switch {
	case len(text) < enough:
		return Short
	case telling(text) < enough || period(text) < enough && period(text) <= len(text)/2:
		return Repeating
	default:
		return NotWeak
	}
}

// telling counts the characters that cannot be foretold from the two before
// them, as in "aaaa", "1234" and "fedc".
func telling(text []rune) int {
	count := 0
	for i, r := range text {
		if i >= 2 && r-text[i-1] == text[i-1]-text[i-2] && -1 <= r-text[i-1] && r-text[i-1] <= 1 {
			continue
		}
		count++
	}
	return count
}

// period is the length of what the text is made of by repeating it.
func period(text []rune) int {
	for p := 1; p < len(text); p++ {
		if repeats(text, p) {
			return p
		}
	}
	return len(text)
}

func repeats(text []rune, period int) bool {
	for i := period; i < len(text); i++ {
		if text[i] != text[i-period] {
			return false
		}
	}
	return true
}
