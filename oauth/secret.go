package oauth

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrSecret is what marshalling a [Secret] answers. A placeholder written in
// its stead could be stored, and later be taken for the key.
var ErrSecret = errors.New("a secret is not marshalled")

// Secret keeps a text from being shown by accident. Printing it with any verb,
// logging it or putting it into a template gives "[redacted]", or "[unset]" for
// the zero value, and an address where it stands in an unexported field, as fmt
// asks no methods there; marshalling it is [ErrSecret]. The text comes out by
// [Secret.Reveal] alone.
//
// The zero Secret is the empty text. Secrets cannot be compared with ==; use
// [Secret.Equal].
type Secret struct {
	_ [0]func()
	// A pointer, because fmt reads unexported fields without asking their
	// methods: it would print a string, but of a pointer only the address. To a
	// function, because what prints the differences of a test follows pointers.
	text *func() string
}

// NewSecret wraps s. The empty text gives the zero Secret.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	// s may be four lines of a long paste; a clone lets the rest of it go.
	clone := strings.Clone(s)
	text := func() string { return clone }
	return Secret{text: &text}
}

// Reveal returns the text itself.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return (*s.text)()
}

// IsZero reports whether s is the empty text.
func (s Secret) IsZero() bool { return s.text == nil }

// Equal reports whether both hold the same text. The time it takes tells
// nothing but the lengths.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// String returns "[redacted]" or "[unset]".
func (s Secret) String() string {
	if s.IsZero() {
		return "[unset]"
	}
	return "[redacted]"
}

// GoString returns what String returns.
func (s Secret) GoString() string { return s.String() }

// Format writes what String returns, whatever the verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// LogValue returns what String returns.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalJSON returns [ErrSecret].
func (s Secret) MarshalJSON() ([]byte, error) { return nil, ErrSecret }

// MarshalText returns [ErrSecret].
func (s Secret) MarshalText() ([]byte, error) { return nil, ErrSecret }

// visible reports whether the text is made of characters that show: no
// blanks, controls, invisible characters or broken UTF-8.
func (s Secret) visible() bool { return visible(s.Reveal()) }

func visible(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, hidden)
}

// hidden reports whether r shows nothing. Unicode calls some of those letters
// and marks: the fillers, the variation selectors, braille without a dot.
func hidden(r rune) bool {
	const brailleBlank = '\u2800'
	return r == ' ' || r == brailleBlank || !unicode.IsPrint(r) ||
		unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}
