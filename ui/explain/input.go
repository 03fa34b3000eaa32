package explain

import (
	"errors"
	"strings"

	"lpkeys/ui/clip"
	"lpkeys/ui/format"
	"lpkeys/ui/paste"
)

const fourLines = "Give App key, Secret, Access token and Access token secret: four lines in that order, or lines such as \"App key: ...\""

func ofPaste(err error) (Words, bool) {
	if e, ok := errors.AsType[*paste.MissingError](err); ok {
		return Words{Error: e.Error(), Hint: fourLines, Exit: Misused, Code: "values-missing"}, true
	}
	if e, ok := errors.AsType[*paste.DuplicateError](err); ok {
		return Words{Error: e.Error(), Hint: "Leave one of the two out", Exit: Misused, Code: "value-twice"}, true
	}
	if e, ok := errors.AsType[*paste.AmbiguousError](err); ok {
		return Words{Error: e.Error(), Hint: fourLines, Exit: Misused, Code: "paste-ambiguous"}, true
	}
	if e, ok := errors.AsType[*paste.ValueError](err); ok {
		return Words{Error: e.Error(), Hint: "Copy that value again, alone and without the text around it", Exit: Misused, Code: "value-invalid"}, true
	}
	return Words{}, false
}

const bySign = "; lpkeys sign prints a header instead"

func ofCopying(err error) (Words, bool) {
	if e, ok := errors.AsType[*clip.UnavailableError](err); ok {
		return Words{
			Error: e.Error(),
			Hint:  "Run lpkeys inside tmux, on a desktop, or in a terminal that knows OSC 52",
			typed: bySign,
			Exit:  Failed,
			Code:  "no-clipboard",
		}, true
	}
	if e, ok := errors.AsType[*clip.TooLongError](err); ok {
		return Words{
			Error:   e.Error(),
			typed:   "Send it to a file instead: lpkeys sign prints to standard output",
			pressed: "Copy less of it; w on the screen copy as writes a request to a file",
			Exit:    Failed,
			Code:    "too-long-to-copy",
		}, true
	}
	if e, ok := errors.AsType[*format.RefusedError](err); ok {
		return Words{Error: e.Error(), Hint: "Write it as curl, which changes the least, or take the header alone", Exit: Misused, Code: "format-refused"}, true
	}
	if e, ok := errors.AsType[*clip.TmuxError](err); ok {
		return Words{Error: e.Error(), Hint: "Check that tmux list-buffers works here; tmux 3.2 or newer is needed", Exit: Failed, Code: "tmux-failed"}, true
	}
	return Words{}, false
}

// list joins words as people do, with a conjunction before the last.
func list[S ~string](words []S, conjunction string) string {
	var b strings.Builder
	for i, word := range words {
		switch {
		case i == 0:
		case i == len(words)-1:
			b.WriteString(" " + conjunction + " ")
		default:
			b.WriteString(", ")
		}
		b.WriteString(string(word))
	}
	return b.String()
}

func quoted(names []string) []string {
	var out []string
	for _, name := range names {
		out = append(out, quote(name))
	}
	return out
}

// quote leaves backslashes alone, so that a path can be copied from a hint.
func quote(s string) string { return `"` + s + `"` }
