// Package format writes a signed request the way other tools want it. Every
// format is one piece of text that can be copied or piped as it is. What a tool
// would change on its way is prevented where the tool lets us, and otherwise
// refused by name: a server would refuse the signature.
package format

import (
	"errors"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Name is what a format is called in a flag, a menu and a setting.
type Name string

// The formats, in the order in which menus show them.
const (
	AsValue    Name = "value"     // what belongs behind "Authorization: "
	AsHeader   Name = "header"    // the whole header line
	AsCurlSign Name = "curl-sign" // a command for curl that has lpkeys sign each time
	AsCurl     Name = "curl"      // a command for curl
	AsHTTPie   Name = "httpie"    // a command for HTTPie
	AsFetch    Name = "fetch"     // JavaScript, for browsers and Node.js
	AsPython   Name = "python"    // Python, with requests
	AsGo       Name = "go"        // a Go program
	AsJSON     Name = "json"      // method, URL, headers and body as JSON
)

// A Shell is what reads a command.
type Shell uint8

const (
	POSIX      Shell = iota // sh, bash, zsh and their like
	PowerShell              // of Windows, old or new
)

// SystemShell is the one that people have here.
func SystemShell() Shell {
	if runtime.GOOS == "windows" {
		return PowerShell
	}
	return POSIX
}

// Request is a signed request as it goes out.
type Request struct {
	Account     string // whose key a command that signs itself uses
	Insisted    bool   // whether lpkeys sign needs --yes for it
	Method      string
	URL         string // as it was signed
	Header      string // the value of Authorization; [AsCurlSign] needs none
	Form        string // the body, raw, when it is a form
	Body        string // any other body
	ContentType string // of Body
	Shell       Shell  // for which commands are written
}

var (
	// ErrEmpty means that there is no header to write.
	ErrEmpty = errors.New("formatting the header: it is empty")

	// ErrLineBreak means that the header holds a line break, which would make
	// two headers of it.
	ErrLineBreak = errors.New("formatting the header: it holds a line break")

	// ErrUnknownFormat means that no format has that name.
	ErrUnknownFormat = errors.New("formatting the header: unknown format")
)

// RefusedError means that a request cannot be written in a format such that it
// goes out as it was signed. No part of the request is in it.
type RefusedError struct {
	Format  Name
	Problem string // "has a path that requests rewrites", say, of the request
}

func (e *RefusedError) Error() string {
	return "writing the request as " + string(e.Format) + ": it " + e.Problem
}

// Names lists every format in the order in which menus show them.
func Names() []Name {
	return []Name{AsValue, AsHeader, AsCurlSign, AsCurl, AsHTTPie, AsFetch, AsPython, AsGo, AsJSON}
}

// IsHeader reports whether the format is the header alone, which then goes into
// a request that somebody else writes.
func (n Name) IsHeader() bool { return n == AsValue || n == AsHeader }

// Format writes r in the named format, without a line end. A name that is not
// among [Names] is [ErrUnknownFormat]; a header that cannot be one is [ErrEmpty]
// or [ErrLineBreak]; what the tool would change is a [*RefusedError].
func (n Name) Format(r Request) (string, error) {
	if !slices.Contains(Names(), n) {
		return "", ErrUnknownFormat
	}
	if n != AsCurlSign {
		if err := checkHeader(r.Header); err != nil {
			return "", err
		}
	}
	switch n {
	case AsValue:
		return r.Header, nil
	case AsHeader:
		return authorization + ": " + r.Header, nil
	}
	w, problem := wired(n, r)
	if problem != "" {
		return "", &RefusedError{n, problem}
	}
	return writers[n](w), nil
}

const authorization = "Authorization"

func checkHeader(header string) error {
	switch {
	case header == "":
		return ErrEmpty
	case strings.ContainsAny(header, "\r\n"):
		return ErrLineBreak
	}
	return nil
}

var writers = map[Name]func(wire) string{
	AsCurlSign: wire.curlSign,
	AsCurl:     wire.curl,
	AsHTTPie:   wire.httpie,
	AsFetch:    wire.fetch,
	AsPython:   wire.python,
	AsGo:       wire.program,
	AsJSON:     wire.json,
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}
