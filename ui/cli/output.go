package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"

	"github.com/mattn/go-runewidth"

	"lpkeys/domain"
	"lpkeys/ui/format"
)

// output collects results, so that they come out in one piece and a disk that is
// full is noticed.
type output struct {
	to  io.Writer
	all bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) { return o.all.Write(p) }

func (o *output) line(text string) { fmt.Fprintln(&o.all, domain.Clean(text)) }

// row prints cells with tabs between.
func (o *output) row(cells []string) {
	clean := make([]string, len(cells))
	for i, cell := range cells {
		clean[i] = domain.Clean(cell) // which leaves no tab inside
	}
	fmt.Fprintln(&o.all, strings.Join(clean, "\t"))
}

func (o *output) flush() error {
	if o.all.Len() == 0 {
		return nil
	}
	if _, err := o.all.WriteTo(o.to); err != nil {
		return &outputError{err}
	}
	return nil
}

// outputError is a standard output that does not take the results.
type outputError struct{ err error }

func (e *outputError) Error() string { return "writing standard output: " + e.err.Error() }
func (e *outputError) Unwrap() error { return e.err }

// nobodyReads reports whether err says that whoever was to read the results has
// gone.
func nobodyReads(err error) bool {
	e, ok := errors.AsType[*outputError](err)
	return ok && (errors.Is(e.err, syscall.EPIPE) || errors.Is(e.err, io.ErrClosedPipe))
}

// encode prints a result as JSON.
func (s *session) encode(v any) {
	fmt.Fprintln(s.out, format.JSON(v)) // The types of this package always encode.
}

// tellJSON writes one line of JSON to standard error.
func (s *session) tellJSON(kind string, what any) {
	e := json.NewEncoder(s.env.Stderr)
	e.SetEscapeHTML(false)
	_ = e.Encode(map[string]any{kind: what}) // Nobody is left to be told.
}

// table prints rows: for a person in columns under a heading, for a program
// with tabs between and no heading.
func (s *session) table(heading []string, rows [][]string) {
	if !s.env.Terminal.Out {
		for _, row := range rows {
			s.out.row(row)
		}
		return
	}
	if s.plain {
		for _, row := range rows {
			cells := slices.DeleteFunc(slices.Clone(row), func(cell string) bool { return cell == "" })
			s.out.line(strings.Join(cells, ", "))
		}
		return
	}
	for _, line := range columns(heading, rows) {
		fmt.Fprintln(s.out, line)
	}
}

// columns sets rows under a heading, as lines of clean text.
func columns(heading []string, rows [][]string) []string {
	rows = append([][]string{heading}, rows...)
	widths := make([]int, len(heading))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], runewidth.StringWidth(domain.Clean(cell)))
		}
	}
	var lines []string
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(runewidth.FillRight(domain.Clean(cell), widths[i]) + "  ")
		}
		lines = append(lines, strings.TrimRight(line.String(), " "))
	}
	return lines
}
