package cli

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"

	"lpkeys/domain"
	"lpkeys/ui/doctor"
)

// The columns of a finding on a terminal. Below narrow, the text gets lines of its
// own.
const (
	stateColumn = len("not tried") + 2
	checkColumn = len("keyring service") + 2
	narrow      = 60
)

// tellFinding prints one finding: for a person in columns, in colour, with the
// fix below; for a program with tabs between.
func (s *session) tellFinding(f doctor.Finding) {
	if !s.env.Terminal.Out {
		s.out.row([]string{string(f.State), f.Check, f.Text, f.Fix})
		return
	}
	width := s.env.Terminal.Width
	if width <= 0 {
		width = 80
	}
	indent := stateColumn + checkColumn
	head := s.painted(f.State) + strings.Repeat(" ", stateColumn-len(f.State)) + runewidth.FillRight(f.Check, checkColumn)
	if width < narrow {
		fmt.Fprintln(s.out, strings.TrimRight(head, " "))
		head, indent = "  ", 2
	}
	room := max(1, width-indent)
	for _, line := range folded(domain.Clean(f.Text), room) {
		fmt.Fprintln(s.out, head+line)
		head = strings.Repeat(" ", indent)
	}
	for _, line := range s.fixed(domain.Clean(f.Fix), room) {
		fmt.Fprintln(s.out, head+line)
	}
}

// fixed answers the lines of a fix. A command stays whole, so that it can be
// copied: the terminal wraps it.
func (s *session) fixed(fix string, room int) []string {
	first, _ := utf8.DecodeRuneInString(fix)
	switch {
	case fix == "":
		return nil
	case unicode.IsUpper(first):
		return folded("fix: "+fix, room)
	default:
		return []string{"fix: " + s.colour("1", fix)}
	}
}

func (s *session) painted(state doctor.State) string {
	switch state {
	case doctor.OK:
		return s.colour("32", string(state))
	case doctor.Warning:
		return s.colour("33", string(state))
	case doctor.Failed:
		return s.colour("31", string(state))
	default:
		return s.colour("2", string(state))
	}
}

// colour draws text in one of the terminal's own colours, unless there are to be
// none.
func (s *session) colour(code, text string) string {
	if s.noColor || s.env.Getenv("NO_COLOR") != "" || s.env.Getenv("TERM") == "dumb" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// folded breaks a text between words. A word that is wider than the room stays
// whole.
func folded(text string, room int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case runewidth.StringWidth(line)+1+runewidth.StringWidth(word) <= room:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}
