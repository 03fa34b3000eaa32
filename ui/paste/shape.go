package paste

import (
	"fmt"
	"strings"
)

// hexDigits is the length of each value in LivePerson's samples. LivePerson
// documents no format, so it is a reason to look twice and no more.
var hexDigits = map[Field]int{AppKey: 32, Secret: 16, AccessToken: 32, AccessTokenSecret: 16}

// Shape says what is unusual about a cleaned value, or nothing. It never
// repeats the value.
func Shape(field Field, value string) string {
	usual := hexDigits[field]
	switch {
	case usual == 0 || value == "":
		return ""
	case !isHex(value):
		return fmt.Sprintf("%d hex digits are usual, this holds other characters", usual)
	case len(value) != usual:
		return fmt.Sprintf("%d hex digits are usual, this has %d", usual, len(value))
	}
	return ""
}

// IsValue reports whether text has the shape of a value of a key. Where a name is
// wanted it must not be asked for, remembered or shown then.
func IsValue(text string) bool {
	return text != "" && (Shape(AppKey, text) == "" || Shape(Secret, text) == "")
}

// Doubts says in sentences what looks odd about cleaned values, each alone and
// together: unusual shapes, values in each other's place, one value twice.
func Doubts(values map[Field]string) []string {
	var doubts []string
	swapped := make(map[Field]bool)
	for _, pair := range [][2]Field{{AppKey, Secret}, {AccessToken, AccessTokenSecret}} {
		if looksLike(pair[1], values[pair[0]]) && looksLike(pair[0], values[pair[1]]) {
			swapped[pair[0]], swapped[pair[1]] = true, true
			doubts = append(doubts, fmt.Sprintf("%s and %s look swapped: %d and %d hex digits are usual.",
				pair[0], pair[1], hexDigits[pair[0]], hexDigits[pair[1]]))
		}
	}
	for _, field := range keyFields {
		if odd := Shape(field, values[field]); odd != "" && !swapped[field] {
			doubts = append(doubts, string(field)+": "+odd+".")
		}
	}
	for i, a := range keyFields {
		for _, b := range keyFields[i+1:] {
			if values[a] != "" && values[a] == values[b] {
				doubts = append(doubts, fmt.Sprintf("%s and %s are the same value.", a, b))
			}
		}
	}
	return doubts
}

func looksLike(field Field, value string) bool {
	return value != "" && Shape(field, value) == ""
}

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdefABCDEF") == "" }
