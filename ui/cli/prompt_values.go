package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"lpkeys/ui/explain"
	"lpkeys/ui/paste"
)

// askValues asks for the four values, one after the other, and answers them as a
// text with labels. A first line that is no value alone begins a paste of all.
func (s *session) askValues(ctx context.Context) (string, error) {
	s.note("type the values one by one, or paste everything at once; nothing of it is shown")
	var lines []string
	for i, field := range keyFields {
		line, err := s.askValue(ctx, field)
		switch {
		case err != nil:
			return "", err
		case isLoneValue(line):
			line = string(field) + ": " + line
		case i == 0:
			return s.askRest(ctx, line)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n"), nil
}

// askValue asks for one value until it can be one, and says at once what was
// cleaned off it. Anything else than a value alone is answered as it came.
func (s *session) askValue(ctx context.Context, field paste.Field) (string, error) {
	for range mistakes {
		line, err := s.askHidden(ctx, string(field)+": ")
		if err != nil || !isLoneValue(line) {
			return line, err
		}
		value, removed := paste.Clean(line)
		err = paste.Check(field, value)
		switch {
		case value == "":
			s.warn("%s: nothing but %s; type it again", field, strings.Join(removed, " and "))
		case err != nil:
			s.warn("%s; type it again", explain.Of(err).Error)
		case len(removed) > 0:
			s.note("%s: removed %s", field, strings.Join(removed, " and "))
			return value, nil
		default:
			return value, nil
		}
	}
	return "", errNoAnswer
}

// isLoneValue reports a line without a label, and without anything else that a
// file or a page has around a value.
func isLoneValue(line string) bool {
	line = strings.TrimSpace(line)
	heading := strings.HasPrefix(line, "#") || strings.HasPrefix(line, "//") || strings.ContainsAny(strings.TrimRight(line, "="), ":=\t：")
	wordy := strings.ContainsFunc(line, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	return wordy && !heading && !paste.Several(line)
}

// askRest reads a paste of everything to its end: an empty line once it is
// complete, a second one in any case. What comes after it is not for anybody to
// see, and is not shown.
func (s *session) askRest(ctx context.Context, text string) (string, error) {
	s.note("reading everything that is pasted; an empty line ends it")
	ended, told := false, false
	for len(text) <= paste.Limit {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		line, err := s.env.ReadHidden(ctx)
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		if missing := missingOf(text); err != nil || line == "" && (ended || missing == nil) {
			break
		} else if line == "" && !told {
			s.note("%s; go on, or press enter again to stop", explain.Of(missing).Error)
			told = true
		}
		ended = line == ""
		text += "\n" + line
	}
	fmt.Fprintln(s.env.Stderr)
	return text, nil
}

// missingOf says what a paste lacks.
func missingOf(text string) error {
	_, err := paste.Parse(text)
	if missing, ok := errors.AsType[*paste.MissingError](err); ok {
		return missing
	}
	return nil
}
