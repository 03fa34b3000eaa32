package paste

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrTooLarge means that the text is larger than [Limit].
	ErrTooLarge = errors.New("pasted text is larger than 64 KiB")

	// ErrEmpty means that the text holds nothing that could be a value.
	ErrEmpty = errors.New("pasted text is empty")
)

// A MissingError names the values that the text does not hold. Without labels
// the last ones are assumed to be missing.
type MissingError struct {
	Fields   []Field
	Labelled bool // the text had labels, so what was found is certain
}

func (e *MissingError) Error() string {
	names := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		names[i] = string(f)
	}
	verb := " is missing"
	if len(names) > 1 {
		verb = " are missing"
	}
	return "pasted text: " + list(names) + verb
}

// A DuplicateError names a value that the text gives twice.
type DuplicateError struct {
	Field Field
	Line  int // of the second one, counted from 1
}

func (e *DuplicateError) Error() string {
	return fmt.Sprintf("pasted text, line %d: a second %s", e.Line, e.Field)
}

// An AmbiguousError names the line that can be read in more than one way.
type AmbiguousError struct {
	Line    int // counted from 1
	Problem string
}

func (e *AmbiguousError) Error() string {
	return fmt.Sprintf("pasted text, line %d: %s", e.Line, e.Problem)
}

// A ValueError names a field whose value cannot be part of a key.
type ValueError struct {
	Field   Field
	Line    int // counted from 1; 0 for a value that was given alone
	Problem string
}

func (e *ValueError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s %s", e.Field, e.Problem)
	}
	return fmt.Sprintf("pasted text, line %d: %s %s", e.Line, e.Field, e.Problem)
}

// list joins words as people do: "a, b and c".
func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}
