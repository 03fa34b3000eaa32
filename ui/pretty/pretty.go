// Package pretty shows the body of an answer to a person: JSON on lines of its own,
// anything else as clean text. Whatever the body holds, nothing in what is shown
// can command a terminal, and it takes time and room in proportion to the body.
package pretty

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"lpkeys/domain"
)

// Kind is what a piece of JSON is, for who paints it.
type Kind int

// The kinds.
const (
	Punctuation Kind = iota
	Name             // of a member
	Text
	Number // and true, false and null
)

// Paint colours a piece; nil leaves it as it is.
type Paint func(Kind, string) string

// mostIndented is the depth from which on lines begin no further to the right: JSON
// can be nested as deep as it is long.
const mostIndented = 20

// Body shows a body, in lines that each end with a line break. What is neither JSON
// nor text is only counted.
func Body(body string, paint Paint) string {
	if paint == nil {
		paint = func(_ Kind, text string) string { return text }
	}
	return set(body, paint, math.MaxInt)
}

// Beginning is the beginning of what [Body] shows, unpainted: all, if it is shorter
// than most octets, and exactly as many otherwise.
func Beginning(body string, most int) string {
	shown := set(body, func(_ Kind, text string) string { return text }, most)
	return shown[:min(len(shown), most)]
}

// set goes on until there is more than enough.
func set(body string, paint Paint, enough int) string {
	switch {
	case strings.TrimSpace(body) == "":
		return ""
	case json.Valid([]byte(body)):
		return indented(body, paint, enough)
	case !utf8.ValidString(body) || strings.Contains(body, "\x00"):
		return fmt.Sprintf("(%d octets that are no text)\n", len(body))
	}
	var out strings.Builder
	for line := range strings.Lines(body) {
		if out.Len() > enough {
			break
		}
		out.WriteString(domain.Clean(strings.TrimRight(line, "\r\n")) + "\n")
	}
	return out.String()
}

// indented writes valid JSON with each member on a line.
func indented(body string, paint Paint, enough int) string {
	var out strings.Builder
	depth := 0
	line := func() { out.WriteString("\n" + strings.Repeat("  ", min(depth, mostIndented))) }
	for at := 0; at < len(body) && out.Len() <= enough; {
		c := body[at]
		end := at + 1
		switch c {
		case ' ', '\t', '\r', '\n':
		case '{', '[':
			next := at + 1 + skipped(body[at+1:])
			if body[next] == c+2 { // ASCII has the closing one there.
				out.WriteString(paint(Punctuation, string(c)+string(c+2)))
				end = next + 1
				break
			}
			out.WriteString(paint(Punctuation, string(c)))
			depth++
			line()
		case '}', ']':
			depth--
			line()
			out.WriteString(paint(Punctuation, string(c)))
		case ',':
			out.WriteString(paint(Punctuation, ","))
			line()
		case ':':
			out.WriteString(paint(Punctuation, ":") + " ")
		case '"':
			end = at + quoted(body[at:])
			kind := Text
			if next := end + skipped(body[end:]); next < len(body) && body[next] == ':' {
				kind = Name
			}
			out.WriteString(paint(kind, visible(body[at:end])))
		default:
			for end < len(body) && !strings.ContainsRune(" \t\r\n,]}", rune(body[end])) {
				end++
			}
			out.WriteString(paint(Number, body[at:end]))
		}
		at = end
	}
	return out.String() + "\n"
}

// skipped is how many blanks a text begins with.
func skipped(text string) int { return len(text) - len(strings.TrimLeft(text, " \t\r\n")) }

// quoted is the length of the JSON string that a text begins with.
func quoted(text string) int {
	for at := 1; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return len(text)
}

// visible writes what a terminal would obey, or nobody sees, as JSON's escapes.
func visible(text string) string {
	if domain.Clean(text) == text {
		return text
	}
	var out strings.Builder
	for _, r := range text {
		if shown := string(r); domain.Clean(shown) == shown {
			out.WriteString(shown)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			fmt.Fprintf(&out, `\u%04x`, unit)
		}
	}
	return out.String()
}
