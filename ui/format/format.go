// Package format writes a signed request the way other tools want it. Every
// format is one piece of text that can be copied or piped as it is; what a tool
// would change on its way is refused by name.
package format

import (
	"errors"
	"strings"
)

// A Name is what a format is called in a flag, a menu and a setting.
type Name string

const (
	// AsValue is [Value].
	AsValue Name = "value"
	// AsHeader is [HeaderLine].
	AsHeader Name = "header"
)

// Names lists every format in the order in which menus show them.
func Names() []Name { return []Name{AsValue, AsHeader} }

var (
	// ErrEmpty means that there is no header to write.
	ErrEmpty = errors.New("formatting the header: it is empty")

	// ErrLineBreak means that the header holds a line break, which would make
	// two headers of it.
	ErrLineBreak = errors.New("formatting the header: it holds a line break")

	// ErrUnknownFormat means that no format has that name.
	ErrUnknownFormat = errors.New("formatting the header: unknown format")
)

// Value is what belongs behind "Authorization: ", without a line end. Its
// errors are [ErrEmpty] and [ErrLineBreak].
func Value(header string) (string, error) {
	switch {
	case header == "":
		return "", ErrEmpty
	case strings.ContainsAny(header, "\r\n"):
		return "", ErrLineBreak
	}
	return header, nil
}

// HeaderLine is the whole header line, without a line end. Its errors are
// those of [Value].
func HeaderLine(header string) (string, error) {
	value, err := Value(header)
	if err != nil {
		return "", err
	}
	return "Authorization: " + value, nil
}

// Format writes the value of an Authorization header in the named format. A
// name that is not among [Names] is [ErrUnknownFormat].
func (n Name) Format(header string) (string, error) {
	switch n {
	case AsValue:
		return Value(header)
	case AsHeader:
		return HeaderLine(header)
	default:
		return "", ErrUnknownFormat
	}
}
